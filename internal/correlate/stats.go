package correlate

import (
	"time"
	"unsafe"
)

// Eviction tells why an entry left the store.
type Eviction uint8

const (
	// EvictionTTL says that the entry was no longer live.
	EvictionTTL Eviction = iota
	// EvictionCapacity says that the entry was live, but its place was needed.
	EvictionCapacity
	// EvictionTenant says that the entry was live, but its tenant has its share
	// of a full store and needed the place for another one.
	EvictionTenant
	evictionEnd
)

// String is the value of a metric's attribute.
func (e Eviction) String() string {
	switch e {
	case EvictionCapacity:
		return "capacity"
	case EvictionTenant:
		return "tenant"
	default:
		return "ttl"
	}
}

// AgeBounds are the upper bounds of how long entries had been kept when they
// left; what was kept longer stands behind the last one.
var AgeBounds = [...]time.Duration{
	10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 30 * time.Minute,
}

// Ages counts entries by AgeBounds.
type Ages [len(AgeBounds) + 1]uint64

// evictions counts what left a part of the store.
type evictions struct {
	reasons [evictionEnd]uint64
	ages    Ages
}

// add notes an entry that was kept since a moment and would have been live until
// another one; why is the reason if it still is.
func (e *evictions) add(why Eviction, since, liveUntil, us int64) {
	if us >= liveUntil {
		why = EvictionTTL
	}
	e.reasons[why]++
	n := 0
	for n < len(AgeBounds) && us-since >= AgeBounds[n].Microseconds() {
		n++
	}
	e.ages[n]++
}

// IndexStats are the figures of one index since the store was made.
type IndexStats struct {
	Entries   int
	Capacity  int
	Lookups   [4]uint64 // by Lookup
	Evictions [evictionEnd]uint64
	// Ages counts the evictions by how long the entry had been kept.
	Ages Ages
	// Bytes is the memory of the entries and of the index that finds them.
	Bytes int
	// Refused counts what a tenant above its share could not add.
	Refused uint64
}

// Stats are the figures of a store.
type Stats struct {
	Traces   IndexStats // trace id to correlation id
	IDs      IndexStats // correlation id to trace id
	Requests IndexStats // Hit: a resend
	// Fulls counts the lookups of short trace ids, by Lookup.
	Fulls [4]uint64
	// PairsWaiting are the late pairs not taken yet, PairsDropped those for
	// which there was no room.
	PairsWaiting int
	PairsDropped uint64
	// LatePairs counts pairs that were learnt when records of their trace had
	// gone by without a correlation id.
	LatePairs uint64
	// BlockedIDs counts ids that were found on too many traces.
	BlockedIDs uint64
}

// Stats adds up the figures of all shards.
func (m *MemoryStore) Stats() Stats {
	var st Stats
	for i := range m.pairs {
		p := &m.pairs[i]
		p.mu.Lock()
		st.Traces.Entries += p.entries
		st.Traces.Capacity += p.ring.size
		st.Traces.Bytes += p.ring.used*int(unsafe.Sizeof(pairSlot{})) + p.index.bytes()
		addAll(&st.Traces.Lookups, &p.lookups)
		st.Traces.addEvictions(&p.evictions)
		st.Traces.Refused += p.refused
		addAll(&st.Fulls, &p.fulls)
		p.mu.Unlock()
	}
	for i := range m.ids {
		s := &m.ids[i]
		s.mu.Lock()
		st.IDs.Entries += s.entries
		st.IDs.Capacity += s.ring.size
		st.IDs.Bytes += s.ring.used*int(unsafe.Sizeof(idSlot{})) + s.index.bytes() + len(s.arena.chunks)*s.arena.size
		addAll(&st.Traces.Lookups, &s.traceLookups)
		addAll(&st.IDs.Lookups, &s.idLookups)
		st.IDs.addEvictions(&s.evictions)
		st.IDs.Refused += s.refused
		st.BlockedIDs += s.blockedIDs
		s.mu.Unlock()
	}
	m.told.mu.Lock()
	st.PairsWaiting, st.PairsDropped, st.LatePairs = m.told.count, m.told.dropped, m.told.late
	m.told.mu.Unlock()
	r := &m.requests
	r.mu.Lock()
	defer r.mu.Unlock()
	st.Requests.Entries = r.ring.used
	st.Requests.Capacity = r.ring.size
	st.Requests.Bytes = r.ring.used*int(unsafe.Sizeof(requestSlot{})) + r.index.bytes()
	st.Requests.Lookups[Hit] = r.resends
	st.Requests.Lookups[Miss] = r.misses
	st.Requests.addEvictions(&r.evictions)
	return st
}

func addAll(to, from *[4]uint64) {
	for i := range to {
		to[i] += from[i]
	}
}

func (x *IndexStats) addEvictions(from *evictions) {
	for i, n := range from.reasons {
		x.Evictions[i] += n
	}
	for i, n := range from.ages {
		x.Ages[i] += n
	}
}
