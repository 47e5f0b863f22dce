package correlate

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

// What leaves is counted by the reason, and by how long it had been kept.
func TestEvictionsAreCountedByReasonAndAge(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 10, TenantShare: 0.5})
	n := 0
	learn := func(tenant string, now time.Time) {
		n++
		m.Learn(tenant, makeTrace(1, uint64(n)), fmt.Sprintf("order-%d", n), SourceRequestID, now)
	}
	left := func(reason Eviction, want uint64, age time.Duration, aged uint64) {
		t.Helper()
		for _, x := range []IndexStats{m.Stats().Traces, m.Stats().IDs} {
			assert.Equal(t, want, x.Evictions[reason], reason)
			i := 0
			for i < len(AgeBounds) && age >= AgeBounds[i] {
				i++
			}
			assert.Equal(t, aged, x.Ages[i], age)
		}
	}
	for range 10 {
		learn("a", at(0))
	}
	learn("a", at(20)) // alone in the store, its share is all of it
	left(EvictionCapacity, 1, 20*time.Second, 1)
	learn("b", at(70))
	left(EvictionCapacity, 2, 70*time.Second, 1)
	learn("a", at(140))
	left(EvictionTenant, 1, 140*time.Second, 1)
	left(EvictionCapacity, 2, 140*time.Second, 1)
	m.Expire(at(3600))
	left(EvictionTTL, 10, time.Hour, 10)
}

func TestLatePairsAreCounted(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Saw("", wholeTrace, true, at(0))
	m.Saw("", otherWhole, false, at(0))
	m.Learn("", wholeTrace, "order-1", SourceRequestID, at(1))
	m.Learn("", otherWhole, "order-2", SourceRequestID, at(1))
	assert.EqualValues(t, 1, m.Stats().LatePairs)
	m.GiveBack("", m.Pairs("", 10))
	assert.EqualValues(t, 1, m.Stats().LatePairs, "not learnt again")
}

// The figure for the memory is what the store takes as it fills.
func TestBytes(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 100_000})
	empty := m.Stats()
	for i := range 50_000 {
		trace, id := benchPair(i)
		m.Learn("", trace, id, SourceRequestID, at(0))
	}
	st := m.Stats()
	assert.Equal(t, 50_000*44, st.Traces.Bytes-empty.Traces.Bytes)
	ids := st.IDs.Bytes - empty.IDs.Bytes
	assert.GreaterOrEqual(t, ids, 50_000*(52+36))
	assert.Less(t, ids, 50_000*(52+36)+maxShards*(16<<10))
}
