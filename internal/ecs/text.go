package ecs

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

const (
	lowBits  = 0x0101010101010101
	highBits = 0x8080808080808080
)

// stops marks the bytes of a word that end the plain part of a string: a
// quote, a backslash, a control character. The lowest mark is exact, those
// above it may be false.
func stops(w uint64) (marks uint64) {
	// This moves the quote beside the control characters.
	low := w ^ lowBits*2
	slash := w ^ lowBits*'\\'
	return ((low-lowBits*0x21)&^low | (slash-lowBits)&^slash) & highBits
}

// plain returns the position of the first byte from i on that ends the plain
// part of a string, and whether any byte before it is beyond ASCII.
func plain(b []byte, i int) (end int, wide bool) {
	var high uint64
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		if marks := stops(w); marks != 0 {
			n := bits.TrailingZeros64(marks) &^ 7
			return i + n>>3, (high|w&(1<<n-1))&highBits != 0
		}
		high |= w
	}
	for ; i < len(b); i++ {
		c := b[i]
		if c == '"' || c == '\\' || c < 0x20 {
			break
		}
		high |= uint64(c)
	}
	return i, high&highBits != 0
}

// text reads the string whose opening quote is before i and leaves its value at
// b[i:end], in place: an escape sequence is never shorter than what it stands
// for. Next is the position behind the closing quote. A string that is not
// UTF-8 sets p.invalid.
func (p *parser) text(i int) (end, next int, ok bool) {
	b := p.buf
	stop, wide := plain(b, i)
	if stop < len(b) && b[stop] == '"' {
		if wide && !utf8.Valid(b[i:stop]) {
			p.invalid = true
		}
		return stop, stop + 1, true
	}
	start, to := i, stop
	for {
		if stop >= len(b) {
			return 0, 0, p.fail(len(b), reasonEnd)
		}
		switch c := b[stop]; {
		case c == '"':
			if wide && !utf8.Valid(b[start:to]) {
				p.invalid = true
			}
			return to, stop + 1, true
		case c != '\\':
			return 0, 0, p.fail(stop, reasonControl)
		}
		r, size := jsontext.Unescape(b[stop:])
		if size == 0 {
			if len(b)-stop < 2 || b[stop+1] == 'u' && len(b)-stop < 6 {
				return 0, 0, p.fail(len(b), reasonEnd)
			}
			return 0, 0, p.fail(stop, reasonEscape)
		}
		to += utf8.EncodeRune(b[to:], r)
		from := stop + size
		var w bool
		stop, w = plain(b, from)
		wide = wide || w
		to += copy(b[to:], b[from:stop])
	}
}

// replaceInvalid returns b with each byte that is not part of UTF-8 replaced by
// U+FFFD.
func replaceInvalid(b []byte) []byte {
	to := make([]byte, 0, len(b)+len(b)/8)
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		to = utf8.AppendRune(to, r)
		b = b[size:]
	}
	return to
}

// originalOffset is the position in b of what stands at offset in its
// replacement.
func originalOffset(b []byte, offset int) int {
	at := 0
	for replaced := 0; at < len(b); {
		r, size := utf8.DecodeRune(b[at:])
		if replaced += utf8.RuneLen(r); replaced > offset {
			break
		}
		at += size
	}
	return at
}
