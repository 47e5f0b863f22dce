package redact

import "strings"

// separator looks at a pair of name and value around the separator at p; the
// value starts at or behind after.
func (s *Scanner) separator(v string, p, after int) {
	if v[p] == ':' && (after < len(v) && v[after] == ':' || p > 0 && v[p-1] == ':') {
		if after < len(v) && v[after] == ' ' {
			s.encodedAttribute(v, p)
		}
		return // a scope: Secret::new
	}
	if s.inValue(v, after) {
		return
	}
	k, ok := keyBefore(v, p)
	if !ok {
		return
	}
	form := s.formOf(v, p, k)
	if v[p] == '>' && form == formColon {
		return
	}
	key := s.classify(v[k.start:k.end], form)
	if key.Class != KeySensitive && form == formColon {
		if whole, of, ok := s.phrase(v, p, k); ok {
			k, key = whole, of
		}
	}
	if key.Class != KeySensitive {
		if key.list {
			s.stringList(v, after, k, key.Rule)
			return
		}
		if k.end-k.start == len("key") && v[k.end-1]|0x20 == 'y' && k.quote == 0 && !k.bracket {
			if start, two := s.twoWords(v, k.start); two.Class == KeySensitive {
				k.start, k.outer = start, start
				s.pair(v, p, after, k, two, form)
				return
			}
		}
		if key, ok = s.dataPair(v, p, after, k); !ok {
			s.kubernetesKind(v, p, after, k)
			return
		}
	}
	s.pair(v, p, after, k, key, form)
}

// pair masks the value behind a sensitive name.
func (s *Scanner) pair(v string, p, after int, k keyRef, key Key, form keyForm) {
	if k.outer > 0 && v[k.outer-1] == '[' && s.e.pseudonymAt(v, k.outer-1) > 0 {
		return // a token of ours
	}
	if key.Action == Keep && p < s.kept {
		return // inside a value that was counted already
	}
	if v[p] == '=' && form != formQuery && s.inSQL(v, k.outer) && s.sqlValue(v, after, key.Rule) {
		return
	}
	sp, ok := s.valueSpan(v, p, after, k, key.Rule, form)
	if !ok || s.harmless(v, p, k, key.Rule, sp.Start, sp.End) {
		return
	}
	if k.quote != 0 && !k.opened {
		sp.cutStart, sp.cutEnd = 0, 0 // the text starts inside the name
	}
	sp.Rule = key.Rule
	s.addValue(v, sp, sp.hard)
}

// formOf says in what kind of pair a name stands.
func (s *Scanner) formOf(v string, p int, k keyRef) keyForm {
	if v[p] == '>' {
		// An element of XML: <password>, <ns:password>.
		i := k.start
		if i > 0 && v[i-1] == ':' {
			i--
			for i > 0 && is(v[i-1], clIdent) {
				i--
			}
		}
		if k.quote == 0 && i > 0 && v[i-1] == '<' {
			return formAttribute
		}
		return formColon
	}
	if k.quote != 0 {
		return formAttribute
	}
	if v[p] == ':' {
		return formColon
	}
	if inQuery(v, k.outer) {
		return formQuery
	}
	return formPair
}

// inQuery reports whether the name at i is a parameter of a query or a form.
func inQuery(v string, i int) bool {
	if i == 0 {
		return false
	}
	switch v[i-1] {
	case '?', '&':
		return true
	case ';':
		return strings.HasSuffix(v[:i], "&amp;")
	}
	return strings.HasSuffix(v[:i], `\u0026`)
}

// valueSpan finds the value of a sensitive name by the grammar of its form.
func (s *Scanner) valueSpan(v string, p, after int, k keyRef, rule uint16, form keyForm) (sp span, ok bool) {
	i := after
	if v[p] == '>' {
		return s.elementValue(v, i, v[k.start:k.end], rule)
	}
	if v[p] == ':' {
		if sp, ok, done := s.linesBelow(v, i, k, rule); done {
			return sp, ok
		}
	}
	for n := 0; n < 2 && i < len(v) && (v[i] == '=' || v[i] == '>' || v[i] == '~'); n++ { // == => :=
		i++
	}
	if v[p] == ':' && strings.HasPrefix(v[i:], "//") {
		return sp, false
	}
	spaces := i
	for i < len(v) && (v[i] == ' ' || v[i] == '\t' || k.quote != 0 && is(v[i], clSpace)) {
		i++
	}
	spaced := i > spaces
	if i >= len(v) {
		return sp, false
	}
	i = printedString(v, i)
	if i+1 < len(v) && (v[i] == 'b' || v[i] == 'u' || v[i] == 'r') && (v[i+1] == '"' || v[i+1] == '\'') {
		i++
	}
	// Inside a string, a quote that ends the string around the pair is no
	// opening quote: {"msg":"password="}.
	s.quotes.moveTo(v, k.outer)
	inner, inString := s.quotes.innermost()
	j := i
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if j < len(v) && (v[j] == '"' || v[j] == '\'' || v[j] == '`') {
		slashes := j - i
		// A name in quotes of the same kind outweighs the count of quotes, which
		// is wrong where a text has lost its head.
		sameQuotes := k.opened && k.quote == '"' && k.slashes == slashes
		if inString && v[j] == '"' && slashes <= inner && !sameQuotes {
			return sp, false
		}
		if _, level := quoteLevel(slashes); level {
			return s.quotedValue(v, i, j, k, rule, inner, inString)
		}
	}
	if v[i] == '{' || v[i] == '[' {
		slashes := k.slashes
		if k.quote == 0 && inString {
			slashes = 2*inner + 1
		}
		if sp, ok, done := s.structuredValue(v, i, slashes, k); done {
			return sp, ok
		}
	}
	if k.quote != 0 && v[p] == ':' {
		return s.literalValue(v, i, k)
	}
	if i < s.softEnd {
		return sp, false // a value without quotes inside one ends where that does
	}
	return s.bareValue(v, p, i, k, rule, form, spaced, inner, inString)
}

