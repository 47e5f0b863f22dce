//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
)

// One log and one span with a password: masked, and found in all three.
func TestPasswordIsMaskedInAllBackends(t *testing.T) {
	s := startDirect(t, servers())
	service, secret, marker := newService("first"), newSecret(), newMarker()
	traceID, spanID := newTraceID(), newSpanID()
	now := pcommon.NewTimestampFromTime(time.Now())

	logs := plog.NewLogs()
	rl := logs.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", service)
	record := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetTimestamp(now)
	record.SetTraceID(traceID)
	record.SetSpanID(spanID)
	record.Body().SetStr("login failed password=" + secret + " note=" + marker)
	record.Attributes().PutStr(query.RecordAttribute, service+".log")
	sendLogs(t, s.gateway, logs, nil)

	traces := ptrace.NewTraces()
	rs := traces.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", service)
	span := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(traceID)
	span.SetSpanID(spanID)
	span.SetName("login")
	span.SetStartTimestamp(now)
	span.SetEndTimestamp(now + 1000)
	span.Attributes().PutStr("password", secret)
	span.Attributes().PutStr("note", marker)
	span.Attributes().PutStr(query.RecordAttribute, service+".span")
	sendTraces(t, s.gateway, traces, nil)

	var all []query.Record
	took := eventually(t, 30*time.Second, func() error {
		l, errL := loki().ByTrace(t.Context(), traceID.String())
		e, errE := elasticsearch().ByTrace(t.Context(), traceID.String())
		j, errJ := jaeger().ByTrace(t.Context(), traceID.String())
		all = append(append(l, e...), j...)
		return errors.Join(
			expect.Once("loki", []string{service + ".log"}, l, errL),
			expect.Once("elasticsearch", []string{service + ".log", service + ".span"}, e, errE),
			expect.Once("jaeger", []string{service + ".span"}, j, errJ),
		)
	})
	for i, record := range all {
		what := fmt.Sprintf("record %d: %s", i, record.Raw)
		assert.NotContains(t, string(record.Raw), secret, what)
		assert.Contains(t, string(record.Raw), marker, what)
		assert.Contains(t, string(record.Raw), "[REDACTED", what)
	}
	summarize(t.Name(), "in all three after", took.Round(10*time.Millisecond).String())
}
