package redact

import "strings"

// spokenWords announce a secret without a separator: in a sentence, in a
// directive of a file, in the pairs of some languages.
var spokenWords = []formWord{
	{`(?i)password[ \t]`, (*Scanner).passwordSentence},
	{`(?i)(?:verification|security|one-time|login|confirmation|authentication|access) code `, (*Scanner).codeSentence},
	{`\bENV [A-Z]`, (*Scanner).directive},
	{`\bsetenv `, (*Scanner).directive},
	{`\bset -gx `, (*Scanner).directive},
	{`#define `, (*Scanner).directive},
	{`(?i)\bconfigure set `, (*Scanner).directive},
	{`(?i)(?:password|passwd|secret|token|api_?key) -> `, (*Scanner).arrowPair},
	{`(?i):(?:password|passwd|secret|token|api-key) \\?"`, (*Scanner).keywordPair},
	{`(?i)(?:password|passwd|secret|token)(?:\\?")?, ?\\?"`, (*Scanner).tuple},
	{`(?i)\bunseal key [0-9]: `, (*Scanner).lastWordSecret},
	{`" -> \\?"`, (*Scanner).changedValue},
	{`##vso\[task\.set`, (*Scanner).pipelineVariable},
	{`::add-mask::`, (*Scanner).workflowCommand},
	{`::set-output name=`, (*Scanner).workflowCommand},
	{`proctitle=[0-9A-F]`, (*Scanner).proctitle},
	{`(?i)\b(?:bindpw|rootpw) `, (*Scanner).configuredPassword},
	{`(?i):IDENTIFY `, (*Scanner).identify},
	{`UGFzc3dvcmQ6`, (*Scanner).challenge},
	{`AUTHENTICATE (?:PLAIN|LOGIN|XOAUTH2) `, (*Scanner).authenticate},
	{`(?i)\bisakmp key `, (*Scanner).sharedKey},
	{`(?i)-server key [0-9] `, (*Scanner).sharedKey},
	{`(?i)pre-shared-key ascii-text `, (*Scanner).sharedKey},
	{`(?i)psksecret ENC `, (*Scanner).sharedKey},
	{`(?i)secret_access_key '`, (*Scanner).copyKey},
	{`\$krb5(?:tgs|asrep)\$`, (*Scanner).ticketHash},
	{`client-key-data`, (*Scanner).clientKey},
	{`RWRTY0Iy`, (*Scanner).signingKey},
	{`RWRCSw`, (*Scanner).signingKey},
}

// maxSentence is how far behind a word a sentence is read.
const maxSentence = 160

func (s *Scanner) addSpoken(v string, start, end int) {
	rule := s.e.form.spokenPassword
	if end <= start || !s.on(rule) || s.e.isToken(v, start, end, rule) || saysNothing(v[start:end]) || blackedOut(v[start:end]) || isVariable(v[start:end]) || template(v[start:end]) || stateWord(v[start:end]) {
		return
	}
	s.add(rule, start, end)
}

// spokenValue is the word at i without its quotes and the full stop behind it.
func (s *Scanner) spokenValue(v string, pos, i int) (start, end int, quoted bool) {
	t := s.protocolLine(v, pos)
	t.v = v[:min(len(v), i+maxCommandLine)]
	start, end, _ = t.lineWord(i)
	if start > i && start-1 < len(v) && start <= end && (v[start-1] == '"' || v[start-1] == '\'') && end < len(v) && v[end] == v[start-1] {
		return start, end, true
	}
	for end > start && (v[end-1] == ',' || v[end-1] == '.' || v[end-1] == ')') {
		end--
	}
	return start, end, false
}

