package correlate

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var t0 = time.Unix(1_800_000_000, 0)

func at(seconds float64) time.Time {
	return t0.Add(time.Duration(seconds * float64(time.Second)))
}

func wantCorrelation(t *testing.T, m Store, trace TraceID, asOf time.Time, want string) {
	t.Helper()
	got, ok := m.Correlation("", trace, asOf)
	assert.Equal(t, want, got)
	assert.Equal(t, want != "", ok)
}

func wantTrace(t *testing.T, m Store, id string, asOf time.Time, want TraceID, result Lookup) {
	t.Helper()
	got, r := m.Trace("", id, asOf)
	assert.Equal(t, result, r)
	assert.Equal(t, want, got)
}

func TestStoreLearnsInBothDirections(t *testing.T) {
	m := NewMemoryStore(Settings{})
	a, b := TraceID{1}, TraceID{2}
	assert.NotEqual(t, LearntConflict, m.Learn("", a, "order-1", SourceRequestID, at(0)))
	wantCorrelation(t, m, a, at(0), "order-1")
	wantTrace(t, m, "order-1", at(0), a, Hit)
	wantCorrelation(t, m, b, at(0), "")
	wantTrace(t, m, "order-2", at(0), TraceID{}, Miss)

	_, ok := m.Correlation("other", a, at(0))
	assert.False(t, ok, "tenants do not see each other's pairs")
	_, r := m.Trace("other", "order-1", at(0))
	assert.Equal(t, Miss, r)
}

func TestStoreRefusesWhatIsNoPair(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Learn("", TraceID{}, "order-1", SourceRequestID, at(0))
	m.Learn("", TraceID{1}, "", SourceRequestID, at(0))
	m.Learn("", TraceID{1}, strings.Repeat("x", MaxCorrelationID+1), SourceRequestID, at(0))
	m.Learn(strings.Repeat("t", maxTenantName+1), TraceID{1}, "order-1", SourceRequestID, at(0))
	assert.Zero(t, m.Stats().Traces.Entries)
	assert.Zero(t, m.Stats().IDs.Entries)
}

func TestStoreForgetsAfterTTL(t *testing.T) {
	m := NewMemoryStore(Settings{TTL: 10 * time.Second})
	m.Learn("", TraceID{1}, "order-1", SourceRequestID, at(0))
	wantCorrelation(t, m, TraceID{1}, at(9.9), "order-1")
	wantCorrelation(t, m, TraceID{1}, at(10), "")
	wantTrace(t, m, "order-1", at(10), TraceID{}, Miss)

	// Seen again in time, it stays.
	m.Learn("", TraceID{2}, "order-2", SourceRequestID, at(0))
	m.Learn("", TraceID{2}, "order-2", SourceRequestID, at(9))
	wantCorrelation(t, m, TraceID{2}, at(15), "order-2")
}

func TestStoreKeepsTheBestSourceThenTheFirst(t *testing.T) {
	m := NewMemoryStore(Settings{})
	a := TraceID{1}
	m.Learn("", a, "request-1", SourceRequestID, at(0))
	assert.Equal(t, LearntConflict, m.Learn("", a, "request-2", SourceRequestID, at(1)), "a conflict is reported")
	wantCorrelation(t, m, a, at(2), "request-1")
	assert.Equal(t, LearntConflict, m.Learn("", a, "order-1", SourceCorrelationID, at(3)))
	wantCorrelation(t, m, a, at(4), "order-1")
	assert.Equal(t, LearntConflict, m.Learn("", a, "request-1", SourceRequestID, at(5)))
	wantCorrelation(t, m, a, at(6), "order-1")

	// Each of them leads to the trace.
	for _, id := range []string{"request-1", "request-2", "order-1"} {
		wantTrace(t, m, id, at(6), a, Hit)
	}
	// And what was known earlier can still be asked for.
	wantCorrelation(t, m, a, at(2), "request-1")
	wantCorrelation(t, m, a, at(-1), "")
}

