package redact

import (
	"regexp"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// tokenWords are the marks that credentials of providers start with, and the
// paths and parameters of URLs in which a credential stands.
func tokenWords() (out []formWord) {
	for _, p := range rules.TokenPrefixes() {
		out = append(out, formWord{`\b` + regexp.QuoteMeta(p.Mark), func(s *Scanner, v string, pos int) { s.providerToken(v, pos, p) }})
	}
	for _, w := range []string{`/api/webhooks/[0-9]`, `/IncomingWebhook/`, `(?i)/reset[-_]password/`, `(?i)/password[-_/]reset/`, `(?i)/magic-?link/`} {
		out = append(out, formWord{w, (*Scanner).pathToken})
	}
	return append(out, formWord{`[?&]code=`, (*Scanner).grantCode})
}

func isTokenByte(c byte) bool { return isAlnum(c) || c == '_' || c == '-' }

// tokenEnd is where the characters of a token end that goes on at i. A dot or
// an = is part of it only between such characters.
func tokenEnd(v string, i int) int {
	for i < len(v) && (isTokenByte(v[i]) || (v[i] == '.' || v[i] == '=') && i+1 < len(v) && isTokenByte(v[i+1])) {
		i++
	}
	for i < len(v) && v[i] == '=' {
		i++
	}
	return i
}

func (s *Scanner) addToken(v string, start, end int) {
	rule := s.e.form.providerToken
	if s.on(rule) && !s.e.isToken(v, start, end, rule) {
		s.add(rule, start, end)
	}
}

func (s *Scanner) providerToken(v string, pos int, p rules.TokenPrefix) {
	if pos < s.form.tokenRead || pos > 0 && isAlnum(v[pos-1]) && !afterEscape(v, pos) && !afterPercent(v, pos) {
		return
	}
	start := pos + len(p.Mark)
	end := tokenEnd(v, start)
	s.form.tokenRead = max(end, s.form.tokenRead)
	if end-start < p.Least || !strings.ContainsAny(v[start:end], "0123456789") {
		return
	}
	s.addToken(v, pos, end)
}

// pathToken: a credential is a segment of a path.
func (s *Scanner) pathToken(v string, pos int) {
	least := 16
	start := 0
	switch {
	case strings.HasPrefix(v[pos:], "/api/webhooks/"):
		start = pos + len("/api/webhooks/")
		for start < len(v) && is(v[start], clDigit) {
			start++
		}
		if start >= len(v) || v[start] != '/' {
			return
		}
		start, least = start+1, 40
	case strings.HasPrefix(v[pos:], "/IncomingWebhook/"):
		start = pos + len("/IncomingWebhook/")
		end := start
		for end < len(v) && end-start < maxKeyScan && (isTokenByte(v[end]) || v[end] == '/') {
			end++
		}
		if end-start > 32 {
			s.addToken(v, start, end)
		}
		return
	default:
		start = pos + 1 + strings.IndexByte(v[pos+1:], '/') + 1
		if hasFold(v, pos, "/password/") {
			start = pos + len("/password/reset/")
		}
	}
	if start > len(v) {
		return
	}
	end := tokenEnd(v, start)
	if end-start >= least && strings.ContainsAny(v[start:end], "0123456789") {
		s.addToken(v, start, end)
	}
}

// grantCode: the code of an authorization response or token request (RFC 6749
// sections 4.1.2 and 4.1.3). Other codes are short, or of one kind of letters.
func (s *Scanner) grantCode(v string, pos int) {
	start := pos + len("?code=")
	end := start
	lower, upper, digit := false, false, false
	for ; end < len(v) && (isTokenByte(v[end]) || strings.IndexByte("./~%+", v[end]) >= 0); end++ {
		c := v[end]
		lower, upper, digit = lower || c-'a' < 26, upper || c-'A' < 26, digit || is(c, clDigit)
	}
	n := end - start
	if n >= 16 && lower && (upper || digit) || n >= 32 {
		s.addToken(v, start, end)
	}
}
