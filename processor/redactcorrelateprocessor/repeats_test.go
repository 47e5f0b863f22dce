package redactcorrelateprocessor

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// What was found harmless under one name, in one service, is looked at again
// under another, and equal values are counted each.
func TestRepeatedValues(t *testing.T) {
	cfg := testConfig()
	cfg.Redaction.Exempt = []ExemptConfig{newsletterExempt("2028-11-22")}
	p := startedProcessor(t, cfg, signalLogs, nil)
	p.now = func() time.Time { return exemptNow }
	ld := plog.NewLogs()
	for _, service := range []string{"newsletter", "shop", "newsletter"} {
		rl := ld.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", service)
		for range 2 {
			r := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
			r.SetSeverityText("INFO")
			r.Attributes().PutStr("recipient", "alice@example.com")
			r.Attributes().PutStr("method", "GET")
		}
	}
	processLogs(t, p, ld)
	const kept, masked = "alice@example.com", "[REDACTED:email]"
	assert.Equal(t, []string{kept, kept, masked, masked, kept, kept}, attributeOf(ld, "recipient"))
	assert.Equal(t, []string{"GET", "GET", "GET", "GET", "GET", "GET"}, attributeOf(ld, "method"))

	w := newWorker(p)
	m := pcommon.NewMap()
	m.PutStr("session.id", "4111111111111111") // no number is looked for in an id
	w.Attributes(pdatawalk.LogAttributes, m)
	m.Clear()
	m.PutStr("note", "4111111111111111")
	w.Attributes(pdatawalk.LogAttributes, m)
	assert.Equal(t, map[string]any{"note": "[REDACTED:card_number]"}, m.AsRaw())

	w.tally.values, w.tally.bytes = 0, 0
	for range 3 {
		w.Text(pdatawalk.LogSeverityText, "INFO")
	}
	assert.EqualValues(t, 3, w.tally.values)
	assert.EqualValues(t, 12, w.tally.bytes)
	w.reset()
	assert.Zero(t, w.repeats, "content must not outlive its batch")
}
