package jaegerexporter

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/receiver"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func TestShutdownTwiceAndWithoutStart(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	forGRPC(closedPort(t))(cfg)
	exp := create(t, cfg)
	require.NoError(t, exp.Shutdown(t.Context()))
	require.NoError(t, exp.Shutdown(t.Context()))
}

func TestConsumeWithoutStartIsAnErrorNotAPanic(t *testing.T) {
	exp := create(t, withoutQueue(forGRPC(closedPort(t))))
	require.Error(t, exp.ConsumeTraces(t.Context(), someSpans(1)))
}

func TestAnUnreachableBackendDoesNotHoldUpTheStart(t *testing.T) {
	// Takes connections and says nothing.
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	for name, adjust := range map[string]func(*Config){
		"grpc, silent":       forGRPC(listener.Addr().String()),
		"grpc, nobody there": forGRPC(closedPort(t)),
		"grpc, no such name": forGRPC("no-such-host.invalid:4317"),
		"http, silent":       forHTTP("http://" + listener.Addr().String()),
		"http, no such name": forHTTP("http://no-such-host.invalid:4318"),
	} {
		t.Run(name, func(t *testing.T) {
			cfg := createDefaultConfig().(*Config)
			adjust(cfg)
			exp := create(t, cfg)
			begin := time.Now()
			require.NoError(t, exp.Start(t.Context(), componenttest.NewNopHost()))
			require.Less(t, time.Since(begin), time.Second)
			require.NoError(t, exp.Shutdown(t.Context()))
		})
	}
}

// A backend that hangs must not keep the collector from stopping.
func TestShutdownEndsWithItsContext(t *testing.T) {
	entered := make(chan struct{}, 100)
	backend := &grpcBackend{answer: func(ctx context.Context, _ ptrace.Traces) (int64, error) {
		entered <- struct{}{}
		<-ctx.Done()
		return 0, ctx.Err()
	}}
	cfg := createDefaultConfig().(*Config)
	forGRPC(backend.serve(t))(cfg)
	cfg.Timeout = time.Hour
	exp := create(t, cfg)
	require.NoError(t, exp.Start(t.Context(), componenttest.NewNopHost()))
	for range 30 {
		require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(1)))
	}
	<-entered
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	begin := time.Now()
	require.NoError(t, exp.Shutdown(ctx))
	require.Less(t, time.Since(begin), 5*time.Second)
}

// What the queue holds is delivered before the end.
func TestShutdownEmptiesTheQueue(t *testing.T) {
	backend := &grpcBackend{}
	cfg := createDefaultConfig().(*Config)
	forGRPC(backend.serve(t))(cfg)
	exp := create(t, cfg)
	require.NoError(t, exp.Start(t.Context(), componenttest.NewNopHost()))
	for range 50 {
		require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(2)))
	}
	require.NoError(t, exp.Shutdown(t.Context()))
	spans := 0
	for _, r := range backend.all() {
		spans += r.td.SpanCount()
	}
	require.Equal(t, 100, spans)
}

// The server keeps its side open, so that only the exporter can let go.
func TestShutdownClosesItsConnections(t *testing.T) {
	backend := &httpBackend{answer: okHTTP}
	var open atomic.Int64
	server := httptest.NewUnstartedServer(backend)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		}
	}
	server.Start()
	defer server.Close()
	exp := create(t, withoutQueue(forHTTP(server.URL)))
	require.NoError(t, exp.Start(t.Context(), componenttest.NewNopHost()))
	require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(1)))
	require.EqualValues(t, 1, open.Load())
	require.NoError(t, exp.Shutdown(t.Context()))
	require.Eventually(t, func() bool { return open.Load() == 0 }, 5*time.Second, 5*time.Millisecond)
}

// Only the spans that were not stored go again.
func TestRetrySendsOnlyTheRest(t *testing.T) {
	backend := &grpcBackend{}
	failedOnce := false
	backend.answer = func(_ context.Context, td ptrace.Traces) (int64, error) {
		for _, i := range indexes(td) {
			if i == 60 && !failedOnce {
				failedOnce = true
				return 0, status.Error(codes.Internal, planted)
			}
		}
		return 0, nil
	}
	cfg := withoutQueue(forGRPC(backend.serve(t)))
	cfg.MaxMessageBytes = 2000
	cfg.RetryConfig.Enabled = true
	cfg.RetryConfig.InitialInterval = time.Millisecond
	exp, tel := startExporter(t, cfg, newStatusHost())
	require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(100)))

	times := map[int]int{}
	for _, r := range backend.all() {
		for _, i := range indexes(r.td) {
			times[i]++
		}
	}
	require.Len(t, times, 100)
	again := 0
	for _, n := range times {
		require.LessOrEqual(t, n, 2)
		if n == 2 {
			again++
		}
	}
	require.Positive(t, again)
	require.Less(t, again, 20)
	require.Equal(t, map[string]int64{"stored": 100}, delivered(t, tel))
}

func create(t *testing.T, cfg *Config) exporter.Traces {
	t.Helper()
	require.NoError(t, cfg.Validate())
	exp, err := NewFactory().CreateTraces(t.Context(), exportertest.NewNopSettings(component.MustNewType("jaeger")), cfg)
	require.NoError(t, err)
	return exp
}

// contractReceiver is a trace service that answers as OTLP demands: what is
// permanent is an invalid argument, the rest is unavailable.
type contractReceiver struct {
	ptraceotlp.UnimplementedGRPCServer
	address string
	next    consumer.Traces
	server  *grpc.Server
}

func (r *contractReceiver) Start(context.Context, component.Host) error {
	listener, err := net.Listen("tcp", r.address)
	if err != nil {
		return err
	}
	r.server = grpc.NewServer()
	ptraceotlp.RegisterGRPCServer(r.server, r)
	go func() { _ = r.server.Serve(listener) }()
	return nil
}

func (r *contractReceiver) Shutdown(context.Context) error {
	r.server.Stop()
	return nil
}

func (r *contractReceiver) Export(ctx context.Context, req ptraceotlp.ExportRequest) (ptraceotlp.ExportResponse, error) {
	err := r.next.ConsumeTraces(ctx, req.Traces())
	switch {
	case err == nil:
		return ptraceotlp.NewExportResponse(), nil
	case consumererror.IsPermanent(err):
		return ptraceotlp.NewExportResponse(), status.Error(codes.InvalidArgument, err.Error())
	default:
		return ptraceotlp.NewExportResponse(), status.Error(codes.Unavailable, err.Error())
	}
}

func TestConsumeContract(t *testing.T) {
	address := closedPort(t)
	cfg := withoutQueue(forGRPC(address))
	cfg.RetryConfig.Enabled = true
	cfg.RetryConfig.InitialInterval = time.Millisecond
	cfg.RetryConfig.MaxInterval = time.Millisecond
	exportertest.CheckConsumeContract(exportertest.CheckConsumeContractParams{
		T:                    t,
		NumberOfTestElements: 20,
		Signal:               pipeline.SignalTraces,
		ExporterFactory:      NewFactory(),
		ExporterConfig:       cfg,
		ReceiverFactory: receiver.NewFactory(component.MustNewType("contract"),
			func() component.Config { return &struct{}{} },
			receiver.WithTraces(func(_ context.Context, _ receiver.Settings, _ component.Config, next consumer.Traces) (receiver.Traces, error) {
				return &contractReceiver{address: address, next: next}, nil
			}, component.StabilityLevelBeta)),
		ReceiverConfig: &struct{}{},
	})
}
