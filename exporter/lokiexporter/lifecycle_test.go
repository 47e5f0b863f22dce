package lokiexporter

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/receiver"

	"github.com/lethe-otel/lethe/exporter/lokiexporter/internal/metadata"
)

// A Loki that hangs does not hold up the end of the gateway, and a second
// shutdown is harmless.
func TestShutdownIsBounded(t *testing.T) {
	release := make(chan struct{})
	server := newServer(t, func(responseWriter, request) { <-release })
	defer close(release)
	cfg := createDefaultConfig().(*Config)
	cfg.ClientConfig.Endpoint = server.URL
	cfg.ClientConfig.Timeout = 300 * time.Millisecond
	cfg.QueueConfig.Get().NumConsumers = 1
	e, err := NewFactory().CreateLogs(t.Context(), exportertest.NewNopSettings(metadata.Type), cfg)
	require.NoError(t, err)
	require.NoError(t, e.Start(t.Context(), componenttest.NewNopHost()))
	for range 50 {
		ld := plog.NewLogs()
		fixedRecord(ld, "line")
		require.NoError(t, e.ConsumeLogs(t.Context(), ld))
	}
	began := time.Now()
	require.NoError(t, e.Shutdown(t.Context()))
	require.NoError(t, e.Shutdown(t.Context()))
	assert.Less(t, time.Since(began), 3*time.Second)
}

// A Loki that is away when the gateway starts gets everything when it is there.
func TestBackendComesLater(t *testing.T) {
	up := make(chan struct{})
	loki := newFakeLoki()
	server := newServer(t, func(w responseWriter, r request) {
		select {
		case <-up:
			loki.respond(w, r)
		default:
			w.WriteHeader(http.StatusBadGateway)
		}
	})
	cfg := createDefaultConfig().(*Config)
	cfg.ClientConfig.Endpoint = server.URL
	cfg.RetryConfig.InitialInterval = 10 * time.Millisecond
	cfg.RetryConfig.MaxInterval = 20 * time.Millisecond
	e, err := NewFactory().CreateLogs(t.Context(), exportertest.NewNopSettings(metadata.Type), cfg)
	require.NoError(t, err)
	require.NoError(t, e.Start(t.Context(), componenttest.NewNopHost()))
	ld := plog.NewLogs()
	fixedRecord(ld, "line").SetTimestamp(pcommon.NewTimestampFromTime(loki.now))
	require.NoError(t, e.ConsumeLogs(t.Context(), ld))
	time.Sleep(50 * time.Millisecond)
	close(up)
	assert.Eventually(t, func() bool { return len(loki.lines()) == 1 }, 5*time.Second, 5*time.Millisecond)
	require.NoError(t, e.Shutdown(t.Context()))
}

// contractReceiver is a Loki that hands what it gets to the contract checker.
type contractReceiver struct {
	component.StartFunc
	component.ShutdownFunc
}

// stamping gives the checker's records a time, as the processor does.
type stamping struct{ exporter.Logs }

func createStamping(ctx context.Context, set exporter.Settings, cfg component.Config) (exporter.Logs, error) {
	logs, err := createLogs(ctx, set, cfg)
	return stamping{logs}, err
}

func (s stamping) ConsumeLogs(ctx context.Context, ld plog.Logs) error {
	ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).SetTimestamp(pcommon.NewTimestampFromTime(fixedTime))
	return s.Logs.ConsumeLogs(ctx, ld)
}

func TestConsumeContract(t *testing.T) {
	var next consumer.Logs
	server := newServer(t, func(w responseWriter, r request) {
		for _, e := range r.entries() {
			ld := plog.NewLogs()
			lr := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
			for _, p := range e.StructuredMetadata {
				lr.Attributes().PutStr(p.Name, p.Value)
			}
			if err := next.ConsumeLogs(context.Background(), ld); err != nil {
				code := http.StatusServiceUnavailable
				if consumererror.IsPermanent(err) {
					code = http.StatusBadRequest
				}
				w.WriteHeader(code)
				return
			}
		}
		w.WriteHeader(http.StatusNoContent)
	})
	cfg := newConfig(server.URL)
	cfg.RetryConfig.Enabled = true
	cfg.RetryConfig.InitialInterval = time.Millisecond
	cfg.RetryConfig.MaxInterval = time.Millisecond
	exportertest.CheckConsumeContract(exportertest.CheckConsumeContractParams{
		T: t, NumberOfTestElements: 100, Signal: pipeline.SignalLogs,
		ExporterFactory: exporter.NewFactory(metadata.Type, createDefaultConfig,
			exporter.WithLogs(createStamping, component.StabilityLevelDevelopment)),
		ExporterConfig: cfg,
		ReceiverFactory: receiver.NewFactory(component.MustNewType("loki_contract"),
			func() component.Config { return &struct{}{} },
			receiver.WithLogs(func(_ context.Context, _ receiver.Settings, _ component.Config, logs consumer.Logs) (receiver.Logs, error) {
				next = logs
				return contractReceiver{}, nil
			}, component.StabilityLevelDevelopment)),
	})
}
