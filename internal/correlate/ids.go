// Package correlate takes trace ids, span ids and correlation ids out of
// records, normalises them, and keeps the pairs of trace and correlation id
// that were seen. It knows nothing of the collector.
//
// A wrong id is worse than none: it sends a person to another user's request.
// Ids are therefore taken only from known keys and from values of an exact
// form, never from bare hexadecimal digits, and what disagrees is left out.
package correlate

import "encoding/binary"

// TraceID is a trace id in W3C form. The zero value is "none".
type TraceID [16]byte

// SpanID is a span id in W3C form. The zero value is "none".
type SpanID [8]byte

func (t TraceID) high() uint64 { return binary.BigEndian.Uint64(t[:8]) }
func (t TraceID) low() uint64  { return binary.BigEndian.Uint64(t[8:]) }

// IsZero says that there is no id.
func (t TraceID) IsZero() bool { return t == TraceID{} }

// IsShort says that the upper half is empty: an id of 64 bits.
func (t TraceID) IsShort() bool { return t.high() == 0 && t.low() != 0 }

// IsZero says that there is no id.
func (s SpanID) IsZero() bool { return s == SpanID{} }

// Source is where a correlation id was found, best first: between two ids of
// one record or trace the one with the lower source wins.
type Source uint8

const (
	// SourceNone means that there is no correlation id.
	SourceNone Source = iota
	// SourceCorrelationID is correlation.id, X-Correlation-ID and kin.
	SourceCorrelationID
	// SourceRequestIDRoot is a request id header on a server span. Extraction
	// reports SourceRequestID; only the caller knows the kind of the span.
	SourceRequestIDRoot
	// SourceRequestID is x-request-id, request_id, http.request.id and kin.
	SourceRequestID
	// SourceBaggage is a member of W3C baggage.
	SourceBaggage
)

// IDs are the ids found in one record.
//
// A caller that knows ids of the record beforehand (the TraceID field of a log
// record, its correlation.id) may set them first: they are never overwritten,
// and what disagrees with them is left out.
type IDs struct {
	Trace       TraceID
	Span        SpanID // belongs to Trace, or to the record's own trace when Trace is none
	Correlation string
	Source      Source

	// Short says that only 64 bits of the trace id were found; the upper half
	// of Trace is zero and may be known elsewhere.
	Short bool
	// Conflict says that trace ids of equal standing disagreed, or that one
	// disagreed with the id set beforehand. None of them was taken.
	Conflict bool
	// RefusedTrace and RefusedCorrelation tell why a value under an id key was
	// not taken, for counting. ReasonNone when none was refused.
	RefusedTrace, RefusedCorrelation Reason

	// SpanConflict says that span ids of equal standing disagreed.
	SpanConflict bool

	// Options are set by the caller beforehand; nil is the default.
	Options *Options
	// Except is a correlation id that the caller has found unfit: it is passed
	// over for the next best one. Default: none.
	Except string
	// Place is where the caller is reading; it is noted with what is taken.
	Place uint8
	// TraceOrigin and CorrelationOrigin tell where the ids were taken from.
	TraceOrigin, CorrelationOrigin Origin

	// Standing of what was found; 0 is reserved for what the caller has set.
	traceFamily, spanFamily   family
	spanRank, correlationRank uint8
	disagree                  uint8  // families whose trace id is not Trace
	high                      uint64 // upper half from _dd.p.tid
	xray                      bool   // Trace came in the form of AWS X-Ray
	oneOnly                   bool   // two equal ranking correlation ids cancel each other
	within                    Within // what is being read
	format                    Format // of the value that is being read
}

// family is a group of keys that speak of one span context, best first. A span
// id is never combined with the trace id of another family that disagrees.
type family uint8

const (
	familyOwn     family = iota // set by the caller
	familyKeys                  // trace_id and span_id
	familyHeaders               // traceparent, b3, uber-trace-id …
	familyDatadog
	familyLast = familyDatadog
)

// placeText is added to the standing of what stood in a text, so that keys of
// attributes win whatever the order of the calls.
const placeText = 16

func (ids *IDs) setTrace(t TraceID, short bool, f family) {
	if f == familyDatadog && short && ids.high != 0 {
		binary.BigEndian.PutUint64(t[:8], ids.high)
		short = false
	}
	origin := Origin{ids.Place, ids.within, ids.format}
	if ids.Trace.IsZero() && !ids.Conflict {
		ids.Trace, ids.Short, ids.traceFamily, ids.TraceOrigin = t, short, f, origin
		ids.dropForeignSpan()
		return
	}
	if agree(ids.Trace, t) {
		if ids.Short && !short && ids.traceFamily != familyOwn {
			ids.Trace, ids.Short, ids.TraceOrigin = t, false, origin
		}
		if f < ids.traceFamily {
			ids.traceFamily = f
		}
		return
	}
	switch {
	case f > ids.traceFamily:
		ids.disagree |= f.bit()
		if ids.traceFamily == familyOwn {
			ids.Conflict = true
		}
	case f == ids.traceFamily:
		ids.Trace, ids.Short, ids.Conflict = TraceID{}, false, true
		ids.disagree |= f.bit()
	default:
		ids.disagree |= ids.traceFamily.bit()
		ids.disagree &^= f.bit()
		ids.Trace, ids.Short, ids.Conflict, ids.traceFamily, ids.TraceOrigin = t, short, false, f, origin
	}
	ids.dropForeignSpan()
}

