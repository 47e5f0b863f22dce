package redactcorrelateprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/delivery"
)

const (
	traceSourceAttribute = "correlation.trace_id.source"
	traceSourceInferred  = "correlation_id"
	traceSourceWidened   = "trace_id_64"
)

// inferTrace gives a record without a trace id the one that is live under its
// correlation id.
func (w *worker) inferTrace(rec *record) {
	if rec.trace != 0 || rec.id == 0 || rec.marks&markConflict != 0 || w.p.cfg.Correlation.FillTraceID != fillUnique {
		return
	}
	trace, lookup := w.traceOf(rec.id)
	switch lookup {
	case correlate.Hit:
		rec.trace = w.pairs.whole(w.pairs.trace(trace))
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
		f.id, f.rank, f.origin = w.shared.id, w.shared.rank, w.shared.origin
	}
	if f.id != 0 && rec.marks&markCorrelated == 0 {
		w.tally.extracted.add(kindCorrelationID, f.origin)
	}
	if f.ids.Conflict {
		rec.marks |= markConflict
	}
	rec.trace, rec.id, rec.span = w.pairs.trace(f.ids.Trace), f.id, f.ids.Span
	w.pairs.learn(rec.trace, rec.id, f.rank)
}

// traceSource says where a trace id comes from that did not stand in the record
// as it is now.
func traceSource(rec *record) string {
	switch {
	case rec.marks&markInferred != 0:
		return traceSourceInferred
	case rec.marks&markWidened != 0:
		return traceSourceWidened
	}
	return ""
}

// stampIDs writes the record id and the correlation id. Both are ours, or were
// checked when they were learnt, so that they come after redaction.
func (w *worker) stampIDs(m pcommon.Map, rec *record) {
	id := w.correlationFor(rec)
	// Room for just these: append would double the list.
	n := 1
	if id != "" {
		n++
	}
	source := traceSource(rec)
	if source != "" {
		n++
	}
	if rec.operation != 0 {
		n++
	}
	m.EnsureCapacity(m.Len() + n)
	m.PutStr(delivery.RecordIDAttribute, w.ids.text(w.recordID(rec)))
	if source != "" {
		m.PutStr(traceSourceAttribute, source)
	}
	if id != "" {
		m.PutStr(w.p.cfg.Correlation.Attribute, id)
	}
}

// correlationFor returns the correlation id that a record lacks: the one found
// in it, else that of its trace.
func (w *worker) correlationFor(rec *record) string {
	if rec.marks&markCorrelated != 0 {
		w.tally.correlationIDs[resultOwn]++
		return ""
	}
	id := ""
	if rec.id != 0 {
		id = w.pairs.ids[rec.id].id
	} else if rec.trace != 0 {
		id = w.correlationOf(rec.trace)
	}
	if id == "" {
		w.pairs.traces[rec.trace].unfilled = rec.trace != 0
		w.tally.correlationIDs[resultMissing]++
	} else {
		w.tally.correlationIDs[resultFilled]++
	}
	return id
}
