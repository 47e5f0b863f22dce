package correlate

import "sync"

// idSlot is one correlation id, and the trace on which it was seen first since
// it is in use. An id that came back after a pause has several, as a trace has.
// 52 bytes and the id.
type idSlot struct {
	trace     TraceID
	learnt    moment
	written   moment // seen last
	ambiguous moment // when a second trace was seen, or never
	blocked   moment // when there were too many, or never
	chunk     uint32 // of the bytes, and in its last byte their number
	offset    uint16
	gen       uint16 // counts the ids that the slot has held
	tenant    uint16 // with hidden set where the slot is not in the index
	traces    uint16 // that got the id as theirs
}

func (e *idSlot) bytes() ref     { return ref{e.chunk >> 8, e.offset, uint8(e.chunk)} }
func (e *idSlot) setBytes(r ref) { e.chunk, e.offset = r.chunk<<8|uint32(r.size), r.offset }

// hidden marks a slot whose id has moved on.
const hidden = 1 << 15

// never is a moment that no lookup reaches.
var never = toMoment(maxMoment)

// idShard is a part of the index from correlation ids to traces.
type idShard struct {
	mu           sync.Mutex
	store        *MemoryStore
	index        index
	ring         ring
	slots        []idSlot
	arena        arena
	entries      int
	traceLookups [4]uint64 // by trace, ended here
	idLookups    [4]uint64
	tenants      share
	evictions    evictions
	refused      uint64
	blockedIDs   uint64
}

func (s *idShard) init(m *MemoryStore, slots int) {
	s.store = m
	s.index = newIndex(slots)
	s.ring.size = slots
	s.slots = make([]idSlot, slots)
	s.tenants.init(slots, m.settings.TenantShare)
	s.arena.size = 16 << 10
	if slots < 256 {
		s.arena.size = 4 << 10
	}
}

// find returns the version of an id that was the newest at a moment, or -1.
func (s *idShard) find(hash uint64, tenant uint16, id string, us int64) int {
	found := -1
	for slot := range s.index.candidates(hash) {
		e := &s.slots[slot]
		if e.tenant == tenant && s.arena.get(e.bytes()) == id && e.learnt.us() <= us &&
			(found < 0 || e.learnt.us() > s.slots[found].learnt.us()) {
			found = slot
		}
	}
	return found
}

// learn notes that an id was seen on a trace and returns the id's slot, -1 if
// there is no room for it. The lower half of a trace id is no second trace.
func (s *idShard) learn(hash uint64, tenant uint16, id string, trace TraceID, us int64) int {
	now := toMoment(us)
	slot := s.find(hash, tenant, id, maxMoment)
	if slot < 0 || us >= s.slots[slot].written.us()+s.store.ttl {
		if slot >= 0 {
			s.forget(hash, tenant, id)
		}
		e := idSlot{trace: trace, learnt: now, written: now, ambiguous: never, blocked: never, tenant: tenant}
		return s.add(hash, e, id, us)
	}
	e := &s.slots[slot]
	if us > e.written.us() {
		e.written = now
	}
	if e.trace != trace && e.ambiguous == never && !agree(e.trace, trace) {
		e.ambiguous = now
	}
	if s.ring.ageing(slot) && s.room(tenant) {
		moved := *e
		s.hide(hash, slot)
		return s.add(hash, moved, id, us)
	}
	return slot
}

// forget hides the oldest version of an id that has too many.
func (s *idShard) forget(hash uint64, tenant uint16, id string) {
	versions, oldest := 0, -1
	for slot := range s.index.candidates(hash) {
		if e := &s.slots[slot]; e.tenant == tenant && s.arena.get(e.bytes()) == id {
			if versions++; oldest < 0 || e.learnt.us() < s.slots[oldest].learnt.us() {
				oldest = slot
			}
		}
	}
	if versions >= maxVersions {
		s.hide(hash, oldest)
	}
}

// hide takes a slot out of the index. It keeps its bytes for the pairs that
// point to it, until the ring frees it in its turn.
func (s *idShard) hide(hash uint64, slot int) {
	s.index.remove(hash, slot, s.hashOf)
	s.slots[slot].tenant |= hidden
	s.entries--
}

// count adds a trace that gets the id as its own and says whether it may: not
// when there are too many.
func (s *idShard) count(slot int, us int64) bool {
	e := &s.slots[slot]
	if int(e.traces) <= s.store.settings.MaxTracesPerID {
		e.traces++
	}
	if int(e.traces) > s.store.settings.MaxTracesPerID {
		if e.blocked == never {
			e.blocked = toMoment(us)
			s.blockedIDs++
		}
		return false
	}
	return true
}

// asOf returns the trace of an id as it was known at a moment.
func (s *idShard) asOf(hash uint64, tenant uint16, id string, us int64) (TraceID, Lookup) {
	slot := s.find(hash, tenant, id, us)
	if slot < 0 {
		return TraceID{}, Miss
	}
	e := &s.slots[slot]
	switch {
	case us >= e.written.us()+s.store.ttl:
		return TraceID{}, Miss
	case e.blocked.us() <= us:
		return TraceID{}, Blocked
	case e.ambiguous.us() <= us:
		return TraceID{}, Ambiguous
	}
	return e.trace, Hit
}

// room is that of a pairShard.
func (s *idShard) room(tenant uint16) bool {
	return !s.ring.full() || !s.tenants.over(tenant) || s.slots[s.ring.oldest()].tenant&^hidden == tenant
}

func (s *idShard) add(hash uint64, e idSlot, id string, us int64) int {
	for range 2 {
		if s.ring.used == 0 || !s.expired(s.ring.oldest(), us) {
			break
		}
		s.free(us, EvictionTTL)
	}
	if !s.room(e.tenant) {
		s.refused++
		return -1
	}
	if s.ring.full() {
		s.free(us, s.tenants.why(e.tenant, s.ring.used))
	}
	slot := s.ring.take()
	e.gen = s.slots[slot].gen
	s.tenants.add(e.tenant, 1)
	e.setBytes(s.arena.add(id))
	s.slots[slot] = e
	s.index.add(hash, slot)
	s.entries++
	return slot
}

func (s *idShard) expired(slot int, us int64) bool {
	return s.slots[slot].written.us()+s.store.keep <= us
}

// free gives back the oldest slot; why is the reason if it is still live. Pairs
// that point to it find another generation.
func (s *idShard) free(us int64, why Eviction) {
	slot := s.ring.oldest()
	e := &s.slots[slot]
	if e.tenant&hidden == 0 {
		s.index.remove(s.hashOf(slot), slot, s.hashOf)
		s.entries--
		s.evictions.add(why, e.learnt.us(), e.written.us()+s.store.ttl, us)
	}
	s.tenants.add(e.tenant&^hidden, -1)
	s.arena.release(e.bytes())
	*e = idSlot{gen: e.gen + 1}
	s.ring.used--
}

func (s *idShard) hashOf(slot int) uint64 {
	e := &s.slots[slot]
	return s.store.hashID(e.tenant, s.arena.get(e.bytes()))
}

func (s *idShard) expire(us int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.ring.used > 0 && s.expired(s.ring.oldest(), us) {
		s.free(us, EvictionTTL)
	}
}
