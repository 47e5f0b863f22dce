package redact

import "strings"

// percent looks at a percent escape at p: of = : or @, or of % itself, which
// is how text is encoded more than once (%253D is %3D is =).
func (s *Scanner) percent(v string, p int) {
	i := p + 1
	levels := 1
	for strings.HasPrefix(v[i:], "25") {
		i += 2
		if levels++; levels > s.e.maxDepth {
			s.tooDeep(v, p, i)
			return
		}
	}
	if i+2 > len(v) {
		return
	}
	code, after := v[i:i+2], i+2
	switch code {
	case "40":
		s.email(v, p, after)
	case "2B", "2b":
		if after < len(v) && v[after]-'1' < 9 {
			s.phone(v, p, after)
		}
	case "3D", "3d", "3A", "3a":
		if !s.inValue(v, after) {
			s.percentPair(v, p, after, levels)
		}
	}
}

// tooDeep gives up on a text that is encoded more often than allowed: on the
// word around p.
func (s *Scanner) tooDeep(v string, p, i int) {
	for p > 0 && v[p-1] > ' ' && v[p-1] != '"' && v[p-1] != '\\' && p > s.softEnd {
		p--
	}
	for i < len(v) && v[i] > ' ' && v[i] != '"' && v[i] != '\\' {
		i++
	}
	s.softEnd = max(s.softEnd, i)
	s.add(s.e.id.unscanned, p, i)
}

// percentPair looks at an encoded pair: password%3Dx%26, %22password%22%3A%22x%22.
func (s *Scanner) percentPair(v string, p, after, levels int) {
	escape := 3 + 2*(levels-1) // length of %3D, %253D
	end := p
	quoted := false
	for end >= escape && isPercentCode(v, end-escape, levels, "22", "20") {
		quoted = quoted || v[end-2:end] == "22"
		end -= escape
	}
	start := end
	for start > 0 && end-start < maxKeyScan && (isAlnum(v[start-1]) || v[start-1] == '_' || v[start-1] == '-' || v[start-1] == '.') {
		start--
	}
	for j := min(start, end); j < end; j++ {
		// The name begins behind an escape: %26password%3D.
		if j >= 1 && v[j-1] == '%' {
			start = min(j+2+2*(levels-1), end)
			break
		}
	}
	if start == end {
		return
	}
	form := formPair
	if quoted {
		form = formAttribute
	}
	key := s.classify(v[start:end], form)
	if key.Class != KeySensitive || key.Action == Keep && p < s.kept {
		return
	}
	from := after
	closing := false
	for from < len(v) && isPercentCode(v, from, levels, "22", "20") {
		closing = closing || v[from+escape-2:from+escape] == "22"
		from += escape
	}
	to := from + s.e.tokenAt(v, from, key.Rule)
	for to < len(v) && v[to] > ' ' && strings.IndexByte("&\"'<>#\\", v[to]) < 0 {
		if closing && isPercentCode(v, to, levels, "22", "22") || !closing && isPercentCode(v, to, levels, "26", "0A") {
			break
		}
		to++
	}
	if to == from || s.e.isToken(v, from, to, key.Rule) || saysNothing(v[from:to]) {
		return
	}
	enc := encoding{percent: uint8(min(levels, maxDecoding))}
	if !closing {
		enc.percent++ // the value of a query in a query
	}
	s.addValue(v, span{Finding: Finding{Rule: key.Rule, Start: from, End: to}, enc: enc}, closing)
}

// isPercentCode reports whether one of two escapes, encoded that often, is at i.
func isPercentCode(v string, i, levels int, a, b string) bool {
	if i < 0 || i >= len(v) || v[i] != '%' {
		return false
	}
	i++
	for range levels - 1 {
		if !strings.HasPrefix(v[i:], "25") {
			return false
		}
		i += 2
	}
	return strings.HasPrefix(v[i:], a) || strings.HasPrefix(v[i:], b)
}
