package redact

import "unicode/utf8"

// Lengths of RFC 5321 section 4.5.3.1.
const (
	maxLocalPart = 64
	maxDomain    = 255
)

// email looks at both sides of an @ at p, which may be written %40; the domain
// starts at after.
func (s *Scanner) email(v string, p, after int) {
	if !s.on(s.e.id.email) {
		return
	}
	end := domainEnd(v, after)
	if end < 0 {
		if end = addressLiteralEnd(v, after); end < 0 {
			return
		}
	}
	start := localStart(v, p)
	if start == p {
		start = quotedLocalStart(v, p)
	}
	if start == p {
		return
	}
	if v[start:p] == "git" && end < len(v) && (v[end] == ':' || v[end] == '/') {
		return
	}
	if !readable(v[start:end]) {
		if start, end = readablePart(v, start, p, after, end); end < 0 {
			return
		}
	}
	if addressOfThing(v, start, p, after, end) {
		return
	}
	s.add(s.e.id.email, start, end)
}

func localStart(v string, p int) int {
	i := p
	for i > 0 && p-i < maxLocalPart && is(v[i-1], clLocal) {
		i--
	}
	for i < p && !utf8.RuneStart(v[i]) {
		i++
	}
	// A percent escape in front is a delimiter: mail%3Dbob%40example.com.
	for j := p - 3; j >= i; j-- {
		if v[j] == '%' && is(v[j+1], clHex) && is(v[j+2], clHex) {
			i = j + 3
			break
		}
	}
	i = min(unescapedStart(v, i), p)
	for i < p && !isAlnum(v[i]) && !is(v[i], clHigh) {
		i++
	}
	return i
}

// quotedLocalStart is where the local part in quotes before p starts, p for
// none: "john doe"@example.com, with its backslashes inside JSON.
func quotedLocalStart(v string, p int) int {
	if p < 3 || v[p-1] != '"' {
		return p
	}
	end := p - 1
	for end > 0 && v[end-1] == '\\' {
		end--
	}
	slashes := p - 1 - end
	for i := end; i > 0 && p-i < maxLocalPart; i-- {
		switch c := v[i-1]; {
		case c == '"':
			start := i - 1
			for start > 0 && v[start-1] == '\\' {
				start--
			}
			if i == end || i-1-start != slashes {
				return p
			}
			return start
		case c < ' ' || c == '\\' || c == ':' || c == ',' || c == '{' || c == '[':
			return p
		}
	}
	return p
}

// domainEnd is where a host name with a top level domain ends, -1 if there is none.
func domainEnd(v string, start int) int {
	end, dot := start, -1
	for end < len(v) && end-start <= maxDomain && is(v[end], clDomain) {
		// Letters of another script right behind a Latin top level domain are
		// the text that goes on, not the name.
		if dot >= 0 && is(v[end], clHigh) && end-dot > 2 && !is(v[dot+1], clHigh) {
			break
		}
		if v[end] == '.' {
			if end == start || v[end-1] == '.' {
				break
			}
			dot = end
		}
		end++
	}
	if end-start > maxDomain {
		return -1
	}
	for end > start && (v[end-1] == '.' || v[end-1] == '-') {
		end--
	}
	dot = -1
	digitsOnly, labels := true, 0
	for i := start; i < end; i++ {
		switch {
		case v[i] == '.':
			labels++
			if labels == 2 && digitsOnly {
				return -1 // a version: 1.2.rc
			}
			dot = i
		case labels < 2 && !is(v[i], clDigit):
			digitsOnly = false
		}
	}
	if dot < 0 || end-dot < 3 {
		return -1
	}
	for i := dot + 1; i < end; i++ {
		if class[v[i]]&(clAlpha|clHigh) == 0 {
			return -1
		}
	}
	if isNoTopLevel(v[dot+1 : end]) {
		return -1
	}
	return end
}
