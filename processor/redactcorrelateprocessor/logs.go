package redactcorrelateprocessor

import (
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

type logs struct{}

var _ signal[plog.Logs, plog.LogRecord] = logs{}

func (logs) identified() bool { return true }

func (logs) each(ld plog.Logs, h pdatawalk.Handler[plog.LogRecord]) { pdatawalk.EachLog(ld, h) }

func (logs) read(w *worker, r plog.LogRecord, rec *record) {
	// The record's own ids stand first: nothing overwrites them, and what
	// disagrees with them is left out.
	f := found{ids: correlate.IDs{
		Trace:   correlate.TraceID(r.TraceID()),
		Span:    correlate.SpanID(r.SpanID()),
		Options: &w.p.reading,
	}}
	rec.marks = w.readAttributes(pdatawalk.LogAttributes, r.Attributes(), &f)
	if rec.marks&markReserved != 0 {
		w.takeReserved(r.Attributes(), rec)
	}
	if pdatawalk.LogTime(r)%pcommon.Timestamp(time.Millisecond) == 0 {
		rec.marks |= markTimeless
	}
	w.readBody(r.Body(), &f)
	rec.marks |= f.marks | w.shared.marks
	w.note(rec, &f)
	if rec.trace == 0 && rec.marks&markConflict == 0 {
		f.ids.TraceOrigin = w.shared.ids.TraceOrigin
		if rec.trace = w.pairs.trace(w.shared.ids.Trace); rec.span.IsZero() {
			rec.span = w.shared.ids.Span
		}
	}
	if rec.trace != 0 && r.TraceID().IsEmpty() {
		w.tally.extracted.add(kindTraceID, f.ids.TraceOrigin)
	}
}

func (logs) canonical(b []byte, r plog.LogRecord) []byte { return pdatawalk.AppendLog(b, r) }

func (logs) fill(w *worker, r plog.LogRecord, rec *record) {
	if r.Timestamp() == 0 {
		if t := r.ObservedTimestamp(); t != 0 {
			r.SetTimestamp(t)
		} else {
			r.SetTimestamp(pcommon.NewTimestampFromTime(w.asOf))
		}
	}
	own := !r.TraceID().IsEmpty()
	if full := w.pairs.traces[rec.trace].full; full != 0 && !own {
		rec.trace = full
		rec.marks |= markWidened
	}
	w.inferTrace(rec)
	switch {
	case own:
		w.tally.traceIDs[resultOwn]++
	case rec.trace != 0:
		r.SetTraceID(pcommon.TraceID(w.pairs.traces[rec.trace].trace))
		w.tally.traceIDs[resultFilled]++
	default:
		w.tally.traceIDs[resultMissing]++
		w.tally.untraced[w.tally.service]++
	}
	if r.SpanID().IsEmpty() && rec.span != (correlate.SpanID{}) && rec.trace != 0 {
		r.SetSpanID(pcommon.SpanID(rec.span))
	}
}

func (logs) visit(r plog.LogRecord, v pdatawalk.Visitor) { pdatawalk.Log(r, v) }

func (logs) stamp(w *worker, r plog.LogRecord, rec *record) {
	w.stampIDs(r.Attributes(), rec)
	w.stampOperation(r.Attributes(), rec)
}
