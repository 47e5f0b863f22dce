package correlate

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	wholeTrace = TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36}
	shortTrace = makeTrace(0, wholeTrace.low())
	otherWhole = makeTrace(17, wholeTrace.low())
)

func TestShortIDsFindTheWholeOne(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Saw("", wholeTrace, false, at(1))
	full, l := m.Full("", shortTrace, at(1))
	assert.Equal(t, Hit, l)
	assert.Equal(t, wholeTrace, full)
	_, l = m.Full("", shortTrace, at(0))
	assert.Equal(t, Miss, l, "it was not known then")
	_, l = m.Full("other", shortTrace, at(1))
	assert.Equal(t, Miss, l, "not to another tenant")
	_, l = m.Full("", shortTrace, at(1).Add(DefaultTTL))
	assert.Equal(t, Miss, l, "no longer live")

	m.Saw("", otherWhole, false, at(2))
	_, l = m.Full("", shortTrace, at(2))
	assert.Equal(t, Ambiguous, l)
	_, l = m.Full("", shortTrace, at(1))
	assert.Equal(t, Hit, l, "a resend gets what its first try got")
}

func TestPairsAreSharedByShortAndWhole(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Learn("", shortTrace, "order-1", SourceRequestID, at(0))
	wantCorrelation(t, m, wholeTrace, at(1), "order-1")
	assert.Equal(t, LearntNew, m.Learn("", wholeTrace, "order-1", SourceRequestID, at(1)))
	_, l := m.Trace("", "order-1", at(2))
	assert.Equal(t, Hit, l, "a trace and its lower half are not two")

	m = NewMemoryStore(Settings{})
	m.Learn("", wholeTrace, "order-1", SourceRequestID, at(0))
	wantCorrelation(t, m, shortTrace, at(1), "order-1")
	m.Learn("", otherWhole, "order-2", SourceRequestID, at(1))
	wantCorrelation(t, m, shortTrace, at(2), "")
}

func TestLiveTraces(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Saw("a", wholeTrace, false, at(1))
	assert.True(t, m.Live("a", wholeTrace, at(1)))
	assert.False(t, m.Live("a", wholeTrace, at(0)))
	assert.False(t, m.Live("a", shortTrace, at(1)))
	assert.False(t, m.Live("", wholeTrace, at(1)))
	m.Saw("a", wholeTrace, false, at(200))
	assert.True(t, m.Live("a", wholeTrace, at(400)), "seen again")
	assert.False(t, m.Live("a", wholeTrace, at(501)))
}

func TestLatePairsAreTold(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Saw("a", wholeTrace, true, at(0))
	m.Saw("a", otherWhole, false, at(0))
	assert.Empty(t, m.Pairs("a", 10))
	m.Learn("a", wholeTrace, "order-1", SourceRequestID, at(1))
	m.Learn("a", otherWhole, "order-2", SourceRequestID, at(1))
	m.Learn("a", wholeTrace, "order-1", SourceRequestID, at(2))
	assert.Equal(t, []string{"a"}, m.PairTenants())
	assert.Empty(t, m.Pairs("", 10), "they are another tenant's")
	pairs := m.Pairs("a", 10)
	require.Len(t, pairs, 1)
	assert.Equal(t, wholeTrace, pairs[0].Trace)
	assert.Equal(t, "order-1", pairs[0].Correlation)
	assert.WithinDuration(t, at(1), pairs[0].Learnt, 0)
	assert.Empty(t, m.Pairs("a", 10), "once")
	m.GiveBack("a", pairs)
	assert.Equal(t, pairs, m.Pairs("a", 10))
	assert.Empty(t, m.PairTenants())
}

// Between the look of one batch and its end another one may learn the pair.
func TestPairLearntDuringABatchIsTold(t *testing.T) {
	m := NewMemoryStore(Settings{})
	wantCorrelation(t, m, wholeTrace, at(1), "")
	m.Learn("", wholeTrace, "order-1", SourceRequestID, at(2))
	m.Saw("", wholeTrace, true, at(3))
	assert.Len(t, m.Pairs("", 10), 1)
	m.Saw("", wholeTrace, true, at(4))
	assert.Empty(t, m.Pairs("", 10), "a resend tells it no second time")
}

