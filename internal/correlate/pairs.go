package correlate

import "sync"

// idRef points to the slot of a correlation id. The generation tells whether
// the slot still holds the id it held.
type idRef struct{ slot, gen uint32 }

// pairSlot is one pair as it was learnt at one moment. 44 bytes.
type pairSlot struct {
	trace   TraceID
	learnt  moment
	written moment // seen last
	id      idRef
	prev    uint32 // slot plus one of what was known of the trace before
	tenant  uint16
	source  Source
	indexed bool // the newest of its trace
}

// pairShard is a part of the index from traces to correlation ids.
type pairShard struct {
	mu        sync.Mutex
	store     *MemoryStore
	index     index
	ring      ring
	slots     []pairSlot
	entries   int
	lookups   [4]uint64
	evictions [evictionEnd]uint64
}

func (p *pairShard) init(m *MemoryStore, slots int) {
	p.store = m
	p.index = newIndex(slots)
	p.ring.size = slots
	p.slots = make([]pairSlot, slots)
}

// find returns the newest slot of a trace, or -1.
func (p *pairShard) find(hash uint64, tenant uint16, t *TraceID) int {
	for slot := range p.index.candidates(hash) {
		if e := &p.slots[slot]; e.trace == *t && e.tenant == tenant {
			return slot
		}
	}
	return -1
}

// asOf returns the id of a trace as it was known at a moment.
func (p *pairShard) asOf(hash uint64, tenant uint16, t *TraceID, us int64) (idRef, bool) {
	slot := p.find(hash, tenant, t)
	if slot < 0 {
		return idRef{}, false
	}
	e := &p.slots[slot]
	for learnt := e.learnt.us(); learnt > us; {
		if e.prev == 0 {
			return idRef{}, false
		}
		// The slot may have been given away since.
		e = &p.slots[e.prev-1]
		if e.trace != *t || e.tenant != tenant || e.learnt.us() >= learnt {
			return idRef{}, false
		}
		learnt = e.learnt.us()
	}
	return e.id, us < e.written.us()+p.store.ttl
}

// touch notes that a live pair was seen again. A pair that would soon be
// overwritten gets a new slot.
func (p *pairShard) touch(slot int, hash uint64, at idRef, source Source, us int64) {
	e := &p.slots[slot]
	e.id = at
	if us > e.written.us() {
		e.written = toMoment(us)
	}
	e.source = min(e.source, source)
	if p.ring.ageing(slot) {
		// The moved pair is the same version: what came before it stays so.
		p.add(hash, *e, slot, us)
	}
}

// add puts a pair into a new slot in place of the slot that held the newest
// one of its trace, or -1.
func (p *pairShard) add(hash uint64, e pairSlot, replaced int, us int64) {
	if replaced >= 0 {
		p.index.remove(hash, replaced, p.hashOf)
		p.slots[replaced].indexed = false
		p.entries--
	}
	for range 2 {
		if p.ring.used == 0 || !p.expired(p.ring.oldest(), us) {
			break
		}
		p.free(us)
	}
	if p.ring.full() {
		p.free(us)
	}
	slot := p.ring.take()
	e.indexed = true
	p.slots[slot] = e
	p.index.add(hash, slot)
	p.entries++
}

func (p *pairShard) expired(slot int, us int64) bool {
	return p.slots[slot].written.us()+p.store.keep <= us
}

// free gives back the oldest slot.
func (p *pairShard) free(us int64) {
	slot := p.ring.oldest()
	e := &p.slots[slot]
	if e.indexed {
		p.index.remove(p.hashOf(slot), slot, p.hashOf)
		p.entries--
		p.evictions[evictionFor(e.written.us()+p.store.ttl, us)]++
	}
	*e = pairSlot{}
	p.ring.used--
}

func (p *pairShard) hashOf(slot int) uint64 {
	e := &p.slots[slot]
	return p.store.hashTrace(e.tenant, &e.trace)
}

func (p *pairShard) expire(us int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.ring.used > 0 && p.expired(p.ring.oldest(), us) {
		p.free(us)
	}
}
