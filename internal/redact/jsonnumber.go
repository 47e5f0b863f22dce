package redact

// jsonNumber reports whether the digits v[start:end] are a number of JSON, which
// a mask can only replace as a string: the quote to use, and how many
// backslashes it needs. quote is 0 for digits in a text.
func (s *Scanner) jsonNumber(v string, start, end int) (quote byte, slashes int) {
	next := end
	for next < len(v) && is(v[next], clSpace) {
		next++
	}
	if next < len(v) && v[next] != ',' && v[next] != '}' && v[next] != ']' && v[next] != '\\' {
		return 0, 0
	}
	i := start
	for i > 0 && is(v[i-1], clSpace) {
		i--
	}
	if i == 0 {
		return 0, 0
	}
	switch v[i-1] {
	case ':':
		i--
		for i > 0 && is(v[i-1], clSpace) {
			i--
		}
		if i == 0 || v[i-1] != '"' {
			return 0, 0
		}
		i--
		for i > 0 && v[i-1] == '\\' {
			i--
			slashes++
		}
		return '"', ownSlashes(slashes)
	case '[', ',':
		s.quotes.moveTo(v, start)
		if !s.quotes.any && !startsJSON(v) {
			return 0, 0
		}
		if inner, in := s.quotes.innermost(); in {
			if v[i-1] == ',' && !innerList(v, i) {
				return 0, 0
			}
			return '"', 2*inner + 1
		}
		return '"', 0
	}
	return 0, 0
}

func startsJSON(v string) bool {
	for i := 0; i < len(v); i++ {
		if !is(v[i], clSpace) {
			return v[i] == '[' || v[i] == '{'
		}
	}
	return false
}

// maxListLook bounds the look back for the bracket that opens a list.
const maxListLook = 512

// innerList reports whether the text before i, inside a string, looks like a
// list of JSON that is open: a bracket comes before any word.
func innerList(v string, i int) bool {
	for n := 0; n < maxListLook && i > 0; n++ {
		i--
		switch c := v[i]; {
		case c == '[':
			return true
		case !is(c, clDigit) && !is(c, clSpace) && c != ',' && c != '.' && c != '-' && c != '"' && c != '\\':
			return false
		}
	}
	return false
}
