package correlate

import (
	"sync"
	"time"
)

// Pair is a pair of ids that was learnt when records of its trace had gone by.
type Pair struct {
	Trace       TraceID
	Correlation string
	// Learnt is when the pair was learnt.
	Learnt time.Time
}

// MaxToldPairs bounds the pairs that wait to be taken, of all tenants.
const MaxToldPairs = 100_000

// toldPair is a Pair whose id is still in the table of ids, which is asked for
// it only when the pair is taken: it is told under the lock of another shard.
type toldPair struct {
	trace  TraceID
	learnt moment
	id     idRef
	text   string // where the pair came back
}

// toldPairs wait for a batch of their tenant that takes them along.
type toldPairs struct {
	mu      sync.Mutex
	waiting map[uint16][]toldPair
	count   int
	dropped uint64
	late    uint64
}

// add lets a pair wait; late says that it was just learnt.
func (t *toldPairs) add(tenant uint16, p toldPair, late bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if late {
		t.late++
	}
	if t.count >= MaxToldPairs {
		t.dropped++
		return
	}
	if t.waiting == nil {
		t.waiting = map[uint16][]toldPair{}
	}
	t.waiting[tenant] = append(t.waiting[tenant], p)
	t.count++
}

// take gives up to n pairs of a tenant, the oldest first.
func (t *toldPairs) take(tenant uint16, n int) []toldPair {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := t.waiting[tenant]
	if len(all) == 0 {
		return nil
	}
	n = min(n, len(all))
	taken := all[:n:n]
	if n == len(all) {
		delete(t.waiting, tenant)
	} else {
		t.waiting[tenant] = all[n:]
	}
	t.count -= n
	return taken
}

// Pairs implements Store.
func (m *MemoryStore) Pairs(tenant string, n int) []Pair {
	tn := m.tenants.find(tenant)
	taken := m.told.take(tn, n)
	if len(taken) == 0 {
		return nil
	}
	out := make([]Pair, 0, len(taken))
	for _, p := range taken {
		if text := m.toldText(&p); text != "" {
			out = append(out, Pair{Trace: p.trace, Correlation: text, Learnt: m.clock.time(p.learnt.us())})
		}
	}
	return out
}

// toldText returns the id of a pair, "" if it has left or means nothing any more.
func (m *MemoryStore) toldText(p *toldPair) string {
	if p.text != "" {
		return p.text
	}
	s := &m.ids[m.shardOf(p.id)]
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := &s.slots[p.id.slot%m.idSlots]; e.gen == p.id.gen && e.blocked == never {
		return s.arena.get(e.bytes())
	}
	return ""
}

// tenantPair is a pair that waits, and whose it is.
type tenantPair struct {
	toldPair
	tenant uint16
}

// all lists the pairs that wait.
func (t *toldPairs) all() []tenantPair {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []tenantPair
	for tenant, ps := range t.waiting {
		for _, p := range ps {
			list = append(list, tenantPair{p, tenant})
		}
	}
	return list
}

// GiveBack implements Store.
func (m *MemoryStore) GiveBack(tenant string, pairs []Pair) {
	tn := m.tenants.add(tenant)
	if tn == 0 {
		return
	}
	for _, p := range pairs {
		m.told.add(tn, toldPair{trace: p.Trace, text: p.Correlation, learnt: toMoment(m.clock.us(p.Learnt))}, false)
	}
}

// PairTenants lists the tenants with pairs that wait to be taken.
func (m *MemoryStore) PairTenants() []string {
	m.told.mu.Lock()
	waiting := make(map[uint16]bool, len(m.told.waiting))
	for tn := range m.told.waiting {
		waiting[tn] = true
	}
	m.told.mu.Unlock()
	return m.tenants.names(waiting)
}
