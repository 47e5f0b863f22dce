package redact

import "strings"

// YAML writes a value on lines of its own: as a block (| or >), a list, a map
// or a scalar, each further in than its name. The lines may be those of a text
// or those of a string with \n in it.

// lineBreak is the length of the line break at i, 0 if there is none.
func lineBreak(v string, i int) int {
	if i >= len(v) {
		return 0
	}
	switch v[i] {
	case '\n':
		return 1
	case '\r':
		if i+1 < len(v) && v[i+1] == '\n' {
			return 2
		}
		return 1
	case '\\':
		c, next := escapedLetter(v, i)
		if c == 'n' {
			return next - i
		}
		if c == 'r' {
			if c, end := escapedLetter(v, next); c == 'n' {
				return end - i
			}
		}
	}
	return 0
}

// escapedLetter is the byte behind the backslashes at i, 0 if there are none.
func escapedLetter(v string, i int) (c byte, next int) {
	j := i
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if j == i || j == len(v) {
		return 0, j
	}
	return v[j], j + 1
}

// lineEnd is where the line ends that goes on at i: at its break, at the quote
// that closes the string around it, or with the text.
func lineEnd(v string, i, slashes int, inString bool) int {
	for ; i < len(v); i++ {
		switch v[i] {
		case '\n', '\r':
			return i
		case '"':
			if inString {
				return i
			}
		case '\\':
			if lineBreak(v, i) > 0 {
				return i
			}
			j := i
			for j < len(v) && v[j] == '\\' {
				j++
			}
			if j < len(v) && v[j] == '"' && inString && closesString(j-i, slashes) {
				return j - min(ownSlashes(j-i), slashes)
			}
			i = j
			if j < len(v) && v[j] != '"' {
				i = j - 1
			}
		}
	}
	return len(v)
}

// indentation counts the blanks from i on.
func indentation(v string, i int) int {
	n := 0
	for i+n < len(v) && v[i+n] == ' ' {
		n++
	}
	return n
}

// blockHeader is the length of the | or > that begins a block at i, with what
// may follow it on its line; 0 if there is none.
func blockHeader(v string, i int) int {
	if i >= len(v) || v[i] != '|' && v[i] != '>' {
		return 0
	}
	j := i + 1
	for j < len(v) && (v[j] == '+' || v[j] == '-' || is(v[j], clDigit)) {
		j++
	}
	j = skipBlanks(v, j)
	if j-i > maxIndent || lineBreak(v, j) == 0 {
		return 0
	}
	return j - i
}

// linesBelow is the value of a name of YAML that stands on the lines below.
// done is false if the value does not stand there.
func (s *Scanner) linesBelow(v string, after int, k keyRef, rule uint16) (sp span, ok, done bool) {
	i := skipBlanks(v, after)
	header := blockHeader(v, i)
	i += header
	if lineBreak(v, i) == 0 || header == 0 && k.quote != 0 {
		return sp, false, false
	}
	col := column(v, k.outer)
	if col < 0 {
		return sp, false, false
	}
	s.quotes.moveTo(v, k.outer)
	inner, inString := s.quotes.innermost()
	list := false
	for i < len(v) {
		n := lineBreak(v, i)
		if n == 0 {
			break
		}
		indent := indentation(v, i+n)
		start := i + n + indent
		if start >= len(v) {
			break
		}
		if lineBreak(v, start) > 0 {
			i = start
			continue
		}
		item := strings.HasPrefix(v[start:], "- ")
		if indent <= col && (header > 0 || !item || indent < col || sp.End > 0 && !list || startsItem(v, k.outer)) {
			break
		}
		end := lineEnd(v, start, inner, inString)
		if end == start {
			break
		}
		if sp.End == 0 {
			if header == 0 && !item && !isYAMLValue(v, start, end) {
				return sp, false, false
			}
			list = item
			sp.Start = start
			if item && header == 0 {
				sp.Start += 2
			}
		}
		sp.End = end
		i = end
	}
	if sp.End <= sp.Start {
		return sp, false, header > 0
	}
	for sp.End > sp.Start && v[sp.End-1] == ' ' {
		sp.End--
	}
	if s.e.isToken(v, sp.Start, sp.End, rule) {
		return sp, false, true
	}
	sp.hard, sp.structure = true, true
	sp.cutStart, sp.cutEnd = k.outer, sp.End
	return sp, true, true
}

// isYAMLValue: a line below a name is its value if it is a pair, a word or in
// quotes, and no sentence.
func isYAMLValue(v string, start, end int) bool {
	if v[start] == '"' || v[start] == '\'' {
		return true
	}
	line := strings.TrimRight(v[start:end], " ")
	return strings.IndexByte(line, ' ') < 0 && line != "" && (isAlnum(line[0]) || line[0] == '[') || nextIsPair(v, start)
}
