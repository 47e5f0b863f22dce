package correlate

import (
	"math/bits"
	"strings"
)

// Almost every text has no id. What is looked for first is a '=' or ':' behind
// the last letters of an id key, eight bytes at a step; only a text that has
// one is read in full.

const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
)

// firstAnchor returns the position of the first '=' or ':' at or after from
// that may follow an id key, or -1.
func firstAnchor(s string, from int) int {
	i := from
	nested := unknown
	for ; i+8 <= len(s); i += 8 {
		w := load64(s, i)
		// The high bit of a byte is set where the byte is one of : ; < =. No
		// carry crosses bytes. The two in the middle are rare.
		low := w &^ highBits
		hits := (low + (0x80-':')*eachByte) &^ (low + (0x7f-'=')*eachByte) &^ w & highBits
		for ; hits != 0; hits &= hits - 1 {
			p := i + bits.TrailingZeros64(hits)>>3
			if c := s[p]; c != '=' && c != ':' {
				continue
			}
			if mayEndKey(s, p) && keyBefore(s, p) {
				if !bareID(s, p) {
					return p
				}
				if nested == unknown {
					nested = nestsIDs(s)
				}
				if nested == yes {
					return p
				}
			}
		}
	}
	for ; i < len(s); i++ {
		if (s[i] == '=' || s[i] == ':') && keyBefore(s, i) {
			return i
		}
	}
	return -1
}

type answer uint8

const (
	unknown answer = iota
	no
	yes
)

// bareID says that the key in front of the separator at p is a quoted "id".
func bareID(s string, p int) bool {
	p = keyEnd(s, p)
	return p >= 3 && s[p-1]|0x20 == 'd' && (s[p-3] == '"' || s[p-3] == '\'')
}

// nestsIDs says whether the text has a word whose object may hold an id of
// ours: {"trace":{"id":…}}. Nearly every line of JSON has an "id".
func nestsIDs(s string) answer {
	for _, word := range [...]string{"race", "pan", "eq", "orrelation", "ransaction"} {
		if strings.Contains(s, word) {
			return yes
		}
	}
	return no
}

// mayEndKey looks at the two characters in front of the separator at p, or in
// front of the quote there. It says no to nearly all that keyBefore would.
func mayEndKey(s string, p int) bool {
	if p < 3 {
		return p == 2
	}
	a, b := s[p-2], s[p-1]
	if b == '"' {
		a, b = s[p-3], a
	}
	return endings[uint(a&31)<<7|uint(b&127)]
}

// endings holds the last two characters of all keys, by the lower five bits of
// the first one and seven of the second.
var endings = func() (t [32 << 7]bool) {
	for _, e := range []string{"id", "nt", "xt", "ot", "b3", "ay", "ge", "ce", "tr", "sp"} {
		for _, b := range []byte{e[1], e[1] &^ 0x20} {
			t[uint(e[0]&31)<<7|uint(b)] = true
		}
		t[uint(e[0]&31)<<7|uint(e[1])] = true
	}
	for a := range uint(32) {
		for _, b := range []byte(`" '\]`) { // something stands between
			t[a<<7|uint(b)] = true
		}
	}
	for _, b := range []byte("0123456789[") { // a colour ends
		t[uint(b&31)<<7|'m'] = true
	}
	return t
}()

func load64(s string, i int) uint64 {
	s = s[i : i+8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// keyEnd returns the end of the key in front of the separator at p: behind it
// may stand one space, colours, and one quote with its backslashes, or a
// bracket. No key ends in m, as a colour does.
func keyEnd(s string, p int) int {
	if p > 0 && s[p-1] == ' ' {
		p--
	}
	if p > 0 && s[p-1] == 'm' {
		p = beforeColours(s, p)
	}
	if p > 0 {
		switch s[p-1] {
		case '"', '\'':
			p--
			for n := 0; n < 7 && p > 0 && s[p-1] == '\\'; n++ {
				p--
			}
		case ']':
			p--
		}
	}
	return p
}

// keyBefore looks at the last letters in front of the separator at p. It may
// say yes too often, never too rarely.
func keyBefore(s string, p int) bool { return idKey(s, keyEnd(s, p)) }

// idKey looks at the last letters of the key that ends at p.
func idKey(s string, p int) bool {
	if p < 2 {
		return false
	}
	a, b := s[p-2]|0x20, s[p-1]|0x20
	switch b {
	case 'd':
		return a == 'i' && idWord(s, p-2)
	case 't':
		return a == 'n' && p >= 11 && s[p-3]|0x20 == 'e' && s[p-4]|0x20 == 'r' && s[p-6]|0x20 == 'p' || // traceparent
			a == 'x' && p >= 12 && s[p-3]|0x20 == 'e' && s[p-4]|0x20 == 't' && s[p-6]|0x20 == 'o' || // -context
			a == 'o' && p >= 4 && s[p-4] == 'R' // Root
	case '3':
		return a == 'b'
	case 'y':
		return a == 'a' && p >= 5 && s[p-3]|0x20 == 'r' && s[p-5]|0x20 == 'f' // cf-ray
	case 'e':
		return a == 'g' && p >= 7 && s[p-3]|0x20 == 'a' && s[p-7]|0x20 == 'b' || // baggage
			a == 'c' && p >= 5 && s[p-4]|0x20 == 'r' && s[p-5]|0x20 == 't' && (p == 5 || !alphanumeric[s[p-6]]) // trace
	case 's':
		return a == 'g' && p >= 14 && s[p-4]|0x20 == 't' && s[p-6]|0x20 == 'g' // x-datadog-tags
	case 'r', 'p':
		return p >= 3 && s[p-3] == '@' // @tr, @sp
	}
	return false
}

// idWord looks at what stands in front of the "id" at p.
func idWord(s string, p int) bool {
	if p == 0 {
		return false
	}
	switch s[p-1] {
	case '_', '-', '.', ' ':
		p--
	case '"', '\'':
		return true // "id" of a nested object
	}
	if p < 3 {
		return false
	}
	switch b := s[p-2] | 0x20; s[p-1] | 0x20 {
	case 'e':
		return b == 'c' // trace
	case 'n':
		return b == 'a' || // span
			b == 'o' && p >= 4 && s[p-3]|0x20 == 'i' && s[p-4]|0x20 == 't' // correlation
	case 't':
		return b == 's' || b == 'n' || b == '.' // request, segment, _dd.p.tid
	case 'y':
		return b == 't' // activity
	case 'q':
		return b == 'e' // req
	}
	return false
}
