package redact

import "strings"

// protocolWords are how the commands start that carry a password in protocols of
// lines, as their dumps, their clients' logs and configurations show them.
var protocolWords = []formWord{
	{`\b(?:AUTH|auth) `, (*Scanner).authCommand},
	{`(?i)\bsetuser[ "]`, (*Scanner).aclSetUser},
	{`(?i)"auth\\?" \\?"`, (*Scanner).authStrings},
	{`(?i)\$4(?:\r\n|\\r\\n)auth`, (*Scanner).authBulk},
	{`(?i)\b(?:requirepass|masterauth)[ "]`, (*Scanner).wordBehindName},
	{`(?i)\bsnmp-server community `, (*Scanner).wordBehindName},
	{`(?i)\br[ow]community6? `, (*Scanner).wordBehindName},
	{`\bLOGIN `, (*Scanner).loginCommand},
	{`\bPASS `, (*Scanner).passCommand},
	{`(?i) (?:password|secret) [0-9] `, (*Scanner).deviceSecret},
}

// protocolLine is the text of the line at pos, or of the string around it.
func (s *Scanner) protocolLine(v string, pos int) textEnd {
	s.form.quotes.moveTo(v, pos)
	slashes, inString := s.form.quotes.innermost()
	t := textEnd{e: s.e, v: v, slashes: slashes, inString: inString, escapes: s.form.quotes.any}
	if pos > 0 && (v[pos-1] == '\'' || v[pos-1] == '`') {
		t.quote = v[pos-1]
	}
	return t
}

// lineWord is the word at i of a line, without its quotes; next is where the
// text goes on, at the next word or at the end of the line.
func (t *textEnd) lineWord(i int) (start, end, next int) {
	start = skipBlanks(t.v, i)
	if start >= len(t.v) || t.stop(start) >= 0 {
		return start, start, start
	}
	if c := t.v[start]; c == '"' || c == '\'' {
		if e, closed := stringEnd(t.v[:min(len(t.v), start+maxCommandLine)], start+1, c, 0); closed {
			return start + 1, e, skipBlanks(t.v, e+1)
		}
	}
	for end = start; end < len(t.v) && t.v[end] != ' ' && t.v[end] != '\t'; end++ {
		if e := t.stop(end); e >= 0 {
			end = e
			break
		}
		if n := t.e.maskAt(t.v, end); n > 0 {
			end += n - 1
		}
	}
	return start, end, skipBlanks(t.v, end)
}

// atEnd reports whether the line ends at i.
func (t *textEnd) atEnd(i int) bool { return i >= len(t.v) || t.stop(i) >= 0 }

func (s *Scanner) addProtocolPassword(v string, start, end int) {
	rule := s.e.form.protocolPassword
	if end <= start || !s.on(rule) || s.e.isToken(v, start, end, rule) || saysNothing(v[start:end]) || strings.Trim(v[start:end], ".") == "" {
		return
	}
	s.add(rule, start, end)
}

// afterMark reports whether the command at pos is the first of its line, or
// stands behind a mark of who sent it: C: PASS x, > PASS x, ] PASS x. marked
// tells the latter.
func afterMark(v string, pos int) (ok, marked bool) {
	if pos == 0 || afterEscape(v, pos) {
		return true, false
	}
	switch v[pos-1] {
	case '\n', '\r', '"', '\'', '`':
		return true, false
	case ' ':
		if pos < 2 {
			return true, false
		}
		switch v[pos-2] {
		case '>', '<', ']', ':', '|', '-':
			return true, true
		}
	}
	return false, false
}

// mechanisms are those of SASL that a password may follow.
var mechanisms = []string{"plain", "login", "cram-md5", "digest-md5", "xoauth2", "oauthbearer", "ntlm", "gssapi", "external", "scram-sha-1", "scram-sha-256"}

