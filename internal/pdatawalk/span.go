package pdatawalk

import "go.opentelemetry.io/collector/pdata/ptrace"

// Span leads the visitor through a span, its events and its links.
func Span(s ptrace.Span, v Visitor) {
	if t, changed := text(v, SpanName, s.Name()); changed {
		s.SetName(t)
	}
	v.Attributes(SpanAttributes, s.Attributes())
	if t, changed := text(v, SpanStatusMessage, s.Status().Message()); changed {
		s.Status().SetMessage(t)
	}
	traceState(s.TraceState(), SpanTraceState, v)
	for _, e := range s.Events().All() {
		if t, changed := text(v, SpanEventName, e.Name()); changed {
			e.SetName(t)
		}
		v.Attributes(SpanEventAttributes, e.Attributes())
	}
	for _, l := range s.Links().All() {
		v.Attributes(SpanLinkAttributes, l.Attributes())
		traceState(l.TraceState(), SpanLinkTraceState, v)
	}
}
