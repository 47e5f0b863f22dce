package redact

import (
	"encoding/json"
	"strings"
)

// Of cookies the names stay and the values go: Cookie: theme=[REDACTED:cookie];
// sid=[REDACTED:cookie]. What does not have the form of cookies goes whole.

// NamesStay reports whether a value under the key is a list of named values of
// which the names stay: String masks the values one by one, and the members of
// a map keep their keys.
func (s *Scanner) NamesStay(k Key) bool {
	return k.Class == KeySensitive && k.Rule == s.e.id.cookie && k.Action != Keep && k.Action != Remove
}

// maxCookieName: longer names are taken for values.
const maxCookieName = 64

// cookies adds a finding for each value of the cookies v[start:end]
// (RFC 6265 sections 4.1.1 and 4.2.1).
func (s *Scanner) cookies(v string, start, end int) {
	for i := start; i < end; {
		stop := strings.IndexByte(v[i:end], ';')
		if stop < 0 {
			stop = end
		} else {
			stop += i
		}
		from, to := i, stop
		for from < to && is(v[from], clSpace) {
			from++
		}
		for to > from && is(v[to-1], clSpace) {
			to--
		}
		s.cookie(v, from, to)
		i = stop + 1
	}
}

func (s *Scanner) cookie(v string, from, to int) {
	if from == to || s.e.isToken(v, from, to, s.e.id.cookie) {
		return
	}
	text := v[from:to]
	eq := strings.IndexByte(text, '=')
	if isCookieAttribute(text, eq) {
		return
	}
	if eq > 0 && eq <= maxCookieName && isCookieName(text[:eq]) && strings.Trim(text[eq:], "=") != "" {
		from += eq + 1
	} else if eq == len(text)-1 && eq > 0 && eq <= maxCookieName && isCookieName(text[:eq]) && text[eq-1] != '=' && !looksRandom(text[:eq]) {
		return // a cookie that is being deleted
	}
	if !s.e.isToken(v, from, to, s.e.id.cookie) {
		s.addSpan(span{Finding: Finding{Rule: s.e.id.cookie, Start: from, End: to}})
	}
}

// isCookieName: a token of RFC 9110, not all digits, which could be a number of
// somebody's.
func isCookieName(t string) bool {
	letters := false
	for i := range len(t) {
		if !isAlnum(t[i]) && strings.IndexByte("!#$%&'*+-.^_`|~:[]", t[i]) < 0 {
			return false
		}
		letters = letters || is(t[i], clAlpha) || t[i] == '_'
	}
	return letters
}

// isCookieAttribute knows the attributes of Set-Cookie, by name and by what
// they may say. eq is the place of the =, -1 for none.
func isCookieAttribute(t string, eq int) bool {
	if eq < 0 {
		return strings.EqualFold(t, "HttpOnly") || strings.EqualFold(t, "Secure") || strings.EqualFold(t, "Partitioned")
	}
	value := t[eq+1:]
	switch strings.ToLower(t[:min(eq, 9)]) {
	case "path":
		return strings.HasPrefix(value, "/") && !strings.ContainsAny(value, "= ") && len(value) <= 64
	case "domain":
		return len(value) <= 255 && strings.IndexByte(value, '.') >= 0 && strings.Trim(value, domainChars) == ""
	case "expires":
		return len(value) <= 40 && strings.HasSuffix(value, "GMT") && strings.IndexByte(value, ':') > 0
	case "max-age", "version":
		return len(value) <= 10 && strings.Trim(value, "-0123456789") == ""
	case "samesite":
		return strings.EqualFold(value, "Lax") || strings.EqualFold(value, "Strict") || strings.EqualFold(value, "None")
	case "priority":
		return strings.EqualFold(value, "Low") || strings.EqualFold(value, "Medium") || strings.EqualFold(value, "High")
	}
	return false
}

const domainChars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

// cookieSpan deals with a value under the name of cookies that stands in a text.
// It may be a list of headers, or an object by name.
func (s *Scanner) cookieSpan(v string, sp span) {
	end := sp.End
	if v[sp.Start] == '{' || v[sp.Start] == '[' {
		if s.e.isToken(v, sp.Start, sp.End, sp.Rule) {
			return
		}
		inner := v[sp.Start:end]
		if sp.quote == 0 && v[sp.Start] == '[' && strings.IndexByte(inner, '"') < 0 && strings.IndexByte(inner, '\'') < 0 && inner[len(inner)-1] == ']' {
			s.cookies(v, sp.Start+1, end-1) // a dump of Go: Cookie:[a=b; c=d]
			return
		}
		if sp.quote == '"' && (v[end-1] == ']' || v[end-1] == '}') {
			s.cookieLeaves(v, sp.Start, end, sp.slashes)
			return
		}
		s.addSpan(sp)
		return
	}
	s.cookies(v, sp.Start, end)
}

// cookieLeaves masks the strings and numbers of a structure of JSON whose quotes
// have that many backslashes; the names of members stay.
func (s *Scanner) cookieLeaves(v string, i, end, slashes int) {
	s.leaves(v, i, end, slashes, s.e.id.cookie, func(l leaf) {
		switch {
		case l.listed && isCookieMember(l.key):
		case l.literal || l.objects > 0:
			s.addLeaf(s.e.id.cookie, l)
		default:
			s.cookies(v, l.start, l.end)
		}
	})
}

// isCookieMember knows what objects that describe a cookie hold beside its
// value, as HAR files have them.
func isCookieMember(name string) bool {
	switch strings.ToLower(name) {
	case "name", "path", "domain", "expires", "httponly", "secure", "samesite", "maxage", "max-age":
		return true
	}
	return false
}

// wholeCookies is the answer for a value under the name of cookies.
func (s *Scanner) wholeCookies(k Key, value string) (string, bool) {
	s.spans = s.spans[:0]
	switch {
	case value[0] != '{' && value[0] != '[':
		s.cookies(value, 0, len(value))
	case json.Valid([]byte(value)):
		s.cookieLeaves(value, 0, len(value), 0)
	default:
		s.addSpan(span{Finding: Finding{Rule: k.Rule, End: len(value)}})
	}
	s.spans = s.e.settleActions(value, s.spans)
	if len(s.spans) == 0 {
		return value, false
	}
	for i := range s.spans {
		s.findings = append(s.findings, s.spans[i].Finding)
	}
	return s.rewrite(value, s.spans), true
}