func TestStoreAnswersAsOfAnEarlierMoment(t *testing.T) {
	m := NewMemoryStore(Settings{})
	a, b := TraceID{1}, TraceID{2}
	m.Learn("", a, "order-1", SourceRequestID, at(1))
	wantCorrelation(t, m, a, at(0.999999), "")
	wantTrace(t, m, "order-1", at(0.999999), TraceID{}, Miss)
	wantCorrelation(t, m, a, at(1), "order-1")

	m.Learn("", b, "order-1", SourceRequestID, at(2))
	wantTrace(t, m, "order-1", at(1.5), a, Hit)
	wantTrace(t, m, "order-1", at(2), TraceID{}, Ambiguous)
	wantCorrelation(t, m, a, at(3), "order-1")
	wantCorrelation(t, m, b, at(3), "order-1")
}

// A request that is sent again when its pair is no longer live is filled as it
// was the first time.
func TestStoreKeepsPairsForResends(t *testing.T) {
	m := NewMemoryStore(Settings{TTL: 10 * time.Second, ResendWindow: time.Minute})
	m.Learn("", TraceID{1}, "order-1", SourceRequestID, at(0))
	first := m.FirstSeen([16]byte{7}, at(5))
	assert.True(t, first.Equal(at(5)), first)
	m.Expire(at(60))
	again := m.FirstSeen([16]byte{7}, at(60))
	assert.True(t, again.Equal(at(5)), again)
	wantCorrelation(t, m, TraceID{1}, again, "order-1")
	wantCorrelation(t, m, TraceID{1}, at(60), "")
	m.Expire(at(70))
	assert.Zero(t, m.Stats().Traces.Entries)
	assert.Zero(t, m.Stats().Requests.Entries)
	assert.True(t, m.FirstSeen([16]byte{7}, at(71)).Equal(at(71)), "the window is over")
}

// Pairs come back after a pause: the pause stays a pause.
func TestStoreRemembersAPause(t *testing.T) {
	m := NewMemoryStore(Settings{TTL: 10 * time.Second, ResendWindow: time.Minute})
	m.Learn("", TraceID{1}, "order-1", SourceRequestID, at(0))
	m.Learn("", TraceID{1}, "order-1", SourceRequestID, at(30))
	wantCorrelation(t, m, TraceID{1}, at(5), "order-1")
	wantCorrelation(t, m, TraceID{1}, at(20), "")
	wantCorrelation(t, m, TraceID{1}, at(30), "order-1")
	m.Learn("", TraceID{2}, "order-1", SourceRequestID, at(60))
	wantTrace(t, m, "order-1", at(5), TraceID{1}, Hit)
	wantTrace(t, m, "order-1", at(20), TraceID{}, Miss)
	wantTrace(t, m, "order-1", at(30), TraceID{1}, Hit)
	wantTrace(t, m, "order-1", at(60), TraceID{2}, Hit)
}

// The past of one key is bounded.
func TestStoreBoundsVersions(t *testing.T) {
	m := NewMemoryStore(Settings{TTL: time.Second, ResendWindow: time.Hour})
	for i := range 100 {
		m.Learn("", TraceID{1}, "order-1", SourceRequestID, at(float64(2*i)))
	}
	st := m.Stats()
	assert.Equal(t, maxVersions, st.Traces.Entries)
	assert.Equal(t, maxVersions, st.IDs.Entries)
	wantCorrelation(t, m, TraceID{1}, at(198), "order-1")
	wantCorrelation(t, m, TraceID{1}, at(190), "order-1")
	wantCorrelation(t, m, TraceID{1}, at(100), "")
	checkShards(t, m)
}

