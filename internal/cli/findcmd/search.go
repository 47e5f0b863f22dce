package findcmd

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// search goes from ids to records and from these to further ids: from a
// correlation id to its traces, and from a trace to its correlation id and the
// other traces of that.
type search struct {
	backends  map[string]backend
	from, to  time.Time
	limit     int
	maxTraces int

	items  *collection
	traces []string
	ids    []string
	failed map[string]error
	notes  []string
}

// hops is how often new ids are followed: id → pair → traces, or trace → id →
// traces.
const hops = 2

func (s *search) run(ctx context.Context, begin seeds) {
	s.items = newCollection(s.limit)
	asked := map[string]bool{}
	next := question{traces: begin.traces, ids: begin.ids, from: s.from, to: s.to, limit: s.limit}
	for hop := 0; hop <= hops && !next.empty(); hop++ {
		for _, t := range next.traces {
			asked[t.String()] = true
		}
		for _, id := range next.ids {
			asked[id] = true
		}
		found := s.ask(ctx, &next)
		s.items.add(found)
		next = question{from: s.from, to: s.to, limit: s.limit}
		for i := range found {
			it := &found[i]
			if it.TraceID != "" && !slices.Contains(s.traces, it.TraceID) {
				if len(s.traces) >= s.maxTraces {
					s.note(fmt.Sprintf("there are more traces than --max-traces (%d), the others are not followed", s.maxTraces))
				} else {
					s.traces = append(s.traces, it.TraceID)
				}
			}
			if slices.Contains(s.traces, it.TraceID) && !asked[it.TraceID] {
				if t := correlate.Readings(it.TraceID); len(t) > 0 {
					asked[it.TraceID] = true
					next.traces = append(next.traces, t[0])
				}
			}
			if it.CorrelationID == "" {
				continue
			}
			if !slices.Contains(s.ids, it.CorrelationID) && len(s.ids) < s.maxTraces {
				s.ids = append(s.ids, it.CorrelationID)
			}
			// Only an id that stands on a trace that was given is followed: ids of
			// other requests on the traces of an id would lead on and on.
			if hop == 0 && begin.has(it.TraceID) && !asked[it.CorrelationID] && correlate.ValidCorrelationID(it.CorrelationID) == correlate.ReasonNone {
				asked[it.CorrelationID] = true
				next.ids = append(next.ids, it.CorrelationID)
			}
		}
	}
	if s.items.cut {
		s.note(fmt.Sprintf("there are more items than --limit (%d), the rest is not shown", s.limit))
	}
}

// ask asks all backends that still answer, at the same time.
func (s *search) ask(ctx context.Context, q *question) []item {
	type result struct {
		items []item
		notes []string
		err   error
	}
	results := map[string]*result{}
	var wait sync.WaitGroup
	for name, b := range s.backends {
		if s.failed[name] != nil {
			continue
		}
		r := &result{}
		results[name] = r
		wait.Go(func() { r.items, r.notes, r.err = b.find(ctx, q) })
	}
	wait.Wait()
	var items []item
	for _, name := range backendNames {
		r := results[name]
		if r == nil {
			continue
		}
		items = append(items, r.items...)
		for _, note := range r.notes {
			s.note(name + " " + note)
		}
		if r.err != nil {
			s.failed[name] = r.err
		}
	}
	return items
}

// has says that a trace is one of those that were given.
func (s *seeds) has(trace string) bool {
	for _, t := range correlate.Readings(trace) {
		for _, given := range s.traces {
			if given.Agrees(t) {
				return true
			}
		}
	}
	return false
}

func (s *search) note(text string) {
	if !slices.Contains(s.notes, text) {
		s.notes = append(s.notes, text)
	}
}
