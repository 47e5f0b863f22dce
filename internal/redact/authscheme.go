package redact

// schemeValue is where the credentials after a scheme name start, -1 if what
// stands at p is no scheme name with something behind it.
func schemeValue(v string, p, nameLen int) int {
	if p > 0 && isAlnum(v[p-1]) && !afterEscape(v, p) && !afterPercent(v, p) {
		return -1
	}
	i := p + nameLen
	for i < len(v) && (v[i] == ' ' || v[i] == '\t') {
		i++
	}
	if i > p+nameLen {
		return i
	}
	switch {
	case hasFold(v, i, "%20"):
		return i + 3
	case i < len(v) && v[i] == '+' && (p == 0 || afterPercent(v, p) || !is(v[p-1], clTok68)):
		return i + 1 // the blank of a form, and not a letter of another token
	}
	return -1
}

// basic looks for base64 behind the word Basic at p that decodes to
// user:password (RFC 7617).
func (s *Scanner) basic(v string, p int) {
	i := schemeValue(v, p, len("basic"))
	if i < 0 || !s.on(s.e.id.basicAuth) {
		return
	}
	j := i
	for j < len(v) && is(v[j], clB64) {
		j++
	}
	if j-i < 4 || !decodesToUserPass(v[i:j]) {
		return
	}
	for pad := 0; pad < 2 && j < len(v) && v[j] == '='; pad++ {
		j++
	}
	s.add(s.e.id.basicAuth, i, j)
}

// maxBasic bounds how much of the credentials is decoded.
const maxBasic = 4096

// decodesToUserPass reports whether base64 or base64url text holds printable
// text with a colon.
func decodesToUserPass(b64 string) bool {
	if len(b64) > maxBasic {
		b64 = b64[:maxBasic]
	}
	var acc uint32
	n := 0
	colon := false
	for i := range len(b64) {
		acc = acc<<6 | uint32(sextet(b64[i]))
		n += 6
		if n >= 8 {
			n -= 8
			c := byte(acc >> n)
			if c < ' ' || c == 0x7f {
				return false
			}
			colon = colon || c == ':'
		}
	}
	return colon
}

func sextet(c byte) byte {
	switch {
	case c-'A' < 26:
		return c - 'A'
	case c-'a' < 26:
		return c - 'a' + 26
	case c-'0' < 10:
		return c - '0' + 52
	case c == '+' || c == '-':
		return 62
	}
	return 63
}

// bearer looks for a token behind the word Bearer at p (RFC 6750). Words of a
// sentence about bearer tokens are none.
func (s *Scanner) bearer(v string, p int) {
	i := schemeValue(v, p, len("bearer"))
	if i < 0 || p < s.bearerEnd || !s.on(s.e.id.bearerToken) {
		return
	}
	j := i
	for j < len(v) && is(v[j], clTok68) {
		j++
	}
	s.bearerEnd = j // a part of these letters is no more of a token than all of them
	for j > i && (v[j-1] == '.' || v[j-1] == ':' || v[j-1] == '|') {
		j--
	}
	for j < len(v) && v[j] == '=' {
		j++
	}
	if j < len(v) && v[j-1] == '=' && (isAlnum(v[j]) || v[j] == '"') {
		return // a parameter: realm="x"
	}
	if looksRandom(v[i:j]) {
		s.add(s.e.id.bearerToken, i, j)
	}
}

// looksRandom tells a token from a word: it has digits, or capitals behind
// small letters, or is longer than words are.
func looksRandom(t string) bool {
	if len(t) < 6 {
		return false
	}
	for i := range len(t) {
		if is(t[i], clDigit) || i > 0 && t[i]-'A' < 26 && t[i-1]-'a' < 26 {
			return true
		}
	}
	return len(t) >= 24
}