func TestStoreBlocksConstants(t *testing.T) {
	m := NewMemoryStore(Settings{MaxTracesPerID: 3})
	for n := byte(1); n <= 5; n++ {
		m.Learn("", TraceID{15: n}, "constant-1", SourceRequestID, at(float64(n)))
	}
	wantCorrelation(t, m, TraceID{15: 1}, at(3), "constant-1")
	wantCorrelation(t, m, TraceID{15: 1}, at(4), "")
	wantCorrelation(t, m, TraceID{5}, at(5), "")
	wantTrace(t, m, "constant-1", at(1), TraceID{15: 1}, Hit)
	wantTrace(t, m, "constant-1", at(3), TraceID{}, Ambiguous)
	wantTrace(t, m, "constant-1", at(5), TraceID{}, Blocked)
	assert.EqualValues(t, 1, m.Stats().BlockedIDs)
	// Once it has been silent for the TTL, it is an id like any other.
	m.Learn("", TraceID{9}, "constant-1", SourceRequestID, at(600))
	wantTrace(t, m, "constant-1", at(600), TraceID{9}, Hit)
	wantCorrelation(t, m, TraceID{9}, at(600), "constant-1")
}

// Records without a time get the moment as theirs, so that a resend must get it
// to the nanosecond.
func TestFirstSeenIsTheSameForAResend(t *testing.T) {
	m := NewMemoryStore(Settings{})
	first := m.FirstSeen([16]byte{7}, at(5).Add(987654321))
	assert.Equal(t, first, m.FirstSeen([16]byte{7}, at(6).Add(123456789)))
	assert.Equal(t, at(5).Add(987654000).UnixNano(), first.UnixNano())
}

func TestFirstSeenIsBounded(t *testing.T) {
	m := NewMemoryStore(Settings{Requests: 10})
	for i := range 100 {
		m.FirstSeen([16]byte{byte(i)}, at(float64(i)))
	}
	st := m.Stats().Requests
	assert.Equal(t, 10, st.Entries)
	assert.EqualValues(t, 90, st.Evictions[EvictionCapacity])
	assert.True(t, m.FirstSeen([16]byte{95}, at(200)).Equal(at(95)))
	assert.True(t, m.FirstSeen([16]byte{1}, at(201)).Equal(at(201)))
}

// Strings handed out stay what they are when their entry has long been
// overwritten.
func TestStringsOutliveTheirEntries(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 50})
	var kept []string
	for i := range 20_000 {
		trace, id := benchPair(i)
		m.Learn("", trace, id, SourceRequestID, at(float64(i)/1000))
		got, ok := m.Correlation("", trace, at(float64(i)/1000))
		require.True(t, ok)
		if i%10 == 0 {
			kept = append(kept, got)
		}
	}
	runtime.GC()
	for i, got := range kept {
		if _, id := benchPair(i * 10); got != id {
			t.Fatalf("%d: %q instead of %q", i, got, id)
		}
	}
	checkShards(t, m)
	st := m.Stats()
	assert.Equal(t, 50, st.Traces.Entries)
	assert.EqualValues(t, 20_000-50, st.Traces.Evictions[EvictionCapacity])
}

// What is in use stays when the store is full; what is not in use leaves.
func TestCapacitySparesWhatIsInUse(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 100})
	m.Learn("", TraceID{1}, "in-use-1", SourceRequestID, at(0))
	for i := range 5000 {
		trace, id := benchPair(i)
		now := at(float64(i) / 100)
		m.Learn("", trace, id, SourceRequestID, now)
		m.Learn("", TraceID{1}, "in-use-1", SourceRequestID, now)
		got, ok := m.Correlation("", TraceID{1}, now)
		require.True(t, ok, i)
		require.Equal(t, "in-use-1", got)
	}
	wantCorrelation(t, m, TraceID{1}, at(0), "in-use-1")
	wantTrace(t, m, "in-use-1", at(0), TraceID{1}, Hit)
	checkShards(t, m)
}

