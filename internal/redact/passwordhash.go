package redact

import "strings"

// hashWords are how hashed passwords start that say how they were made.
var hashWords = []formWord{
	{`\$(?:[156]|y|7|gy)\$[./0-9A-Za-z]`, (*Scanner).passwordHash},
	{`\$2[abxy]\$[0-9][0-9]\$`, (*Scanner).passwordHash},
	{`\$(?:argon2|apr1|pbkdf2|scrypt|shiro1|bcrypt)`, (*Scanner).passwordHash},
	{`pbkdf2_sha(?:1|256|512)\$`, (*Scanner).passwordHash},
	{`bcrypt_sha256\$`, (*Scanner).passwordHash},
	{`\{(?:SSHA|SHA|SMD5|CRYPT|PBKDF2|ARGON2)`, (*Scanner).schemeHash},
	{`[0-9a-fA-F]:::`, (*Scanner).windowsHashes},
}

func (s *Scanner) addPasswordHash(v string, start, end int) {
	if rule := s.e.form.passwordHash; s.on(rule) && !s.e.isToken(v, start, end, rule) {
		s.add(rule, start, end)
	}
}

// minHash is the shortest hash at the end of such a text, that of MD5.
const minHash = 20

// passwordHash: $id$parameters$salt$hash of crypt(5) and its like.
func (s *Scanner) passwordHash(v string, pos int) {
	if pos < s.form.hashRead {
		return
	}
	i, parts, last := pos, 0, pos
	for ; i < len(v) && i-pos < 512; i++ {
		c := v[i]
		if c == '$' {
			parts++
			last = i + 1
		} else if !isAlnum(c) && strings.IndexByte("./=,+_-", c) < 0 {
			break
		}
	}
	s.form.hashRead = i
	if parts < 3 || len(strings.TrimRight(v[last:i], ".")) < minHash {
		return
	}
	s.addPasswordHash(v, pos, i)
}

// schemeHash: {SSHA}base64 of RFC 2307 and LDAP.
func (s *Scanner) schemeHash(v string, pos int) {
	i := pos + 1
	for i < len(v) && i-pos < 24 && (isAlnum(v[i]) || v[i] == '-' || v[i] == '_') {
		i++
	}
	if i >= len(v) || v[i] != '}' {
		return
	}
	start := i + 1
	for i = start; i < len(v) && (isAlnum(v[i]) || strings.IndexByte("./+=$-", v[i]) >= 0); i++ {
	}
	if i-start >= minHash {
		s.addPasswordHash(v, start, i)
	}
}

// windowsHashes: bob:1001:lm:nt:::, as dumps of Windows accounts have them; pos
// is the last digit of the second hash.
func (s *Scanner) windowsHashes(v string, pos int) {
	const n = 32
	start := pos + 1 - 2*n - 1
	if start < 2 || v[start+n] != ':' || v[start-1] != ':' {
		return
	}
	for i := start; i <= pos; i++ {
		if i != start+n && !is(v[i], clHex) {
			return
		}
	}
	s.addPasswordHash(v, start, pos+1)
}