// mixed tells a secret from the words of a sentence: digits and letters, or a
// mark that words do not have. Versions, dates and paths are none.
func mixed(t string) bool {
	letter, digit, other := false, false, false
	if len(t) < 6 || strings.IndexByte("/([<{$", t[0]) >= 0 || strings.ContainsAny(t, "=(") || strings.Contains(t, "://") || is(t[3], clDigit) && t[4] == '-' && is(t[0], clDigit) {
		return false
	}
	switch strings.ToLower(strings.TrimRight(t, "):;")) {
	case "sha256", "sha-256", "sha512", "sha-512", "sha384", "sha-384", "pbkdf2", "argon2", "argon2i", "argon2id", "scram-sha-256", "base64", "sha1", "utf-8", "oauth2", "md5crypt":
		return false
	}
	for i := range len(t) {
		switch c := t[i]; {
		case is(c, clDigit):
			digit = true
		case class[c]&(clAlpha|clHigh) != 0:
			letter = true
		case strings.IndexByte("-_./:'\"()[]{}<>,;=", c) >= 0:
		default:
			other = true
		}
	}
	return letter && (digit || other)
}

// hexadecimal: an id, with dashes or without.
func hexadecimal(t string) bool {
	for i := range len(t) {
		if !is(t[i], clHex) && t[i] != '-' {
			return false
		}
	}
	return len(t) >= 16
}

// passwordSentence: password is x, the password for the elastic user is: x, a
// temporary password is generated for root@localhost: x, wrong password x.
func (s *Scanner) passwordSentence(v string, pos int) {
	if !s.on(s.e.form.spokenPassword) || s.columnValue(v, pos, pos+len("password")) || v[pos+len("password")] == '\t' || v[pos] == 'P' && v[pos+1] == 'A' || pos > 0 && v[pos-1] != ' ' && v[pos-1] != '\n' && v[pos-1] != '\t' && v[pos-1] != '"' && v[pos-1] != '(' {
		return // part of a name, or the keyword of SQL
	}
	i := pos + len("password ")
	for i < len(v) && v[i] == ' ' {
		i++
	}
	if i >= len(v) {
		return
	}
	// login NAME password x, of netrc
	if n := netrcLogin(v, pos); n {
		if start, end, _ := s.spokenValue(v, pos, i-1); end > start && !hasFold(v, start, "for ") {
			s.addSpoken(v, start, end)
			return
		}
	}
	limit := min(len(v), i+maxSentence)
	for n := 0; n < 12 && i < limit; n++ {
		end := i
		for end < limit && v[end] > ' ' && v[end] != '"' && v[end] != '\'' {
			end++
		}
		word := v[i:end]
		colon := strings.HasSuffix(word, ":") && (n > 0 || word == "is:" || word == "was:")
		next := skipBlanks(v, end)
		switch {
		case colon:
			if next > end || end < len(v) && (v[end] == '"' || v[end] == '\'') {
				start, stop, quoted := s.spokenValue(v, pos, next-1)
				if quoted || mixed(v[start:stop]) || lastWord(v, stop) && looksSecret(v[start:stop]) {
					s.addSpoken(v, start, stop)
				}
			}
			return
		case n <= 2 && (word == "is" || word == "was" || word == "to"):
			if start, stop, quoted := s.spokenValue(v, pos, end); quoted || mixed(v[start:stop]) {
				s.addSpoken(v, start, stop)
				return
			}
		case n == 0 && (word == "" || mixed(word)):
			start, stop, quoted := s.spokenValue(v, pos, i-1)
			if t := v[start:stop]; (mixed(t) || quoted && shortSecret(t)) && (quoted || start == i && !hexadecimal(v[start:stop])) {
				s.addSpoken(v, start, stop)
			}
			return
		case word == "", strings.HasSuffix(word, "."), strings.HasSuffix(word, ","), strings.HasSuffix(word, ";"), strings.IndexByte(word, '=') >= 0:
			return
		}
		if n == 0 && !sentenceWord(word) {
			return
		}
		i = next
	}
}

