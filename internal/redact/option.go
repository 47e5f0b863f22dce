package redact

// optionWords are the options with one dash, as Java, Go and PowerShell have
// them, whose names say that a secret follows.
var optionWords = []formWord{
	{`(?i)[ "'\[,(]-(?:pass|pwd |storepass|keypass|token|secret|apikey|api-key|access|cred)`, func(s *Scanner, v string, pos int) {
		s.form.quotes.moveTo(v, pos+1)
		s.optionAt(v, pos+2, &s.form.quotes, 1)
	}},
	{`(?i)(?:key|token|secret|password|passwd|passphrase|credential|authorization|cookie|otp|code|number) ['"]`, (*Scanner).quotedOption},
	{`(?i)ConvertTo-SecureString`, (*Scanner).secureString},
}

// option looks at a command line option whose name starts at i, behind --. With
// = between name and value it is a pair like others.
func (s *Scanner) option(v string, i int) {
	s.optionAt(v, i, &s.quotes, 2)
}

func (s *Scanner) optionAt(v string, i int, quotes *quoteCursor, dashes int) {
	j := i
	for j < len(v) && j-i < maxKeyScan && is(v[j], clIdent) {
		j++
	}
	value := skipBlanks(v, j)
	if value == j {
		s.optionInList(v, i, j, dashes)
		return
	}
	if s.inValue(v, value) {
		return
	}
	if value >= len(v) || v[value] == '-' || isCall(v, value) {
		return
	}
	key := s.classify(v[i:j], formPair)
	if key.Class != KeySensitive || key.Action == Keep && i < s.kept {
		return
	}
	k := keyRef{start: i, end: j, outer: i - dashes, spaced: true}
	quotes.moveTo(v, k.outer)
	inner, inString := quotes.innermost()
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
	t := textEnd{e: s.e, v: v, slashes: inner, inString: inString, escapes: quotes.any}
	from := value + s.e.tokenAt(v, value, key.Rule)
	end := t.word(from)
	if end <= value || s.e.isToken(v, value, end, key.Rule) || saysNothing(v[value:end]) || key.Rule == s.e.id.credential && variable(v[value:end], true) {
		return
	}
	sp := span{cutStart: k.outer, cutEnd: end, enc: encodingOf(inner, inString)}
	sp.Rule, sp.Start, sp.End = key.Rule, value, end
	s.addValue(v, sp, false)
}

// quotedOption: -ClientSecret 'x' of PowerShell, where the end of the name stands
// at pos.
func (s *Scanner) quotedOption(v string, pos int) {
	i := pos
	for i > 0 && pos-i < maxPairName && isAlnum(v[i-1]) {
		i--
	}
	if i < 2 || v[i-1] != '-' || !is(v[i-2], clSpace) {
		return
	}
	s.form.quotes.moveTo(v, i-1)
	s.optionAt(v, i, &s.form.quotes, 1)
}

// optionInList: the option v[i:j] is a string of a list, and so is its value:
// ["--password","x"].
func (s *Scanner) optionInList(v string, i, j, dashes int) {
	q := j
	for q < len(v) && v[q] == '\\' {
		q++
	}
	slashes := q - j
	outer := i - dashes - slashes - 1
	if q >= len(v) || v[q] != '"' && v[q] != '\'' || outer < 0 || v[i-dashes-1] != v[q] || v[outer:i-dashes] != v[j:q+1] {
		return
	}
	w := argWords{v: v, i: q + 1, end: len(v), list: v[q], slashes: slashes}
	start, end, ok := w.element()
	if !ok || start == end || v[start] == '-' || saysNothing(v[start:end]) {
		return
	}
	key := s.e.classify(v[i:j], formPair)
	if s.e.isToken(v, start, end, key.Rule) || key.Class != KeySensitive || key.Action == Keep && i < s.kept {
		return
	}
	s.addValue(v, span{Finding: Finding{Rule: key.Rule, Start: start, End: end}}, true)
}

// isCall reports whether the value at i is the result of a command of
// PowerShell: (Get-Secret x).
func isCall(v string, i int) bool {
	if v[i] != '(' {
		return false
	}
	for _, verb := range [...]string{"convertto-", "convertfrom-", "get-", "read-", "new-", "import-", "unprotect-"} {
		if hasFold(v, i+1, verb) {
			return true
		}
	}
	return false
}

// secureString: ConvertTo-SecureString 'x' -AsPlainText, at pos.
func (s *Scanner) secureString(v string, pos int) {
	if !s.on(s.e.form.commandPassword) {
		return
	}
	w, ok := s.words(v, pos, pos+len("ConvertTo-SecureString"))
	if !ok {
		return
	}
	for range 8 {
		start, end, ok := w.next()
		if !ok {
			return
		}
		switch {
		case hasFold(v[:end], start, "-string"), hasFold(v[:end], start, "-asplaintext"), hasFold(v[:end], start, "-force"):
			continue
		case v[start] == '-' || v[start] == '$':
			return
		}
		start, end = w.unquote(start, end)
		s.addCommandPassword(v, start, end)
		return
	}
}
