package correlate

import "sync"

// idRef points to the slot of a correlation id. The generation tells whether
// the slot still holds the id it held.
type idRef struct{ slot, gen uint32 }

// maxVersions bounds what is kept of the past of one key: a pair that came back
// after a pause, or another id in its place.
const maxVersions = 8

// pairSlot is one pair as it was learnt at one moment. A trace may have several
// of them, all in the index: the newest tells what is known, the others what was
// known before. 40 bytes.
type pairSlot struct {
	trace   TraceID
	learnt  moment
	written moment // seen last
	id      idRef
	tenant  uint16
	source  Source
	indexed bool
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

// find returns the version of a trace that was the newest at a moment, or -1.
func (p *pairShard) find(hash uint64, tenant uint16, t *TraceID, us int64) int {
	found := -1
	for slot := range p.index.candidates(hash) {
		e := &p.slots[slot]
		if e.trace == *t && e.tenant == tenant && e.learnt.us() <= us &&
			(found < 0 || e.learnt.us() > p.slots[found].learnt.us()) {
			found = slot
		}
	}
	return found
}

// asOf returns the id of a trace as it was known at a moment.
func (p *pairShard) asOf(hash uint64, tenant uint16, t *TraceID, us int64) (idRef, bool) {
	slot := p.find(hash, tenant, t, us)
	if slot < 0 {
		return idRef{}, false
	}
	e := &p.slots[slot]
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
		moved := *e
		p.hide(hash, slot)
		p.add(hash, moved, us)
	}
}

// hide takes a slot out of the index; the ring frees it in its turn.
func (p *pairShard) hide(hash uint64, slot int) {
	p.index.remove(hash, slot, p.hashOf)
	p.slots[slot].indexed = false
	p.entries--
}

// addVersion adds a pair that follows what is known of its trace.
func (p *pairShard) addVersion(hash uint64, e pairSlot, us int64) {
	versions, oldest := 0, -1
	for slot := range p.index.candidates(hash) {
		v := &p.slots[slot]
		if v.trace != e.trace || v.tenant != e.tenant {
			continue
		}
		if v.learnt.us() >= e.learnt.us() {
			oldest, versions = slot, maxVersions // known for no time at all
			break
		}
		if versions++; oldest < 0 || v.learnt.us() < p.slots[oldest].learnt.us() {
			oldest = slot
		}
	}
	if versions >= maxVersions {
		p.hide(hash, oldest)
	}
	p.add(hash, e, us)
}

// add puts a pair into a new slot.
func (p *pairShard) add(hash uint64, e pairSlot, us int64) {
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
