package redact

import (
	"encoding/binary"
	"unsafe"
)

// blockMarks say of 48 bytes, one bit each, the first of them in the lowest bit,
// which the first stage has to look at.
type blockMarks struct {
	digits uint64
	marked uint64 // : ; < = > ? @
	others uint64 // + and the second of two dashes
}

const (
	// blockNew is how many bytes the marks of a block stand for.
	blockNew = 48
	// maxBlocks is how many blocks are marked at once.
	maxBlocks = 32
)

// markBlocks fills the marks of the next bytes of a text, at most those of
// maxBlocks blocks, from base on, and returns how many blocks that are. Behind
// the end of the text nothing is marked.
func markBlocks(b []byte, base int, out *[maxBlocks]blockMarks) int {
	n := min(len(b)-base, maxBlocks*blockNew)
	if n <= 0 {
		return 0
	}
	if vectorMarks && len(b) >= minCandidateLen {
		markVector(unsafe.Pointer(&b[base]), n, &out[0])
	} else {
		markPlain(b[base:base+n], out)
	}
	if base > 0 && b[base-1] == '-' && b[base] == '-' {
		out[0].others |= 1
	}
	return (n + blockNew - 1) / blockNew
}

// markPlain is markBlocks, eight bytes at a time.
func markPlain(b []byte, out *[maxBlocks]blockMarks) {
	var dash uint64 // the last byte of the previous word was a dash
	for i := 0; len(b) > 0; i++ {
		m := &out[i]
		*m = blockMarks{}
		words := min(len(b), blockNew) >> 3
		*m, dash = markWords(unsafe.Pointer(&b[0]), words, *m, dash)
		if words == blockNew/8 {
			b = b[blockNew:]
			continue
		}
		if rest := b[8*words:]; len(rest) > 0 {
			var last [8]byte
			copy(last[:], rest)
			*m, dash = markWords(unsafe.Pointer(&last), 1, *m, dash)
			words++
		}
		b = nil
		empty := 8 * uint(blockNew/8-words)
		m.digits, m.marked, m.others = m.digits>>empty, m.marked>>empty, m.others>>empty
	}
}

// markWords moves the marks of so many words at p into those of a block, from
// above. It is a function of its own so that all it works with fits into
// registers.
//
//go:noinline
func markWords(p unsafe.Pointer, words int, m blockMarks, dash uint64) (blockMarks, uint64) {
	digits, marked, others := m.digits, m.marked, m.others
	for ; words > 0; words-- {
		w := binary.LittleEndian.Uint64((*[8]byte)(p)[:])
		if words > 1 { // no pointer may point behind the text
			p = unsafe.Add(p, 8)
		}
		low := w &^ highs
		ascii := ^w & highs
		geColon := low + ones*(0x80-':')
		digits = digits>>8 | gather((low+ones*(0x80-'0')^geColon)&ascii)
		marked = marked>>8 | gather((low+ones*(0x80-'A')^geColon)&ascii)
		dashes := ^((low ^ ones*'-') + ones*0x7f) & ascii
		rare := dashes&(dashes<<8|dash) | ^((low^ones*'+')+ones*0x7f)&ascii
		dash = dashes >> 56
		others >>= 8
		if rare != 0 {
			others |= gather(rare)
		}
	}
	return blockMarks{digits, marked, others}, dash
}

// gather makes one bit of the high bit of each byte, and moves them to the
// eight highest bits of a block, that of the first byte of the text to the
// lowest of them.
func gather(marks uint64) uint64 {
	// Byte i has its mark in bit 8i; the product moves it to bit 56+i.
	return (marks >> 7) * 0x0102040810204080 >> 56 << (blockNew - 8)
}
