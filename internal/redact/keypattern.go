package redact

import "errors"

// KeyPattern is the end of a key name, token by token: "token count" matches
// usage.tokenCount, but not count.
type KeyPattern struct{ word string }

// NewKeyPattern compiles a name. The error begins with a verb.
func NewKeyPattern(name string) (KeyPattern, error) {
	t := normalise(name)
	if t.n == 0 {
		return KeyPattern{}, errors.New("holds no letter or digit")
	}
	return KeyPattern{string(t.tail(t.n, t.n))}, nil
}

// Match reports whether the name ends as the pattern says; the indices of lists
// do not count.
func (p KeyPattern) Match(name string) bool {
	var t keyTokens
	t.fill(name)
	for n := t.n; n > 0; n-- {
		for k := 1; k <= n; k++ {
			if string(t.tail(n, k)) == p.word {
				return true
			}
		}
		if n == 1 || !allDigits(t.token(n-1)) {
			return false
		}
	}
	return false
}