func TestPairsThatNobodyTakesAreBounded(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 2 * MaxToldPairs})
	for i := range MaxToldPairs + 5 {
		trace := makeTrace(uint64(i+1), uint64(i+1))
		m.Saw("", trace, true, at(0))
		m.Learn("", trace, fmt.Sprintf("order-%d", i), SourceRequestID, at(1))
	}
	st := m.Stats()
	assert.Equal(t, MaxToldPairs, st.PairsWaiting)
	assert.Equal(t, uint64(5), st.PairsDropped)
	assert.Len(t, m.Pairs("", 7), 7)
}

// A flood from one tenant finds its own places taken, not those of others.
func TestFloodLeavesOtherTenantsTheirs(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 10_000, TenantShare: 0.5})
	trace := func(tenant, n int) TraceID { return makeTrace(uint64(tenant), uint64(n+1)) }
	const own = 1000
	for i := range own {
		m.Learn("quiet", trace(1, i), fmt.Sprintf("quiet-%d", i), SourceRequestID, at(0))
	}
	refused := 0
	for i := range 100_000 {
		if m.Learn("loud", trace(2, i), fmt.Sprintf("loud-%d", i), SourceRequestID, at(1)) == LearntRefused {
			refused++
		}
	}
	kept := 0
	for i := range own {
		if _, ok := m.Correlation("quiet", trace(1, i), at(2)); ok {
			kept++
		}
	}
	assert.Equal(t, own, kept)
	assert.Positive(t, refused)
	st := m.Stats()
	assert.Equal(t, uint64(refused), st.Traces.Refused+st.IDs.Refused)
	// The quiet one still gets in, and the loud one gets on when time has passed.
	assert.Equal(t, LearntNew, m.Learn("quiet", trace(1, own), "quiet-new", SourceRequestID, at(2)))
	later := at(2).Add(DefaultTTL + DefaultResendWindow + time.Second)
	assert.Equal(t, LearntNew, m.Learn("loud", trace(3, 1), "loud-new", SourceRequestID, later))
	checkShards(t, m)
}

func TestOneTenantMayUseTheWholeStore(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 1000})
	for i := range 5000 {
		require.Equal(t, LearntNew, m.Learn("", makeTrace(1, uint64(i+1)), fmt.Sprintf("order-%d", i), SourceRequestID, at(0)))
	}
	assert.Equal(t, 1000, m.Stats().Traces.Entries)
}

func TestWithoutEnvoyDecision(t *testing.T) {
	for in, want := range map[string]string{
		"7b1d9a52-7c3f-9f1e-9b0a-2f6c1d8e4a55": "7b1d9a52-7c3f-4f1e-9b0a-2f6c1d8e4a55",
		"7b1d9a52-7c3f-af1e-9b0a-2f6c1d8e4a55": "7b1d9a52-7c3f-4f1e-9b0a-2f6c1d8e4a55",
		"7b1d9a52-7c3f-Bf1e-9b0a-2f6c1d8e4a55": "7b1d9a52-7c3f-4f1e-9b0a-2f6c1d8e4a55",
		"7b1d9a52-7c3f-7f1e-9b0a-2f6c1d8e4a55": "7b1d9a52-7c3f-7f1e-9b0a-2f6c1d8e4a55",
		"order-1234567-9f1e-9b0a-2f6c1d8e4a55": "order-1234567-9f1e-9b0a-2f6c1d8e4a55",
		"order-1":                              "order-1",
	} {
		assert.Equal(t, want, WithoutEnvoyDecision(in))
	}
}

// Ids that agree in their lower half stand in one place of the index.
func TestSearchesStayShort(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 100_000})
	refused := 0
	for i := range 10_000 {
		if m.Learn("", makeTrace(uint64(i+1), 7), fmt.Sprintf("order-%d", i), SourceRequestID, at(0)) == LearntRefused {
			refused++
		}
		m.Saw("", makeTrace(uint64(i+1), 9), true, at(0))
	}
	assert.Equal(t, 10_000-maxKin, refused)
	assert.Equal(t, 2*maxKin, m.Stats().Traces.Entries)
	assert.Equal(t, LearntNew, m.Learn("", makeTrace(1, 8), "order-2", SourceRequestID, at(0)))
}
