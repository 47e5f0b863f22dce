package main

import (
	"bytes"
	"context"
	"sync"

	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	_ "google.golang.org/grpc/encoding/gzip" // what the otlp exporter compresses with

	"github.com/lethe-otel/lethe/tests/bench/internal/process"
)

// sink is an OTLP server that keeps what it gets, to be searched.
type sink struct {
	endpoint string
	server   *grpc.Server

	mu  sync.Mutex
	got bytes.Buffer
}

func newSink() (*sink, error) {
	listener, err := process.Listen(context.Background())
	if err != nil {
		return nil, err
	}
	s := &sink{
		endpoint: listener.Addr().String(),
		server:   grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage)),
	}
	plogotlp.RegisterGRPCServer(s.server, &logSink{sink: s})
	ptraceotlp.RegisterGRPCServer(s.server, &traceSink{sink: s})
	go s.server.Serve(listener) //nolint:errcheck // ends with stop
	return s, nil
}

func (s *sink) stop() { s.server.Stop() }

func (s *sink) keep(encoded []byte, err error) error {
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.got.Write(encoded)
	return err
}

// count returns how often the text stands in what came in.
func (s *sink) count(text string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return bytes.Count(s.got.Bytes(), []byte(text))
}

type logSink struct {
	plogotlp.UnimplementedGRPCServer
	sink *sink
}

func (l *logSink) Export(_ context.Context, req plogotlp.ExportRequest) (plogotlp.ExportResponse, error) {
	return plogotlp.NewExportResponse(), l.sink.keep(req.MarshalProto())
}

type traceSink struct {
	ptraceotlp.UnimplementedGRPCServer
	sink *sink // nil keeps nothing
}

func (t *traceSink) Export(_ context.Context, req ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	if t.sink == nil {
		return ptraceotlp.NewExportResponse(), nil
	}
	return ptraceotlp.NewExportResponse(), t.sink.keep(req.MarshalProto())
}
