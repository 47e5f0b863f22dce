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

// firstStage notes all candidates of a value, in order of their position, in
// one pass over its bytes. It is the only code that sees every byte; whatever
// it lets pass is stored.
//
// Eight bytes at a time it asks for: : ; < = > ? @ (one range), B b J j (one
// comparison, once the bits in which they differ are set), %, +, two - in a row,
// and digits in one of the shapes that numbers have (digitShapes).
func firstStage(v string, f *keyFilter, out []candidate) []candidate {
	if len(v) < minCandidateLen {
		return out
	}
	b := unsafe.Slice(unsafe.StringData(v), len(v))
	var (
		digitsDone int    // end of the last digit run looked at
		shape      uint16 // which of the last sixteen bytes are digits
		dash       uint64 // the last byte of the previous word was a dash
	)
	for i := 0; i < len(b); i += 8 {
		var w uint64
		if i+8 <= len(b) {
			w = binary.LittleEndian.Uint64(b[i:])
		} else {
			w = loadTail(b, i)
		}
		low := w &^ highs
		ge0 := low + ones*(0x80-'0')
		geColon := low + ones*(0x80-':')
		geA := low + ones*(0x80-'A')
		bj := (low | ones*0x28) ^ ones*0x6a
		pc := low ^ ones*'%'
		pl := low ^ ones*'+'
		da := low ^ ones*'-'
		dashes := ^(da + ones*0x7f) &^ w & highs
		pairs := dashes & (dashes<<8 | dash)
		dash = dashes >> 56
		hit := (geColon&^geA | ^(bj + ones*0x7f) | ^(pc + ones*0x7f) | ^(pl + ones*0x7f)) &^ w & highs
		hit |= pairs
		digits := ge0 &^ geColon &^ w & highs
		for ; hit != 0; hit &= hit - 1 {
			p := i + bits.TrailingZeros64(hit)>>3
			switch b[p] {
			case ':':
				if p+2 < len(b) && (b[p+1] == '/' && b[p+2] == '/' || b[p+1] == '\\' && b[p+2] == '/') {
					out = append(out, candidate{uint32(p), candScheme})
				} else if maybeKey(b, p, f) {
					out = append(out, candidate{uint32(p), candSeparator})
				}
			case '=', '>':
				if maybeKey(b, p, f) {
					out = append(out, candidate{uint32(p), candSeparator})
				}
			case '+':
				if p+7 < len(b) && (p == 0 || plusMayFollow(b[p-1])) && (b[p+1]-'1' < 9 || b[p+1] == '(') {
					out = append(out, candidate{uint32(p), candPlus})
				}
			case '@':
				out = append(out, candidate{uint32(p), candAt})
			case 'J':
				if p >= 2 && b[p-1] == 'y' && b[p-2] == 'e' {
					out = append(out, candidate{uint32(p), candJWT})
				}
			case 'B', 'b':
				if p+5 < len(b) && maybeScheme(b[p+1]|0x20, b[p+2]|0x20) {
					out = append(out, candidate{uint32(p), candB})
				}
			case '%':
				if p+2 < len(b) && maybePercent(b[p+1], b[p+2]) {
					out = append(out, candidate{uint32(p), candPercent})
				}
			case '-':
				if p+1 < len(b) && is(b[p+1], clAlpha) && (p < 2 || b[p-2] != '-') {
					out = append(out, candidate{uint32(p), candOption})
				}
			}
		}
		shape = shape<<8 | uint16(digitBits(digits))
		if digitShapes[shape>>6]>>(shape&63)&1 != 0 {
			for p := max(i-8, digitsDone, 0); p < i+8 && p < len(b); p++ {
				if b[p]-'0' > 9 {
					continue
				}
				if clock(b, p) {
					p++
					continue
				}
				start, end, found := numberRun(b, p, digitsDone)
				p, digitsDone = end, end
				if found {
					out = append(out, candidate{uint32(start), candDigits})
				}
			}
		}
	}
	return out
}

// plusMayFollow: a + behind a letter, a digit or another + is no phone number's.
func plusMayFollow(c byte) bool {
	return class[c]&(clDigit|clAlpha) == 0 && c != '+' || c == 'n' || c == 't' || c == 'r'
}

// loadTail loads the last bytes, filled up with zeros.
func loadTail(b []byte, i int) (w uint64) {
	for j := len(b) - 1; j >= i; j-- {
		w = w<<8 | uint64(b[j])
	}
	return w
}

// maybeScheme: be(g|a) of BEGIN and Bearer, ba of Basic.
func maybeScheme(second, third byte) bool {
	return second == 'e' && (third == 'g' || third == 'a') || second == 'a' && third == 's'
}

func maybePercent(a, b byte) bool {
	switch a {
	case '3':
		return b|0x20 == 'd' || b|0x20 == 'a'
	case '4':
		return b == '0'
	case '2':
		return b == '5' || b|0x20 == 'b'
	}
	return false
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
	return f.has(a, b[j-1], c)
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
