package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"

	"github.com/lethe-otel/lethe/tests/bench/internal/process"
)

// stubs are a Loki, an Elasticsearch and a Jaeger that take everything at once:
// what the gateway itself needs is measured, not what they do.
type stubs struct {
	loki, elasticsearch, jaeger string
	servers                     []*http.Server
	grpc                        *grpc.Server
}

func startStubs(ctx context.Context) (*stubs, error) {
	s := &stubs{grpc: grpc.NewServer(grpc.MaxRecvMsgSize(maxMessage))}
	for _, server := range []struct {
		url     *string
		handler http.HandlerFunc
	}{{&s.loki, takePush}, {&s.elasticsearch, takeBulk}} {
		listener, err := process.Listen(ctx)
		if err != nil {
			return nil, err
		}
		*server.url = "http://" + listener.Addr().String()
		h := &http.Server{Handler: server.handler, ReadHeaderTimeout: 10 * time.Second}
		s.servers = append(s.servers, h)
		go h.Serve(listener) //nolint:errcheck // ends with stop
	}
	listener, err := process.Listen(ctx)
	if err != nil {
		return nil, err
	}
	s.jaeger = listener.Addr().String()
	ptraceotlp.RegisterGRPCServer(s.grpc, &traceSink{sink: nil})
	go s.grpc.Serve(listener) //nolint:errcheck // ends with stop
	return s, nil
}

func (s *stubs) stop() {
	for _, server := range s.servers {
		server.Close()
	}
	s.grpc.Stop()
}

func takePush(w http.ResponseWriter, r *http.Request) {
	io.Copy(io.Discard, r.Body) //nolint:errcheck // a client that goes away is no concern here
	w.WriteHeader(http.StatusNoContent)
}

// takeBulk answers one created item for each action, as Elasticsearch does.
// Every other request, such as for a template, is acknowledged.
func takeBulk(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Elastic-Product", "Elasticsearch")
	body := io.Reader(r.Body)
	if r.Header.Get("Content-Encoding") == "gzip" {
		unzipped, err := gzip.NewReader(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		body = unzipped
	}
	if r.URL.Path != "/_bulk" {
		io.Copy(io.Discard, body) //nolint:errcheck // see takePush
		fmt.Fprint(w, `{"acknowledged":true}`)
		return
	}
	lines := 0
	reader := bufio.NewReaderSize(body, 1<<16)
	for {
		_, err := reader.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil {
			break
		}
		lines++
	}
	items := strings.Repeat(`{"create":{"status":201}},`, lines/2)
	fmt.Fprint(w, `{"errors":false,"took":1,"items":[`, strings.TrimSuffix(items, ","), `]}`)
}
