package redact

import "strings"

// harmless reports whether a value under a sensitive name is, by the grammar of
// what writes such pairs, no secret: the name stands for something else there,
// or the value is a place, a count, a code or a word in its stead. Everything
// here is an exact form; what only resembles one is a secret.
func (s *Scanner) harmless(v string, p int, k keyRef, rule uint16, start, end int) bool {
	value := v[start:end]
	if blackedOut(value) || printf(value) || template(value) && !braced(v, k, value) {
		return true
	}
	if strings.HasPrefix(value, "${") && end < len(v) && v[end] == '}' && template(v[start:end+1]) {
		return true // a value without quotes ends before the bracket
	}
	if v[p] == ':' && k.quote == 0 && k.start > 0 && v[k.start-1] == '*' && strings.IndexByte(v[k.start:k.end], '.') > 0 {
		return true // a type of Go and what is wrong with it: *v1.Secret: forbidden
	}
	if s.message(v, p, k, rule, start, end) {
		return true
	}
	quoted := start > 0 && (v[start-1] == '"' || v[start-1] == '\'')
	switch rule {
	case s.e.id.password:
		if p < k.end {
			return false
		}
		if v[p] == ':' && k.quote == 0 && pamType(v, k.outer, start) {
			return true
		}
		if k.end-k.start == len("pass") && hasFold(v, k.start, "pass") && count(value, 3) {
			return true // of tests: pass=12 fail=0
		}
		if k.end >= len("pwd") && !inConnection(v, k.outer) && hasFold(v, k.end-len("pwd"), "pwd") && (k.end-k.start == len("pwd") || hasFold(v, k.start, "oldpwd")) && path(value) {
			return true
		}
	case s.e.id.authorization:
		if one, of, _ := strings.Cut(value, "/"); count(one, 3) && (of == "" || count(of, 3)) {
			return true // of commands: auth=0/1
		}
		if k.end-k.start == len("auth") && (mechanism(value) || authority(value)) {
			return true
		}
		if value == "Basic" || value == "Bearer" || value == "Negotiate" {
			return true // a scheme without credentials
		}
		if v[p] == '>' && v[k.start:k.end] == "auth.info" {
			return true // a facility and severity of syslog, <auth.info>
		}
	case s.e.id.credential:
		if path(value) && strings.HasSuffix(value, ".json") {
			return true // GOOGLE_APPLICATION_CREDENTIALS
		}
		if hasFold(v, max(0, k.start-len("supplied ")), "supplied ") && strings.HasPrefix(value, "[") && !strings.ContainsAny(value, "0123456789") {
			return true // who came in, as CAS audits it
		}
	case s.e.id.oneTimeCode:
		if count(strings.TrimPrefix(value, "-"), 3) {
			return true // a PIN has four digits or more (ISO 9564-1)
		}
	case s.e.id.privateKeyField:
		if keyFile(value) {
			return true
		}
	case s.e.id.secret:
		if resourceName(value) {
			return true
		}
		if v[p] == ':' && k.quote == 0 && inARN(v, k.outer) || strings.HasPrefix(value, "arn:") {
			return true // the name of a secret in a store
		}
	}
	if quoted {
		return value == "no" || value == "No" || value == "yes" || value == "Yes"
	}
	if rule != s.e.id.password && v[p] == ':' && start == p+1 && k.quote == 0 && (v[k.end-1] == 's' || v[k.end-1] == 'S') && scope(value) {
		return true
	}
	if rule == s.e.id.token && v[p] == ':' && start > p+1 {
		if objectName(value) {
			return true
		}
		if k.start > 0 && v[k.start-1] == '$' || strings.IndexByte(v[k.start:k.end], '$') >= 0 {
			return !looksSecret(value) // an exception and its text: SecretManager$InvalidToken: no such
		}
	}
	if k.spaced && (v[p] == '=' || p+1 < len(v) && v[p+1] == '=') && (variable(value, rule == s.e.id.credential) || call(value) || parameter(value) || indexed(v, start, end)) {
		return true
	}
	return stateWord(value) || codeExpression(value)
}

