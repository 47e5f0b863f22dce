package elasticsearchexporter

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// testConfig sends at once, once, and without touching templates.
func testConfig(endpoint string) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.ClientConfig.Endpoint = endpoint
	cfg.ClientConfig.Timeout = 10 * time.Second
	cfg.QueueConfig = configoptional.None[exporterhelper.QueueBatchConfig]()
	cfg.RetryConfig.Enabled = false
	cfg.Template.Install = false
	return cfg
}

// harness is a started exporter of each signal, and what it tells of itself.
type harness struct {
	logs     exporter.Logs
	traces   exporter.Traces
	observed *observer.ObservedLogs
	status   *statusHost
	tel      *componenttest.Telemetry
}

func newHarness(t testing.TB, cfg *Config) *harness {
	t.Helper()
	require.NoError(t, cfg.Validate())
	core, observed := observer.New(zapcore.DebugLevel)
	tel := componenttest.NewTelemetry()
	set := exporter.Settings{
		ID:                component.MustNewIDWithName("elasticsearch", "test"),
		TelemetrySettings: tel.NewTelemetrySettings(),
		BuildInfo:         component.NewDefaultBuildInfo(),
	}
	set.Logger = zap.New(core)
	h := &harness{observed: observed, status: &statusHost{Host: componenttest.NewNopHost()}, tel: tel}
	f := NewFactory()
	var err error
	h.logs, err = f.CreateLogs(t.Context(), set, cfg)
	require.NoError(t, err)
	h.traces, err = f.CreateTraces(t.Context(), set, cfg)
	require.NoError(t, err)
	require.NoError(t, h.logs.Start(t.Context(), h.status))
	require.NoError(t, h.traces.Start(t.Context(), h.status))
	t.Cleanup(func() {
		// The test's own context has ended here.
		require.NoError(t, h.logs.Shutdown(context.Background()))
		require.NoError(t, h.traces.Shutdown(context.Background()))
		require.NoError(t, tel.Shutdown(context.Background()))
	})
	return h
}

// outcomes returns the sums of the delivery metric by outcome.
func (h *harness) outcomes(t testing.TB) map[string]int64 {
	t.Helper()
	return h.sums(t, "outcome")
}

// reasons returns them by reason.
func (h *harness) reasons(t testing.TB) map[string]int64 {
	t.Helper()
	sums := h.sums(t, "reason")
	delete(sums, "")
	return sums
}

func (h *harness) sums(t testing.TB, by string) map[string]int64 {
	t.Helper()
	got, err := h.tel.GetMetric("otelcol_exporter_delivery_records")
	sums := map[string]int64{}
	if err != nil {
		return sums
	}
	for _, p := range got.Data.(metricdata.Sum[int64]).DataPoints {
		id, _ := p.Attributes.Value("exporter")
		require.Equal(t, "elasticsearch/test", id.AsString())
		v, _ := p.Attributes.Value("reason")
		if by == "outcome" {
			v, _ = p.Attributes.Value("outcome")
		}
		sums[v.AsString()] += p.Value
	}
	return sums
}

// statusHost records the status that components report.
type statusHost struct {
	component.Host
	mu     sync.Mutex
	events []*componentstatus.Event
}

func (h *statusHost) Report(e *componentstatus.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, e)
}

// statuses returns what was reported, in order.
func (h *statusHost) statuses() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	var out []string
	for _, e := range h.events {
		s := e.Status().String()
		if e.Err() != nil {
			s += ": " + e.Err().Error()
		}
		out = append(out, s)
	}
	return out
}
