package correlationstoreextension

import (
	"hash/maphash"
	"sync/atomic"
	"time"
)

// recent remembers for a moment what was done, so that it is not done again for
// each batch: in a table of fixed size, without a lock, and with mistakes that
// only cost a repetition or a moment's delay.
type recent struct {
	seed  maphash.Seed
	start time.Time
	cells []atomic.Uint64 // a part of the hash, and when it ends
}

// recentTick is the resolution of the ends.
const recentTick = 10 * time.Millisecond

// newRecent makes a table; its size is a power of two.
func newRecent(size int) *recent {
	return &recent{seed: maphash.MakeSeed(), start: time.Now(), cells: make([]atomic.Uint64, size)}
}

// done says whether a thing was noted less than its time ago, and notes it.
func (r *recent) done(what byte, tenant, id string, now time.Time, lasts time.Duration) bool {
	var h maphash.Hash
	h.SetSeed(r.seed)
	_ = h.WriteByte(what)
	_, _ = h.WriteString(tenant)
	_ = h.WriteByte(0)
	_, _ = h.WriteString(id)
	sum := h.Sum64()
	cell := &r.cells[sum&uint64(len(r.cells)-1)]
	tick := uint32(now.Sub(r.start) / recentTick)
	tag := uint32(sum>>32) | 1
	if v := cell.Load(); uint32(v>>32) == tag && int32(uint32(v)-tick) > 0 {
		return true
	}
	cell.Store(uint64(tag)<<32 | uint64(tick+uint32(lasts/recentTick)))
	return false
}