func TestMemoryOfIDsIsBounded(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 1000})
	for i := range 50_000 {
		trace, id := benchPair(i)
		m.Learn("", trace, id+strings.Repeat("x", MaxCorrelationID-len(id)), SourceRequestID, at(float64(i)/1000))
	}
	checkShards(t, m)
	bytes := 0
	for _, c := range m.ids[0].arena.chunks {
		bytes += cap(c)
	}
	assert.Less(t, bytes, 1000*MaxCorrelationID+3*m.ids[0].arena.size)
}

func TestStoreAllocatesNothingPerLookup(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Learn("team-a", TraceID{1}, "order-1", SourceRequestID, at(0))
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		m.Learn("team-a", TraceID{1}, "order-1", SourceRequestID, at(1))
		m.Correlation("team-a", TraceID{1}, at(1))
		m.Correlation("team-a", TraceID{2}, at(1))
		m.Trace("team-a", "order-1", at(1))
		m.FirstSeen([16]byte{1}, at(1))
	}))
}

func TestStoreIsSafeForConcurrentUse(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 5000, Requests: 1000, MaxTracesPerID: 3})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			tenant := []string{"", "a", "b"}[g%3]
			for i := range 4000 {
				n := (i*7 + g*13) % 9000
				trace, id := benchPair(n)
				now := at(float64(i) / 100)
				switch i % 5 {
				case 0:
					m.Learn(tenant, trace, id, SourceRequestID, now)
				case 1:
					_, shared := benchPair(n % 50)
					m.Learn(tenant, trace, shared, SourceCorrelationID, now)
				case 2:
					if got, ok := m.Correlation(tenant, trace, now); ok {
						_, shared := benchPair(n % 50)
						if got != id && got != shared {
							t.Errorf("trace %d has %q", n, got)
						}
					}
				case 3:
					m.Trace(tenant, id, now)
				default:
					m.FirstSeen([16]byte{byte(n), byte(n >> 8)}, now)
				}
				if i%1000 == 0 {
					m.Stats()
					m.Expire(now)
				}
			}
		})
	}
	wg.Wait()
	checkShards(t, m)
}

// checkShards looks at what the parts of the store promise each other.
func checkShards(t interface{ Fatalf(string, ...any) }, m *MemoryStore) {
	for i := range m.pairs {
		p := &m.pairs[i]
		indexed := 0
		for slot := range p.slots {
			if e := &p.slots[slot]; e.marks&markIndexed != 0 {
				indexed++
				if got := p.find(p.hashOf(slot), e.tenant, &e.trace, e.learnt.us()); got != slot {
					t.Fatalf("pair slot %d is found as %d", slot, got)
				}
			}
		}
		if indexed != p.entries || indexed != cells(p.index) || indexed > p.ring.used {
			t.Fatalf("pairs: %d indexed, %d entries, %d cells, %d used", indexed, p.entries, cells(p.index), p.ring.used)
		}
	}
	for i := range m.ids {
		s := &m.ids[i]
		indexed, refs := 0, 0
		for slot := range s.slots {
			e := &s.slots[slot]
			if e.tenant == 0 {
				continue
			}
			refs++
			if e.tenant&hidden == 0 {
				indexed++
				if got := s.find(s.hashOf(slot), e.tenant, s.arena.get(e.bytes()), e.learnt.us()); got != slot {
					t.Fatalf("id slot %d is found as %d", slot, got)
				}
			}
		}
		held := 0
		for _, n := range s.arena.refs {
			held += int(n)
		}
		if indexed != s.entries || indexed != cells(s.index) || refs != s.ring.used || held != refs {
			t.Fatalf("ids: %d indexed, %d entries, %d cells, %d used, %d slots with bytes, %d references",
				indexed, s.entries, cells(s.index), s.ring.used, refs, held)
		}
	}
}

func cells(x index) int {
	n := 0
	for _, c := range x.cells {
		if c != 0 {
			n++
		}
	}
	return n
}

