package elasticsearchexporter

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

type traces struct{ ptrace.Traces }

var _ records = traces{}

func (t traces) count() int { return t.SpanCount() }

func (t traces) encode(a *attempt) {
	i := 0
	for _, rs := range t.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			a.enc.SetScope(rs.Resource(), rs.SchemaUrl(), ss.Scope(), ss.SchemaUrl())
			for _, s := range ss.Spans().All() {
				a.begin(i, s.StartTimestamp(), s.Attributes())
				if !encodeSpan(a, s) {
					return
				}
				i++
			}
		}
	}
}

// encodeSpan adds the document of a span and those of its events.
func encodeSpan(a *attempt, s ptrace.Span) bool {
	a.scratch = a.enc.AppendSpan(a.scratch[:0], s)
	if !a.add(mainPart) {
		return false
	}
	for j, event := range s.Events().All() {
		a.scratch = a.enc.AppendSpanEvent(a.scratch[:0], s, event)
		if !a.add(j) {
			return false
		}
	}
	return true
}

func (t traces) retry(ids []string, ledger *delivery.Ledger, cause delivery.Cause) error {
	pending := ledger.Pending()
	if ids == nil || pending == 0 || pending == ledger.Len() {
		return delivery.RetryTraces(t.Traces, ledger, cause)
	}
	// As for log records.
	stamped := ptrace.NewTraces()
	t.CopyTo(stamped)
	i := 0
	for _, rs := range stamped.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, s := range ss.Spans().All() {
				if ids[i] != "" {
					s.Attributes().PutStr(delivery.RecordIDAttribute, ids[i])
				}
				i++
			}
		}
	}
	return delivery.RetryTraces(stamped, ledger, cause)
}
