package redact

import "strings"

// maxRawPassword bounds the look behind a slash that may belong to a password.
const maxRawPassword = 256

// url looks for user info behind the :// at p (RFC 3986 section 3.2.1). The
// authority ends at the first slash; a password with a slash in it is wrong but
// common, and shows by a port that is no number.
func (s *Scanner) url(v string, p int) {
	start := p + 3
	if v[p+1] == '\\' { // :\/\/ in JSON of PHP
		start = p + 5
	}
	if p == 0 || !isAlnum(v[p-1]) {
		return
	}
	at, colon, j := -1, -1, start
authority:
	for ; j < len(v); j++ {
		switch v[j] {
		case '@':
			at = j
		case ':':
			if at < 0 && colon < 0 {
				colon = j
			}
		case '/', '?', '#', ' ', '\t', '\r', '\n', '"', '\'', '`', '<', '>', '\\':
			break authority
		}
	}
	if at < 0 && colon > 0 && j > colon+1 && j < len(v) && (v[j] == '/' || v[j] == '?' || v[j] == '#') &&
		v[start] != '[' && !allDigits([]byte(v[colon+1:j])) {
		at = rawPasswordEnd(v, j)
	}
	if at <= start {
		return
	}
	info := v[start:at]
	if info == userinfoMask {
		s.userinfoAt = at
		return
	}
	if !s.on(s.e.id.urlUserinfo) || colon < 0 && harmlessUser(v[:p], info) {
		return
	}
	s.userinfoAt = at
	sp := span{cutStart: start, cutEnd: at + 1}
	sp.Rule, sp.Start, sp.End = s.e.id.urlUserinfo, start, at
	s.addSpan(sp)
}

// harmlessUser reports whether user info without a password is only a name. In
// HTTP it is a credential or a person; spark://Driver@host is neither.
func harmlessUser(before, info string) bool {
	if info == "git" {
		return true
	}
	web := strings.HasSuffix(before, "http") || strings.HasSuffix(before, "https")
	return !web && (len(info) < 16 || !strings.ContainsAny(info, "0123456789"))
}

// rawPasswordEnd finds the @ behind a password that contains a slash, -1 for none.
func rawPasswordEnd(v string, j int) int {
	end := min(len(v), j+maxRawPassword)
	if k := strings.IndexAny(v[j:end], " \t\r\n\"'`<>\\&="); k >= 0 {
		end = j + k
	}
	if k := strings.IndexByte(v[j:end], '@'); k >= 0 {
		return j + k
	}
	return -1
}
