package redact

// tokens is a count as often as a list of secrets: only strings under such a
// name go, the numbers stay.

// listName reports whether a name says tokens of credentials, if anything.
func (e *Engine) listName(t *keyTokens) bool {
	if t.n == 0 || string(t.token(t.n-1)) != "tokens" || !e.enabled[e.id.token] {
		return false
	}
	if t.n == 1 {
		return true
	}
	before := t.token(t.n - 2)
	_, harmless := harmlessBeforeToken[string(before)]
	_, counted := switchBefore[string(before)]
	return !harmless && !counted
}

// ElementKey is the key for a string in a list that stands under k: sensitive
// where the name says tokens and the string looks like one.
func (s *Scanner) ElementKey(k Key, text string) Key {
	if !k.list || !looksRandom(text) {
		return k
	}
	return Key{Class: KeySensitive, Rule: s.e.id.token, Action: s.e.actions[s.e.id.token]}
}

// stringList masks the strings of a list under a name such as tokens.
func (s *Scanner) stringList(v string, after int, k keyRef) {
	i := after
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
		s.leaves(v, i, end, slashes, s.e.id.token, func(l leaf) {
			if !l.literal && l.objects == 0 && looksRandom(v[l.start:l.end]) {
				s.addLeaf(s.e.id.token, l)
			}
		})
	case '\'':
		for j := first; j < end; j++ {
			if v[j] != '\'' {
				continue
			}
			to, closed := stringEnd(v[:end], j+1, '\'', 0)
			if to > j+1 && looksRandom(v[j+1:to]) && !s.e.isToken(v, j+1, to, s.e.id.token) {
				s.add(s.e.id.token, j+1, to)
			}
			if !closed {
				return
			}
			j = to
		}
	}
}