// call: of a function by programs: os.Getenv("X"), request.getParameter("x");
func call(t string) bool {
	i := 0
	for i < len(t) && (isAlnum(t[i]) || t[i] == '_' || t[i] == '.') {
		i++
	}
	if i < 2 || i == len(t) || t[i] != '(' || !is(t[0], clAlpha) || is(t[i-1], clDigit) {
		return false
	}
	t = strings.TrimRight(t, ";,")
	return t[len(t)-1] == ')' || strings.HasPrefix(t[i:], `("`) || strings.HasPrefix(t[i:], `('`)
}

// parameter: of a prepared statement: $1, ?, :name.
func parameter(t string) bool {
	t = strings.TrimRight(t, ";,)")
	if t == "?" || len(t) > 1 && t[0] == '$' && count(t[1:], 3) {
		return true
	}
	if len(t) < 3 || t[0] != ':' {
		return false
	}
	for i := 1; i < len(t); i++ {
		if !is(t[i], clAlpha) && t[i] != '_' {
			return false
		}
	}
	return true
}

// variable: $Name.Member of PowerShell, or $Name where no text is expected.
func variable(t string, alone bool) bool {
	t = strings.TrimRight(t, ";)")
	if len(t) < 2 || t[0] != '$' {
		return false
	}
	for i := 1; i < len(t); i++ {
		if !isAlnum(t[i]) && t[i] != '_' && (t[i] != '.' || t[i-1] == '.') {
			return false
		}
	}
	return alone || strings.IndexByte(t, '.') > 0
}

// blackedOut: somebody else has masked the value, or a dash stands for none.
func blackedOut(t string) bool {
	if t == "-" {
		return true
	}
	if len(t) >= 3 && strings.Trim(t, "*") == "" {
		return true
	}
	if len(t) < len("nil")+2 || len(t) > len("__redacted__") {
		return false
	}
	whole := t
	if open := strings.IndexByte("[<(_", t[0]); open >= 0 {
		closing := "]>)_"[open]
		for len(t) > 2 && strings.IndexByte("[<(_", t[0]) == open && t[len(t)-1] == closing {
			t = t[1 : len(t)-1]
		}
	}
	switch strings.ToLower(t) {
	case "redacted", "filtered", "hidden", "masked", "removed", "scrubbed", "protected":
		return true
	case "none", "null", "nil", "empty", "unset":
		return len(t) < len(whole) // in brackets
	}
	return false
}

// printf: a directive that was not filled in (%s, %15), or the number of a text
// that Windows puts there (%%1843).
func printf(t string) bool {
	d := strings.TrimPrefix(t, "%")
	if len(d) == len(t) {
		return false
	}
	d = strings.TrimPrefix(d, "%")
	switch d {
	case "s", "d", "v", "q", "@", "p", "x", "ld", "lu", "zu":
		return true
	}
	return count(d, 5)
}

// authority: a user that somebody came in as, the servers that are asked in DNS
// (["ns1.example.com"], as Zeek writes them), a pair in brackets, whose second
// member is found as an argument.
func authority(t string) bool {
	if t == "user" || strings.HasPrefix(t, "('") || strings.HasPrefix(t, `("`) {
		return true
	}
	if len(t) < 4 || t[0] != '[' || t[1] != '"' || !strings.HasSuffix(t, `"]`) {
		return false
	}
	for name := range strings.SplitSeq(t[2:len(t)-2], `","`) {
		if !label(strings.TrimSuffix(name, ".")) || strings.IndexByte(name, '.') < 0 {
			return false
		}
	}
	return true
}

// mechanism: how somebody authenticates, or the outcome: auth=LOGIN, auth=pass.
// Names of RFC 4422 and of the schemes of HTTP.
func mechanism(t string) bool {
	if len(t) > len("scram-sha-256-plus") {
		return false
	}
	switch strings.ToLower(t) {
	case "login", "plain", "cram-md5", "digest-md5", "scram-sha-1", "scram-sha-256", "scram-sha-256-plus", "gssapi", "external", "ntlm", "xoauth2",
		"oauthbearer", "anonymous", "basic", "digest", "bearer", "negotiate", "kerberos", "saml", "ldap", "pam", "oidc", "oauth", "oauth2", "jwt",
		"tls", "ssl", "mtls", "publickey", "ok", "pass", "passed", "fail", "failed", "failure", "success", "neutral", "softfail":
		return true
	}
	return false
}

