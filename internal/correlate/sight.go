package correlate

import "time"

// Sight is one trace of a batch: what the store is told of it, and what it
// answers.
type Sight struct {
	Trace TraceID
	// Saw notes that the batch held the trace, Unfilled that records of it went
	// by without a correlation id.
	Saw, Unfilled bool
	// Look asks for the correlation id of the trace.
	Look bool
	// First says that this is the first time that records went by unfilled.
	First bool
	// Correlation is the answer to Look, "" where nothing is known. The string
	// stays valid for ever.
	Correlation string
}

// Quest is one correlation id for which a trace is looked for, and the answer.
type Quest struct {
	ID     string
	Trace  TraceID
	Lookup Lookup
}

// Lesson is one pair of a batch, and what came of it.
type Lesson struct {
	Trace  TraceID
	ID     string
	Source Source
	Learnt Learnt
}

// sighting is what a batch needs while it is looked up. The keys are put in
// order by the part of the store they stand in: each part is locked once, and
// its memory is asked for all keys before the first of them is needed, so that
// the batch waits for one miss of the caches where it would for each of them.
type sighting struct {
	hashes []uint64
	parts  []uint8  // of each key, or noPart
	order  []uint16 // the keys by part
	ends   [maxShards + 1]int
	cells  []uint32
	refs   []idRef // of each trace that has an id
	sink   byte
}

// sightsAtOnce bounds what is in the caches at once.
const sightsAtOnce = 2048

// noPart is that of a key which is not looked up.
const noPart = maxShards

func (s *sighting) open(n int) {
	if cap(s.hashes) < n {
		s.hashes, s.parts, s.order = make([]uint64, n), make([]uint8, n), make([]uint16, n)
		s.cells, s.refs = make([]uint32, n), make([]idRef, n)
	}
	s.hashes, s.parts, s.order = s.hashes[:n], s.parts[:n], s.order[:n]
	s.cells, s.refs = s.cells[:n], s.refs[:n]
	s.ends = [maxShards + 1]int{}
}

// put says in which part a key stands.
func (s *sighting) put(i int, part uint8) {
	s.parts[i] = part
	s.ends[part]++
}

// sort orders the keys; those of part p end at ends[p].
func (s *sighting) sort() {
	at := 0
	for p := range s.ends {
		at, s.ends[p] = at+s.ends[p], at
	}
	for i, p := range s.parts {
		s.order[s.ends[p]] = uint16(i)
		s.ends[p]++
	}
}

// of returns the keys of a part.
func (s *sighting) of(part int) []uint16 {
	from := 0
	if part > 0 {
		from = s.ends[part-1]
	}
	return s.order[from:s.ends[part]]
}

func (m *MemoryStore) sighting() *sighting {
	if s, ok := m.sightings.Get().(*sighting); ok {
		return s
	}
	return &sighting{}
}

// See implements Store.
func (m *MemoryStore) See(tenant string, all []Sight, asOf, now time.Time) {
	tn := m.tenants.add(tenant)
	look, us := m.clock.us(asOf), m.clock.us(now)
	s := m.sighting()
	for len(all) > 0 {
		n := min(len(all), sightsAtOnce)
		m.see(s, tn, all[:n], look, us)
		all = all[n:]
	}
	m.sightings.Put(s)
}

func (m *MemoryStore) see(s *sighting, tenant uint16, all []Sight, look, us int64) {
	s.open(len(all))
	for i := range all {
		v := &all[i]
		v.First, v.Correlation = false, ""
		part := uint8(noPart)
		if (v.Saw || v.Look) && !v.Trace.IsZero() {
			s.hashes[i] = m.hashTrace(tenant, &v.Trace)
			part = uint8(m.shard(s.hashes[i]))
		}
		s.put(i, part)
	}
	s.sort()
	for n := range m.pairs {
		if keys := s.of(n); len(keys) > 0 {
			m.pairs[n].see(s, keys, tenant, all, look, us)
		}
	}
	// The traces that have an id, by the part in which it stands.
	s.ends = [maxShards + 1]int{}
	found := false
	for i := range all {
		part := uint8(noPart)
		if s.parts[i] != noPart {
			part = uint8(m.shardOf(s.refs[i]))
			found = true
		}
		s.put(i, part)
	}
	if !found {
		return
	}
	s.sort()
	for n := range m.ids {
		if keys := s.of(n); len(keys) > 0 {
			m.ids[n].texts(s, keys, all, look)
		}
	}
}

