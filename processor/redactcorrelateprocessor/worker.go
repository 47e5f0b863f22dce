package redactcorrelateprocessor

import (
	"context"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/redact"
)

// worker holds what one batch needs. Workers are pooled and not shared, so
// that nothing here is locked.
type worker struct {
	p       *redactCorrelate
	scanner *redact.Scanner
	keys    keyCache
	tally   tally
	enforce bool
	// exemptNow are the exemptions that hold during the batch, exemptHere those
	// of them that hold in the resource.
	exemptNow, exemptHere redact.Exemptions
	// tenant scopes the ids in the store; one store without tenants has "".
	tenant string

	// First pass.
	scratch  []byte
	resource digest
	scope    digest
	// shared are the ids of the resource, which all its records have.
	shared  found
	records []record
	twins   twins
	pairs   pairs
	// operations are those of an Elasticsearch client.
	operations operations

	// Between the passes.
	request digest
	asOf    time.Time

	// Second pass.
	path    []byte
	repeats repeats
	ids     idTexts
	args    argumentList
}

// record is what the first pass keeps of a record for the second.
type record struct {
	digest digest
	span   correlate.SpanID
	// trace and id are numbers in pairs, 0 is none.
	trace, id int32
	ordinal   uint32
	// operation is its number in operations, 0 is none.
	operation int32
	marks     marks
}

func newWorker(p *redactCorrelate) *worker {
	w := &worker{
		p:       p,
		scanner: p.engine.NewScanner(),
		enforce: p.enforces(),
	}
	w.keys.init(w)
	w.tally.init(p)
	w.pairs.init()
	return w
}

func (w *worker) add() *record {
	w.records = append(w.records, record{})
	return &w.records[len(w.records)-1]
}

// serve notes whose data follows: before its name is redacted.
func (w *worker) serve(ctx context.Context, service string) {
	if here := w.p.exempt.in(w.exemptNow, service); here != w.exemptHere {
		w.exemptHere = here
		w.repeats.reset()
	}
	w.tally.serve(ctx, w.p.telemetry, w.p.services.number(service, w.harmless))
}

// reset forgets the batch, so that a pooled worker keeps no content alive.
func (w *worker) reset() {
	w.scanner.Reset()
	w.exemptNow, w.exemptHere = 0, 0
	w.tally.service = serviceUnknown
	w.keys.reset()
	w.repeats.reset()
	w.pairs.reset()
	w.operations.reset()
	w.records = w.records[:0]
	w.shared = found{}
	w.ids = idTexts{}
	if cap(w.scratch) > maxKeptScratch {
		w.scratch = nil
	}
	if cap(w.records) > maxKeptRecords {
		w.records = nil
		w.twins = twins{}
	}
}

const (
	maxKeptScratch = 1 << 20
	maxKeptRecords = 1 << 15
	maxKeptIDs     = 1 << 13
)
