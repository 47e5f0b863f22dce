package jaegerexporter

import (
	"context"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/lethe-otel/lethe/exporter/jaegerexporter/internal/metadatatest"
)

// planted is content that must never show in an error, a log or a status.
const planted = "hunter2-planted-secret"

// spanID is the id of the i-th span that the fixtures make.
func spanID(i int) pcommon.SpanID {
	var id [8]byte
	binary.BigEndian.PutUint64(id[:], uint64(i)+1)
	return id
}

// spanIndex is the reverse of spanID.
func spanIndex(id pcommon.SpanID) int {
	return int(binary.BigEndian.Uint64(id[:])) - 1
}

// someSpans returns n spans, numbered in walk order, spread over resources and
// scopes: a new resource every 7 spans, a new scope every 3.
func someSpans(n int) ptrace.Traces {
	td := ptrace.NewTraces()
	var rs ptrace.ResourceSpans
	var ss ptrace.ScopeSpans
	for i := range n {
		if i%7 == 0 {
			rs = td.ResourceSpans().AppendEmpty()
			rs.SetSchemaUrl("https://opentelemetry.io/schemas/1.38.0")
			rs.Resource().Attributes().PutStr("service.name", "shop")
			rs.Resource().Attributes().PutInt("service.shard", int64(i/7))
		}
		if i%7 == 0 || i%3 == 0 {
			ss = rs.ScopeSpans().AppendEmpty()
			ss.Scope().SetName("checkout")
			ss.Scope().SetVersion("1.2.3")
		}
		span := ss.Spans().AppendEmpty()
		span.SetTraceID(pcommon.TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36})
		span.SetSpanID(spanID(i))
		span.SetName("GET /cart")
		span.SetKind(ptrace.SpanKindServer)
		span.SetStartTimestamp(pcommon.Timestamp(1_790_000_000_000_000_000 + i))
		span.SetEndTimestamp(pcommon.Timestamp(1_790_000_000_005_000_000 + i))
		span.Attributes().PutStr("note", planted)
	}
	return td
}

// indexes returns the numbers of the spans in td, in walk order.
func indexes(td ptrace.Traces) []int {
	var out []int
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				out = append(out, spanIndex(span.SpanID()))
			}
		}
	}
	return out
}

// statusHost records what the exporter reports about its health.
type statusHost struct {
	component.Host
	events chan *componentstatus.Event
}

func newStatusHost() *statusHost {
	return &statusHost{Host: componenttest.NewNopHost(), events: make(chan *componentstatus.Event, 100)}
}

func (h *statusHost) Report(event *componentstatus.Event) { h.events <- event }

// next returns the next event as text, or "none".
func (h *statusHost) next() string {
	select {
	case event := <-h.events:
		if event.Err() != nil {
			return event.Status().String() + ": " + event.Err().Error()
		}
		return event.Status().String()
	default:
		return "none"
	}
}

// withoutQueue is the default configuration, with one attempt a batch, so that
// its error can be seen.
func withoutQueue(adjust func(*Config)) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.QueueConfig = configoptional.None[exporterhelper.QueueBatchConfig]()
	cfg.RetryConfig.Enabled = false
	cfg.Timeout = 5 * time.Second
	adjust(cfg)
	return cfg
}

func forGRPC(endpoint string) func(*Config) {
	return func(cfg *Config) {
		client := *cfg.GRPC.GetOrInsertDefault()
		client.Endpoint = endpoint
		client.TLS.Insecure = true
		cfg.GRPC = configoptional.Some(client)
	}
}

func forHTTP(endpoint string) func(*Config) {
	return func(cfg *Config) {
		client := *cfg.HTTP.GetOrInsertDefault()
		client.Endpoint = endpoint
		cfg.HTTP = configoptional.Some(client)
	}
}

// startExporter runs an exporter until the end of the test.
func startExporter(t *testing.T, cfg *Config, host component.Host) (exporter.Traces, *componenttest.Telemetry) {
	t.Helper()
	require.NoError(t, cfg.Validate())
	tel := componenttest.NewTelemetry()
	set := metadatatest.NewSettings(tel)
	set.BuildInfo = component.BuildInfo{Description: "Lethe", Version: "0.0.0"}
	exp, err := NewFactory().CreateTraces(t.Context(), set, cfg)
	require.NoError(t, err)
	require.NoError(t, exp.Start(t.Context(), host))
	t.Cleanup(func() {
		require.NoError(t, exp.Shutdown(context.Background()))
		require.NoError(t, tel.Shutdown(context.Background()))
	})
	return exp, tel
}

// delivered is the outcome counter as "outcome reason" to count.
func delivered(t *testing.T, tel *componenttest.Telemetry) map[string]int64 {
	t.Helper()
	out := map[string]int64{}
	m, err := tel.GetMetric("otelcol_exporter_delivery_records")
	if err != nil {
		return out // nothing was counted
	}
	sum, ok := m.Data.(metricdata.Sum[int64])
	require.True(t, ok, "%T", m.Data)
	for _, point := range sum.DataPoints {
		outcome, _ := point.Attributes.Value("outcome")
		reason, _ := point.Attributes.Value("reason")
		id, _ := point.Attributes.Value("exporter")
		require.Equal(t, "jaeger", id.AsString())
		out[strings.TrimSpace(outcome.AsString()+" "+reason.AsString())] = point.Value
	}
	return out
}