// authCommand: AUTH PLAIN base64 of SMTP and its like, AUTH password and AUTH
// user password of Redis. A word of letters alone may be one of a sentence.
func (s *Scanner) authCommand(v string, pos int) {
	t := s.protocolLine(v, pos)
	hello := pos >= 8 && hasFold(v, pos-8, "hello ") && is(v[pos-2], clDigit)
	first, firstEnd, next := t.lineWord(pos + len("AUTH "))
	if firstEnd == first {
		return
	}
	for _, m := range mechanisms {
		if firstEnd-first == len(m) && hasFold(v, first, m) {
			start, end, after := t.lineWord(next)
			if end-start >= 8 && t.atEnd(after) && strings.TrimRight(v[start:end], "=") != "" && (looksRandom(v[start:end]) || v[end-1] == '=') {
				s.addProtocolPassword(v, start, end)
			}
			return
		}
	}
	if ok, _ := afterMark(v, pos); !ok && !hello {
		return
	}
	// In small letters it is a word as often: only a command that is all of the text.
	if v[pos] == 'a' && (pos > 0 || !t.atEnd(next) && v[first:firstEnd] != "default" || !looksRandom(v[first:firstEnd]) && t.atEnd(next)) {
		return
	}
	if t.atEnd(next) {
		if looksSecret(v[first:firstEnd]) && v[firstEnd-1] != ':' {
			s.addProtocolPassword(v, first, firstEnd)
		}
		return
	}
	start, end, after := t.lineWord(next)
	if hello || t.atEnd(after) && looksSecret(v[start:end]) {
		s.addProtocolPassword(v, start, end)
	}
}

// aclSetUser: ACL SETUSER user on >password ~* of Redis, as a line or as the
// strings that MONITOR shows. < takes a password away; # and ! are followed by a
// hash.
func (s *Scanner) aclSetUser(v string, pos int) {
	i := pos + len("setuser")
	if pos < 4 || !hasFold(v, pos-4, "acl ") && (pos < 6 || !hasFold(v, pos-6, `acl" "`)) {
		return
	}
	if v[i] == '"' {
		w := argWords{v: v[:min(len(v), pos+maxCommandLine)], i: i + 1, list: '"'}
		w.end = len(w.v)
		for {
			start, end, ok := w.element()
			if !ok {
				return
			}
			s.aclRule(v, start, end)
		}
	}
	t := s.protocolLine(v, pos)
	t.v = v[:min(len(v), pos+maxCommandLine)]
	for !t.atEnd(i) {
		start, end, next := t.lineWord(i)
		if next <= i {
			return
		}
		s.aclRule(v, start, end)
		i = next
	}
}

// aclRule masks what a rule of an access control list says of a password.
func (s *Scanner) aclRule(v string, start, end int) {
	if end > start && strings.IndexByte("><#!", v[start]) >= 0 {
		s.addProtocolPassword(v, start+1, end)
	}
}

// authStrings: "AUTH" "password", "AUTH" "user" "password", as MONITOR of Redis
// and its slow log show commands.
func (s *Scanner) authStrings(v string, pos int) {
	q := pos + len(`"auth`)
	slashes := strings.IndexByte(v[q:], '"')
	w := argWords{v: v[:min(len(v), pos+maxCommandLine)], i: q + slashes + 1, list: '"', slashes: slashes}
	w.end = len(w.v)
	start, end := 0, 0
	for range 2 {
		from, to, ok := w.element()
		if !ok {
			break
		}
		start, end = from, to
	}
	s.addProtocolPassword(v, start, end)
}

// authBulk: the same as the strings of the protocol, each behind its length.
func (s *Scanner) authBulk(v string, pos int) {
	i := pos + strings.IndexAny(v[pos:], "aA") + len("auth")
	start, end := 0, 0
	for range 2 {
		line, ok := bulkEnd(v, i)
		if !ok || line >= len(v) || v[line] != '$' {
			break
		}
		i = line + 1
		for i < len(v) && is(v[i], clDigit) {
			i++
		}
		if i, ok = bulkEnd(v, i); !ok {
			break
		}
		start = i
		for i < len(v) && v[i] > ' ' && v[i] != '\\' && v[i] != '"' {
			i++
		}
		end = i
	}
	s.addProtocolPassword(v, start, end)
}

