package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"strings"
)

// PseudonymKeys are the keys of the pseudonyms. Without a current one no rule
// may have the action.
type PseudonymKeys struct {
	// Current makes the tokens.
	Current PseudonymKey
	// Previous is the key before, whose tokens are left alone. Optional.
	Previous PseudonymKey
}

// PseudonymKey is a key with its name.
type PseudonymKey struct {
	// ID stands in every token that the key makes: 1 to 16 small letters and
	// digits.
	ID string
	// Secret are 32 random bytes.
	Secret []byte
}

const (
	pseudonymKeySize = 32
	maxPseudonymID   = 16
	// pseudonymDigits are 96 bits: among 2^40 values, one chance in 2^17 that
	// any two of them share a token.
	pseudonymDigits = 24
)

// Check is a value by which people see that two keys differ: the first eight
// hexadecimal digits of a keyed hash over a fixed text, which is no token's.
func (k PseudonymKey) Check() string {
	mac := hmac.New(sha256.New, k.Secret)
	mac.Write([]byte("lethe key check"))
	return hex.EncodeToString(mac.Sum(nil)[:4])
}

func (k PseudonymKeys) validate() []error {
	var errs []error
	check := func(name string, key PseudonymKey) {
		if len(key.Secret) != pseudonymKeySize {
			errs = append(errs, fmt.Errorf("%s has %d bytes, expected %d", name, len(key.Secret), pseudonymKeySize))
		}
		if !ValidKeyID(key.ID) {
			errs = append(errs, fmt.Errorf("%s has the id %q, expected 1 to %d small letters and digits", name, key.ID, maxPseudonymID))
		}
	}
	if k.Current.set() || k.Previous.set() {
		check("pseudonym key", k.Current)
	}
	if k.Previous.set() {
		check("previous pseudonym key", k.Previous)
		if k.Previous.ID == k.Current.ID {
			errs = append(errs, errors.New("the previous pseudonym key has the id of the current one"))
		}
		if hmac.Equal(k.Previous.Secret, k.Current.Secret) {
			errs = append(errs, errors.New("the previous pseudonym key is the current one"))
		}
	}
	return errs
}

func (k PseudonymKey) set() bool { return k.ID != "" || len(k.Secret) > 0 }

// ValidKeyID reports whether a key may be called so.
func ValidKeyID(id string) bool {
	for i := range len(id) {
		if id[i]-'a' >= 26 && id[i]-'0' >= 10 {
			return false
		}
	}
	return len(id) >= 1 && len(id) <= maxPseudonymID
}

// pseudonymAt returns the length of the pseudonym that v starts with at i, 0
// for none: [rule:key:24 hexadecimal digits], of a rule and a key that exist.
func (e *Engine) pseudonymAt(v string, i int) int {
	if e.pseudonyms.Current.ID == "" || i >= len(v) || v[i] != '[' {
		return 0
	}
	name := i + 1
	n := e.ruleName(v[name:])
	if n == 0 {
		return 0
	}
	id := name + n + 1
	if id >= len(v) || v[id-1] != ':' {
		return 0
	}
	for _, k := range [...]*PseudonymKey{&e.pseudonyms.Current, &e.pseudonyms.Previous} {
		if k.ID == "" || !strings.HasPrefix(v[id:], k.ID) {
			continue
		}
		digits := id + len(k.ID) + 1
		end := digits + pseudonymDigits
		if end < len(v) && v[digits-1] == ':' && v[end] == ']' && lowerHex(v[digits:end]) {
			return end + 1 - i
		}
	}
	return 0
}

func lowerHex(t string) bool {
	for i := range len(t) {
		if t[i]-'a' >= 6 && t[i]-'0' >= 10 {
			return false
		}
	}
	return true
}

// inPseudonym reports whether v[start:end] lies in one token of ours, whose
// digits say nothing of what they may look like.
func (e *Engine) inPseudonym(v string, start, end int) bool {
	if e.pseudonyms.Current.ID == "" {
		return false
	}
	floor := max(0, start-e.longestName-maxPseudonymID-pseudonymDigits-3)
	i := strings.LastIndexByte(v[floor:min(start+1, len(v))], '[')
	if i < 0 {
		return false
	}
	i += floor
	return end <= i+e.pseudonymAt(v, i)
}

// pseudonymiser hashes for one goroutine at a time.
type pseudonymiser struct {
	mac       hash.Hash
	canonical []byte
	sum       [sha256.Size]byte
}

// pseudonym appends the token of a text that a rule has found.
func (s *Scanner) pseudonym(out []byte, rule uint16, text string, enc encoding) []byte {
	p, key := &s.pseudo, &s.e.pseudonyms.Current
	if p.mac == nil {
		p.mac = hmac.New(sha256.New, key.Secret)
	} else {
		p.mac.Reset()
	}
	name := s.e.rules[rule].Name
	// No name holds a zero, so that no rule's text is another's.
	p.canonical = append(append(p.canonical[:0], name...), 0)
	p.canonical = s.e.appendCanonical(p.canonical, rule, text, enc)
	p.mac.Write(p.canonical)
	sum := p.mac.Sum(p.sum[:0])
	clear(p.canonical)
	out = append(append(append(out, '['), name...), ':')
	out = append(append(out, key.ID...), ':')
	out = hex.AppendEncode(out, sum[:pseudonymDigits/2])
	return append(out, ']')
}
