package correlate

import (
	"context"
	"hash/maphash"
	"math/bits"
	"sync"
	"time"
)

// Settings bound a MemoryStore. A zero field takes its default.
type Settings struct {
	// TTL is how long a pair is live after it was last seen. Default: 5 minutes.
	TTL time.Duration
	// ResendWindow is how long the digest of a request is remembered, and how
	// long a pair that is no longer live is kept for such a request.
	// Default: 10 minutes.
	ResendWindow time.Duration
	// Capacity is the number of traces. The oldest leave when it is reached.
	// Default: 100,000.
	Capacity int
	// MaxTracesPerID is the number of traces above which a correlation id is
	// blocked: it is a constant, not an id. Default: 100.
	MaxTracesPerID int
	// Requests is the number of request digests remembered. Default: 200,000.
	Requests int
	// TenantShare is the part of the capacity that one tenant may take from
	// others; free room is anybody's. Above 0, up to 1. Default: 0.5.
	TenantShare float64
}

// Defaults of Settings, and the largest capacity.
const (
	DefaultTTL            = 5 * time.Minute
	DefaultResendWindow   = 10 * time.Minute
	DefaultCapacity       = 100_000
	DefaultMaxTracesPerID = 100
	DefaultRequests       = 200_000
	DefaultTenantShare    = 0.5
	MaxCapacity           = 50_000_000
)

func (s *Settings) setDefaults() {
	if s.TTL <= 0 {
		s.TTL = DefaultTTL
	}
	if s.ResendWindow <= 0 {
		s.ResendWindow = DefaultResendWindow
	}
	if s.Capacity <= 0 {
		s.Capacity = DefaultCapacity
	}
	s.Capacity = min(s.Capacity, MaxCapacity)
	if s.MaxTracesPerID <= 0 {
		s.MaxTracesPerID = DefaultMaxTracesPerID
	}
	s.MaxTracesPerID = min(s.MaxTracesPerID, 1<<16-2)
	if s.Requests <= 0 {
		s.Requests = DefaultRequests
	}
	s.Requests = min(s.Requests, MaxCapacity)
	if s.TenantShare <= 0 || s.TenantShare > 1 {
		s.TenantShare = DefaultTenantShare
	}
}

// MemoryStore is a Store in the memory of this process: bounded, sharded,
// without pointers that the garbage collector would have to follow, and
// without goroutines. Its memory is taken at once but touched only as it fills:
// about 150 bytes a trace with an id of 36 characters.
//
// Keys are compared by all their bytes, never by hash alone. Each pair carries
// the moments at which it was learnt, seen last, became ambiguous or was
// blocked, so that a lookup can be made as of an earlier moment.
type MemoryStore struct {
	settings Settings
	ttl      int64 // microseconds
	keep     int64 // after it was last seen: TTL and ResendWindow
	seed     maphash.Seed
	clock    clock
	tenants  tenants
	shards   uint64
	pairs    []pairShard
	ids      []idShard
	idSlots  uint32 // in each of ids
	requests requests
	told     toldPairs
	// sightings are reused: what a batch needs while it is looked up.
	sightings sync.Pool
}

var _ Store = (*MemoryStore)(nil)

// shardSlots is the number of slots from which on a store is divided, and
// maxShards the number of parts it is divided into.
const (
	shardSlots = 2048
	maxShards  = 64
)

// NewMemoryStore makes an empty store.
func NewMemoryStore(settings Settings) *MemoryStore {
	settings.setDefaults()
	shards := 1
	if settings.Capacity >= 2*shardSlots {
		shards = min(maxShards, 1<<(bits.Len(uint(settings.Capacity/shardSlots))-1))
	}
	m := &MemoryStore{
		settings: settings,
		ttl:      settings.TTL.Microseconds(),
		keep:     (settings.TTL + settings.ResendWindow).Microseconds(),
		seed:     maphash.MakeSeed(),
		shards:   uint64(shards),
		pairs:    make([]pairShard, shards),
		ids:      make([]idShard, shards),
	}
	slots := (settings.Capacity + shards - 1) / shards
	m.idSlots = uint32(slots)
	for i := range shards {
		m.pairs[i].init(m, slots)
		m.ids[i].init(m, slots)
	}
	m.requests.init(m, settings.Requests, settings.ResendWindow.Microseconds())
	return m
}

