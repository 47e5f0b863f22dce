package redact

import "strings"

// tokens and routing_numbers are counts as often as lists: only strings under
// such a name go, and numbers stay.

// listName is the rule of which a name says the plural, if any.
func (e *Engine) listName(t *keyTokens) (rule uint16, ok bool) {
	if t.n == 0 {
		return 0, false
	}
	last := t.token(t.n - 1)
	if last[len(last)-1] != 's' {
		return 0, false
	}
	if string(last) != "tokens" {
		return e.keys.plural(t)
	}
	if !e.enabled[e.id.token] {
		return 0, false
	}
	if t.n == 1 {
		return e.id.token, true
	}
	before := t.token(t.n - 2)
	_, harmless := harmlessBeforeToken[string(before)]
	_, counted := switchBefore[string(before)]
	return e.id.token, !harmless && !counted
}

// plural looks up the name without its last letter, of two words or more.
func (d *keyDictionary) plural(t *keyTokens) (rule uint16, ok bool) {
	for k := min(t.n, d.longest); k > 0; k-- {
		word := t.tail(t.n, k)
		entry, found := d.words[string(word[:len(word)-1])]
		if !found || entry.strength != strong || !takesPlural(string(word[:len(word)-1])) {
			continue
		}
		if k < t.n {
			if _, counted := switchBefore[string(t.token(t.n-k-1))]; counted {
				return 0, false
			}
		}
		return entry.rule, true
	}
	return 0, false
}

// takesPlural: the words of which lists are kept. Short ones are other words in
// the plural.
func takesPlural(word string) bool {
	for _, end := range [...]string{"key", "number", "secret", "card", "ssn", "iban"} {
		if strings.HasSuffix(word, end) {
			return len(word) > len(end) || end == "ssn" || end == "iban"
		}
	}
	return false
}

// ElementKey is the key for a string in a list that stands under k: sensitive
// where the name says tokens and the string looks like one.
func (s *Scanner) ElementKey(k Key, text string) Key {
	if !k.list || !looksRandom(text) {
		return k
	}
	return Key{Class: KeySensitive, Rule: k.Rule, Action: s.e.actions[k.Rule]}
}

// stringList masks the strings of a list under a name such as tokens.
func (s *Scanner) stringList(v string, after int, k keyRef, rule uint16) {
	i := after
	if lineBreak(v, skipBlanks(v, i)) > 0 && s.lineList(v, i, k, rule) {
		return
	}
	for i < len(v) && (is(v[i], clSpace) || v[i] == '=' || v[i] == '>') {
		i++
	}
	if i+2 >= len(v) || v[i] != '[' || i < s.listEnd || s.inValue(v, i) {
		return
	}
	s.quotes.moveTo(v, k.outer)
	slashes := k.slashes
	if inner, inString := s.quotes.innermost(); k.quote == 0 && inString {
		slashes = 2*inner + 1
	}
	end := structureEnd(v, i, slashes, k.quote)
	s.listEnd = end
	// Whether the list is of strings, its first element tells.
	first := i + 1
	for first < end && (is(v[first], clSpace) || v[first] == '\\') {
		first++
	}
	if first == end {
		return
	}
	switch v[first] {
	case '"':
		s.leaves(v, i, end, slashes, rule, func(l leaf) {
			if !l.literal && l.objects == 0 && looksRandom(v[l.start:l.end]) {
				s.addLeaf(rule, l)
			}
		})
	case '\'':
		for j := first; j < end; j++ {
			if v[j] != '\'' {
				continue
			}
			to, closed := stringEnd(v[:end], j+1, '\'', 0)
			if to > j+1 && looksRandom(v[j+1:to]) && !s.e.isToken(v, j+1, to, rule) {
				s.add(rule, j+1, to)
			}
			if !closed {
				return
			}
			j = to
		}
	default:
		if k.quote == 0 && v[after-1] == ':' && i == after {
			s.printedList(v, first, end)
		}
	}
}

// printedList: the texts of a slice as Go prints it, {Tokens:[a1b2c3 d4e5f6]}.
// Numbers stay.
func (s *Scanner) printedList(v string, i, end int) {
	for i < end {
		to := i
		for to < end && v[to] > ' ' && v[to] != ']' && v[to] != ',' && v[to] != '"' {
			to++
		}
		if t := v[i:to]; looksRandom(t) && mixed(t) && !s.e.isToken(v, i, to, s.e.id.token) {
			s.add(s.e.id.token, i, to)
		}
		if to >= end || v[to] != ' ' {
			return
		}
		i = to + 1
	}
}

// lineList masks the items of a list of YAML below its name.
func (s *Scanner) lineList(v string, i int, k keyRef, rule uint16) (done bool) {
	col := column(v, k.outer)
	if col < 0 || i < s.listEnd {
		return false
	}
	s.quotes.moveTo(v, k.outer)
	inner, inString := s.quotes.innermost()
	i = skipBlanks(v, i)
	for {
		n := lineBreak(v, i)
		start := i + n + indentation(v, i+n)
		if n == 0 || start-i-n < col || !strings.HasPrefix(v[start:], "- ") {
			return done
		}
		i = lineEnd(v, start, inner, inString)
		done, s.listEnd = true, i
		start = skipBlanks(v, start+1)
		end := start + len(strings.TrimRight(v[start:i], " "))
		if end-start >= 2 && (v[start] == '"' || v[start] == '\'') && v[end-1] == v[start] {
			start++
			end--
		}
		if text := v[start:end]; looksRandom(text) && !nextIsPair(v[:end], start) && !s.e.isToken(v, start, end, rule) {
			s.addValue(v, span{Finding: Finding{Rule: rule, Start: start, End: end}, structure: true}, true)
		}
	}
}
