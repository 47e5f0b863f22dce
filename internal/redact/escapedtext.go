package redact

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

// Text can be written with escapes in place of the characters that tell where
// names and values begin: \u0022 in JSON, \x22 in the logs of nginx, &quot; in
// HTML. Then it is read a second time, decoded, and what is found there is
// taken back to its place in the text.

// decoded is a text with the escapes of printable ASCII decoded.
type decoded struct {
	text  string
	at    []int // places in text behind which the distance to the original changes
	from  []int // the place in the original of each of them
	html  bool  // an entity of HTML was decoded
	bytes []byte
}

// place is where in the original the byte i of the text stands.
func (d *decoded) place(i int) int {
	n := sort.SearchInts(d.at, i+1) - 1
	if n < 0 {
		return i
	}
	return d.from[n] + i - d.at[n]
}

// decode decodes v once. ok is false if there was nothing to decode.
func (d *decoded) decode(v string) (ok bool) {
	*d = decoded{at: d.at[:0], from: d.from[:0], bytes: d.bytes[:0]}
	done := 0
	for i := 0; i < len(v); i++ {
		var c byte
		next := 0
		switch v[i] {
		case '\\':
			j := i
			for j < len(v) && v[j] == '\\' {
				j++
			}
			c, next = escape(v, j)
			switch {
			case next == 0:
				i = j - 1
				continue
			case c == '"' && v[j] == 'u':
				i = j // its backslashes tell in which string it stands
			}
		case '&':
			if c, next = entity(v, i+1); next == 0 {
				continue
			}
			d.html = true
		default:
			continue
		}
		d.bytes = append(d.bytes, v[done:i]...)
		d.bytes = append(d.bytes, c)
		d.at = append(d.at, len(d.bytes))
		d.from = append(d.from, next)
		done, i = next, next-1
	}
	if done == 0 {
		return false
	}
	d.text = string(append(d.bytes, v[done:]...))
	return true
}

// escape decodes u0022 or x22 at i, behind a backslash; next is 0 for anything
// that is no printable ASCII, and for the backslash itself.
func escape(v string, i int) (c byte, next int) {
	digits := ""
	switch {
	case strings.HasPrefix(v[i:], "u00") && i+5 <= len(v):
		digits, next = v[i+3:i+5], i+5
	case i < len(v) && v[i] == 'x' && i+3 <= len(v):
		digits, next = v[i+1:i+3], i+3
	default:
		return 0, 0
	}
	for k := range 2 {
		if !is(digits[k], clHex) {
			return 0, 0
		}
		c = c<<4 | escapedHex(digits[k])
	}
	if c < ' ' || c >= 0x7f || c == '\\' {
		return 0, 0
	}
	return c, next
}

func escapedHex(c byte) byte {
	if is(c, clDigit) {
		return c - '0'
	}
	return lower(c) - 'a' + 10
}

// entities are those of HTML and XML that stand for quotes and tags.
var entities = [...]struct {
	name string
	c    byte
}{
	{"quot;", '"'},
	{"#34;", '"'},
	{"#x22;", '"'},
	{"apos;", '\''},
	{"#39;", '\''},
	{"#x27;", '\''},
	{"lt;", '<'},
	{"gt;", '>'},
	{"#60;", '<'},
	{"#62;", '>'},
	{"#61;", '='},
	{"#58;", ':'},
}

// entity decodes an entity behind the & before i, also one that was encoded
// more than once: &amp;quot;
func entity(v string, i int) (c byte, next int) {
	for strings.HasPrefix(v[i:], "amp;") {
		i += len("amp;")
	}
	for _, e := range entities {
		if strings.HasPrefix(v[i:], e.name) {
			return e.c, i + len(e.name)
		}
	}
	return 0, 0
}

// encodedText finds what a text says once its escapes are decoded.
func (s *Scanner) encodedText(k Key, v string) {
	if s.inView || !s.view.decode(v) {
		return
	}
	viewer := s.viewerScanner()
	if !viewer.collect(k, s.view.text) {
		return
	}
	spans := viewer.find(k, s.view.text)
	if viewer.unscannable {
		s.unscannable = true
		return
	}
	for _, sp := range spans {
		sp.Start, sp.End = s.view.place(sp.Start), s.view.place(sp.End)
		if sp.cutEnd > 0 {
			sp.cutStart, sp.cutEnd = s.view.place(sp.cutStart), s.view.place(sp.cutEnd)
		}
		if s.view.html {
			sp.quote, sp.member = 0, false
		}
		s.spans = append(s.spans, sp)
	}
	// What both readings found is one finding.
	slices.SortStableFunc(s.spans, func(a, b span) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End, int(a.Rule)-int(b.Rule))
	})
	s.spans = slices.CompactFunc(s.spans, func(a, b span) bool {
		return a.Start == b.Start && a.End == b.End && a.Rule == b.Rule
	})
}