// Settings are those in force, defaults filled in.
func (m *MemoryStore) Settings() Settings { return m.settings }

// mix spreads a tenant's number over a hash; the keys are compared anyway.
func mix(hash uint64, tenant uint16) uint64 { return hash ^ uint64(tenant)*0x9e3779b97f4a7c15 }

// hashTrace is over the lower half of a trace id, so that a short id finds the
// whole ones.
func (m *MemoryStore) hashTrace(tenant uint16, t *TraceID) uint64 {
	return mix(maphash.Bytes(m.seed, t[8:]), tenant)
}

func (m *MemoryStore) hashID(tenant uint16, id string) uint64 {
	return mix(maphash.String(m.seed, id), tenant)
}

// shard takes bits that neither the place in an index nor its tags depend on.
func (m *MemoryStore) shard(hash uint64) uint64 { return hash >> 34 & (m.shards - 1) }

// pairsOf and idsOf return the part of an index that a key stands in, not
// locked, and the key's hash.
func (m *MemoryStore) pairsOf(tenant uint16, t *TraceID) (*pairShard, uint64) {
	hash := m.hashTrace(tenant, t)
	return &m.pairs[m.shard(hash)], hash
}

func (m *MemoryStore) idsOf(tenant uint16, id string) (*idShard, uint64) {
	hash := m.hashID(tenant, id)
	return &m.ids[m.shard(hash)], hash
}

// Learn implements Store. The id also leads to the trace when the trace keeps
// another one. Ids longer than MaxCorrelationID and empty ones are not learnt.
func (m *MemoryStore) Learn(tenant string, trace TraceID, id string, source Source, now time.Time) Learnt {
	if trace.IsZero() || id == "" || len(id) > MaxCorrelationID {
		return LearntNothing
	}
	tn := m.tenants.add(tenant)
	if tn == 0 {
		return LearntRefused
	}
	us := m.clock.us(now)
	pairHash, idHash := m.hashTrace(tn, &trace), m.hashID(tn, id)
	p, ii := &m.pairs[m.shard(pairHash)], m.shard(idHash)

	// Always in this order: a pair's shard, then an id's.
	p.mu.Lock()
	defer p.mu.Unlock()

	cur := p.find(pairHash, tn, &trace, maxMoment)
	var e *pairSlot
	var same, gone bool
	paired := cur >= 0 && p.slots[cur].paired()
	own := false
	if paired {
		e = &p.slots[cur]
		if own = m.shardOf(e.id()) == ii; !own {
			// An equal id would stand in the shard of this one: it is another.
			gone = m.gone(e.id())
		}
	}
	s := &m.ids[ii]
	s.mu.Lock()
	defer s.mu.Unlock()
	if own {
		i := &s.slots[e.slot%m.idSlots]
		gone = i.gen != e.gen
		same = !gone && s.arena.get(i.bytes()) == id
	}

	slot := s.learn(idHash, tn, id, trace, us)
	if slot < 0 {
		return LearntRefused
	}
	at := idRef{slot: uint32(ii)*m.idSlots + uint32(slot), gen: s.slots[slot].gen}
	live := paired && !gone && us < e.written.us()+m.ttl
	switch {
	case live && same:
		e.setID(at)
		e.source = min(e.source, source)
		p.touch(cur, pairHash, us)
		return LearntKnown
	case live && e.source <= source:
		return LearntConflict
	}
	if s.count(slot, us) {
		if !p.pair(cur, pairHash, pairSlot{
			trace: trace, seen: toMoment(us), learnt: toMoment(us), written: toMoment(us), slot: at.slot, gen: at.gen, tenant: tn, source: source,
		}, us) {
			return LearntRefused
		}
	}
	if live {
		return LearntConflict
	}
	return LearntNew
}

func (m *MemoryStore) shardOf(r idRef) uint64 { return uint64(r.slot / m.idSlots) }

// gone says that the id's place was given to another one.
func (m *MemoryStore) gone(r idRef) bool {
	s := &m.ids[m.shardOf(r)]
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.slots[r.slot%m.idSlots].gen != r.gen
}

