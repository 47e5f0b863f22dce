package correlate

import "time"

// Lookup is the result of a search in the store.
type Lookup uint8

const (
	// Miss means that nothing is known.
	Miss Lookup = iota
	// Hit means that exactly one trace is known.
	Hit
	// Ambiguous means that more than one trace is live under the correlation id.
	Ambiguous
	// Blocked means that the id stands on too many traces to mean anything.
	Blocked
)

// String is the value of a metric's attribute.
func (l Lookup) String() string {
	switch l {
	case Hit:
		return "hit"
	case Ambiguous:
		return "ambiguous"
	case Blocked:
		return "blocked"
	default:
		return "miss"
	}
}

// Store keeps pairs of trace id and correlation id for a time. All methods are
// safe for concurrent use and never block on input or output.
type Store interface {
	// Learn notes that id was seen on trace. It keeps the first id by source,
	// then by time, and reports a conflict when the trace has another one.
	Learn(tenant string, trace TraceID, id string, source Source, now time.Time) (conflict bool)
	// Correlation returns the correlation id of a trace as it was known at asOf.
	Correlation(tenant string, trace TraceID, asOf time.Time) (string, bool)
	// Trace returns the trace of a correlation id as it was known at asOf.
	Trace(tenant, id string, asOf time.Time) (TraceID, Lookup)
	// FirstSeen returns when a request of this digest was first seen: now, or
	// an earlier moment when the request is a resend.
	FirstSeen(digest [16]byte, now time.Time) time.Time
}
