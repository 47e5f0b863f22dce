package redact

import (
	"strings"
	"unsafe"
)

// Text that is percent-encoded (RFC 3986, and the forms of HTML) hides what is
// told by its letters: spaces, quotes, slashes, line breaks. The verifiers know
// the escapes that stand between a name and its value; for everything else the
// encoded parts are decoded and scanned as texts of their own, and what is found
// is masked where it stands.

// decodedText is a decoded part of a value: at[i] is where the byte i came from,
// and the last one where the part ends.
type decodedText struct {
	text []byte
	at   []uint32
	in   *Scanner
}

// encoded scans the percent-encoded parts of v.
func (s *Scanner) encoded(k Key, v string) {
	if s.depth > s.e.maxDepth {
		return // percent has given up on escapes that deep
	}
	for i := 0; i < len(v); {
		p := strings.IndexByte(v[i:], '%')
		if p < 0 {
			return
		}
		p += i
		if !isEscape(v, p) {
			i = p + 1
			continue
		}
		start, end := p, p
		for start > i && inEncoded(v[start-1]) {
			start--
		}
		for end < len(v) && inEncoded(v[end]) {
			end++
		}
		s.encodedPart(k, v, start, end)
		i = end
	}
}

// inEncoded are the letters of a part: it ends with what encoders escape, and
// with the field of a form.
func inEncoded(c byte) bool {
	return c > ' ' && c != '"' && c != '\'' && c != '`' && c != '<' && c != '>' && c != '\\' && c != '&' && c != 0x7f
}

func isEscape(v string, p int) bool {
	return p+2 < len(v) && is(v[p+1], clHex) && is(v[p+2], clHex)
}

func (s *Scanner) encodedPart(k Key, v string, start, end int) {
	d := &s.decoded
	if d.in == nil {
		d.in = s.e.NewScanner()
		d.in.values.on, d.in.isDecoded = false, true
	}
	d.in.all, d.in.depth, d.in.panics = s.all, s.depth+1, 0
	d.text, d.at = d.text[:0], d.at[:0]
	spaces := strings.IndexByte(v[start:end], '=') >= 0
	for i := start; i < end; {
		c, n := v[i], 1
		switch {
		case c == '%' && isEscape(v[:end], i):
			c, n = unhex(v[i+1])<<4|unhex(v[i+2]), 3
		case c == '+' && spaces:
			c = ' '
		}
		d.text, d.at = append(d.text, c), append(d.at, uint32(i))
		i += n
	}
	d.at = append(d.at, uint32(end))
	// What is found are places alone: nothing keeps the text.
	text := unsafe.String(unsafe.SliceData(d.text), len(d.text))
	if !d.in.collect(k, text) {
		return
	}
	spans := d.in.find(k, text)
	s.panics += d.in.panics
	if d.in.unscannable {
		s.add(s.e.id.unscanned, start, end)
		return
	}
	for _, sp := range spans {
		if from, to := int(d.at[sp.Start]), int(d.at[sp.End]); sp.Rule == s.e.id.email && s.userinfoAt >= from && s.userinfoAt < to {
			continue // a password with blanks and the host behind it
		}
		enc := sp.enc
		enc.percent = min(enc.percent+1, maxDecoding)
		enc.query = enc.query || spaces
		s.spans = append(s.spans, span{
			enc:     enc,
			Finding: Finding{Rule: sp.Rule, Start: int(d.at[sp.Start]), End: int(d.at[sp.End]), Action: sp.Action},
			hard:    sp.hard,
		})
	}
}