// sentenceWord: a word by which a sentence goes on to the password itself.
func sentenceWord(w string) bool {
	switch w {
	case "is", "was", "for", "to", "changed", "reset", "set", "of", "generated", "has", "will":
		return true
	}
	return false
}

// netrcLogin reports whether login and a name stand before pos.
func netrcLogin(v string, pos int) bool {
	i := pos
	for i > 0 && (v[i-1] == ' ' || v[i-1] == '\t' || v[i-1] == '\n') {
		i--
	}
	if i == pos {
		return false
	}
	floor := max(0, pos-maxKeyScan)
	name := i
	for name > floor && v[name-1] > ' ' {
		name--
	}
	if name == i {
		return false
	}
	// An account may stand between.
	before := strings.TrimRight(v[floor:name], " \t")
	if rest, ok := strings.CutSuffix(before, " account"); ok {
		rest = strings.TrimRight(rest, " ")
		before = strings.TrimRight(rest[:strings.LastIndexByte(rest, ' ')+1], " ")
	}
	return strings.HasSuffix(before, " login") && strings.Contains(before, "machine ") || strings.HasSuffix(before, "default login")
}

// codeSentence: your verification code is 918273.
func (s *Scanner) codeSentence(v string, pos int) {
	i := pos + strings.IndexByte(v[pos:], ' ') + len(" code ")
	if !strings.HasPrefix(v[i:], "is ") && !strings.HasPrefix(v[i:], "is: ") {
		return
	}
	i += 2
	for i < len(v) && (v[i] == ' ' || v[i] == ':') {
		i++
	}
	end := i
	for end < len(v) && is(v[end], clDigit) {
		end++
	}
	if n := end - i; n >= 4 && n <= 8 && (end == len(v) || !isAlnum(v[end])) {
		s.addSpoken(v, i, end)
	}
}

// directive: ENV NAME value of a Dockerfile, setenv NAME value of csh, set -gx
// NAME value of fish, #define NAME "value", aws configure set name value.
func (s *Scanner) directive(v string, pos int) {
	var i int
	file := false
	switch {
	case hasFold(v, pos, "configure set "):
		i = pos + len("configure set ")
	case strings.HasPrefix(v[pos:], "set -gx "):
		i = pos + len("set -gx ")
	case strings.HasPrefix(v[pos:], "#define "):
		i = pos + len("#define ")
	case strings.HasPrefix(v[pos:], "ENV "):
		i, file = pos+len("ENV "), true
	default:
		i = pos + len("setenv ")
	}
	end := i
	for end < len(v) && end-i < maxKeyScan && is(v[end], clIdent) {
		end++
	}
	if end == i || end >= len(v) || v[end] != ' ' {
		return
	}
	if k := s.classify(v[i:end], formPair); k.Class != KeySensitive {
		return
	}
	start, stop, quoted := s.spokenValue(v, pos, end)
	if !quoted && v[pos] == '#' {
		return // a number or an expression
	}
	if file && !quoted {
		t := s.protocolLine(v, pos)
		for stop < len(v) && stop-start < maxCommandLine && !t.atEnd(stop) {
			stop++
		}
	}
	s.addSpoken(v, start, stop)
}

// arrowPair: Map(user -> bob, password -> x) of Scala and Kotlin.
func (s *Scanner) arrowPair(v string, pos int) {
	arrow := pos + strings.Index(v[pos:], " -> ")
	name := pos
	for name > 0 && pos-name < 64 && is(v[name-1], clIdent) {
		name--
	}
	if k := s.classify(v[name:arrow], formPair); k.Class != KeySensitive {
		return
	}
	start := arrow + len(" -> ")
	t := s.protocolLine(v, pos)
	if start >= len(v) {
		return
	}
	from := start + s.e.maskAt(v, start)
	end := min(t.word(from), len(v))
	value := v[start:end]
	inMap := name > 0 && (v[name-1] == '(' || name > 1 && v[name-1] == ' ' && v[name-2] == ',') && end < len(v) && (v[end] == ',' || v[end] == ')') && strings.HasSuffix(v[pos:arrow], "word")
	if inMap || mixed(value) {
		s.addSpoken(v, start, end)
	}
}

