package redactcorrelateprocessor

import (
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

type spans struct{}

var _ signal[ptrace.Traces, ptrace.Span] = spans{}

func (spans) identified() bool { return true }

func (spans) each(td ptrace.Traces, h pdatawalk.Handler[ptrace.Span]) { pdatawalk.EachSpan(td, h) }

func (spans) read(w *worker, s ptrace.Span, rec *record) {
	// A span has the ids that it has: what else is in it is about others.
	f := found{
		ids: correlate.IDs{
			Trace:   correlate.TraceID(s.TraceID()),
			Span:    correlate.SpanID(s.SpanID()),
			Options: &w.p.reading,
		},
		root: s.Kind() == ptrace.SpanKindServer,
	}
	if f.root {
		f.ids.Options = &w.p.readingRoot
	}
	rec.marks = w.readAttributes(pdatawalk.SpanAttributes, s.Attributes(), &f)
	if rec.marks&markReserved != 0 {
		dropReserved(s.Attributes())
	}
	if s.TraceID().IsEmpty() || s.SpanID().IsEmpty() {
		rec.marks |= markTimeless
	}
	w.note(rec, &f)
}

func (spans) canonical(b []byte, s ptrace.Span) []byte { return pdatawalk.AppendSpan(b, s) }

func (spans) fill(w *worker, s ptrace.Span, _ *record) {
	if s.TraceID().IsEmpty() {
		w.tally.traceIDs[resultMissing]++
	} else {
		w.tally.traceIDs[resultOwn]++
	}
}

func (spans) visit(s ptrace.Span, v pdatawalk.Visitor) { pdatawalk.Span(s, v) }

func (spans) stamp(w *worker, s ptrace.Span, rec *record) { w.stampIDs(s.Attributes(), rec) }
