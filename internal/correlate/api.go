// Package correlate takes trace ids, span ids and correlation ids out of
// records, normalises them, and keeps the pairs of trace and correlation id
// that were seen. It knows nothing of the collector.
package correlate

import "time"

// TraceID and SpanID are ids in W3C form. The zero value is "none".
type (
	TraceID [16]byte
	SpanID  [8]byte
)

// Source is where a correlation id was found, best first: between two ids of
// one record or trace the one with the lower source wins.
type Source uint8

const (
	SourceNone           Source = iota
	SourceCorrelationID         // correlation.id, X-Correlation-ID and kin
	SourceRequestIDRoot         // request id header on a server span
	SourceRequestID             // x-request-id, request_id, http.request.id and kin
	SourceBaggage
)

// IDs are the ids found in one record.
type IDs struct {
	Trace       TraceID
	Span        SpanID
	Correlation string
	Source      Source
}

// KeyKind says which id stands under a key. It depends on the name alone, so
// that callers may keep it per batch.
type KeyKind uint8

// KindOfKey classifies an attribute name, a header name or a dotted path.
func KindOfKey(name string) KeyKind { return 0 }

// Attr takes the ids out of the value under a key of the given kind.
func Attr(kind KeyKind, value string, ids *IDs) {}

// Text takes the ids out of a text: JSON, key=value, key: value, anchored
// patterns. Never from bare hexadecimal digits.
func Text(text string, ids *IDs) {}

// Lookup is the result of a search in the store.
type Lookup uint8

const (
	Miss Lookup = iota
	Hit
	Ambiguous // more than one trace is live under the correlation id
	Blocked   // the id stands on too many traces to mean anything
)

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