// resourceName: a secret of Kubernetes by its namespace and name, as its
// components log it: secret="kube-system/bootstrap-token-x".
func resourceName(t string) bool {
	space, name, ok := strings.Cut(t, "/")
	return ok && label(space) && label(name) && strings.IndexByte(space, '.') < 0
}

// label: small letters, digits, dashes and dots (RFC 1123), more of them letters
// than digits, which random texts in hexadecimal do not have.
func label(t string) bool {
	letters := 0
	for i := range len(t) {
		switch c := t[i]; {
		case c-'a' < 26:
			letters++
		case c-'0' < 10:
			letters--
		case c == '-' || c == '.':
			if i == 0 || i == len(t)-1 {
				return false
			}
		default:
			return false
		}
	}
	return letters > 0 && len(t) <= 253
}

// template: a reference that was not resolved: {{ item.token }} of Jinja and Go,
// ${{ secrets.TOKEN }} of workflows, ${DB_PASSWORD} of shells. One with a default
// (${X:-y}) is none, since the default may be the secret.
func template(t string) bool {
	t = strings.TrimPrefix(t, "$")
	if len(t) > 4 && strings.HasPrefix(t, "{{") && strings.HasSuffix(t, "}}") {
		return !strings.Contains(t[2:len(t)-2], "}}")
	}
	if len(t) < 4 || t[0] != '{' || t[len(t)-1] != '}' || !is(t[1], clAlpha) {
		return false
	}
	from := 1
	for _, source := range [...]string{"env:", "file:"} {
		if strings.HasPrefix(t[1:], source) {
			from += len(source)
		}
	}
	for i := from; i < len(t)-1; i++ {
		if !isAlnum(t[i]) && t[i] != '_' && t[i] != '.' {
			return false
		}
	}
	return true
}

// braced: a value of a connection string in braces (ODBC, and the properties of
// Microsoft's JDBC driver), which has a digit as names of templates have not.
func braced(v string, k keyRef, t string) bool {
	return t[0] == '{' && len(t) > 6 && v[k.end] == '=' && inConnection(v, k.outer) && strings.ContainsAny(t[1:len(t)-1], "0123456789")
}

// count: up to so many digits.
func count(t string, most int) bool {
	return t != "" && len(t) <= most && strings.Trim(t, "0123456789") == ""
}

// pamType: pam_unix(gdm-password:session): has a service and a type in the
// brackets behind the module (pam.conf).
func pamType(v string, outer, start int) bool {
	i := outer
	for i > 0 && is(v[i-1], clIdent) {
		i--
	}
	if i == 0 || v[i-1] != '(' {
		return false
	}
	end := i - 1
	for i = end; i > 0 && is(v[i-1], clIdent); i-- {
	}
	if !strings.HasPrefix(v[i:end], "pam_") {
		return false
	}
	for _, t := range [...]string{"auth)", "account)", "session)", "chauthtok)", "setcred)", "password)"} {
		if strings.HasPrefix(v[start:], t) {
			return true
		}
	}
	return false
}

// inConnection reports whether the name at i is one of a connection string,
// where a semicolon without a blank stands before it: Uid=app;Pwd=/x17.
func inConnection(v string, i int) bool { return i > 0 && v[i-1] == ';' }

// path: an absolute path.
func path(t string) bool {
	return isPath(t) && !strings.ContainsAny(t, ";&=")
}

// keyFile: where a key lies instead of the key.
func keyFile(t string) bool {
	if len(t) > 255 || strings.ContainsAny(t, " \t\n+=") {
		return false
	}
	for _, end := range [...]string{".pem", ".key", ".crt", ".cer", ".der", ".p12", ".pfx", ".jks", ".ppk"} {
		if strings.HasSuffix(t, end) {
			return true
		}
	}
	return false
}