// keywordPair: {:user "bob", :password "x"} of Clojure.
func (s *Scanner) keywordPair(v string, pos int) {
	i := pos + strings.IndexByte(v[pos:], ' ')
	s.stringAt(v, i+1)
}

// stringAt masks the string in double quotes that starts at i.
func (s *Scanner) stringAt(v string, i int) {
	q := i
	for q < len(v) && v[q] == '\\' {
		q++
	}
	if q >= len(v) || v[q] != '"' && v[q] != '\'' {
		return
	}
	if end, closed := stringEnd(v[:min(len(v), q+maxCommandLine)], q+1, v[q], q-i); closed {
		s.addSpoken(v, q+1, end)
	}
}

// tuple: {"password", "x"} of Elixir, {password,"x"} of Erlang: two members,
// of which a name is the first. A list of names has other brackets or a type
// before them.
func (s *Scanner) tuple(v string, pos int) {
	open := pos
	for open > 0 && pos-open < 64 && is(v[open-1], clIdent) {
		open--
	}
	name := open
	quoted := open > 0 && v[open-1] == '"'
	if quoted {
		open--
		for open > 0 && v[open-1] == '\\' {
			open--
		}
	}
	if open == 0 || v[open-1] != '{' || open > 1 && (isAlnum(v[open-2]) || v[open-2] == ']' || v[open-2] == '$' || v[open-2] == ')') {
		return
	}
	end := name
	for end < len(v) && is(v[end], clIdent) {
		end++
	}
	if k := s.classify(v[name:end], formAttribute); k.Class != KeySensitive {
		return
	}
	comma := strings.IndexByte(v[end:min(len(v), end+8)], ',')
	if comma < 0 {
		return
	}
	i := skipBlanks(v, end+comma+1)
	q := i
	for q < len(v) && v[q] == '\\' {
		q++
	}
	if q >= len(v) || v[q] != '"' {
		return
	}
	stop, closed := stringEnd(v[:min(len(v), q+maxCommandLine)], q+1, '"', q-i)
	if !closed || stop+q-i+1 >= len(v) || v[stop+q-i+1] != '}' {
		return
	}
	if k := s.classify(v[q+1:stop], formAttribute); k.Class == KeySensitive && !strings.ContainsAny(v[q+1:stop], "0123456789") {
		return // {"password", "token"}: names
	}
	s.addSpoken(v, q+1, stop)
}

// lastWordSecret: the word behind the colon, to the end of its line.
func (s *Scanner) lastWordSecret(v string, pos int) {
	colon := strings.IndexByte(v[pos:], ':')
	start, end, _ := s.spokenValue(v, pos, pos+colon+1)
	if mixed(v[start:end]) {
		s.addSpoken(v, start, end)
	}
}

// changedValue: ~ password = "old" -> "new" of Terraform. The name is the first
// of the line.
func (s *Scanner) changedValue(v string, pos int) {
	floor := max(0, pos-maxKeyScan)
	line := floor
	if i := strings.LastIndexByte(v[floor:pos], '\n'); i >= 0 {
		line += i + 1
	}
	i := line
	for i < pos && strings.IndexByte(" \t~+-", v[i]) >= 0 {
		i++
	}
	end := i
	for end < pos && is(v[end], clIdent) {
		end++
	}
	eq := skipBlanks(v, end)
	if end == i || eq >= pos || v[eq] != '=' {
		return
	}
	if k := s.classify(v[i:end], formPair); k.Class == KeySensitive {
		s.stringAt(v, pos+len(`" -> `))
	}
}