// agree says that two trace ids name the same trace: equal, or one of them is
// the lower half of the other (W3C: a short id is the rightmost 8 bytes).
func agree(a, b TraceID) bool {
	return a.low() == b.low() && (a.high() == b.high() || a.high() == 0 || b.high() == 0) && a.low() != 0
}

// Agrees says that both name the same trace.
func (t TraceID) Agrees(other TraceID) bool { return agree(t, other) }

func (f family) bit() uint8 { return 1 << (f & 7) }

func (ids *IDs) dropForeignSpan() {
	if ids.spanFamily != familyOwn && ids.disagree&ids.spanFamily.bit() != 0 {
		ids.Span, ids.spanRank, ids.spanFamily = SpanID{}, 0, familyOwn
	}
}

// setSpan takes a span id; between several the lower rank wins, and two of the
// same rank that differ leave none.
func (ids *IDs) setSpan(s SpanID, rank uint8, f family) {
	if s == (SpanID{}) || ids.disagree&f.bit() != 0 {
		return
	}
	if !ids.Span.IsZero() && ids.spanRank == 0 {
		// The span id of a header or a transaction may well be another one.
		ids.SpanConflict = ids.SpanConflict || rank == rankSpan && s != ids.Span
		return
	}
	switch {
	case ids.spanRank == 0 || rank < ids.spanRank:
		ids.Span, ids.spanRank, ids.spanFamily = s, rank, f
	case rank == ids.spanRank && s != ids.Span:
		ids.Span = SpanID{}
		ids.SpanConflict = true
	}
}

// setContext takes a trace id and a span id that stood in one value.
func (ids *IDs) setContext(t TraceID, s SpanID, short bool) {
	ids.setTrace(t, short, familyHeaders)
	if agree(ids.Trace, t) {
		ids.setSpan(s, rankHeaderSpan, familyHeaders)
	}
}

// setHigh notes the upper half of a Datadog trace id.
func (ids *IDs) setHigh(high uint64) {
	ids.high = high
	if ids.traceFamily == familyDatadog && ids.Short && !ids.Trace.IsZero() {
		binary.BigEndian.PutUint64(ids.Trace[:8], high)
		ids.Short = false
	}
}

func (ids *IDs) setCorrelation(id string, source Source, rank uint8) {
	if ids.correlationRank == 0 && ids.Correlation != "" || id == ids.Except {
		return
	}
	standing := ids.rankOf(source)
	if standing == 0 {
		return
	}
	switch best := ids.rankOf(ids.Source); {
	case ids.correlationRank == 0, standing < best, source == ids.Source && rank < ids.correlationRank:
		ids.Correlation, ids.Source, ids.correlationRank = id, source, rank
		ids.CorrelationOrigin = Origin{ids.Place, ids.within, ids.format}
	case ids.oneOnly && source == ids.Source && rank == ids.correlationRank && id != ids.Correlation:
		ids.Correlation = ""
	}
}

// merge adds what a text holds. Its ids are taken together or not at all: the
// span id of a text that names another trace says nothing about this record.
func (ids *IDs) merge(from *IDs) {
	if ids.RefusedTrace == ReasonNone {
		ids.RefusedTrace = from.RefusedTrace
	}
	if ids.RefusedCorrelation == ReasonNone {
		ids.RefusedCorrelation = from.RefusedCorrelation
	}
	if from.Correlation != "" {
		ids.within, ids.format = from.CorrelationOrigin.Within, from.CorrelationOrigin.Format
		ids.setCorrelation(from.Correlation, from.Source, from.correlationRank+placeText)
		ids.within = WithinField
	}
	ids.SpanConflict = ids.SpanConflict || from.SpanConflict && ids.Span.IsZero()
	span := !from.Span.IsZero()
	switch {
	case from.Conflict:
		if ids.Trace.IsZero() {
			ids.Conflict = true
			ids.traceFamily = max(ids.traceFamily, familyLast)
		}
		return
	case from.Trace.IsZero():
		span = span && from.spanFamily != familyHeaders
	case ids.Trace.IsZero() && !ids.Conflict:
		ids.Trace, ids.Short, ids.xray, ids.TraceOrigin = from.Trace, from.Short, from.xray, from.TraceOrigin
		ids.traceFamily = familyLast + 1
	case agree(ids.Trace, from.Trace):
		if ids.Short && !from.Short && ids.traceFamily != familyOwn {
			ids.Trace, ids.Short, ids.TraceOrigin = from.Trace, false, from.TraceOrigin
		}
	default:
		if ids.traceFamily == familyOwn {
			ids.Conflict = true
		}
		return
	}
	if span && ids.Span.IsZero() && ids.spanRank == 0 && !ids.Conflict {
		ids.Span, ids.spanRank, ids.spanFamily = from.Span, from.spanRank+placeText, familyLast+1
	}
}
