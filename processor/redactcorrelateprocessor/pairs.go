package redactcorrelateprocessor

import (
	"context"
	"strings"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// pairs are the ids of one batch. Traces and correlation ids are numbered from
// 1, each is checked, learnt and looked up once.
type pairs struct {
	traceOf map[correlate.TraceID]int32
	idOf    map[string]int32
	traces  []traceEntry
	ids     []idEntry
	learnt  []pair
	batch   correlate.Batch
	sights  []correlate.Sight
	quests  []correlate.Quest
	lessons []correlate.Lesson
	// short says that there are lower halves of trace ids among the traces.
	short bool
}

type traceEntry struct {
	trace correlate.TraceID
	// id is the best correlation id of the trace in this batch, rank how good.
	id   int32
	rank correlate.Source
	// last is the last pair of the trace in learnt, 0 is none.
	last int32
	// known is what to fill in, once resolved.
	known    string
	resolved bool
	// asked says that a record needs it.
	asked bool
	// unfilled says that a record of the trace went by without a correlation id.
	unfilled bool
	// full is the trace of which this is the lower half, 0 for none.
	full int32
}

type idEntry struct {
	id string
	// trace is the only trace of the id in this batch, several says that there
	// are more.
	trace   int32
	several bool
	// quest is the number of the id among those for which a trace is looked for.
	quest int32
	// live is the trace to fill in, once resolved.
	live     correlate.TraceID
	lookup   correlate.Lookup
	resolved bool
}

type pair struct {
	trace, id, previous int32
	rank                correlate.Source
}

func (s *pairs) init() {
	s.traceOf = make(map[correlate.TraceID]int32, 64)
	s.idOf = make(map[string]int32, 64)
	s.reset()
}

func (s *pairs) reset() {
	if len(s.traces) > maxKeptIDs || len(s.idOf) > maxKeptIDs {
		// To clear a large map costs every small batch after it.
		*s = pairs{}
		s.init()
		return
	}
	clear(s.traceOf)
	clear(s.idOf)
	clear(s.traces)
	clear(s.ids)
	clear(s.batch.IDs)
	clear(s.sights)
	clear(s.quests)
	clear(s.lessons)
	s.sights, s.quests, s.lessons, s.short = s.sights[:0], s.quests[:0], s.lessons[:0], false
	// Number 0 is none.
	s.traces = append(s.traces[:0], traceEntry{})
	s.ids = append(s.ids[:0], idEntry{})
	s.learnt = append(s.learnt[:0], pair{})
}

// trace returns the number of a trace, 0 for none.
func (s *pairs) trace(t correlate.TraceID) int32 {
	if t == (correlate.TraceID{}) {
		return 0
	}
	if n, ok := s.traceOf[t]; ok {
		return n
	}
	n := int32(len(s.traces))
	s.traces = append(s.traces, traceEntry{trace: t})
	s.traceOf[t] = n
	return n
}

// id returns the number of a correlation id, 0 when it must not be spread.
func (s *pairs) id(w *worker, id string) int32 {
	if n, ok := s.idOf[id]; ok {
		return n
	}
	n := int32(0)
	id = strings.Clone(id)
	spread := id
	if w.p.cfg.Correlation.EnvoyUUID {
		spread = correlate.WithoutEnvoyDecision(id)
	}
	if w.mayspread(spread) {
		if known, ok := s.idOf[spread]; ok {
			n = known
		} else {
			n = int32(len(s.ids))
			s.ids = append(s.ids, idEntry{id: spread})
			s.idOf[spread] = n
		}
	}
	s.idOf[id] = n
	return n
}

// learn notes that an id was seen on a trace.
func (s *pairs) learn(trace, id int32, rank correlate.Source) {
	if trace == 0 || id == 0 {
		return
	}
	t := &s.traces[trace]
	if t.id == id && t.rank <= rank {
		return
	}
	if t.id == 0 || rank < t.rank {
		t.id, t.rank = id, rank
	}
	e := &s.ids[id]
	if e.trace == 0 {
		e.trace = trace
	} else if e.trace != trace {
		e.several = true
	}
	for p := t.last; p != 0; p = s.learnt[p].previous {
		if s.learnt[p].id == id {
			s.learnt[p].rank = min(s.learnt[p].rank, rank)
			return
		}
	}
	s.learnt = append(s.learnt, pair{trace: trace, id: id, rank: rank, previous: t.last})
	t.last = int32(len(s.learnt) - 1)
}

// settle is what happens between the passes: the request gets its digest and
// the moment at which it was first seen, the store learns what is in it.
func (w *worker) settle(ctx context.Context, now time.Time) {
	if len(w.records) == 0 {
		return
	}
	w.request = w.digestRequest()
	s, store := &w.pairs, w.p.store
	w.asOf = store.Open(ctx, w.open(), now)
	// A batch that teaches nothing is looked up in the same sweep.
	looks := len(s.learnt) == 1 && !s.short
	s.see(true, looks)
	store.See(w.tenant, s.sights, w.asOf, now)
	if !looks {
		w.widen()
		w.learn(now)
		s.see(false, true)
		store.See(w.tenant, s.sights, w.asOf, now)
	}
	for i := range s.sights {
		if t := &s.traces[i+1]; t.asked {
			t.resolve(s.sights[i].Correlation, s)
		}
	}
	if len(s.quests) > 0 {
		store.Find(w.tenant, s.quests, w.asOf)
	}
}

// widen finds the whole of each trace id of which a record has the lower half.
func (w *worker) widen() {
	s := &w.pairs
	for i := 1; s.short && i < len(s.traces); i++ { // it may grow
		if t := s.traces[i].trace; t.IsShort() {
			if full, found := w.p.store.Full(w.tenant, t, w.asOf); found == correlate.Hit {
				n := s.trace(full)
				s.traces[i].full = n
				s.traces[n].asked = s.traces[n].asked || s.traces[i].asked
			}
		}
	}
}

// learn tells the store the pairs of the batch.
func (w *worker) learn(now time.Time) {
	s := &w.pairs
	s.lessons = s.lessons[:0]
	for _, p := range s.learnt[1:] {
		s.lessons = append(s.lessons, correlate.Lesson{Trace: s.traces[s.whole(p.trace)].trace, ID: s.ids[p.id].id, Source: p.rank})
	}
	w.p.store.Teach(w.tenant, s.lessons, now)
	for i := range s.lessons {
		switch s.lessons[i].Learnt {
		case correlate.LearntConflict:
			w.tally.conflicts[conflictCorrelation]++
		case correlate.LearntRefused:
			w.tally.refused[refusedShare]++
		}
	}
}

// open notes what the records of the batch lack and is what the store is told of
// the batch.
func (w *worker) open() *correlate.Batch {
	s := &w.pairs
	b := &s.batch
	*b = correlate.Batch{Tenant: w.tenant, Digest: w.request, Traces: b.Traces[:0], IDs: b.IDs[:0]}
	for i := range s.traces[1:] {
		t := &s.traces[i+1].trace
		b.Traces = append(b.Traces, *t)
		s.short = s.short || t.IsShort()
	}
	for i := range w.records {
		r := &w.records[i]
		switch {
		case r.id == 0:
			if r.marks&markCorrelated == 0 {
				s.traces[r.trace].asked = true
			}
		case r.trace == 0 && s.ids[r.id].quest == 0:
			b.IDs = append(b.IDs, s.ids[r.id].id)
			s.quests = append(s.quests, correlate.Quest{ID: s.ids[r.id].id})
			s.ids[r.id].quest = int32(len(s.quests))
		}
	}
	return b
}

// see prepares what the store is told and asked of the traces.
func (s *pairs) see(saw, look bool) {
	s.sights = s.sights[:0]
	for i := range s.traces[1:] {
		t := &s.traces[i+1]
		s.sights = append(s.sights, correlate.Sight{Trace: t.trace, Saw: saw, Look: look && t.asked})
	}
}

// resolve decides on the correlation id of the trace. The store goes first: a
// resend must get what its first try got, whatever was learnt in between.
func (t *traceEntry) resolve(stored string, s *pairs) {
	t.resolved = true
	if t.known = stored; stored == "" {
		t.known = s.ids[t.id].id
	}
}

// whole returns the number of the trace whose lower half the trace is, or its own.
func (s *pairs) whole(trace int32) int32 {
	if full := s.traces[trace].full; full != 0 {
		return full
	}
	return trace
}

// leave tells the store whose records went by without a correlation id.
func (w *worker) leave(now time.Time) {
	s := &w.pairs
	clear(s.sights)
	s.sights = s.sights[:0]
	for i := range s.traces {
		if t := &s.traces[i]; t.unfilled {
			s.sights = append(s.sights, correlate.Sight{Trace: t.trace, Saw: true, Unfilled: true})
		}
	}
	if len(s.sights) > 0 {
		w.p.store.See(w.tenant, s.sights, w.asOf, now)
	}
}

// correlationOf returns the correlation id of a trace.
func (w *worker) correlationOf(trace int32) string {
	t := &w.pairs.traces[trace]
	if !t.resolved {
		stored, _ := w.p.store.Correlation(w.tenant, t.trace, w.asOf)
		t.resolve(stored, &w.pairs)
	}
	return t.known
}

// traceOf returns the only trace that is live under a correlation id.
func (w *worker) traceOf(id int32) (correlate.TraceID, correlate.Lookup) {
	e := &w.pairs.ids[id]
	if !e.resolved {
		e.resolved = true
		if e.quest != 0 {
			q := &w.pairs.quests[e.quest-1]
			e.live, e.lookup = q.Trace, q.Lookup
		} else {
			e.live, e.lookup = w.p.store.Trace(w.tenant, e.id, w.asOf)
		}
		if e.lookup == correlate.Miss && e.trace == 0 {
			// Routers that make both write the trace id as a UUID into the request id.
			if t, ok := correlate.UUIDTrace(e.id); ok && w.p.store.Live(w.tenant, t, w.asOf) {
				e.live, e.lookup = t, correlate.Hit
			}
		} else if e.lookup == correlate.Miss {
			e.lookup = correlate.Ambiguous
			if !e.several {
				e.live, e.lookup = w.pairs.traces[e.trace].trace, correlate.Hit
			}
		}
	}
	return e.live, e.lookup
}