// quotedValue: the quote is at j, its backslashes from i on.
func (s *Scanner) quotedValue(v string, i, j int, k keyRef, rule uint16, inner int, inString bool) (sp span, ok bool) {
	start := j + 1
	sp.hard = true
	if i == j && !inString && !k.opened && strings.HasPrefix(v[j:], tripleQuote(v[j])) {
		return s.tripleQuoted(v, j, k, rule)
	}
	end, closed := stringEnd(v, start, v[j], j-i)
	for v[j] == '\'' && i == j && closed && end > start && end+2 < len(v) && v[end+1] == '\'' && !is(v[end+2], clSpace) && strings.IndexByte(",;)]}", v[end+2]) < 0 {
		end, closed = stringEnd(v, end+2, v[j], 0) // two of them stand for one in YAML and SQL
	}
	if inString && v[j] != '"' {
		// The string of JSON around the pair ends sooner, if this one is not closed.
		if e, outer := stringEnd(v[:end], start, '"', inner); outer {
			end, closed = e, false
		}
	}
	if start == end || s.e.isToken(v, start, end, rule) {
		return sp, false
	}
	sp.Start, sp.End = start, end
	sp.cutStart, sp.cutEnd = k.outer, end
	if closed && strings.HasPrefix(v[end:], v[i:start]) {
		sp.cutEnd = end + start - i
	}
	sp.member = k.opened
	sp.enc = encodingOf(inner, inString)
	if v[j] == '"' {
		sp.enc = encodingOf(j-i, true)
	}
	return sp, true
}

// structuredValue: an object or array from i on, masked whole. done is false
// if what starts here is no structure.
func (s *Scanner) structuredValue(v string, i, slashes int, k keyRef) (sp span, ok, done bool) {
	if k.quote == 0 && i < s.structTried {
		return sp, false, false
	}
	if k.quote == 0 && s.e.maskAt(v, i) > 0 {
		return sp, false, false // bareValue decides whether it is all of the value
	}
	end := structureEnd(v, i, slashes, k.quote)
	if k.quote == 0 {
		if v[i] == '[' && (end-i <= 2) || end < len(v) && !strings.ContainsRune(" \t\r\n,;)}]\"'&", rune(v[end])) {
			s.structTried = end
			return sp, false, false
		}
	}
	if end-i <= 2 && end <= len(v) && (v[end-1] == '}' || v[end-1] == ']') {
		return sp, false, true // empty
	}
	sp.Start, sp.End, sp.hard, sp.structure = i, end, true, true
	sp.cutStart, sp.cutEnd = k.outer, end
	if k.quote != 0 {
		sp.quote, sp.slashes, sp.member = k.quote, k.slashes, k.opened
	}
	return sp, true, true
}

// structureEnd finds the bracket that closes the one at i, counting those
// outside of strings. A structure that is cut off ends with the string that it
// stands in, or with the text. Strings are in double quotes, behind a name in
// single quotes in those as well.
func structureEnd(v string, i, slashes int, keyQuote byte) int {
	depth, run := 0, 0
	for ; i < len(v); i++ {
		switch c := v[i]; c {
		case '\\':
			run++
			continue
		case '\'':
			if keyQuote == c {
				end, closed := stringEnd(v, i+1, c, run)
				if !closed {
					return len(v)
				}
				i = min(end+run, len(v)-1)
			}
		case '"':
			if run < slashes {
				return i - run // the string around the structure ends
			}
			end, closed := stringEnd(v, i+1, c, slashes)
			if !closed {
				return len(v)
			}
			i = end
			for i < len(v) && v[i] == '\\' {
				i++
			}
			if i-end < slashes { // a string further out ended
				return end
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
		run = 0
	}
	return len(v)
}

// literalValue: a number, or what else stands under a quoted name without
// quotes. It becomes a string, so that JSON stays JSON.
func (s *Scanner) literalValue(v string, i int, k keyRef) (sp span, ok bool) {
	end := i
	if e, typed := typedValue(v, i, true); typed {
		sp.hard, sp.structure = true, true
		end = e
	}
	for !sp.hard && end < len(v) && !strings.ContainsRune(",}] \t\r\n\"'\\", rune(v[end])) {
		end++
	}
	if saysNothing(v[i:end]) {
		return sp, false
	}
	sp.Start, sp.End = i, end
	sp.quote, sp.slashes = k.quote, k.slashes
	sp.cutStart, sp.cutEnd, sp.member = k.outer, end, k.opened
	return sp, true
}

// saysNothing reports whether a value only tells that there is none, or is
// blacked out already.
func saysNothing(t string) bool {
	switch len(t) {
	case 0:
		return true
	case 3, 4, 5, 9:
		switch t {
		case "nil", "null", "NULL", "None", "none", "true", "True", "false", "False", "undefined", "<nil>":
			return true
		}
	}
	return strings.Trim(t, "*") == ""
}