// bulkEnd is where the next line starts, if the line ends at i.
func bulkEnd(v string, i int) (next int, ok bool) {
	switch {
	case strings.HasPrefix(v[i:], "\r\n"):
		return i + 2, true
	case strings.HasPrefix(v[i:], `\r\n`):
		return i + 4, true
	}
	return i, false
}

// wordBehindName: requirepass x, snmp-server community x. A word in the middle
// of a sentence is none.
func (s *Scanner) wordBehindName(v string, pos int) {
	t := s.protocolLine(v, pos)
	community := !hasFold(v, pos, "requirepass") && !hasFold(v, pos, "masterauth")
	i := pos
	if hasFold(v, pos, "snmp-server ") {
		i += len("snmp-server ")
	}
	i += strings.IndexAny(v[i:], ` "`)
	if strings.HasPrefix(v[i:], `" "`) { // as MONITOR shows it
		t.inString = false
		i += 2
	} else if v[i] == '"' {
		return
	}
	start, end, next := t.lineWord(i)
	if end > start && (t.atEnd(next) || community || looksSecret(v[start:end])) {
		s.addProtocolPassword(v, start, end)
	}
}

// loginCommand: a1 LOGIN user password of IMAP.
func (s *Scanner) loginCommand(v string, pos int) {
	i := pos - 1
	for i > 0 && pos-i < 16 && isAlnum(v[i-1]) {
		i--
	}
	if i < 0 || v[pos-1] != ' ' || !strings.ContainsAny(v[i:pos], "0123456789") {
		return
	}
	if ok, _ := afterMark(v, i); !ok {
		return
	}
	t := s.protocolLine(v, pos)
	_, _, next := t.lineWord(pos + len("LOGIN "))
	if t.atEnd(next) {
		return
	}
	if start, end, after := t.lineWord(next); t.atEnd(after) {
		s.addProtocolPassword(v, start, end)
	}
}

// passCommand: PASS password of FTP, POP3 and IRC, behind a mark of its sender
// or a USER command. Test runners print PASS and a name.
func (s *Scanner) passCommand(v string, pos int) {
	ok, marked := afterMark(v, pos)
	if !ok || !marked && !strings.Contains(v[max(0, pos-200):pos], "USER ") || pos > 1 && v[pos-2] == '-' && (pos < 3 || v[pos-3] == '-') {
		return
	}
	t := s.protocolLine(v, pos)
	start, end, next := t.lineWord(pos + len("PASS "))
	if t.atEnd(next) && !strings.Contains(v[start:end], ".test.") && !strings.Contains(v[start:end], "/") {
		s.addProtocolPassword(v, start, end)
	}
}

// deviceSecret: password 7 0822455D0A16, secret 5 $1$..., as the configurations
// of network devices have them; the digit says how it is encrypted.
func (s *Scanner) deviceSecret(v string, pos int) {
	i := pos + 1 + strings.IndexByte(v[pos+1:], ' ')
	kind := v[i+1]
	start := i + 3
	end := start
	for end < len(v) && v[end] > ' ' && strings.IndexByte("\"'\\", v[end]) < 0 {
		end++
	}
	value := v[start:end]
	switch kind {
	case '7':
		for j := range len(value) {
			if !is(value[j], clHex) {
				return
			}
		}
		if len(value) < 4 || len(value)%2 != 0 {
			return
		}
	case '5', '8', '9':
		if !strings.HasPrefix(value, "$") {
			return
		}
	default:
		if !looksSecret(value) || len(value) < 6 {
			return
		}
	}
	s.addProtocolPassword(v, start, end)
}
