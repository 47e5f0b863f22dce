package redactcorrelateprocessor

import (
	"context"
	"fmt"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// signal is what differs between logs, traces and metrics: D is a batch, R one
// of its records.
type signal[D, R any] interface {
	// each tells the handler of the batch.
	each(d D, h pdatawalk.Handler[R])
	// identified says whether records of the signal have an id of their own
	// and take part in correlation.
	identified() bool
	// read takes the ids out of a record as it was received.
	read(w *worker, r R, rec *record)
	// canonical appends the bytes that are hashed to the record id.
	canonical(b []byte, r R) []byte
	// fill gives a record the ids it lacks.
	fill(w *worker, r R, rec *record)
	// visit leads the visitor through all places of a record.
	visit(r R, v pdatawalk.Visitor)
	// stamp writes the record id and the correlation id, after redaction.
	stamp(w *worker, r R, rec *record)
}

// process identifies, correlates and redacts a batch in place.
func process[D, R any](ctx context.Context, p *redactCorrelate, s signal[D, R], d D) (err error) {
	start := p.now()
	w := p.workers.Get().(*worker)
	// A walk that panics must not take the gateway down, and must not let the
	// batch pass half redacted. The text of a panic may quote content.
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("redact_correlate could not process the batch: %T", r)
		}
	}()
	if s.identified() {
		w.operations.trusted = delivery.HasClientOperations(ctx)
		s.each(d, &reader[D, R]{w, s})
		w.orderOperations(start)
		w.tenant = p.tenantOf(ctx)
		w.settle(ctx, start)
	}
	w.exemptNow = p.exempt.at(start)
	s.each(d, &writer[D, R]{ctx: ctx, w: w, s: s})
	if s.identified() && p.tellsPairs {
		w.leave(start)
	}
	w.tally.flush(ctx, p.telemetry)
	w.tally.took(ctx, p.telemetry, p.now().Sub(start))
	w.reset()
	p.workers.Put(w)
	return nil
}

// reader is the first pass: nothing but the reserved attributes is changed.
type reader[D, R any] struct {
	w *worker
	s signal[D, R]
}

func (p *reader[D, R]) Resource(g pdatawalk.Group) { p.w.readResource(g) }
func (p *reader[D, R]) Scope(g pdatawalk.Group)    { p.w.readScope(g) }

func (p *reader[D, R]) Record(r R) {
	rec := p.w.add()
	p.s.read(p.w, r, rec)
	p.w.scratch = p.w.appendOperation(p.s.canonical(p.w.openRecord(), r), rec)
	rec.digest = p.w.sum(p.w.scratch)
}

// writer is the second pass: fill, redact, stamp.
type writer[D, R any] struct {
	ctx  context.Context
	w    *worker
	s    signal[D, R]
	next int
}

func (p *writer[D, R]) Resource(g pdatawalk.Group) {
	p.w.serve(p.ctx, serviceOf(g.Resource))
	g.VisitResource(p.w)
}

func (p *writer[D, R]) Scope(g pdatawalk.Group) { g.VisitScope(p.w) }

func (p *writer[D, R]) Record(r R) {
	if !p.s.identified() {
		p.s.visit(r, p.w)
		return
	}
	rec := &p.w.records[p.next]
	p.next++
	p.s.fill(p.w, r, rec)
	p.s.visit(r, p.w)
	p.s.stamp(p.w, r, rec)
}
