package correlate

// Eviction tells why an entry left the store.
type Eviction uint8

const (
	// EvictionTTL says that the entry was no longer live.
	EvictionTTL Eviction = iota
	// EvictionCapacity says that the entry was live, but its place was needed.
	EvictionCapacity
	evictionEnd
)

// String is the value of a metric's attribute.
func (e Eviction) String() string {
	if e == EvictionCapacity {
		return "capacity"
	}
	return "ttl"
}

func evictionFor(liveUntil, us int64) Eviction {
	if us < liveUntil {
		return EvictionCapacity
	}
	return EvictionTTL
}

// IndexStats are the figures of one index since the store was made.
type IndexStats struct {
	Entries   int
	Capacity  int
	Lookups   [4]uint64 // by Lookup
	Evictions [evictionEnd]uint64
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
		addAll(&st.Traces.Lookups, &s.traceLookups)
		addAll(&st.IDs.Lookups, &s.idLookups)
		st.IDs.addEvictions(&s.evictions)
		st.IDs.Refused += s.refused
		st.BlockedIDs += s.blockedIDs
		s.mu.Unlock()
	}
	m.told.mu.Lock()
	st.PairsWaiting, st.PairsDropped = m.told.count, m.told.dropped
	m.told.mu.Unlock()
	r := &m.requests
	r.mu.Lock()
	defer r.mu.Unlock()
	st.Requests.Entries = r.ring.used
	st.Requests.Capacity = r.ring.size
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

func (x *IndexStats) addEvictions(from *[evictionEnd]uint64) {
	for i := range from {
		x.Evictions[i] += from[i]
	}
}
