package correlate

import (
	"iter"
	"math/bits"
)

// index finds the slots of a ring by hash: open addressing with linear
// probing, four bytes a cell. A cell holds the slot's number plus one, and
// above it as many bits of the hash as have room, so that most probes of other
// entries end without a look at the slot. The owner compares the key's bytes.
type index struct {
	cells    []uint32
	slotBits uint
	// tagged says that the bits of the hash in a cell are enough to tell where
	// the entry belongs, so that closing a gap asks no slot for its key.
	tagged bool
}

func newIndex(slots int) index {
	x := index{
		cells:    make([]uint32, slots+slots/2+1), // at most two thirds full
		slotBits: uint(bits.Len(uint(slots))),
	}
	// Two bits more than the cells need spread the entries well enough.
	x.tagged = 32-x.slotBits >= uint(bits.Len(uint(len(x.cells))))+2
	return x
}

// bytes is the memory of the index.
func (x *index) bytes() int { return 4 * len(x.cells) }

func (x *index) home(hash uint64) int {
	if x.tagged {
		return x.homeOf(x.cell(hash, 0))
	}
	h, _ := bits.Mul64(hash, uint64(len(x.cells)))
	return int(h)
}

// homeOf is home for the entry of a cell; the index must be tagged.
func (x *index) homeOf(cell uint32) int {
	return int(uint64(cell>>x.slotBits) * uint64(len(x.cells)) >> (32 - x.slotBits))
}

func (x *index) cell(hash uint64, slot int) uint32 {
	return uint32(hash)<<x.slotBits | uint32(slot+1)
}

// candidates yields the slots whose hash may be the one given.
func (x *index) candidates(hash uint64) iter.Seq[int] {
	return func(yield func(int) bool) {
		tag := uint32(hash) << x.slotBits
		for p := x.home(hash); x.cells[p] != 0; {
			if c := x.cells[p]; c>>x.slotBits<<x.slotBits == tag && !yield(int(c&(1<<x.slotBits-1))-1) {
				return
			}
			if p++; p == len(x.cells) {
				p = 0
			}
		}
	}
}

func (x *index) add(hash uint64, slot int) {
	p := x.home(hash)
	for x.cells[p] != 0 {
		if p++; p == len(x.cells) {
			p = 0
		}
	}
	x.cells[p] = x.cell(hash, slot)
}

// remove takes the entry out and closes the gap; hashOf gives the hash of a
// slot that follows, for an index that is too large to tell by itself.
func (x *index) remove(hash uint64, slot int, hashOf func(slot int) uint64) {
	n := len(x.cells)
	want := x.cell(hash, slot)
	p := x.home(hash)
	for x.cells[p] != want {
		if x.cells[p] == 0 {
			return
		}
		if p++; p == n {
			p = 0
		}
	}
	mask := uint32(1)<<x.slotBits - 1
	for q := p; ; {
		if q++; q == n {
			q = 0
		}
		c := x.cells[q]
		if c == 0 {
			break
		}
		// An entry may move to the gap unless its home lies behind the gap.
		var home int
		if x.tagged {
			home = x.homeOf(c)
		} else {
			home = x.home(hashOf(int(c&mask) - 1))
		}
		if (q-home+n)%n >= (q-p+n)%n {
			x.cells[p] = c
			p = q
		}
	}
	x.cells[p] = 0
}
