package redact

import (
	"strings"
	"unsafe"
)

const (
	// ownStep is how far apart an own rule's pattern is run at least.
	ownStep = 256
	// ownMargin is what a pattern sees beyond its match: \b asks for a rune.
	ownMargin = 4
)

// ownScratch is the state of a scan with own rules and exemptions.
type ownScratch struct {
	exempt    Exemptions // that hold for the value
	ownLooked []int      // how far the patterns of own rules have looked
	digits    [32]byte   // of the number looked at
}

// own runs the pattern of an own rule on the window around the anchor at pos.
// One run serves all anchors up to a step behind it, so that the cost is linear
// however many there are.
func (s *Scanner) own(v string, pos int, shape *ownShape) {
	if len(s.ownLooked) <= shape.index {
		s.ownLooked = append(s.ownLooked, make([]int, MaxOwnRules-len(s.ownLooked))...)
	}
	if pos < s.ownLooked[shape.index] {
		return
	}
	step := max(ownStep, shape.longest)
	s.ownLooked[shape.index] = pos + step
	lo := max(0, pos-shape.longest-ownMargin)
	hi := min(len(v), pos+step+shape.longest+ownMargin)
	rule := s.e.ownRule(shape.index)
	for _, m := range shape.re.FindAllStringSubmatchIndex(v[lo:hi], -1) {
		start, end := m[0], m[1]
		if start == 0 && lo > 0 || lo+end <= pos || lo+end == hi && hi < len(v) && !shape.open {
			continue // cut off by the window, or seen before
		}
		if shape.captures > 0 && m[3] > m[2] {
			start, end = m[2], m[3]
		}
		start, end = lo+start, lo+end
		if shape.open && end == lo+m[1] {
			for end < len(v) && shape.tail.has(v[end]) {
				end++
			}
			s.ownLooked[shape.index] = max(s.ownLooked[shape.index], end)
		}
		if s.ownCounts(v, start, end, shape) {
			s.add(rule, start, end)
		}
	}
}

// ownNumber looks for the own rules in the digits of a number. All of it is the
// finding.
func (s *Scanner) ownNumber(digits []byte) (f Finding, ok bool) {
	text := unsafe.String(&s.digits[0], copy(s.digits[:], digits))
	s.hits = s.e.secrets.scan(text, s.hits[:0])
	s.spans = s.spans[:0]
	clear(s.ownLooked)
	for _, h := range s.hits {
		for _, shape := range s.e.secrets.anchors[h.anchor].shapes {
			if shape.own != nil {
				s.own(text, int(h.pos), shape.own)
			}
		}
	}
	if len(s.spans) == 0 {
		return f, false
	}
	f = s.spans[0].Finding
	f.Start, f.End = 0, len(digits)
	return f, true
}

// ownRule is the number of the own rule at a place of the configuration.
func (e *Engine) ownRule(index int) uint16 { return uint16(len(e.rules) - e.ownCount + index) }

func (s *Scanner) ownCounts(v string, start, end int, shape *ownShape) bool {
	if s.e.isMask(v, start, end) || partOfID(v, start, end) {
		return false
	}
	if shape.check == nil {
		return true
	}
	s.compact = s.compact[:0]
	for i := start; i < end; i++ {
		c := v[i]
		switch {
		case c-'0' <= 9:
		case shape.digits || !isAlnum(c):
			continue
		case c >= 'a':
			c -= 'a' - 'A'
		}
		s.compact = append(s.compact, c)
	}
	return shape.check(s.compact)
}

// maxIDToken is longer than every id that is told by its form.
const maxIDToken = 64

// partOfID: the text is part of a UUID, a ULID, a traceparent, or a run of 16 or
// 32 hexadecimal digits that are not all decimal.
func partOfID(v string, start, end int) bool {
	if end-start > maxIDToken {
		return false
	}
	lo, hi := start, end
	for lo > 0 && start-lo < maxIDToken && isAlnum(v[lo-1]) {
		lo--
	}
	for hi < len(v) && hi-end < maxIDToken && isAlnum(v[hi]) {
		hi++
	}
	if t := v[lo:hi]; looksLikeULID(t) && t[0] <= '7' || looksLikeID(t) && (len(t) == 32 || strings.Trim(t, "0123456789") != "") {
		return true
	}
	for lo > 0 && start-lo < maxIDToken && (isAlnum(v[lo-1]) || v[lo-1] == '-') {
		lo--
	}
	for hi < len(v) && hi-end < maxIDToken && (isAlnum(v[hi]) || v[hi] == '-') {
		hi++
	}
	t := v[lo:hi]
	if len(t) == 36 {
		return looksLikeID(t)
	}
	return len(t) == 55 && t[2] == '-' && t[35] == '-' && t[52] == '-' && looksLikeID(t[3:35]) && looksLikeID(t[36:52])
}