// naive is a store that remembers everything and searches it from end to end.
type naive struct {
	ttl   time.Duration
	limit int
	pairs map[string][]naivePair
	ids   map[string][]*naiveID
}

type naivePair struct {
	id              string
	of              *naiveID
	source          Source
	learnt, written time.Time
}

type naiveID struct {
	trace              TraceID
	learnt, written    time.Time
	ambiguous, blocked time.Time
	traces             int
}

func (n *naive) learn(tenant string, trace TraceID, id string, source Source, now time.Time) bool {
	key := tenant + "|" + id
	var e *naiveID
	if all := n.ids[key]; len(all) > 0 {
		e = all[len(all)-1]
	}
	if e == nil || !now.Before(e.written.Add(n.ttl)) {
		e = &naiveID{trace: trace, learnt: now}
		n.ids[key] = append(n.ids[key], e)
	}
	e.written = now
	if e.trace != trace && e.ambiguous.IsZero() {
		e.ambiguous = now
	}
	name := fmt.Sprintf("%s|%x", tenant, trace)
	versions := n.pairs[name]
	live := false
	if len(versions) > 0 {
		cur := &versions[len(versions)-1]
		live = now.Before(cur.written.Add(n.ttl))
		if live && cur.id == id {
			cur.written = now
			cur.source = min(cur.source, source)
			return false
		}
		if live && cur.source <= source {
			return true
		}
	}
	if e.traces <= n.limit {
		e.traces++
	}
	if e.traces > n.limit {
		if e.blocked.IsZero() {
			e.blocked = now
		}
		return live
	}
	n.pairs[name] = append(versions, naivePair{id: id, of: e, source: source, learnt: now, written: now})
	return live
}

func (n *naive) correlation(tenant string, trace TraceID, asOf time.Time) string {
	for _, v := range slices.Backward(n.pairs[fmt.Sprintf("%s|%x", tenant, trace)]) {
		if v.learnt.After(asOf) {
			continue
		}
		if !asOf.Before(v.written.Add(n.ttl)) {
			return ""
		}
		if e := v.of; !e.blocked.IsZero() && !e.blocked.After(asOf) {
			return ""
		}
		return v.id
	}
	return ""
}

func (n *naive) trace(tenant, id string, asOf time.Time) (TraceID, Lookup) {
	for _, e := range slices.Backward(n.ids[tenant+"|"+id]) {
		switch {
		case e.learnt.After(asOf):
			continue
		case !asOf.Before(e.written.Add(n.ttl)):
			return TraceID{}, Miss
		case !e.blocked.IsZero() && !e.blocked.After(asOf):
			return TraceID{}, Blocked
		case !e.ambiguous.IsZero() && !e.ambiguous.After(asOf):
			return TraceID{}, Ambiguous
		}
		return e.trace, Hit
	}
	return TraceID{}, Miss
}

