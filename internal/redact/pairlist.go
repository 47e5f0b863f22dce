package redact

import "strings"

// A list of headers or of form fields is often written as a list of pairs:
// [('Host', 'x'), ('Authorization', 'y')], [["Host","x"],["Authorization","y"]].

// pairList looks at such a list, which opens at p with its first pair behind it.
func (s *Scanner) pairList(v string, p int) {
	if p < s.pairsEnd {
		return
	}
	for i := p + 1; ; {
		i = skipSpace(v, i, len(v))
		if i >= len(v) || v[i] != '(' && v[i] != '[' {
			break
		}
		name, nameEnd, next := pairText(v, i+1)
		next = skipSpace(v, next, len(v))
		if nameEnd < 0 || next >= len(v) || v[next] != ',' {
			break
		}
		from, to, end := pairText(v, skipSpace(v, next+1, len(v)))
		if to < 0 { // a number, or what else stands there
			if end = strings.IndexAny(v[next:min(len(v), next+maxDataLook)], ")]"); end < 0 {
				break
			}
			end += next
		} else if key := s.DataName(v[name:nameEnd]); key.Class == KeySensitive && from < to && !s.inValue(v, from) && !s.e.isToken(v, from, to, key.Rule) {
			if key.Action == Keep && from < s.kept {
				break
			}
			sp := span{hard: true}
			sp.Rule, sp.Start, sp.End = key.Rule, from, to
			s.addValue(v, sp, true)
		}
		i = skipSpace(v, end, len(v))
		s.pairsEnd = i
		if i >= len(v) || v[i] != ')' && v[i] != ']' {
			break
		}
		if i = skipSpace(v, i+1, len(v)); i >= len(v) || v[i] != ',' {
			break
		}
		i++
	}
	s.pairsEnd = max(s.pairsEnd, p+1)
}

// pairText is the text in quotes at i, with a mark of bytes before it; end is
// -1 if there is none, next is behind its quote.
func pairText(v string, i int) (start, end, next int) {
	if i < len(v) && (v[i] == 'b' || v[i] == 'u') {
		i++
	}
	j := i
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if j >= len(v) || v[j] != '"' && v[j] != '\'' {
		return 0, -1, i
	}
	end, closed := stringEnd(v, j+1, v[j], j-i)
	if !closed {
		return j + 1, end, end
	}
	return j + 1, end, end + 1 + j - i
}

// formData looks at a part of a multipart form (RFC 7578): the name of a field
// in its header at p, the value behind an empty line.
func (s *Scanner) formData(v string, p int) {
	name, nameEnd, i := pairText(v, p+len("form-data; name="))
	if nameEnd < 0 || s.inValue(v, i) {
		return
	}
	key := s.DataName(v[name:nameEnd])
	if key.Class != KeySensitive || key.Action == Keep && p < s.kept {
		return
	}
	s.quotes.moveTo(v, p)
	inner, inString := s.quotes.innermost()
	for range maxDataSteps { // other headers of the part
		i = lineEnd(v, i, inner, inString)
		n := lineBreak(v, i)
		if n == 0 {
			return
		}
		i += n
		if m := lineBreak(v, i); m > 0 {
			i += m
			end := i
			for {
				end = lineEnd(v, end, inner, inString)
				n := lineBreak(v, end)
				if n == 0 || strings.HasPrefix(v[end+n:], "--") {
					break
				}
				end += n
			}
			if end > i && !s.e.isToken(v, i, end, key.Rule) {
				sp := span{hard: true, structure: true}
				sp.Rule, sp.Start, sp.End = key.Rule, i, end
				s.addValue(v, sp, true)
			}
			return
		}
	}
}
