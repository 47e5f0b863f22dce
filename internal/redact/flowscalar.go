package redact

import "strings"

// In the flow style of YAML no bracket may stand in a scalar without quotes, so
// that a mask in the middle of one would break it: {a: x [REDACTED:email] y}.
// Such scalars get quotes. One that is a mask from end to end is left alone.

// quoteFlow quotes the scalars of a mapping in flow style that hold masks.
func (s *Scanner) quoteFlow(text string) string {
	i := 0
	for i < len(text) && is(text[i], clSpace) {
		i++
	}
	if i >= len(text) || text[i] != '{' || !flowPair(text, i+1) || !strings.HasSuffix(strings.TrimRight(text, " \r\n"), "}") {
		return text
	}
	var out []byte
	done := 0
	for i++; i < len(text); {
		c := text[i]
		switch {
		case c == '"' || c == '\'':
			end, closed := stringEnd(text, i+1, c, 0)
			if !closed {
				return text
			}
			i = end + 1
			continue
		case (c == '{' || c == '[') && s.e.maskAt(text, i) == 0, c == '}', c == ']', c == ',', c == ':', is(c, clSpace):
			i++
			continue
		}
		start, masks := i, 0
		for i < len(text) && strings.IndexByte(",{}]", text[i]) < 0 && (text[i] != ':' || i+1 < len(text) && text[i+1] != ' ') {
			if n := s.e.maskAt(text, i); n > 0 {
				masks++
				i += n
				continue
			}
			if text[i] == '[' {
				return text
			}
			i++
		}
		end := i
		for end > start && is(text[end-1], clSpace) {
			end--
		}
		if masks == 0 || s.e.isMask(text, start, end) {
			continue
		}
		out = append(out, text[done:start]...)
		out = append(out, '"')
		for j := start; j < end; j++ {
			if text[j] == '"' || text[j] == '\\' {
				out = append(out, '\\')
			}
			out = append(out, text[j])
		}
		out = append(out, '"')
		done = end
	}
	if done == 0 {
		return text
	}
	return string(append(out, text[done:]...))
}

// flowPair reports whether a name without quotes, a colon and a blank stand at i.
func flowPair(v string, i int) bool {
	i = skipBlanks(v, i)
	start := i
	for i < len(v) && i-start < maxPairName && is(v[i], clIdent) {
		i++
	}
	return i > start && strings.HasPrefix(v[i:], ": ")
}
