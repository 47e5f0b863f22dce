package redact

import (
	"encoding/binary"
	"math/bits"
	"strings"
	"unsafe"
)

// secretGrams finds the places where a secret of the table may start, and those
// of the other candidates that are told by three characters and more. It looks
// at four bytes at every second place, five bits of each: each prefix has one
// group of four at an even distance from its start and one at an odd distance,
// those that are rarest in logs, so one of them is met wherever the prefix
// stands. A bitmap over the groups turns nearly all places away; those that logs
// are made of are few enough to stay in the first-level cache.
type secretGrams struct {
	bitmap  [1 << gramBits / 32]uint32
	slots   []gramSlot // open addressing; a power of two
	chain   []gramUse
	anchors []secretAnchor
}

// gramBits: four bytes, five bits of each.
const gramBits = 20

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

// secretAnchor is a prefix and the shapes that start with it, or the kind of
// candidate that it is.
type secretAnchor struct {
	prefix secretPrefix
	shapes []*secretShape
	mark   bool
	kind   candidateKind
	at     int // where in the prefix the candidate stands
	forms  []func(s *Scanner, v string, pos int)
}

// secretHit is a place where the prefix of an anchor stands.
type secretHit struct {
	pos    uint32
	anchor uint32
}

func gramHash(g uint32) uint32 { return g * 0x9E3779B1 }

// spread takes the five low bits of each byte, in which the case of letters does
// not count, and makes ten bits of each pair in sixteen. It mixes bits of a pair,
// which loses none of them.
func spread(w uint64) uint64 {
	w &= 0x1f1f1f1f1f1f1f1f
	return (w ^ w>>3) & 0x03ff03ff03ff03ff
}

// gramOf is what scan makes of four bytes.
func gramOf(four uint32) uint32 {
	w := spread(uint64(four))
	return uint32(w^w>>6) & (1<<gramBits - 1)
}

// scan notes the hits of a value.
func (g *secretGrams) scan(v string, out []secretHit) []secretHit {
	if len(v) < minCandidateLen {
		return out
	}
	b := unsafe.Slice(unsafe.StringData(v), len(v))
	w := spread(loadWord(b, 0))
	for i := 0; i < len(b); i += 8 {
		if whole := (len(b) - i) >> 3; whole > 1 {
			var words int
			words, w = g.skip(unsafe.Pointer(&b[i]), whole-1, w)
			i += 8 * words
		}
		var next uint64
		if i+8 < len(b) {
			next = spread(loadWord(b, i+8))
		}
		g0, g1, g2, g3 := gramsOf(w, next)
		if g.bitmap[g0>>5]&(1<<(g0&31)) != 0 {
			out = g.look(v, i, g0, out)
		}
		if g.bitmap[g1>>5]&(1<<(g1&31)) != 0 {
			out = g.look(v, i+2, g1, out)
		}
		if g.bitmap[g2>>5]&(1<<(g2&31)) != 0 {
			out = g.look(v, i+4, g2, out)
		}
		if g.bitmap[g3>>5]&(1<<(g3&31)) != 0 {
			out = g.look(v, i+6, g3, out)
		}
		w = next
	}
	return out
}

// gramsOf are the four groups that start in the first of two words. An array of
// them would not be held in registers.
func gramsOf(w, next uint64) (g0, g1, g2, g3 uint32) {
	// The second pair of each group moves next to the first; the last group has
	// its second pair in the next word.
	const mask = 1<<gramBits - 1
	w ^= w>>6 ^ next<<58
	return uint32(w) & mask, uint32(w>>16) & mask, uint32(w>>32) & mask,
		uint32(w>>48) | uint32(next^next>>6)&0xf<<16
}

// skip passes over at most so many words, each with another behind it, up to
// one in which a group of the bitmap starts. w is the first of them, and the
// result the one behind those passed. It is a function of its own so that all it
// works with fits into registers.
//
//go:noinline
func (g *secretGrams) skip(p unsafe.Pointer, words int, w uint64) (passed int, at uint64) {
	for ; passed < words; passed++ {
		p = unsafe.Add(p, 8)
		next := spread(binary.LittleEndian.Uint64((*[8]byte)(p)[:]))
		g0, g1, g2, g3 := gramsOf(w, next)
		if g.bitmap[g0>>5]&(1<<(g0&31)) != 0 || g.bitmap[g1>>5]&(1<<(g1&31)) != 0 ||
			g.bitmap[g2>>5]&(1<<(g2&31)) != 0 || g.bitmap[g3>>5]&(1<<(g3&31)) != 0 {
			return passed, w
		}
		w = next
	}
	return passed, w
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
		}
		if maybeTimes(sets[off+1 : off+5]) {
			cost += 9000
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

// maybeTimes: all four bytes can be digits and what stands between them.
func maybeTimes(sets []byteSet) bool {
	for _, set := range sets {
		n := 0
		for c := range byte(0x80) {
			if set.has(c) && strings.IndexByte("0123456789 -.:", c) >= 0 {
				n++
			}
		}
		if n == 0 {
			return false
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
		g.bitmap[gram>>5] |= 1 << (gram & 31)
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
		var five uint32 // a bit for each value
		for c := range 256 {
			if sets[j].has(byte(c)) {
				five |= 1 << (c & 31)
			}
		}
		if len(out)*bits.OnesCount32(five) > maxGrams {
			return nil
		}
		next := make([]uint32, 0, len(out)*bits.OnesCount32(five))
		for ; five != 0; five &= five - 1 {
			c := uint32(bits.TrailingZeros32(five))
			for _, g := range out {
				next = append(next, g|c<<(8*j))
			}
		}
		out = next
	}
	for i := range out {
		out[i] = gramOf(out[i])
	}
	return out
}

// commonText holds words that logs are full of; a gram out of them is avoided
// where another one will do.
const commonText = "access account action active address application async authentication authorization available background block bytes cache call client close cloud command commit common complete component config configuration confirm connect connection container content context controller create current data database debug default delete deploy deployment destination device disconnect discover download enable endpoint environment error event exception execute executor expired failed failure file final finish flag flush format found framework from function gateway general get group handler hash header health host http https idle ignore image index info information init input instance interface internal invalid issue item java kafka kernel key language last launch level limit linear link linux list load local location log login manager master memory message metadata method metric missing module monitor name namespace network node normal notification null number object offset operation option order output package page parse partition password path pattern pending performance permission platform policy port prefix previous private process processing product profile program project property protocol provider proxy public queue read received recovery refresh register reject release remote remove replica report request resource response restart result retry return role root route running runtime save schedule schema script search secret security select send server service session setting shutdown socket source stack stage start state status stop storage store stream string success suspend switch system table target task temp terminate test thread time timeout token trace transaction transfer transport type unable unknown update upload user username uuid validate value verbose version virtual volume wait warning warn windows with worker write zone .login -api compute communication bird node type open network-project sent codetype execute. percolate"

var commonGrams = func() map[uint32]int {
	m := map[uint32]int{}
	for i := 0; i+4 <= len(commonText); i++ {
		m[gramOf(binary.LittleEndian.Uint32([]byte(commonText[i:i+4])))] = 3000
	}
	return m
}()
