package redact

import (
	"encoding/binary"
	"math/bits"
	"unsafe"
)

// candidateKind says which verifier looks at a candidate.
type candidateKind uint8

const (
	candSeparator candidateKind = iota // = : or > behind a word that may name a secret
	candAt                             // @
	candScheme                         // the : of ://
	candDigits                         // the start of a digit run that may be a number some rule looks for
	candPlus                           // the + of a phone number
	candJWT                            // the J of eyJ
	candB                              // the B of -----BEGIN, Basic, Bearer
	candPercent                        // the % of %3D, %3A, %40, %25
	candTagEnd                         // the > of <name attribute="x">
	candEscape                         // an escape of a quote or a tag: \x22, &quot;
	candDump                           // the ; or < of a dump of PHP or Erlang
	candPairs                          // the [ of a list of pairs
	candForm                           // the header of a field in a multipart form
	candOption                         // the second - of --option
)

type candidate struct {
	pos  uint32
	kind candidateKind
}

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// minCandidateLen is the shortest text with a finding: a key of two letters, a
// separator and a value.
const minCandidateLen = 4

// The first stage keeps marks of 64 bytes, one bit each: blockNew bytes that it
// has just read and, below them, the blockOld bytes before, so that what begins
// in one block and ends in the next is seen.
const blockOld = 64 - blockNew

// firstStage notes the candidates of a value that are told by single
// characters and by digits, in order of their position. Together with
// secretGrams.scan it is the only code that sees every byte; whatever the two
// let pass is stored.
//
// It asks for: : ; < = > ? @ (one range), +, two - in a row, and digits. The
// marks of a block then tell in which places digits have a shape that a number
// has (digitShapes).
func firstStage(v string, f *keyFilter, scratch *[maxBlocks]blockMarks, out []candidate) []candidate {
	if len(v) < minCandidateLen {
		return out
	}
	b := unsafe.Slice(unsafe.StringData(v), len(v))
	var (
		digits     uint64 // marks of a block
		marked     uint64 // those of : to @
		digitsDone int    // end of the last digit run looked at
		block      int    // in the scratch space
		blocks     int
	)
	for base := 0; base < len(b); base += blockNew {
		if block == blocks {
			block, blocks = 0, markBlocks(b, base, scratch)
		}
		m := &scratch[block]
		block++
		digits = digits>>blockNew | m.digits<<blockOld
		marked = marked>>blockNew | m.marked<<blockOld
		others := m.others << blockOld
		first := base - blockOld // the place of bit 0
		shapes := digitShapes(digits, marked)
		if shapes != 0 && digitsDone > first {
			shapes &= ^uint64(0) << uint(digitsDone-first)
		}
		events := marked&^(1<<blockOld-1) | others | shapes
		for ; events != 0; events &= events - 1 {
			bit := bits.TrailingZeros64(events)
			p := first + bit
			c := b[p]
			if c == ':' {
				switch {
				case p+2 < len(b) && b[p+2] == '/' && (b[p+1] == '/' || b[p+1] == '\\'):
					out = append(out, candidate{uint32(p), candScheme})
				case p >= 3 && b[p-1]-'0' <= 9 && b[p-2]-'0' <= 9 && class[b[p-3]]&(clAlpha|clHigh|clDigit) == 0:
					// 12:34, the most of them
				case maybeKey(b, p, f):
					out = append(out, candidate{uint32(p), candSeparator})
				}
				continue
			}
			if shapes>>uint(bit)&1 != 0 {
				start, end, found := numberRun(b, p, digitsDone)
				if found {
					out = append(out, candidate{uint32(start), candDigits})
				}
				digitsDone = end
				behind := ^uint64(0) << uint(end-first)
				events &= ^shapes | behind | 1<<bit
				continue
			}
			switch c {
			case '=', '>':
				if b[p] == '>' && p > 4 && (b[p-1] == '"' || b[p-1] == '\'') {
					out = append(out, candidate{uint32(p), candTagEnd})
				} else if maybeKey(b, p, f) {
					out = append(out, candidate{uint32(p), candSeparator})
				}
			case '@':
				out = append(out, candidate{uint32(p), candAt})
			case '+':
				if p+7 < len(b) && (p == 0 || plusMayFollow(b[p-1])) && (b[p+1]-'1' < 9 || b[p+1] == '(') {
					out = append(out, candidate{uint32(p), candPlus})
				}
			case '-':
				if p+1 < len(b) && is(b[p+1], clAlpha) && (p < 2 || b[p-2] != '-') {
					out = append(out, candidate{uint32(p), candOption})
				}
			case ';':
				if p > 3 && p+2 < len(b) && b[p-1] == '"' && b[p+1] == 's' && b[p+2] == ':' {
					out = append(out, candidate{uint32(p), candDump})
				}
			case '<':
				if p > 3 && p+3 < len(b) && b[p+1] == '<' && (b[p+2] == '"' || b[p+2] == '\\') {
					out = append(out, candidate{uint32(p), candDump})
				}
			}
		}
	}
	return out
}

// loadWord loads the eight bytes from i on, filled up with zeros behind the end.
func loadWord(b []byte, i int) (w uint64) {
	if i+8 <= len(b) {
		return binary.LittleEndian.Uint64(b[i:])
	}
	if len(b) >= 8 {
		return binary.LittleEndian.Uint64(b[len(b)-8:]) >> (8 * uint(i+8-len(b)))
	}
	for j := len(b) - 1; j >= i; j-- {
		w = w<<8 | uint64(b[j])
	}
	return w
}

// plusMayFollow: a + behind a letter, a digit or another + is no phone number's.
func plusMayFollow(c byte) bool {
	return class[c]&(clDigit|clAlpha) == 0 && c != '+' || c == 'n' || c == 't' || c == 'r'
}

// maybeKey looks at the word before the separator at p: past blanks, closing
// quotes and brackets, their backslashes, and digits that end a name.
func maybeKey(b []byte, p int, f *keyFilter) bool {
	j := p - 1
	if j < 1 {
		return false
	}
	c := b[j]
	if class[c]&(clAlpha|clHigh) == 0 {
		if c == ' ' || c == '\t' || c == ':' {
			j = skipBackBlanks(b, j)
			if j < 1 {
				return false
			}
			c = b[j]
		}
		if c == ']' {
			j--
			if j < 1 {
				return false
			}
			c = b[j]
		}
		if c == '"' || c == '\'' {
			j--
			for j > 0 && b[j] == '\\' {
				j--
			}
			if j < 1 {
				return false
			}
			c = b[j]
		}
		for n := 0; n < 4 && is(c, clDigit); n++ {
			j--
			if j < 1 {
				return false
			}
			c = b[j]
		}
		if class[c]&(clAlpha|clHigh) == 0 {
			return false
		}
	}
	var a byte
	if j >= 2 {
		a = b[j-2]
	}
	if !f.has(a, b[j-1], c) {
		return false
	}
	if j >= 3 && class[b[j-3]]&class[a]&class[b[j-1]]&class[c]&clAlpha != 0 {
		return f.hasFour(b[j-3], a, b[j-1], c)
	}
	return true
}

func skipBackBlanks(b []byte, j int) int {
	if b[j] == ':' { // :=
		j--
	}
	for n := 0; n < 8 && j > 0 && (b[j] == ' ' || b[j] == '\t'); n++ {
		j--
	}
	return j
}