// maxARN bounds the look back for the start of a resource name.
const maxARN = 128

// inARN: arn:aws:secretsmanager:region:account:secret:name.
func inARN(v string, outer int) bool {
	if outer == 0 || v[outer-1] != ':' {
		return false
	}
	i := outer
	for i > 0 && outer-i < maxARN && (isAlnum(v[i-1]) || v[i-1] == ':' || v[i-1] == '-') {
		i--
	}
	return strings.HasPrefix(v[i:outer], "arn:")
}

// scope: what may be done with secrets or keys, as OAuth writes it and RBAC:
// api_keys:write, secrets:get:project.
func scope(t string) bool {
	verb, _, _ := strings.Cut(t, ":")
	switch strings.TrimRight(verb, ",") {
	case "read", "write", "get", "list", "create", "delete", "update", "watch", "patch", "manage", "admin", "*":
		return true
	}
	return false
}

// objectName: a dotted name of three or more parts in small letters, each of
// words with at most five digits at their end: com.example.sync.activity/4505,
// clip.mp4-6-seek9.js. Tokens have no such order.
func objectName(t string) bool {
	t = strings.TrimRight(t, ":,")
	if strings.Count(t, ".") < 2 {
		return false
	}
	letters, digits := 0, 0
	for i := range len(t) {
		switch c := t[i]; {
		case c-'a' < 26:
			if digits > 0 {
				return false
			}
			if letters++; letters > 16 {
				return false
			}
		case c-'0' < 10:
			if digits++; letters > 0 && digits > 5 || digits > 6 {
				return false
			}
		case c == '.' || c == '-' || c == '_' || c == '/' || c == ':':
			letters, digits = 0, 0
		default:
			return false
		}
	}
	return true
}

// stateWord: the value tells how it is with the secret.
func stateWord(t string) bool {
	if len(t) == 1 && t[0]-'0' < 2 {
		return true
	}
	switch strings.ToLower(strings.TrimRight(t, ".,;:!)")) {
	case "yes", "no", "on", "off", "set", "unset", "not", "missing", "expired", "invalid", "revoked", "malformed", "required", "empty",
		"incorrect", "mismatch", "rejected", "unknown", "optional", "disabled", "enabled":
		return true
	}
	return false
}

// shellName: the name of a variable in the way of shells, in capitals.
func shellName(t string) bool {
	for i := range len(t) {
		if t[i]-'A' >= 26 && t[i] != '_' {
			return false
		}
	}
	return true
}

// codeExpression: a part of a program in PowerShell, which logs its scripts: a
// constant, a call on a variable, two assignments, a member of a type.
func codeExpression(t string) bool {
	if t == "" {
		return false
	}
	i := 1
	switch t[0] {
	case '[':
		for i < len(t) && (isAlnum(t[i]) || t[i] == '.') {
			i++
		}
		return i > 1 && strings.HasPrefix(t[i:], "]::")
	case '$':
	default:
		return false
	}
	for i < len(t) && (isAlnum(t[i]) || t[i] == '_') {
		i++
	}
	if name := t[1:i]; i > 1 && i == len(t) && len(name) <= len("false") {
		switch strings.ToLower(name) {
		case "null", "true", "false":
			return true
		}
	}
	if i > 2 && i == len(t) && shellName(t[1:]) {
		return true
	}
	if command, ok := strings.CutPrefix(t, "$("); ok && command != "" && command[0]-'a' < 26 {
		return strings.Trim(command, "abcdefghijklmnopqrstuvwxyz-_/.)") == "" // what a command prints
	}
	if i == 1 || i == len(t) {
		return false
	}
	if strings.HasPrefix(t[i:], ";$") {
		return true
	}
	j := i
	for j < len(t) && (isAlnum(t[j]) || t[j] == '.') {
		j++
	}
	return t[i] == '.' && j < len(t) && t[j] == '('
}