// pipelineVariable: ##vso[task.setvariable variable=NAME;issecret=true]value of
// Azure Pipelines.
func (s *Scanner) pipelineVariable(v string, pos int) {
	end := min(len(v), pos+maxCommandLine)
	closing := strings.IndexByte(v[pos:end], ']')
	nameAt := strings.Index(v[pos:end], "variable=")
	if closing < 0 || nameAt < 0 || nameAt > closing {
		return
	}
	name, _, _ := strings.Cut(v[pos+nameAt+len("variable="):pos+closing], ";")
	if k := s.classify(name, formPair); k.Class != KeySensitive && !strings.Contains(v[pos:pos+closing], "issecret=true") {
		return
	}
	s.restOfLine(v, pos, pos+closing+1)
}

// workflowCommand: ::add-mask::value, ::set-output name=token::value of GitHub.
func (s *Scanner) workflowCommand(v string, pos int) {
	colons := strings.Index(v[pos+2:min(len(v), pos+maxKeyScan)], "::")
	if colons < 0 {
		return
	}
	head := v[pos : pos+2+colons]
	if name, ok := strings.CutPrefix(head, "::set-output name="); ok {
		if k := s.classify(name, formPair); k.Class != KeySensitive {
			return
		}
	}
	s.restOfLine(v, pos, pos+2+colons+2)
}

func (s *Scanner) restOfLine(v string, pos, start int) {
	t := s.protocolLine(v, pos)
	end := start
	for end < len(v) && end-start < maxCommandLine && !t.atEnd(end) {
		end++
	}
	s.addSpoken(v, start, t.trim(start, end))
}

// proctitle: the command line of a process in hexadecimal, words ended by zeros,
// as auditd writes it.
func (s *Scanner) proctitle(v string, pos int) {
	start := pos + len("proctitle=")
	end := start
	for end+1 < len(v) && end-start < maxCommandLine && is(v[end], clHex) && is(v[end+1], clHex) {
		end += 2
	}
	if end-start < 16 || !s.on(s.e.form.spokenPassword) || s.inView {
		return
	}
	text := make([]byte, 0, maxCommandLine/2)
	for i := start; i < end; i += 2 {
		c := unhex(v[i])<<4 | unhex(v[i+1])
		if c == 0 {
			c = ' '
		}
		text = append(text, c)
	}
	viewer := s.viewerScanner()
	line := string(text)
	if !viewer.collect(Key{}, line) {
		return
	}
	spans := viewer.find(Key{}, line)
	s.unscannable = s.unscannable || viewer.unscannable
	for _, sp := range spans {
		if sp.Action != Keep {
			s.addSpoken(v, start, end)
			return
		}
	}
}

// signingKey: the secret key of minisign or signify, in base64; it starts with
// the names of its algorithms.
func (s *Scanner) signingKey(v string, pos int) {
	if pos > 0 && isAlnum(v[pos-1]) && !afterEscape(v, pos) {
		return
	}
	end := max(pos, s.form.tokenRead)
	for end < len(v) && (isAlnum(v[end]) || v[end] == '+' || v[end] == '/' || v[end] == '=') {
		end++
	}
	s.form.tokenRead = max(end, s.form.tokenRead)
	if end-pos >= 64 && s.on(s.e.id.privateKeyField) {
		s.add(s.e.id.privateKeyField, pos, end)
	}
}

// configuredPassword: bindpw x, rootpw x as the first word of a line of a
// configuration.
func (s *Scanner) configuredPassword(v string, pos int) {
	if !lineStart(v, pos) {
		return
	}
	t := s.protocolLine(v, pos)
	if start, end, next := t.lineWord(pos + len("bindpw ")); t.atEnd(next) {
		s.addSpoken(v, start, end)
	}
}

// identify: PRIVMSG NickServ :IDENTIFY x, also with an account before it.
func (s *Scanner) identify(v string, pos int) {
	t := s.protocolLine(v, pos)
	start, end, next := t.lineWord(pos + len(":IDENTIFY "))
	if !t.atEnd(next) {
		start, end, next = t.lineWord(next)
	}
	if t.atEnd(next) {
		s.addSpoken(v, start, end)
	}
}

