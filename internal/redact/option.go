package redact

// option looks at a command line option whose name starts at i, behind --. With
// = between name and value it is a pair like others.
func (s *Scanner) option(v string, i int) {
	j := i
	for j < len(v) && j-i < maxKeyScan && is(v[j], clIdent) {
		j++
	}
	value := skipBlanks(v, j)
	if s.inValue(v, value) {
		return
	}
	if value == j || value >= len(v) || v[value] == '-' {
		return
	}
	key := s.e.classify(v[i:j], formPair)
	if key.Class != KeySensitive || key.Action == Keep && i < s.kept {
		return
	}
	k := keyRef{start: i, end: j, outer: i - 2, spaced: true}
	s.quotes.moveTo(v, k.outer)
	inner, inString := s.quotes.innermost()
	if c := v[value]; c == '"' && !inString || c == '\'' {
		if sp, ok := s.quotedValue(v, value, value, k, key.Rule, inner, inString); ok {
			sp.Rule = key.Rule
			s.addValue(v, sp, true)
		}
		return
	}
	if value < s.softEnd {
		return
	}
	t := textEnd{e: s.e, v: v, slashes: inner, inString: inString, escapes: s.quotes.any}
	from := value + s.e.tokenAt(v, value, key.Rule)
	end := t.word(from)
	if end <= value || s.e.isToken(v, value, end, key.Rule) || saysNothing(v[value:end]) {
		return
	}
	sp := span{cutStart: k.outer, cutEnd: end}
	sp.Rule, sp.Start, sp.End = key.Rule, value, end
	s.addValue(v, sp, false)
}