// Correlation implements Store. The string stays valid for ever.
func (m *MemoryStore) Correlation(tenant string, trace TraceID, asOf time.Time) (string, bool) {
	us := m.clock.us(asOf)
	tn := m.tenants.find(tenant)
	p, hash := m.pairsOf(tn, &trace)
	p.mu.Lock()
	at, ok := p.asOf(hash, tn, &trace, us)
	if !ok {
		p.lookups[Miss]++
		p.mu.Unlock()
		return "", false
	}
	p.mu.Unlock()

	s := &m.ids[m.shardOf(at)]
	s.mu.Lock()
	defer s.mu.Unlock()
	e := &s.slots[at.slot%m.idSlots]
	switch {
	case e.gen != at.gen:
		s.traceLookups[Miss]++
		return "", false
	case e.blocked.us() <= us:
		s.traceLookups[Blocked]++
		return "", false
	}
	s.traceLookups[Hit]++
	return s.arena.get(e.bytes()), true
}

// Saw notes that a trace was seen, as See does, and reports whether this is the
// first time that records of it went by unfilled.
func (m *MemoryStore) Saw(tenant string, trace TraceID, unfilled bool, now time.Time) bool {
	tn := m.tenants.add(tenant)
	if tn == 0 || trace.IsZero() {
		return false
	}
	us := m.clock.us(now)
	p, hash := m.pairsOf(tn, &trace)
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.saw(hash, tn, &trace, unfilled, us)
}

// Knows says whether the correlation id of a trace is known. It counts as no lookup.
func (m *MemoryStore) Knows(tenant string, trace TraceID, now time.Time) bool {
	us := m.clock.us(now)
	tn := m.tenants.find(tenant)
	p, hash := m.pairsOf(tn, &trace)
	p.mu.Lock()
	defer p.mu.Unlock()
	_, ok := p.asOf(hash, tn, &trace, us)
	return ok
}

// MarkAmbiguous notes that a correlation id was seen on a second trace at a
// moment, elsewhere.
func (m *MemoryStore) MarkAmbiguous(tenant, id string, at time.Time) {
	tn := m.tenants.find(tenant)
	s, hash := m.idsOf(tn, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if slot := s.find(hash, tn, id, maxMoment); slot >= 0 {
		if us := m.clock.us(at); us < s.slots[slot].ambiguous.us() {
			s.slots[slot].ambiguous = toMoment(us)
		}
	}
}

// Full implements Store.
func (m *MemoryStore) Full(tenant string, short TraceID, asOf time.Time) (TraceID, Lookup) {
	tn := m.tenants.find(tenant)
	p, hash := m.pairsOf(tn, &short)
	p.mu.Lock()
	defer p.mu.Unlock()
	t, l := p.full(hash, tn, &short, m.clock.us(asOf))
	p.fulls[l]++
	return t, l
}

// Live implements Store.
func (m *MemoryStore) Live(tenant string, trace TraceID, asOf time.Time) bool {
	us := m.clock.us(asOf)
	tn := m.tenants.find(tenant)
	p, hash := m.pairsOf(tn, &trace)
	p.mu.Lock()
	defer p.mu.Unlock()
	for slot := range p.index.candidates(hash) {
		e := &p.slots[slot]
		if e.tenant == tn && e.trace == trace && e.seen.us() <= us && us < e.written.us()+m.ttl {
			return true
		}
	}
	return false
}

// Trace implements Store.
func (m *MemoryStore) Trace(tenant, id string, asOf time.Time) (TraceID, Lookup) {
	us := m.clock.us(asOf)
	tn := m.tenants.find(tenant)
	s, hash := m.idsOf(tn, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	t, l := s.asOf(hash, tn, id, us)
	s.idLookups[l]++
	return t, l
}

// Open implements Store.
func (m *MemoryStore) Open(_ context.Context, b *Batch, now time.Time) time.Time {
	return m.FirstSeen(b.Digest, now)
}

// FirstSeen returns when a request of this digest was first seen: now, or an
// earlier moment when the request is a resend. It is a whole microsecond, the
// first time too: records without a time get it as theirs.
func (m *MemoryStore) FirstSeen(digest [16]byte, now time.Time) time.Time {
	return m.clock.time(m.requests.firstSeen(m.seed, digest, m.clock.us(now)))
}

// Expire frees what is neither live nor needed for a resend. Inserting does the
// same bit by bit; this is for a store that nothing is inserted into.
func (m *MemoryStore) Expire(now time.Time) {
	us := m.clock.us(now)
	for i := range m.pairs {
		m.pairs[i].expire(us)
		m.ids[i].expire(us)
	}
	m.requests.expire(us)
}
