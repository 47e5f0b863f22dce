package correlate

import "sync"

// idSlot is one correlation id and the trace it was first seen on. 56 bytes
// and the id.
type idSlot struct {
	trace     TraceID
	learnt    moment
	written   moment // seen last
	ambiguous moment // when a second trace was seen, or never
	blocked   moment // when there were too many, or never
	bytes     ref
	gen       uint32 // counts the ids that the slot has held
	tenant    uint16
	traces    uint16 // that have the id as theirs
}

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
	evictions    [evictionEnd]uint64
	blockedIDs   uint64
}

func (s *idShard) init(m *MemoryStore, slots int) {
	s.store = m
	s.index = newIndex(slots)
	s.ring.size = slots
	s.slots = make([]idSlot, slots)
	s.arena.size = 16 << 10
	if slots < 256 {
		s.arena.size = 4 << 10
	}
}

func (s *idShard) find(hash uint64, tenant uint16, id string) int {
	for slot := range s.index.candidates(hash) {
		if e := &s.slots[slot]; e.tenant == tenant && s.arena.get(e.bytes) == id {
			return slot
		}
	}
	return -1
}

// learn notes that an id was seen on a trace and returns the id's slot;
// fresh says that the id was not live before.
func (s *idShard) learn(hash uint64, tenant uint16, id string, trace TraceID, us int64) (slot int, fresh bool) {
	now := toMoment(us)
	slot = s.find(hash, tenant, id)
	if slot < 0 {
		e := idSlot{trace: trace, learnt: now, written: now, ambiguous: never, blocked: never, tenant: tenant}
		return s.add(hash, e, id, us), true
	}
	e := &s.slots[slot]
	fresh = us >= e.written.us()+s.store.ttl
	if fresh {
		// The id is used anew; its former traces are no longer live.
		e.trace, e.learnt, e.written, e.ambiguous, e.blocked, e.traces = trace, now, now, never, never, 0
	} else {
		if us > e.written.us() {
			e.written = now
		}
		if e.trace != trace && e.ambiguous == never {
			e.ambiguous = now
		}
	}
	if s.ring.ageing(slot) {
		// The old slot stays for the pairs that point to it.
		s.index.remove(hash, slot, s.hashOf)
		s.entries--
		moved := *e
		e.tenant = 0
		return s.add(hash, moved, id, us), fresh
	}
	return slot, fresh
}

// count adds a trace that has the id as its own, unless it had it before, and
// says whether the trace may have it: not when there are too many.
func (s *idShard) count(slot int, before bool, us int64) bool {
	e := &s.slots[slot]
	if !before && int(e.traces) <= s.store.settings.MaxTracesPerID {
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
	slot := s.find(hash, tenant, id)
	if slot < 0 {
		return TraceID{}, Miss
	}
	e := &s.slots[slot]
	switch {
	case us < e.learnt.us() || us >= e.written.us()+s.store.ttl:
		return TraceID{}, Miss
	case e.blocked.us() <= us:
		return TraceID{}, Blocked
	case e.ambiguous.us() <= us:
		return TraceID{}, Ambiguous
	}
	return e.trace, Hit
}

func (s *idShard) add(hash uint64, e idSlot, id string, us int64) int {
	for range 2 {
		if s.ring.used == 0 || !s.expired(s.ring.oldest(), us) {
			break
		}
		s.free(us)
	}
	if s.ring.full() {
		s.free(us)
	}
	slot := s.ring.take()
	e.gen = s.slots[slot].gen
	e.bytes = s.arena.add(id)
	s.slots[slot] = e
	s.index.add(hash, slot)
	s.entries++
	return slot
}

func (s *idShard) expired(slot int, us int64) bool {
	return s.slots[slot].written.us()+s.store.keep <= us
}

// free gives back the oldest slot. Pairs that point to it find another
// generation.
func (s *idShard) free(us int64) {
	slot := s.ring.oldest()
	e := &s.slots[slot]
	if e.tenant != 0 {
		s.index.remove(s.hashOf(slot), slot, s.hashOf)
		s.entries--
		s.evictions[evictionFor(e.written.us()+s.store.ttl, us)]++
	}
	s.arena.release(e.bytes)
	*e = idSlot{gen: e.gen + 1}
	s.ring.used--
}

func (s *idShard) hashOf(slot int) uint64 {
	e := &s.slots[slot]
	return s.store.hashID(e.tenant, s.arena.get(e.bytes))
}

func (s *idShard) expire(us int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.ring.used > 0 && s.expired(s.ring.oldest(), us) {
		s.free(us)
	}
}