// see takes the traces of one part. Those without an id to look up lose their part.
func (p *pairShard) see(s *sighting, keys []uint16, tenant uint16, all []Sight, look, us int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.index.load(s, keys)
	for _, i := range keys {
		if slot := p.index.first(s.cells[i], s.hashes[i]); slot >= 0 {
			e := &p.slots[slot]
			s.sink += e.trace[0] + byte(e.marks)
		}
	}
	for _, i := range keys {
		v := &all[i]
		newest := p.find(s.hashes[i], tenant, &v.Trace, maxMoment)
		found := false
		if v.Look {
			// Before the trace counts as seen: it makes no difference to what is
			// live, and the slot may move.
			known := newest
			if known >= 0 && p.slots[known].learnt.us() > look {
				known = p.find(s.hashes[i], tenant, &v.Trace, look)
			}
			if s.refs[i], found = p.idAt(known, s.hashes[i], tenant, &v.Trace, look); !found {
				p.lookups[Miss]++
			}
		}
		if !found {
			s.parts[i] = noPart
		}
		if v.Saw && tenant != 0 {
			v.First = p.sawAt(newest, s.hashes[i], tenant, &v.Trace, v.Unfilled, us)
		}
	}
}

// texts takes the ids of the traces that are found in one part.
func (s *idShard) texts(g *sighting, keys []uint16, all []Sight, look int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	base := uint32(len(s.slots)) * uint32(g.parts[keys[0]])
	for _, i := range keys {
		e := &s.slots[g.refs[i].slot-base]
		g.sink += e.trace[0] + byte(e.traces)
	}
	for _, i := range keys {
		r := g.refs[i]
		e := &s.slots[r.slot-base]
		switch {
		case e.gen != r.gen:
			s.traceLookups[Miss]++
		case e.blocked.us() <= look:
			s.traceLookups[Blocked]++
		default:
			s.traceLookups[Hit]++
			all[i].Correlation = s.arena.get(e.bytes())
		}
	}
}

// Find implements Store.
func (m *MemoryStore) Find(tenant string, all []Quest, asOf time.Time) {
	tn := m.tenants.find(tenant)
	look := m.clock.us(asOf)
	s := m.sighting()
	for len(all) > 0 {
		n := min(len(all), sightsAtOnce)
		m.findAll(s, tn, all[:n], look)
		all = all[n:]
	}
	m.sightings.Put(s)
}

func (m *MemoryStore) findAll(s *sighting, tenant uint16, all []Quest, look int64) {
	s.open(len(all))
	for i := range all {
		s.hashes[i] = m.hashID(tenant, all[i].ID)
		s.put(i, uint8(m.shard(s.hashes[i])))
	}
	s.sort()
	for n := range m.ids {
		if keys := s.of(n); len(keys) > 0 {
			m.ids[n].answer(s, keys, tenant, all, look)
		}
	}
}

// answer takes the ids of one part.
func (s *idShard) answer(g *sighting, keys []uint16, tenant uint16, all []Quest, look int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.load(g, keys)
	for _, i := range keys {
		q := &all[i]
		q.Trace, q.Lookup = s.asOf(g.hashes[i], tenant, q.ID, look)
		s.idLookups[q.Lookup]++
	}
}

// Teach implements Store.
func (m *MemoryStore) Teach(tenant string, all []Lesson, now time.Time) {
	tn := m.tenants.find(tenant)
	s := m.sighting()
	for len(all) > 0 {
		n := min(len(all), sightsAtOnce)
		m.warm(s, tn, all[:n])
		for i := range all[:n] {
			l := &all[i]
			l.Learnt = m.Learn(tenant, l.Trace, l.ID, l.Source, now)
		}
		all = all[n:]
	}
	m.sightings.Put(s)
}

// warm brings what is known of ids into the caches. Their traces were seen just
// now.
func (m *MemoryStore) warm(s *sighting, tenant uint16, all []Lesson) {
	s.open(len(all))
	for i := range all {
		s.hashes[i] = m.hashID(tenant, all[i].ID)
		s.put(i, uint8(m.shard(s.hashes[i])))
	}
	s.sort()
	for n := range m.ids {
		if keys := s.of(n); len(keys) > 0 {
			part := &m.ids[n]
			part.mu.Lock()
			part.load(s, keys)
			part.mu.Unlock()
		}
	}
}

// load reads a little of what is known of the ids of one part.
func (s *idShard) load(g *sighting, keys []uint16) {
	s.index.load(g, keys)
	for _, i := range keys {
		slot := s.index.first(g.cells[i], g.hashes[i])
		if g.cells[i] = uint32(slot + 1); slot >= 0 {
			e := &s.slots[slot]
			g.sink += e.trace[0] + byte(e.traces)
		}
	}
	for _, i := range keys {
		if slot := int(g.cells[i]) - 1; slot >= 0 {
			if text := s.arena.get(s.slots[slot].bytes()); text != "" {
				g.sink += text[0] + text[len(text)-1]
			}
		}
	}
}

// load reads the cell at which the search for each key begins.
func (x *index) load(s *sighting, keys []uint16) {
	for _, i := range keys {
		s.cells[i] = x.cells[x.home(s.hashes[i])]
	}
}

// first returns the slot of the first candidate, -1 for none; home is the cell
// at which the search begins.
func (x *index) first(home uint32, hash uint64) int {
	tag := uint32(hash) << x.slotBits
	if home == 0 {
		return -1
	}
	if home>>x.slotBits<<x.slotBits == tag {
		return int(home&(1<<x.slotBits-1)) - 1
	}
	for slot := range x.candidates(hash) {
		return slot
	}
	return -1
}
