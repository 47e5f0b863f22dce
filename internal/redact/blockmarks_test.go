package redact

import (
	"math/rand/v2"
	"testing"
)

// naiveMarks is markBlocks, a byte after the other.
func naiveMarks(b []byte, base int, out *[maxBlocks]blockMarks) int {
	blocks := 0
	for i := 0; base+i < len(b) && i < maxBlocks*blockNew; i++ {
		if i%blockNew == 0 {
			out[blocks] = blockMarks{}
			blocks++
		}
		m, bit := &out[blocks-1], uint64(1)<<(i%blockNew)
		switch c := b[base+i]; {
		case c >= '0' && c <= '9':
			m.digits |= bit
		case c >= ':' && c <= '@':
			m.marked |= bit
		case c == '+', c == '-' && base+i > 0 && b[base+i-1] == '-':
			m.others |= bit
		}
	}
	return blocks
}

// markTexts yields texts of all lengths that a block can end in, and of many blocks.
func markTexts() (texts [][]byte) {
	r := rand.New(rand.NewPCG(7, 1))
	lengths := []int{maxBlocks*blockNew - 1, maxBlocks * blockNew, maxBlocks*blockNew + 1, maxBlocks*blockNew + 5, 3*maxBlocks*blockNew + 17}
	for n := range 4 * blockNew {
		lengths = append(lengths, n)
	}
	for _, n := range lengths {
		for range 20 {
			b := make([]byte, n)
			for i := range b {
				if r.IntN(3) == 0 {
					b[i] = byte(r.IntN(256))
				} else {
					b[i] = "/0123456789:;<=>?@A+,--."[r.IntN(24)]
				}
			}
			texts = append(texts, b)
		}
	}
	return texts
}

func TestMarksOfBlocksAreThoseOfTheirBytes(t *testing.T) {
	for _, b := range markTexts() {
		for base := 0; base < len(b); base += maxBlocks * blockNew {
			var got, plain, want [maxBlocks]blockMarks
			n := markBlocks(b, base, &got)
			if naive := naiveMarks(b, base, &want); n != naive || got != want {
				t.Fatalf("%q from %d: %d blocks %x, want %d %x", b, base, n, got, naive, want)
			}
			if base > 0 {
				continue
			}
			markPlain(b[:min(len(b), maxBlocks*blockNew)], &plain)
			if plain != want {
				t.Fatalf("%q eight at a time: %x, want %x", b, plain, want)
			}
		}
	}
}
