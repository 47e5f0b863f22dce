package redactcorrelateprocessor

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadatatest"
)

func point(n int64, labels ...string) metricdata.DataPoint[int64] {
	kvs := []attribute.KeyValue{attribute.String("signal", "logs")}
	for i := 0; i < len(labels); i += 2 {
		kvs = append(kvs, attribute.String(labels[i], labels[i+1]))
	}
	return metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(kvs...)}
}

func TestTelemetry(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	cfg := testConfig()
	cfg.Redaction.Actions = map[string]string{"email": "keep", "token": "remove"}
	cfg.Redaction.Limits.MaxDepth = 1
	p, err := NewFactory().CreateLogs(t.Context(), metadatatest.NewSettings(tel), cfg, consumertest.NewNop())
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())

	batch := func() plog.Logs {
		return logsOf(
			func(r plog.LogRecord) { // 8 bytes, a pair
				inTrace(traceA, "12345678")(r)
				r.Attributes().PutStr("x-request-id", idB) // 17 bytes
			},
			inTrace(traceA, ""),
			withID("alice@example.com", ""), // 17 bytes, refused and kept
			func(r plog.LogRecord) {
				line("", exactTime)(r)
				a := r.Attributes()
				a.PutStr("password", "secret-1")
				a.PutInt("pass_word", 1)
				a.PutStr("token", "secret-2")
				a.PutInt("n", 4111111111111111)
				a.PutStr("to alice@example.com", "")
				a.PutEmptyMap("m").PutEmptyMap("n").PutStr("deep", "x")
			},
		)
	}
	for range 2 {
		require.NoError(t, p.ConsumeLogs(t.Context(), batch()))
	}
	ignore := metricdatatest.IgnoreTimestamp()
	metadatatest.AssertEqualProcessorRedactCorrelateFindings(t, tel, []metricdata.DataPoint[int64]{
		point(4, "rule", "password", "place", "log.attributes", "action", "mask", "mode", "enforce", "service", "shop"),
		point(2, "rule", "token", "place", "log.attributes", "action", "remove", "mode", "enforce", "service", "shop"),
		point(2, "rule", "card_number", "place", "log.attributes", "action", "mask", "mode", "enforce", "service", "shop"),
		point(2, "rule", "email", "place", "log.attributes", "action", "keep", "mode", "enforce", "service", "shop"),
		point(2, "rule", "email", "place", "attribute.keys", "action", "keep", "mode", "enforce", "service", "shop"),
	}, ignore)
	// The service name, the body, the two ids and the number.
	metadatatest.AssertEqualProcessorRedactCorrelateValuesScanned(t, tel, []metricdata.DataPoint[int64]{point(10)}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateBytesScanned(t, tel, []metricdata.DataPoint[int64]{point(2 * (4 + 8 + 17 + 17))}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateValuesUnscanned(t, tel, []metricdata.DataPoint[int64]{point(2, "reason", "depth")}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateCorrelations(t, tel, []metricdata.DataPoint[int64]{
		point(4, "kind", "trace_id", "result", "own"),
		point(4, "kind", "trace_id", "result", "missing"),
		point(4, "kind", "correlation_id", "result", "filled"),
		point(4, "kind", "correlation_id", "result", "missing"),
	}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateIdsRefused(t, tel, []metricdata.DataPoint[int64]{point(2, "reason", "sensitive")}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateRawData(t, tel, []metricdata.DataPoint[int64]{point(0)}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateDuration(t, tel,
		[]metricdata.HistogramDataPoint[float64]{{Attributes: attribute.NewSet(attribute.String("signal", "logs"))}},
		ignore, metricdatatest.IgnoreValue())

	// Another id on the trace.
	require.NoError(t, p.ConsumeLogs(t.Context(), logsOf(func(r plog.LogRecord) {
		inTrace(traceA, "")(r)
		r.Attributes().PutStr("x-request-id", idA)
	})))
	metadatatest.AssertEqualProcessorRedactCorrelateConflicts(t, tel, []metricdata.DataPoint[int64]{point(1, "kind", "correlation_id")}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateUncorrelated(t, tel, []metricdata.DataPoint[int64]{point(4, "service", "shop")}, ignore)
}

func TestTelemetryObserve(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	cfg := testConfig()
	cfg.Redaction.Mode, cfg.Redaction.AcknowledgeRawData = modeObserve, true
	p, err := NewFactory().CreateLogs(t.Context(), metadatatest.NewSettings(tel), cfg, consumertest.NewNop())
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	require.NoError(t, p.ConsumeLogs(t.Context(), logsOf(line("password=secret-1", exactTime))))
	ignore := metricdatatest.IgnoreTimestamp()
	metadatatest.AssertEqualProcessorRedactCorrelateRawData(t, tel, []metricdata.DataPoint[int64]{point(1)}, ignore)
	metadatatest.AssertEqualProcessorRedactCorrelateFindings(t, tel, []metricdata.DataPoint[int64]{
		point(1, "rule", "password", "place", "log.body", "action", "mask", "mode", "observe", "service", "shop"),
	}, ignore)
}
