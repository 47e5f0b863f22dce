package redactcorrelateprocessor

import (
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

const (
	traceSourceAttribute = "correlation.trace_id.source"
	traceSourceInferred  = "correlation_id"
)

type logs struct{}

var _ signal[plog.Logs, plog.LogRecord] = logs{}

func (logs) identified() bool { return true }

func (logs) each(ld plog.Logs, h pdatawalk.Handler[plog.LogRecord]) { pdatawalk.EachLog(ld, h) }

func (logs) read(w *worker, r plog.LogRecord, rec *record) {
	// The record's own ids stand first: nothing overwrites them, and what
	// disagrees with them is left out.
	f := found{ids: correlate.IDs{Trace: correlate.TraceID(r.TraceID()), Span: correlate.SpanID(r.SpanID())}}
	rec.marks = w.readAttributes(pdatawalk.LogAttributes, r.Attributes(), &f)
	if rec.marks&markRecordID != 0 {
		dropRecordID(r.Attributes())
	}
	if pdatawalk.LogTime(r)%pcommon.Timestamp(time.Millisecond) == 0 {
		rec.marks |= markTimeless
	}
	w.readBody(r.Body(), &f)
	w.note(rec, &f)
	if rec.trace == 0 {
		rec.trace = w.pairs.trace(w.shared.ids.Trace)
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
	w.inferTrace(rec)
	switch {
	case own:
		w.tally.traceIDs[resultOwn]++
	case rec.trace != 0:
		r.SetTraceID(pcommon.TraceID(w.pairs.traces[rec.trace].trace))
		w.tally.traceIDs[resultFilled]++
	default:
		w.tally.traceIDs[resultMissing]++
	}
	if r.SpanID().IsEmpty() && rec.span != (correlate.SpanID{}) && rec.trace != 0 {
		r.SetSpanID(pcommon.SpanID(rec.span))
	}
}

func (logs) visit(r plog.LogRecord, v pdatawalk.Visitor) { pdatawalk.Log(r, v) }

func (logs) stamp(w *worker, r plog.LogRecord, rec *record) {
	w.stampIDs(r.Attributes(), rec)
}

// inferTrace gives a record without a trace id the one that is live under its
// correlation id.
func (w *worker) inferTrace(rec *record) {
	if rec.trace != 0 || rec.id == 0 || w.p.cfg.Correlation.FillTraceID != fillUnique {
		return
	}
	trace, lookup := w.traceOf(rec.id)
	switch lookup {
	case correlate.Hit:
		rec.trace = w.pairs.trace(trace)
		rec.marks |= markInferred
	case correlate.Ambiguous:
		w.tally.refused[refusedAmbiguous]++
	case correlate.Blocked:
		w.tally.refused[refusedBlocked]++
	}
}

// note keeps what was found in a record and learns its pair.
func (w *worker) note(rec *record, f *found) {
	w.conclude(f)
	if f.id == 0 {
		f.id, f.rank = w.shared.id, w.shared.rank
	}
	rec.trace, rec.id, rec.span = w.pairs.trace(f.ids.Trace), f.id, f.ids.Span
	w.pairs.learn(rec.trace, rec.id, f.rank)
}

// stampIDs writes the record id and the correlation id. Both are ours, or were
// checked when they were learnt, so that they come after redaction.
func (w *worker) stampIDs(m pcommon.Map, rec *record) {
	m.PutStr(delivery.RecordIDAttribute, w.ids.text(w.recordID(rec)))
	if rec.marks&markInferred != 0 {
		m.PutStr(traceSourceAttribute, traceSourceInferred)
	}
	if rec.marks&markCorrelated != 0 {
		w.tally.correlationIDs[resultOwn]++
		return
	}
	id := ""
	if rec.id != 0 {
		id = w.pairs.ids[rec.id].id
	} else if rec.trace != 0 {
		id = w.correlationOf(rec.trace)
	}
	if id == "" {
		w.tally.correlationIDs[resultMissing]++
		return
	}
	m.PutStr(w.p.cfg.Correlation.Attribute, id)
	w.tally.correlationIDs[resultFilled]++
}