// challenge: 334 UGFzc3dvcmQ6 asks for the password in base64 (RFC 4954, AUTH
// LOGIN); the next line of the client is the answer.
func (s *Scanner) challenge(v string, pos int) {
	if pos < 4 || v[pos-4:pos] != "334 " {
		return
	}
	i := pos + len("UGFzc3dvcmQ6")
	end := min(len(v), i+maxKeyScan)
	line := strings.IndexByte(v[i:end], '\n')
	if line < 0 {
		return
	}
	i += line + 1
	stop := i
	for stop < end && v[stop] != '\n' && v[stop] != '\r' {
		stop++
	}
	start := i + strings.LastIndexByte(v[i:stop], ' ') + 1
	s.addSpoken(v, start, stop)
}

// authenticate: the initial response of IMAP (RFC 4959).
func (s *Scanner) authenticate(v string, pos int) {
	t := s.protocolLine(v, pos)
	_, _, next := t.lineWord(pos + len("AUTHENTICATE "))
	if start, end, after := t.lineWord(next); t.atEnd(after) && end-start >= 8 && (looksRandom(v[start:end]) || v[end-1] == '=') {
		s.addSpoken(v, start, end)
	}
}

// sharedKey: the key behind the words of a network device's configuration.
func (s *Scanner) sharedKey(v string, pos int) {
	i := pos + 1
	for n := 0; n < 2 && i < len(v); i++ { // behind the second blank
		if v[i] == ' ' {
			n++
		}
	}
	if hasFold(v, pos, "-server key") {
		i += len("7 ")
	}
	if hasFold(v, pos, "pre-shared") {
		i = pos + len("pre-shared-key ascii-text ")
	}
	if i > len(v) {
		return
	}
	start, end, _ := s.spokenValue(v, pos, i-1)
	if value := strings.TrimRight(v[start:end], ";"); mixed(value) || len(value) >= 8 && looksSecret(value) {
		s.addSpoken(v, start, start+len(value))
	}
}

// copyKey: SECRET_ACCESS_KEY 'x' of COPY in SQL.
func (s *Scanner) copyKey(v string, pos int) {
	// Only the start of so long a word is looked for.
	if i := pos + len("secret_access_key "); i < len(v) && v[i-1] == ' ' {
		s.stringAt(v, i)
	}
}

// maxTicket bounds the length of a ticket in hexadecimal.
const maxTicket = 4096

// ticketHash: a ticket of Kerberos in the form of hashcat; the key can be
// guessed from it. The account stays.
func (s *Scanner) ticketHash(v string, pos int) {
	end := pos
	for end < len(v) && end-pos < maxTicket && v[end] > ' ' && v[end] != '"' && v[end] != '\'' {
		end++
	}
	start := strings.LastIndexByte(v[pos:end], '*')
	if start < 0 {
		start = strings.LastIndexByte(v[pos:end], ':')
	}
	if start > 0 && end-pos-start > 32 && s.on(s.e.form.passwordHash) {
		s.add(s.e.form.passwordHash, pos+start+1, end)
	}
}

// clientKey: client-key-data of a kubeconfig, a key in base64.
func (s *Scanner) clientKey(v string, pos int) {
	start := pos + len("client-key-data")
	for start < len(v) && strings.IndexByte("\\\"': ", v[start]) >= 0 {
		start++
	}
	if start < s.form.tokenRead {
		return
	}
	end := start
	for end < len(v) && (is(v[end], clB64) || v[end] == '=') {
		end++
	}
	s.form.tokenRead = end
	if end-start >= 24 && s.on(s.e.id.privateKeyField) {
		s.add(s.e.id.privateKeyField, start, end)
	}
}
