//go:build e2e

package e2e

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
	"github.com/lethe-otel/lethe/tests/e2e/internal/service"
)

// sendHandmade plants where no SDK of the three can: the scope, the trace
// state, bytes, nested attributes of spans, names of log events, metrics.
func sendHandmade(t *testing.T, g *gateway.Gateway, sender string, header http.Header) ([]planted, []service.Sent) {
	t.Helper()
	p := &planter{sender: sender}
	now := pcommon.NewTimestampFromTime(time.Now())
	var sent []service.Sent

	logs := plog.NewLogs()
	addLog := func(place string, fill func(plog.ScopeLogs, plog.LogRecord)) {
		rl := logs.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", sender)
		sl := rl.ScopeLogs().AppendEmpty()
		record := sl.LogRecords().AppendEmpty()
		record.SetTimestamp(now)
		record.Body().SetStr("by hand")
		fill(sl, record)
		made := p.put(place, nil)
		record.Attributes().PutStr(query.RecordAttribute, made.Record)
		sent = append(sent, service.Sent{ID: made.Record, Signal: "log"})
	}
	addLog("log.scope.attributes", func(sl plog.ScopeLogs, _ plog.LogRecord) {
		sl.Scope().Attributes().PutStr("password", p.s())
		sl.Scope().Attributes().PutStr("note", "token="+p.s()+" "+p.m())
	})
	addLog("log.body.bytes", func(_ plog.ScopeLogs, record plog.LogRecord) {
		record.Body().SetEmptyBytes().FromRaw([]byte("password=" + p.s() + " note=" + p.m()))
	})
	addLog("log.event_name", func(_ plog.ScopeLogs, record plog.LogRecord) {
		record.SetEventName("login password=" + p.s() + " note=" + p.m())
	})
	addLog("log.severity_text", func(_ plog.ScopeLogs, record plog.LogRecord) {
		record.SetSeverityText("password=" + p.s() + " note=" + p.m())
	})
	sendLogs(t, g, logs, header)

	traces := ptrace.NewTraces()
	addSpan := func(place string, fill func(ptrace.ScopeSpans, ptrace.Span)) {
		rs := traces.ResourceSpans().AppendEmpty()
		rs.Resource().Attributes().PutStr("service.name", sender)
		ss := rs.ScopeSpans().AppendEmpty()
		span := ss.Spans().AppendEmpty()
		span.SetTraceID(newTraceID())
		span.SetSpanID(newSpanID())
		span.SetName("by hand")
		span.SetStartTimestamp(now)
		span.SetEndTimestamp(now + 1000)
		fill(ss, span)
		made := p.put(place, nil)
		span.Attributes().PutStr(query.RecordAttribute, made.Record)
		sent = append(sent, service.Sent{ID: made.Record, Signal: "span", TraceID: span.TraceID().String()})
	}
	addSpan("span.scope.attributes", func(ss ptrace.ScopeSpans, _ ptrace.Span) {
		ss.Scope().Attributes().PutStr("password", p.s())
		ss.Scope().Attributes().PutStr("note", "token="+p.s()+" "+p.m())
	})
	addSpan("span.attributes.nested", func(_ ptrace.ScopeSpans, span ptrace.Span) {
		require.NoError(t, span.Attributes().PutEmptyMap("user").FromRaw(map[string]any{
			"password": p.s(), "list": []any{map[string]any{"line": "mail to " + p.email() + " " + p.m()}},
		}))
	})
	addSpan("span.trace_state", func(_ ptrace.ScopeSpans, span ptrace.Span) {
		span.TraceState().FromRaw("token=" + p.s() + ",note=" + p.m())
	})
	sendTraces(t, g, traces, header)

	metrics := pmetric.NewMetrics()
	rm := metrics.ResourceMetrics().AppendEmpty()
	rm.Resource().Attributes().PutStr("service.name", sender)
	metric := rm.ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	metric.SetName("handmade")
	point := metric.SetEmptyGauge().DataPoints().AppendEmpty()
	point.SetTimestamp(now)
	point.SetIntValue(1)
	point.Attributes().PutStr("password", p.s())
	point.Attributes().PutStr("line", "mail to "+p.email()+" "+p.m())
	p.put("metric.attributes", nil)
	body, err := (&pmetric.JSONMarshaler{}).MarshalMetrics(metrics)
	require.NoError(t, err)
	status, answer, err := post(t.Context(), g, "/v1/metrics", "application/json", body, header)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, status, answer)
	return p.all, sent
}
