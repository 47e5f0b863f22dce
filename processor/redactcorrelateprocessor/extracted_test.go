package redactcorrelateprocessor

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadatatest"
)

// metered is a processor of logs whose metrics can be read.
func metered(t *testing.T) (*redactCorrelate, *componenttest.Telemetry) {
	t.Helper()
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	p, err := newProcessor(metadatatest.NewSettings(tel), testConfig(), signalLogs)
	require.NoError(t, err)
	require.NoError(t, p.start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, p.shutdown(context.Background())) })
	return p, tel
}

func attributes(kvs ...string) func(plog.LogRecord) {
	return func(r plog.LogRecord) {
		line("", exactTime)(r)
		for i := 0; i < len(kvs); i += 2 {
			r.Attributes().PutStr(kvs[i], kvs[i+1])
		}
	}
}

const (
	hexTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	hexOther = "4bf92f3577b34da6a3ce929d0e0e4737"
	hexSpan  = "00f067aa0ba902b7"
)

func TestExtractedIsCounted(t *testing.T) {
	for name, c := range map[string]struct {
		record               func(plog.LogRecord)
		kind, source, format string
	}{
		"plain key":          {attributes("trace_id", hexTrace), "trace_id", "attribute", "hex"},
		"UUID":               {attributes("trace_id", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"), "trace_id", "attribute", "uuid"},
		"traceparent":        {attributes("traceparent", "00-"+hexTrace+"-"+hexSpan+"-01"), "trace_id", "attribute", "w3c"},
		"b3":                 {attributes("b3", hexTrace+"-"+hexSpan+"-1"), "trace_id", "attribute", "b3"},
		"uber":               {attributes("uber-trace-id", hexTrace+":"+hexSpan+":0:1"), "trace_id", "attribute", "uber"},
		"X-Ray":              {attributes("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"), "trace_id", "attribute", "xray"},
		"X-Ray, plain key":   {attributes("trace_id", "1-5759e988-bd862e3fe1be46a994272793"), "trace_id", "attribute", "xray"},
		"Google":             {attributes("X-Cloud-Trace-Context", hexTrace+"/1;o=1"), "trace_id", "attribute", "gcp"},
		"Datadog":            {attributes("dd.trace_id", "5208512171318403364"), "trace_id", "attribute", "datadog"},
		"resource":           {nil, "trace_id", "resource", "hex"},
		"line":               {line("done trace_id="+hexTrace, exactTime), "trace_id", "body_text", "hex"},
		"JSON in a line":     {line(`{"trace":{"id":"`+hexTrace+`"}}`, exactTime), "trace_id", "body_json", "hex"},
		"structured body":    {structured("trace_id", hexTrace), "trace_id", "body", "hex"},
		"text of a body":     {structured("note", "done trace_id="+hexTrace), "trace_id", "body_text", "hex"},
		"New Relic":          {line("x NR-LINKING|guid|host|"+hexTrace+"|"+hexSpan+"|shop|", exactTime), "trace_id", "body_text", "newrelic"},
		"Spring":             {line("INFO [shop,"+hexTrace+","+hexSpan+"] done", exactTime), "trace_id", "body_text", "spring"},
		"text of attributes": {attributes("message", "done trace_id="+hexTrace), "trace_id", "attribute_text", "hex"},
		"request id":         {attributes("x-request-id", idA), "correlation_id", "attribute", "uuid"},
		"other request id":   {line("request_id="+idB, exactTime), "correlation_id", "body_text", "other"},
		"baggage":            {attributes("baggage", "a=b,request_id="+idA), "correlation_id", "attribute", "uuid"},
		".NET":               {attributes("Request-Id", "|"+hexTrace+"."+hexSpan+"."), "trace_id", "attribute", "dotnet"},
	} {
		t.Run(name, func(t *testing.T) {
			p, tel := metered(t)
			ld := logsOf(attributes())
			if c.record != nil {
				ld = logsOf(c.record)
			} else {
				ld.ResourceLogs().At(0).Resource().Attributes().PutStr("trace_id", hexTrace)
			}
			processLogs(t, p, copyLogs(ld))
			processLogs(t, p, ld)
			metadatatest.AssertEqualProcessorRedactCorrelateExtracted(t, tel, []metricdata.DataPoint[int64]{
				point(2, "kind", c.kind, "source", c.source, "format", c.format),
			}, metricdatatest.IgnoreTimestamp())
		})
	}
}

func structured(name, value string) func(plog.LogRecord) {
	return func(r plog.LogRecord) {
		r.SetTimestamp(exactTime)
		r.Body().SetEmptyMap().PutStr(name, value)
	}
}

func TestConflictsAreCounted(t *testing.T) {
	for kind, record := range map[string]func(plog.LogRecord){
		"trace_id": attributes("trace_id", hexTrace, "trace.id", hexOther),
		"span_id":  attributes("trace_id", hexTrace, "span_id", hexSpan, "span.id", "00f067aa0ba902b8"),
	} {
		p, tel := metered(t)
		processLogs(t, p, logsOf(record))
		metadatatest.AssertEqualProcessorRedactCorrelateConflicts(t, tel, []metricdata.DataPoint[int64]{point(1, "kind", kind)}, metricdatatest.IgnoreTimestamp())
	}
	// The span of a header is that of the caller, and a transaction is no span.
	p, tel := metered(t)
	processLogs(t, p, logsOf(attributes("trace_id", hexTrace, "span_id", hexSpan,
		"traceparent", "00-"+hexTrace+"-00f067aa0ba902b8-01", "transaction.id", "00f067aa0ba902b9")))
	_, err := tel.GetMetric("otelcol_processor_redact_correlate_conflicts")
	require.Error(t, err)
}

// Each reason why an id is not taken has its count; those of bad ids stand in
// TestBadIDsAreRefused.
func TestRefusalsAreCounted(t *testing.T) {
	trace := func(n byte) correlate.TraceID { return correlate.TraceID{15: n} }
	long := make([]correlate.TraceID, 2000)
	for i := range long {
		long[i] = correlate.TraceID{0: 1, 14: byte(i >> 8), 15: byte(i)}
	}
	for reason, c := range map[string]struct {
		settings correlate.Settings
		before   func(s *correlate.MemoryStore)
		record   func(plog.LogRecord)
	}{
		"zero":     {record: attributes("trace_id", "00000000000000000000000000000000")},
		"form":     {record: attributes("trace_id", "4bf92f3577b34da6zz")},
		"counter":  {record: attributes("reqId", "req-1a")},
		"disagree": {record: attributes("trace_id", hexTrace, "trace.id", hexOther)},
		"ambiguous": {before: func(s *correlate.MemoryStore) {
			s.Learn("", trace(1), idA, correlate.SourceRequestID, time.Now())
			s.Learn("", trace(2), idA, correlate.SourceRequestID, time.Now())
		}, record: withID(idA, "")},
		"blocked": {settings: correlate.Settings{MaxTracesPerID: 2}, before: func(s *correlate.MemoryStore) {
			for n := range byte(4) {
				s.Learn("", trace(n+1), idA, correlate.SourceRequestID, time.Now())
			}
		}, record: withID(idA, "")},
		"tenant_share": {settings: correlate.Settings{Capacity: 10, TenantShare: 0.1}, before: func(s *correlate.MemoryStore) {
			for i := range 20 {
				s.Learn("other", long[i], fmt.Sprintf("order-%d", i), correlate.SourceRequestID, time.Now())
			}
			s.Learn("", trace(1), idB, correlate.SourceRequestID, time.Now())
		}, record: func(r plog.LogRecord) {
			inTrace(traceA, "")(r)
			r.Attributes().PutStr("x-request-id", idA)
		}},
	} {
		t.Run(reason, func(t *testing.T) {
			p, tel := metered(t)
			store := correlate.NewMemoryStore(c.settings)
			p.store = store
			if c.before != nil {
				c.before(store)
			}
			processLogs(t, p, logsOf(c.record))
			metadatatest.AssertEqualProcessorRedactCorrelateIdsRefused(t, tel, []metricdata.DataPoint[int64]{point(1, "reason", reason)}, metricdatatest.IgnoreTimestamp())
		})
	}
}

// Records without a trace are counted by service.
func TestUncorrelatedServicesAreCounted(t *testing.T) {
	p, tel := metered(t)
	ld := logsOf(line("no id", exactTime), inTrace(traceA, ""))
	for _, service := range []string{"cart", "", "alice@example.com"} {
		rl := ld.ResourceLogs().AppendEmpty()
		if service != "" {
			rl.Resource().Attributes().PutStr("service.name", service)
		}
		line("no id", exactTime)(rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty())
	}
	processLogs(t, p, copyLogs(ld))
	processLogs(t, p, ld)
	metadatatest.AssertEqualProcessorRedactCorrelateUncorrelated(t, tel, []metricdata.DataPoint[int64]{
		point(2, "service", "shop"), point(2, "service", "cart"), point(2, "service", "unknown_service"), point(2, "service", "other"),
	}, metricdatatest.IgnoreTimestamp())
}
