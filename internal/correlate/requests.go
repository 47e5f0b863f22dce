package correlate

import (
	"hash/maphash"
	"sync"
)

// requestSlot is the digest of a request and when it was first seen.
type requestSlot struct {
	digest [16]byte
	first  moment
}

// requests remembers the requests of the resend window. One lookup a request:
// one lock is enough.
type requests struct {
	mu        sync.Mutex
	seed      maphash.Seed
	window    int64
	index     index
	ring      ring
	slots     []requestSlot
	resends   uint64
	misses    uint64
	evictions evictions
}

func (r *requests) init(m *MemoryStore, slots int, window int64) {
	r.seed = m.seed
	r.window = window
	r.index = newIndex(slots)
	r.ring.size = slots
	r.slots = make([]requestSlot, slots)
}

func (r *requests) firstSeen(seed maphash.Seed, digest [16]byte, us int64) int64 {
	hash := maphash.Bytes(seed, digest[:])
	r.mu.Lock()
	defer r.mu.Unlock()
	for slot := range r.index.candidates(hash) {
		e := &r.slots[slot]
		if e.digest != digest {
			continue
		}
		if us < e.first.us()+r.window {
			r.resends++
			return min(us, e.first.us())
		}
		// The window is over: the request is a new one. Its old slot is freed in
		// its turn.
		r.index.remove(hash, slot, r.hashOf)
		break
	}
	for range 2 {
		if r.ring.used == 0 || !r.expired(us) {
			break
		}
		r.free(us)
	}
	if r.ring.full() {
		r.free(us)
	}
	r.misses++
	slot := r.ring.take()
	r.slots[slot] = requestSlot{digest: digest, first: toMoment(us)}
	r.index.add(hash, slot)
	return us
}

func (r *requests) expired(us int64) bool {
	return r.slots[r.ring.oldest()].first.us()+r.window <= us
}

func (r *requests) free(us int64) {
	slot := r.ring.oldest()
	first := r.slots[slot].first.us()
	r.evictions.add(EvictionCapacity, first, first+r.window, us)
	r.index.remove(r.hashOf(slot), slot, r.hashOf)
	r.ring.used--
}

func (r *requests) hashOf(slot int) uint64 {
	return maphash.Bytes(r.seed, r.slots[slot].digest[:])
}

func (r *requests) expire(us int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.ring.used > 0 && r.expired(us) {
		r.free(us)
	}
}
