package redact

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// secretGrams finds the places where a secret of the table may start. It looks
// at four bytes at every second place, with the case bit set: each prefix has
// one group of four at an even distance from its start and one at an odd
// distance, those that are rarest in logs, so one of them is met wherever the
// secret stands. A bitmap that fits into the first-level cache turns nearly all
// places away.
type secretGrams struct {
	bitmap  [1 << gramBits / 32]uint32
	slots   []gramSlot // open addressing; a power of two
	chain   []gramUse
	anchors []secretAnchor
}

const gramBits = 18

type gramSlot struct {
	gram uint32
	use  int32 // index into chain plus one, 0 for an empty slot
}

// gramUse says at which distance from the start of which anchor a gram stands.
type gramUse struct {
	anchor int32
	offset int32
	next   int32 // as in gramSlot
}

// secretAnchor is a prefix and the shapes that start with it.
type secretAnchor struct {
	prefix secretPrefix
	shapes []*secretShape
}

// secretHit is a place where the prefix of an anchor stands.
type secretHit struct {
	pos    uint32
	anchor uint32
}

func gramHash(g uint32) uint32 { return g * 0x9E3779B1 }

// foldBytes sets the case bit of each byte and makes all digits one, together
// with what else shares their bits: the fewer groups there are, the fewer of
// them are taken for others.
func foldBytes(w uint64) uint64 {
	w |= 0x20 * ones
	digit := w & (0x10 * ones) &^ (w >> 2)
	return w &^ (digit>>1 | digit>>2 | digit>>3 | digit>>4)
}

func foldByte(c byte) byte { return byte(foldBytes(uint64(c))) }

// scan notes the hits of a value.
func (g *secretGrams) scan(v string, out []secretHit) []secretHit {
	n := len(v)
	if n < 5 {
		return out
	}
	p := unsafe.Pointer(unsafe.StringData(v))
	bits := unsafe.Pointer(&g.bitmap)
	i := 0
	for ; i+10 <= n; i += 8 {
		w := binary.LittleEndian.Uint64((*[8]byte)(unsafe.Add(p, i))[:])
		w3 := binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(p, i+6))[:])
		w = foldBytes(w)
		w3 = uint32(foldBytes(uint64(w3)))
		h0 := gramHash(uint32(w)) >> (32 - gramBits)
		h1 := gramHash(uint32(w>>16)) >> (32 - gramBits)
		h2 := gramHash(uint32(w>>32)) >> (32 - gramBits)
		h3 := gramHash(w3) >> (32 - gramBits)
		b0 := *(*uint32)(unsafe.Add(bits, h0>>5*4)) >> (h0 & 31)
		b1 := *(*uint32)(unsafe.Add(bits, h1>>5*4)) >> (h1 & 31)
		b2 := *(*uint32)(unsafe.Add(bits, h2>>5*4)) >> (h2 & 31)
		b3 := *(*uint32)(unsafe.Add(bits, h3>>5*4)) >> (h3 & 31)
		if (b0|b1|b2|b3)&1 == 0 {
			continue
		}
		if b0&1 != 0 {
			out = g.look(v, i, uint32(w), out)
		}
		if b1&1 != 0 {
			out = g.look(v, i+2, uint32(w>>16), out)
		}
		if b2&1 != 0 {
			out = g.look(v, i+4, uint32(w>>32), out)
		}
		if b3&1 != 0 {
			out = g.look(v, i+6, w3, out)
		}
	}
	for ; i+4 <= n; i += 2 {
		w := binary.LittleEndian.Uint32((*[4]byte)(unsafe.Add(p, i))[:])
		w = uint32(foldBytes(uint64(w)))
		h := gramHash(w) >> (32 - gramBits)
		if g.bitmap[h>>5]>>(h&31)&1 != 0 {
			out = g.look(v, i, w, out)
		}
	}
	return out
}

// look compares the whole prefix of each anchor that the gram belongs to.
func (g *secretGrams) look(v string, i int, gram uint32, out []secretHit) []secretHit {
	mask := uint32(len(g.slots) - 1)
	for s := gramHash(gram) >> 7 & mask; ; s = (s + 1) & mask {
		slot := &g.slots[s]
		if slot.use == 0 {
			return out
		}
		if slot.gram != gram {
			continue
		}
		for u := slot.use; u != 0; u = g.chain[u-1].next {
			use := &g.chain[u-1]
			start := i - int(use.offset)
			a := &g.anchors[use.anchor]
			if start < 0 || start+len(a.prefix.sets) > len(v) || !a.prefix.at(v, start) {
				continue
			}
			out = append(out, secretHit{uint32(start), uint32(use.anchor)})
		}
		return out
	}
}

func (p *secretPrefix) at(v string, start int) bool {
	for j := range p.sets {
		if !p.sets[j].has(v[start+j]) {
			return false
		}
	}
	return !p.left || leftBoundary(v, start)
}

