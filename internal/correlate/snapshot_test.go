package correlate

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func restored(t *testing.T, m *MemoryStore, now time.Time) *MemoryStore {
	t.Helper()
	fresh := NewMemoryStore(m.Settings())
	for chunk := range m.Snapshot(now) {
		require.NoError(t, fresh.Restore(chunk, now))
	}
	return fresh
}

func TestSnapshotKeepsWhatIsKnown(t *testing.T) {
	m := NewMemoryStore(Settings{MaxTracesPerID: 2})
	m.Saw("red", wholeTrace, true, at(1))
	m.Learn("red", wholeTrace, "order-1", SourceRequestID, at(2))
	m.Saw("red", otherWhole, false, at(3))
	m.Learn("", makeTrace(1, 2), "order-2", SourceCorrelationID, at(4))
	m.Learn("", makeTrace(1, 3), "order-2", SourceCorrelationID, at(5))
	for n := range uint64(5) {
		m.Learn("", makeTrace(2, n+1), "constant", SourceRequestID, at(6))
	}
	m.FirstSeen([16]byte{7}, at(7))
	r := restored(t, m, at(10))
	checkShards(t, r)
	for _, s := range []Store{m, r} {
		wantCorrelation(t, s, makeTrace(1, 2), at(10), "order-2")
		wantTrace(t, s, "order-2", at(10), TraceID{}, Ambiguous)
		wantTrace(t, s, "order-2", at(4), makeTrace(1, 2), Hit)
		wantTrace(t, s, "constant", at(10), TraceID{}, Blocked)
		id, ok := s.Correlation("red", wholeTrace, at(10))
		assert.True(t, ok)
		assert.Equal(t, "order-1", id)
		_, ok = s.Correlation("red", wholeTrace, at(1))
		assert.False(t, ok, "a resend still gets what its first try got")
		_, l := s.Full("red", shortTrace, at(10))
		assert.Equal(t, Ambiguous, l)
		_, l = s.Full("red", shortTrace, at(2))
		assert.Equal(t, Hit, l)
		assert.True(t, s.Open(t.Context(), &Batch{Digest: [16]byte{7}}, at(10)).Equal(at(7)))
		pairs := s.Pairs("red", 10)
		require.Len(t, pairs, 1)
		assert.Equal(t, "order-1", pairs[0].Correlation)
	}
}

func TestSnapshotOfManyComesInChunks(t *testing.T) {
	m := NewMemoryStore(Settings{Capacity: 50_000})
	const n = 40_000
	for i := range uint64(n) {
		m.Learn("", makeTrace(i+1, i+1), fmt.Sprintf("order-%d", i), SourceRequestID, at(0))
	}
	chunks := 0
	fresh := NewMemoryStore(m.Settings())
	for chunk := range m.Snapshot(at(1)) {
		chunks++
		assert.Less(t, len(chunk), 2*SnapshotChunk)
		require.NoError(t, fresh.Restore(chunk, at(1)))
	}
	assert.Greater(t, chunks, 2)
	for i := range uint64(n) {
		wantCorrelation(t, fresh, makeTrace(i+1, i+1), at(1), fmt.Sprintf("order-%d", i))
	}
	later := at(0).Add(DefaultTTL + DefaultResendWindow)
	for range m.Snapshot(later) {
		t.Fatal("what is over is not kept")
	}
}

func TestDamagedSnapshotIsRefused(t *testing.T) {
	m := NewMemoryStore(Settings{})
	m.Learn("", wholeTrace, "order-1", SourceRequestID, at(0))
	for chunk := range m.Snapshot(at(1)) {
		for i := range chunk {
			bad := append([]byte(nil), chunk...)
			bad[i] ^= 0x40
			require.ErrorIs(t, NewMemoryStore(Settings{}).Restore(bad, at(1)), errSnapshot)
		}
	}
	require.ErrorIs(t, m.Restore(nil, at(1)), errSnapshot)
}

func FuzzRestore(f *testing.F) {
	m := NewMemoryStore(Settings{})
	m.Saw("red", wholeTrace, true, at(1))
	m.Learn("red", wholeTrace, "order-1", SourceRequestID, at(2))
	for chunk := range m.Snapshot(at(3)) {
		f.Add(chunk[1 : len(chunk)-4])
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if len(body) > 1<<12 {
			return
		}
		chunk := append([]byte{snapshotVersion}, body...)
		chunk = binary.BigEndian.AppendUint32(chunk, crc32.Checksum(chunk, castagnoli))
		fresh := NewMemoryStore(Settings{Capacity: 100, Requests: 100})
		_ = fresh.Restore(chunk, at(3))
		checkShards(t, fresh)
	})
}