func TestStoreAgainstModel(t *testing.T) {
	const ttl, window = 10 * time.Second, 25 * time.Second
	rapid.Check(t, func(t *rapid.T) {
		m := NewMemoryStore(Settings{TTL: ttl, ResendWindow: window, MaxTracesPerID: 3, Capacity: 4096})
		model := &naive{ttl: ttl, limit: 3, pairs: map[string][]naivePair{}, ids: map[string][]*naiveID{}}
		now := t0
		tenant := rapid.SampledFrom([]string{"", "a"})
		trace := rapid.Custom(func(t *rapid.T) TraceID { return TraceID{15: rapid.ByteRange(1, 6).Draw(t, "trace")} })
		id := rapid.Custom(func(t *rapid.T) string { return fmt.Sprintf("order-%d", rapid.IntRange(1, 4).Draw(t, "id")) })
		first := map[byte]time.Time{}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {},
			"wait": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(1, 12_000_000).Draw(t, "µs")) * time.Microsecond)
			},
			"expire": func(*rapid.T) { m.Expire(now) },
			"learn": func(t *rapid.T) {
				tn, tr, i := tenant.Draw(t, "tenant"), trace.Draw(t, "trace"), id.Draw(t, "id")
				source := Source(rapid.IntRange(1, 4).Draw(t, "source"))
				if got, want := m.Learn(tn, tr, i, source, now), model.learn(tn, tr, i, source, now); (got == LearntConflict) != want {
					t.Fatalf("learn: %v, want conflict %v", got, want)
				}
			},
			"look": func(t *rapid.T) {
				tn, tr, i := tenant.Draw(t, "tenant"), trace.Draw(t, "trace"), id.Draw(t, "id")
				asOf := now.Add(-time.Duration(rapid.IntRange(0, int(window.Microseconds())-1).Draw(t, "ago")) * time.Microsecond)
				got, ok := m.Correlation(tn, tr, asOf)
				if want := model.correlation(tn, tr, asOf); got != want || ok != (want != "") {
					t.Fatalf("correlation: %q %v, want %q", got, ok, want)
				}
				gotTrace, gotLookup := m.Trace(tn, i, asOf)
				if want, lookup := model.trace(tn, i, asOf); gotTrace != want || gotLookup != lookup {
					t.Fatalf("trace: %x %s, want %x %s", gotTrace, gotLookup, want, lookup)
				}
			},
			"request": func(t *rapid.T) {
				d := rapid.ByteRange(1, 4).Draw(t, "digest")
				want := now
				if f, ok := first[d]; ok && now.Before(f.Add(window)) {
					want = f
				}
				first[d] = want
				if got := m.FirstSeen([16]byte{d}, now); !got.Equal(want) {
					t.Fatalf("first seen %s, want %s", got, want)
				}
			},
		})
		checkShards(t, m)
	})
}

// A store that is too small may forget, but never says what it was not told.
func TestSmallStoreIsNeverWrong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := NewMemoryStore(Settings{TTL: 10 * time.Second, ResendWindow: 5 * time.Second, MaxTracesPerID: 3, Capacity: rapid.IntRange(1, 12).Draw(t, "capacity")})
		told := map[string]bool{}
		now := t0
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) { checkShards(t, m) },
			"wait": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(1, 6000).Draw(t, "ms")) * time.Millisecond)
			},
			"expire": func(*rapid.T) { m.Expire(now) },
			"learn": func(t *rapid.T) {
				n, i := rapid.ByteRange(1, 30).Draw(t, "trace"), rapid.IntRange(1, 20).Draw(t, "id")
				id := fmt.Sprintf("order-%d", i)
				m.Learn("", TraceID{15: n}, id, Source(rapid.IntRange(1, 4).Draw(t, "source")), now)
				told[fmt.Sprint(n, id)] = true
			},
			"saw": func(t *rapid.T) {
				m.Saw("", TraceID{15: rapid.ByteRange(1, 30).Draw(t, "trace")}, rapid.Bool().Draw(t, "unfilled"), now)
			},
			"take": func(t *rapid.T) {
				for _, p := range m.Pairs("", 3) {
					if !told[fmt.Sprint(p.Trace[15], p.Correlation)] {
						t.Fatalf("trace %d is said to have %q", p.Trace[15], p.Correlation)
					}
				}
			},
			"look": func(t *rapid.T) {
				n := rapid.ByteRange(1, 30).Draw(t, "trace")
				if id, ok := m.Correlation("", TraceID{15: n}, now); ok && !told[fmt.Sprint(n, id)] {
					t.Fatalf("trace %d has %q", n, id)
				}
				id := fmt.Sprintf("order-%d", rapid.IntRange(1, 20).Draw(t, "id"))
				if trace, l := m.Trace("", id, now); l == Hit && !told[fmt.Sprint(trace[15], id)] {
					t.Fatalf("%q has trace %d", id, trace[15])
				}
			},
		})
	})
}