// add registers an anchor; the error of a prefix that is too short to be found
// is a mistake in the table.
func (g *secretGrams) add(m map[uint32]int32, a secretAnchor) bool {
	id := int32(len(g.anchors))
	g.anchors = append(g.anchors, a)
	sets := make([]byteSet, 0, maxPrefixLen+1)
	anything := byteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
	before := anything
	if a.prefix.left {
		before = beforeToken
	}
	sets = append(sets, before)
	sets = append(sets, a.prefix.sets...)
	sets = append(sets, anything) // no secret ends with its prefix
	var best [2]struct {
		offset int
		grams  []uint32
		cost   int
	}
	for off := -1; off+4 <= len(a.prefix.sets)+1; off++ {
		grams := expandGrams(sets[off+1 : off+5])
		if grams == nil {
			continue
		}
		cost := len(grams)
		for _, gr := range grams {
			cost += commonGrams[gr]
			if gr&0x40404040 == 0 {
				cost += 9000 // digits and punctuation alone: timestamps
			}
		}
		b := &best[off&1]
		if b.grams == nil || cost < b.cost {
			b.offset, b.grams, b.cost = off, grams, cost
		}
	}
	for _, b := range best {
		if b.grams == nil {
			return false
		}
		for _, gr := range b.grams {
			g.chain = append(g.chain, gramUse{anchor: id, offset: int32(b.offset), next: m[gr]})
			m[gr] = int32(len(g.chain))
		}
	}
	return true
}

// beforeToken is what may stand before a token: what is no letter or digit, and
// the ends of escapes. Letters of other scripts are left out, since each of them
// would make the search dearer: right behind one, a token whose prefix has only
// two characters can be missed.
var beforeToken = func() (s byteSet) {
	for c := range byte(0x80) {
		if !isAlnum(c) || is(c, clHex) || c == 'n' || c == 'r' || c == 't' {
			s.add(c)
		}
	}
	return s
}()

// index builds the bitmap and the slots.
func (g *secretGrams) index(m map[uint32]int32) {
	g.slots = make([]gramSlot, 1<<bits.Len(uint(2*len(m))))
	mask := uint32(len(g.slots) - 1)
	for gram, use := range m {
		h := gramHash(gram) >> (32 - gramBits)
		g.bitmap[h>>5] |= 1 << (h & 31)
		s := gramHash(gram) >> 7 & mask
		for g.slots[s].use != 0 {
			s = (s + 1) & mask
		}
		g.slots[s] = gramSlot{gram, use}
	}
}

// maxGrams is how many grams one place of a prefix may stand for.
const maxGrams = 5000

// expandGrams lists all groups of four that the sets allow, nil for too many.
func expandGrams(sets []byteSet) []uint32 {
	out := []uint32{0}
	for j := range 4 {
		var folded byteSet
		n := 0
		for c := range 256 {
			if sets[j].has(byte(c)) && !folded.has(foldByte(byte(c))) {
				folded.add(foldByte(byte(c)))
				n++
			}
		}
		if len(out)*n > maxGrams {
			return nil
		}
		next := make([]uint32, 0, len(out)*n)
		for c := range 256 {
			if folded.has(byte(c)) {
				for _, g := range out {
					next = append(next, g|uint32(c)<<(8*j))
				}
			}
		}
		out = next
	}
	return out
}

// commonText holds words that logs are full of; a gram out of them is avoided
// where another one will do.
const commonText = "access account action active address application async authentication authorization available background block bytes cache call client close cloud command commit common complete component config configuration confirm connect connection container content context controller create current data database debug default delete deploy deployment destination device disconnect discover download enable endpoint environment error event exception execute executor expired failed failure file final finish flag flush format found framework from function gateway general get group handler hash header health host http https idle ignore image index info information init input instance interface internal invalid issue item java kafka kernel key language last launch level limit linear link linux list load local location log login manager master memory message metadata method metric missing module monitor name namespace network node normal notification null number object offset operation option order output package page parse partition password path pattern pending performance permission platform policy port prefix previous private process processing product profile program project property protocol provider proxy public queue read received recovery refresh register reject release remote remove replica report request resource response restart result retry return role root route running runtime save schedule schema script search secret security select send server service session setting shutdown socket source stack stage start state status stop storage store stream string success suspend switch system table target task temp terminate test thread time timeout token trace transaction transfer transport type unable unknown update upload user username uuid validate value verbose version virtual volume wait warning warn windows worker write zone"

var commonGrams = func() map[uint32]int {
	m := map[uint32]int{}
	for i := 0; i+4 <= len(commonText); i++ {
		m[uint32(foldBytes(uint64(binary.LittleEndian.Uint32([]byte(commonText[i:i+4])))))] = 3000
	}
	return m
}()
