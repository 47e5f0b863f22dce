package correlate

import "sync"

// idRef points to the slot of a correlation id. The generation tells whether
// the slot still holds the id it held: a pair leaves long before a slot has
// changed hands 65,536 times.
type idRef struct {
	slot uint32
	gen  uint16
}

// maxVersions bounds what is kept of the past of one key: a pair that came back
// after a pause, or another id in its place.
const maxVersions = 8

// maxKin bounds the slots of traces with one lower half: real ids differ there,
// and a search must not get long where somebody makes ids that do not.
const maxKin = 256

// pairSlot is one pair as it was learnt at one moment, or a trace that was seen
// without one. A trace may have several of them, all in the index: the newest
// tells what is known, the others what was known before. 44 bytes.
type pairSlot struct {
	slot    uint32 // of the correlation id
	trace   TraceID
	seen    moment // when the trace was seen first
	learnt  moment // when the pair was learnt, or never
	written moment // when either was seen last
	gen     uint16 // of the correlation id
	tenant  uint16
	source  Source
	marks   pairMarks
}

type pairMarks uint8

const (
	// markIndexed: the slot is in the index.
	markIndexed pairMarks = 1 << iota
	// markUnfilled: records of the trace went by without a correlation id.
	markUnfilled
	// markTold: the pair was handed out for such records.
	markTold
)

func (e *pairSlot) id() idRef     { return idRef{e.slot, e.gen} }
func (e *pairSlot) setID(r idRef) { e.slot, e.gen = r.slot, r.gen }
func (e *pairSlot) paired() bool  { return e.learnt != never }

// pairShard is a part of the index from traces to correlation ids.
type pairShard struct {
	mu        sync.Mutex
	store     *MemoryStore
	index     index
	ring      ring
	slots     []pairSlot
	entries   int
	tenants   share
	lookups   [4]uint64
	fulls     [4]uint64 // lookups of short ids
	evictions evictions
	refused   uint64
}

func (p *pairShard) init(m *MemoryStore, slots int) {
	p.store = m
	p.index = newIndex(slots)
	p.ring.size = slots
	p.slots = make([]pairSlot, slots)
	p.tenants.init(slots, m.settings.TenantShare)
}

// find returns the version of a trace that was the newest at a moment, or -1.
// At the last moment there is, a trace without a pair is the newest.
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

// asOf returns the id of a trace as it was known at a moment. What was learnt on
// the lower half of the trace id counts where nothing was on the whole.
func (p *pairShard) asOf(hash uint64, tenant uint16, t *TraceID, us int64) (idRef, bool) {
	return p.idAt(p.find(hash, tenant, t, us), hash, tenant, t, us)
}

// idAt is asOf for a trace whose version of that moment is found.
func (p *pairShard) idAt(slot int, hash uint64, tenant uint16, t *TraceID, us int64) (idRef, bool) {
	// One that is no longer live tells nothing, gone or not.
	if slot < 0 || us >= p.slots[slot].written.us()+p.store.ttl {
		if slot = p.kin(hash, tenant, t, us); slot < 0 {
			return idRef{}, false
		}
	}
	return p.slots[slot].id(), true
}

// kin returns the newest pair of the one trace that agrees with t, or -1.
func (p *pairShard) kin(hash uint64, tenant uint16, t *TraceID, us int64) int {
	found := -1
	for slot := range p.index.candidates(hash) {
		e := &p.slots[slot]
		if e.tenant != tenant || e.learnt.us() > us || !e.paired() || !agree(e.trace, *t) || us >= e.written.us()+p.store.ttl {
			continue
		}
		if found >= 0 && p.slots[found].trace != e.trace {
			return -1
		}
		if found < 0 || e.learnt.us() > p.slots[found].learnt.us() {
			found = slot
		}
	}
	return found
}

// full returns the whole of the trace id whose lower half t is.
func (p *pairShard) full(hash uint64, tenant uint16, t *TraceID, us int64) (TraceID, Lookup) {
	var whole TraceID
	for slot := range p.index.candidates(hash) {
		e := &p.slots[slot]
		if e.tenant != tenant || e.trace.low() != t.low() || e.trace.high() == 0 || e.seen.us() > us || us >= e.written.us()+p.store.ttl {
			continue
		}
		if !whole.IsZero() && whole != e.trace {
			return TraceID{}, Ambiguous
		}
		whole = e.trace
	}
	if whole.IsZero() {
		return whole, Miss
	}
	return whole, Hit
}

// touch notes that a live trace was seen again. A slot that would soon be
// overwritten is given up for a new one, which is returned.
func (p *pairShard) touch(slot int, hash uint64, us int64) int {
	e := &p.slots[slot]
	if us > e.written.us() {
		e.written = toMoment(us)
	}
	if !p.ring.ageing(slot) || !p.room(e.tenant) {
		return slot
	}
	moved := *e
	p.hide(hash, slot)
	return p.add(hash, moved, us)
}

// room says that a tenant may have another slot: a full ring gives the place of
// other tenants only to one that has less than its share.
func (p *pairShard) room(tenant uint16) bool {
	return !p.ring.full() || !p.tenants.over(tenant) || p.slots[p.ring.oldest()].tenant == tenant
}

// hide takes a slot out of the index; the ring frees it in its turn.
func (p *pairShard) hide(hash uint64, slot int) {
	p.index.remove(hash, slot, p.hashOf)
	p.slots[slot].marks &^= markIndexed
	p.entries--
}

// addVersion adds a slot that follows what is known of its trace, -1 if there
// is no room for it.
func (p *pairShard) addVersion(hash uint64, e pairSlot, us int64) int {
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
	return p.add(hash, e, us)
}

// add puts a trace into a new slot, -1 if its tenant may not have one.
func (p *pairShard) add(hash uint64, e pairSlot, us int64) int {
	for range 2 {
		if p.ring.used == 0 || !p.expired(p.ring.oldest(), us) {
			break
		}
		p.free(us, EvictionTTL)
	}
	if !p.room(e.tenant) || p.crowded(hash, &e) {
		p.refused++
		return -1
	}
	if p.ring.full() {
		p.free(us, p.tenants.why(e.tenant, p.ring.used))
	}
	slot := p.ring.take()
	e.marks |= markIndexed
	p.slots[slot] = e
	p.index.add(hash, slot)
	p.tenants.add(e.tenant, 1)
	p.entries++
	return slot
}

func (p *pairShard) crowded(hash uint64, e *pairSlot) bool {
	kin := 0
	for slot := range p.index.candidates(hash) {
		if p.slots[slot].trace.low() == e.trace.low() && p.slots[slot].tenant == e.tenant {
			kin++
		}
	}
	return kin >= maxKin
}

func (p *pairShard) expired(slot int, us int64) bool {
	return p.slots[slot].written.us()+p.store.keep <= us
}

// free gives back the oldest slot; why is the reason if it is still live.
func (p *pairShard) free(us int64, why Eviction) {
	slot := p.ring.oldest()
	e := &p.slots[slot]
	p.tenants.add(e.tenant, -1)
	if e.marks&markIndexed != 0 {
		p.index.remove(p.hashOf(slot), slot, p.hashOf)
		p.entries--
		p.evictions.add(why, e.seen.us(), e.written.us()+p.store.ttl, us)
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
		p.free(us, EvictionTTL)
	}
}
