package redact

// isEnvironment reports whether a pair stands alone in quotes, as a variable of
// the environment in a list or on a command line: "DB_PASSWORD=two words". Its
// name is in capitals.
func isEnvironment(v string, k keyRef) bool {
	if k.quote != 0 || k.spaced || k.start == 0 || k.outer != k.start || v[k.start-1] != '"' && v[k.start-1] != '\'' {
		return false
	}
	for i := k.start; i < k.end; i++ {
		if v[i]-'A' >= 26 && v[i] != '_' && !is(v[i], clDigit) {
			return false
		}
	}
	return true
}

// environment ends with the quotes around the pair, unless another pair follows
// in them.
func (t *textEnd) environment(i int, quote byte) int {
	word := t.word(i)
	end := word
	for end < len(t.v) && end-word < maxCommandLine {
		if t.v[end] == quote {
			return end
		}
		if c := t.v[end]; c == '\n' || c == '\\' || (c == ' ' || c == '\t') && nextIsPair(t.v, end+1) {
			return word
		}
		end++
	}
	return word
}

// twoWords makes one name of the word before key, which stands at i: API Key,
// secret key. Without quotes a name ends at a blank.
func (s *Scanner) twoWords(v string, i int) (start int, key Key) {
	if i < 4 || v[i-1] != ' ' || !hasFold(v, i, "key") {
		return i, key
	}
	for _, word := range [...]string{"api", "secret", "encryption", "master", "signing", "license", "account", "storage", "recovery"} {
		start = i - 1 - len(word)
		if start >= 0 && hasFold(v, start, word) && (start == 0 || !is(v[start-1], clIdent)) {
			return start, s.classify(v[start:i+len("key")], formAttribute)
		}
	}
	return i, key
}
