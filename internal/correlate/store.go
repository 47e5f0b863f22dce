package correlate

import (
	"context"
	"time"
)

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

// Learnt is what came of a pair that was given to the store.
type Learnt uint8

const (
	// LearntNothing says that it was no pair.
	LearntNothing Learnt = iota
	// LearntNew says that the trace has the id from now on.
	LearntNew
	// LearntKnown says that the trace had it already.
	LearntKnown
	// LearntConflict says that the trace had another id, which it keeps unless
	// the new one has a better source.
	LearntConflict
	// LearntRefused says that the tenant has its share of the store.
	LearntRefused
)

// Batch is what a batch of records will ask of the store.
type Batch struct {
	// Tenant scopes all that is asked.
	Tenant string
	// Digest is that of the request as it was received.
	Digest [16]byte
	// Traces are the trace ids of the batch, short ones included.
	Traces []TraceID
	// IDs are the correlation ids of records without a trace, for which one is
	// looked for.
	IDs []string
}

// Store keeps pairs of trace id and correlation id for a time. All methods are
// safe for concurrent use. None but Open waits for anything but memory.
type Store interface {
	// Open begins a batch: it returns when its request was first seen (now, or
	// an earlier moment when it is a resend, always a whole microsecond), and a
	// store with a second level fetches from there what it does not know, within
	// a deadline of its own.
	Open(ctx context.Context, b *Batch, now time.Time) time.Time
	// Learn notes that id was seen on trace. It keeps the first id by source,
	// then by time.
	Learn(tenant string, trace TraceID, id string, source Source, now time.Time) Learnt
	// Teach learns the pairs of a batch, each as Learn does.
	Teach(tenant string, pairs []Lesson, now time.Time)
	// See notes which traces a batch held and whether records of them went by
	// without a correlation id: when their pair is learnt later, or was while
	// the batch was looked at, it is among Pairs. It also answers with the
	// correlation ids of the traces as they were known at asOf.
	See(tenant string, traces []Sight, asOf, now time.Time)
	// Find answers with the traces of correlation ids as they were known at asOf.
	Find(tenant string, ids []Quest, asOf time.Time)
	// Correlation returns the correlation id of a trace as it was known at asOf.
	Correlation(tenant string, trace TraceID, asOf time.Time) (string, bool)
	// Trace returns the trace of a correlation id as it was known at asOf.
	Trace(tenant, id string, asOf time.Time) (TraceID, Lookup)
	// Full returns the whole trace id of which short is the lower half, as it
	// was known at asOf.
	Full(tenant string, short TraceID, asOf time.Time) (TraceID, Lookup)
	// Live says that the trace was seen, as was known at asOf.
	Live(tenant string, trace TraceID, asOf time.Time) bool
	// Pairs takes up to n of the pairs that were learnt too late for records
	// that had gone by. Who cannot deliver them gives them back.
	Pairs(tenant string, n int) []Pair
	// GiveBack returns pairs that were taken.
	GiveBack(tenant string, pairs []Pair)
	// PairTenants lists the tenants that have pairs to take.
	PairTenants() []string
}
