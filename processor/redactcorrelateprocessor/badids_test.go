package redactcorrelateprocessor

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadatatest"
)

// An id that must not be spread stays out of the store and off the other
// records of its trace, and is counted.
func TestBadIDsAreRefused(t *testing.T) {
	for name, c := range map[string]struct{ id, reason string }{
		"a megabyte":         {strings.Repeat("a1", 1<<19), "length"},
		"short":              {"a1b2", "length"},
		"control character":  {"abc\x00def123", "charset"},
		"new line":           {"abc\ndef123", "charset"},
		"escape":             {"abc\x1b[31mdef123", "charset"},
		"quote":              {`abc"def123`, "charset"},
		"quote and operator": {`x"} | json or "1`, "charset"},
		"markup":             {"<script>123</script>", "charset"},
		"braces":             {"{abc123}", "charset"},
		"not ASCII":          {"äbc12345", "charset"},
		"card number":        {"4111111111111111", "sensitive"},
		"card, with hyphens": {"4111-1111-1111-1111", "sensitive"},
		"e-mail":             {"alice@example.com", "sensitive"},
		"token":              {"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U", "sensitive"},
		"one character":      {"aaaaaaaaaaaa", "repeated"},
		"word":               {"undefined", "blocklisted"},
	} {
		t.Run(name, func(t *testing.T) {
			tel := componenttest.NewTelemetry()
			t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
			sink := new(consumertest.LogsSink)
			p, err := NewFactory().CreateLogs(t.Context(), metadatatest.NewSettings(tel), sharedConfig(), sink)
			require.NoError(t, err)
			startStop(t, p, sharedStore(t))
			require.NoError(t, p.ConsumeLogs(t.Context(), logsOf(func(r plog.LogRecord) {
				inTrace(traceA, "with the id")(r)
				r.Attributes().PutStr("x-request-id", c.id)
			}, inTrace(traceA, "of the same trace"))))
			require.NoError(t, p.ConsumeLogs(t.Context(), logsOf(inTrace(traceA, "later"))))
			for _, ld := range sink.AllLogs() {
				for _, id := range attributeOf(ld, "correlation.id") {
					assert.Empty(t, id)
				}
			}
			metadatatest.AssertEqualProcessorRedactCorrelateIdsRefused(t, tel,
				[]metricdata.DataPoint[int64]{point(1, "reason", c.reason)}, metricdatatest.IgnoreTimestamp())
		})
	}
}

// A flood of ids from one tenant is refused beyond its share and counted, and
// the others keep what they have.
func TestFloodOfIDsFromOneTenant(t *testing.T) {
	f := correlationstoreextension.NewFactory()
	storeConfig := f.CreateDefaultConfig().(*correlationstoreextension.Config)
	storeConfig.Capacity = 10_000
	ext, err := f.Create(t.Context(), extensiontest.NewNopSettings(f.Type()), storeConfig)
	require.NoError(t, err)
	startStop(t, ext, hostWith{})
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	cfg := sharedConfig()
	cfg.Correlation.Tenant.MetadataKey = "x-scope-orgid"
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(t.Context(), metadatatest.NewSettings(tel), cfg, sink)
	require.NoError(t, err)
	startStop(t, p, hostWith{storeID: ext})

	send := func(tenant byte, from, n int) {
		records := make([]func(plog.LogRecord), n)
		for i := range records {
			records[i] = func(r plog.LogRecord) {
				at := from + i
				inTrace(pcommon.TraceID{tenant, 15: byte(at), 14: byte(at >> 8), 13: byte(at >> 16)}, "x")(r)
				r.Attributes().PutStr("x-request-id", fmt.Sprintf("%c-request-%d", tenant, at))
			}
		}
		require.NoError(t, p.ConsumeLogs(tenantContext(t, string(tenant)), logsOf(records...)))
	}
	const quiet = 500
	send('q', 1, quiet)
	for batch := range 40 {
		send('l', 1+1000*batch, 1000)
	}
	sink.Reset()
	records := make([]func(plog.LogRecord), quiet)
	for i := range records {
		records[i] = inTrace(pcommon.TraceID{'q', 15: byte(i + 1), 14: byte((i + 1) >> 8)}, "later")
	}
	require.NoError(t, p.ConsumeLogs(tenantContext(t, "q"), logsOf(records...)))
	for i, id := range attributeOf(sink.AllLogs()[0], "correlation.id") {
		assert.Equal(t, fmt.Sprintf("q-request-%d", i+1), id)
	}
	sum := int64(0)
	got, err := tel.GetMetric("otelcol_processor_redact_correlate_ids_refused")
	require.NoError(t, err)
	for _, dp := range got.Data.(metricdata.Sum[int64]).DataPoints {
		reason, _ := dp.Attributes.Value("reason")
		assert.Equal(t, "tenant_share", reason.AsString())
		sum += dp.Value
	}
	assert.Greater(t, sum, int64(10_000))
}
