package jaegerexporter

import (
	"compress/gzip"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
)

// received is one request as it arrived.
type received struct {
	td     ptrace.Traces
	header map[string][]string
	path   string
}

// inbox keeps what arrived.
type inbox struct {
	mu       sync.Mutex
	requests []received
}

func (b *inbox) add(r received) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests = append(b.requests, r)
	return len(b.requests)
}

func (b *inbox) all() []received {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]received(nil), b.requests...)
}

// grpcBackend is a trace service in this process, over a real connection.
type grpcBackend struct {
	ptraceotlp.UnimplementedGRPCServer
	inbox
	answer func(context.Context, ptrace.Traces) (rejected int64, err error)
}

func (b *grpcBackend) Export(ctx context.Context, req ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	md, _ := metadata.FromIncomingContext(ctx)
	td := ptrace.NewTraces()
	req.Traces().CopyTo(td)
	b.add(received{td: td, header: md})
	resp := ptraceotlp.NewExportResponse()
	if b.answer == nil {
		return resp, nil
	}
	rejected, err := b.answer(ctx, td)
	if rejected != 0 {
		resp.PartialSuccess().SetRejectedSpans(rejected)
		resp.PartialSuccess().SetErrorMessage("bad value " + planted)
	}
	return resp, err
}

// serve listens on a free loopback port until the end of the test.
func (b *grpcBackend) serve(t *testing.T, opts ...grpc.ServerOption) (endpoint string) {
	t.Helper()
	return b.serveAt(t, "127.0.0.1:0", opts...)
}

func (b *grpcBackend) serveAt(t *testing.T, address string, opts ...grpc.ServerOption) (endpoint string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	require.NoError(t, err)
	server := grpc.NewServer(opts...)
	ptraceotlp.RegisterGRPCServer(server, b)
	var done sync.WaitGroup
	done.Go(func() { _ = server.Serve(listener) })
	t.Cleanup(func() {
		server.Stop()
		done.Wait()
	})
	return listener.Addr().String()
}

// httpBackend is an HTTP server whose answer is up to the test. It keeps what
// it could decode.
type httpBackend struct {
	inbox
	answer http.HandlerFunc
}

func (b *httpBackend) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err != nil {
		panic(err)
	}
	req := ptraceotlp.NewExportRequest()
	if err := req.UnmarshalProto(body); err != nil {
		panic(err)
	}
	b.add(received{td: req.Traces(), header: r.Header, path: r.Method + " " + r.URL.Path})
	b.answer(w, r)
}

func (b *httpBackend) serve(t *testing.T) (endpoint string) {
	t.Helper()
	server := httptest.NewServer(b)
	t.Cleanup(server.Close)
	return server.URL
}

func readBody(r *http.Request) ([]byte, error) {
	if r.Header.Get("Content-Encoding") != "gzip" {
		return io.ReadAll(r.Body)
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}
