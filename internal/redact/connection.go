package redact

import "strings"

// connectionWords are parts of addresses that hold a password where no name and
// no :// says so.
var connectionWords = []formWord{
	{`@(?:tcp6?|unix|udp)\(`, (*Scanner).goDSN},
	{`(?i)jdbc:oracle:(?:thin|oci8?):`, (*Scanner).oracleURL},
	{`%3[Aa]%2[Ff]%2[Ff]`, (*Scanner).encodedURL},
	{`%253[Aa]%252[Ff]%252[Ff]`, (*Scanner).encodedURL},
	{`AWS4-HMAC-SHA256 `, (*Scanner).awsSignature},
	{`(?i)["'](?:proxy-)?authorization\\?["']`, (*Scanner).headerInList},
	{`(?i)["'](?:x-api-key|x-auth-token)\\?["']`, (*Scanner).headerInList},
	{`"kty`, (*Scanner).jwk},
	{`Private-Lines: [0-9]`, (*Scanner).putty},
}

// maxUserInfo bounds the look around an address.
const maxUserInfo = 256

func (s *Scanner) addConnectionPassword(v string, start, end int) {
	rule := s.e.form.connectionPassword
	if end <= start || !s.on(rule) || s.e.isToken(v, start, end, rule) || saysNothing(v[start:end]) || isVariable(v[start:end]) {
		return
	}
	s.add(rule, start, end)
}

// goDSN: user:password@tcp(host:3306)/db of the MySQL driver of Go. The user
// name has no colon.
func (s *Scanner) goDSN(v string, at int) {
	start := at
	floor := max(0, at-maxUserInfo)
	for start > floor && v[start-1] > ' ' && strings.IndexByte("\"'`", v[start-1]) < 0 {
		start--
	}
	if strings.Contains(v[start:at], "://") {
		return // user info of a URL
	}
	if i := strings.LastIndexByte(v[start:at], '='); i >= 0 && strings.IndexByte(v[start+i:at], ':') > 0 {
		start += i + 1 // dsn=user:password@tcp(...)
	}
	if colon := strings.IndexByte(v[start:at], ':'); colon > 0 {
		s.addConnectionPassword(v, start+colon+1, at)
	}
}

// oracleURL: jdbc:oracle:thin:user/password@host.
func (s *Scanner) oracleURL(v string, pos int) {
	end := min(len(v), pos+maxUserInfo)
	slash := strings.IndexByte(v[pos:end], '/')
	if slash < 0 {
		return
	}
	slash += pos
	at := strings.IndexAny(v[slash:end], "@ \t\r\n\"'")
	if at < 0 || v[slash+at] != '@' || strings.IndexByte(v[pos:slash], '@') >= 0 {
		return
	}
	s.addConnectionPassword(v, slash+1, slash+at)
}

// encodedURL: user info in a URL that is percent-encoded once or twice.
func (s *Scanner) encodedURL(v string, pos int) {
	at, slash := "%40", "%2"
	start := pos + len("%3A%2F%2F")
	if v[pos+2] == '5' {
		at, slash = "%2540", "%252"
		start = pos + len("%253A%252F%252F")
	}
	i := start
	for ; i < len(v) && i-start < 2*maxUserInfo; i++ {
		c := v[i]
		if c <= ' ' || strings.IndexByte("&\"'<>#?/\\", c) >= 0 {
			return
		}
		if c != '%' {
			continue
		}
		if strings.HasPrefix(v[i:], at) {
			break
		}
		if rest := v[i:]; strings.HasPrefix(rest, slash) && len(rest) > len(slash) && rest[len(slash)]|0x20 == 'f' {
			return
		}
	}
	if i >= len(v) || v[i] != '%' || i == start || v[start:i] == userinfoMask || !s.on(s.e.id.urlUserinfo) {
		return
	}
	if !strings.Contains(v[start:i], ":") && !strings.Contains(v[start:i], at[:len(at)-2]+"3A") && !strings.Contains(v[start:i], at[:len(at)-2]+"3a") && harmlessUser(v[:pos], v[start:i]) {
		return
	}
	s.add(s.e.id.urlUserinfo, start, i)
}

// maxSignedHeader is how far behind the name of the algorithm its signature stands.
const maxSignedHeader = 1024

// awsSignature: the signature of a request, where the name of the header is gone.
func (s *Scanner) awsSignature(v string, pos int) {
	const name = "Signature="
	i := strings.Index(v[pos:min(len(v), pos+maxSignedHeader)], name)
	if i < 0 || !s.on(s.e.id.authorization) {
		return
	}
	start := pos + i + len(name)
	end := start
	for end < len(v) && is(v[end], clHex) {
		end++
	}
	if end-start >= 16 {
		s.add(s.e.id.authorization, start, end)
	}
}

// headerInList: a header whose value is the next string of a list, as in the
// raw headers of Node and the logs of Envoy: 'authorization', 'Bearer x'. A list
// of names alone has no value.
func (s *Scanner) headerInList(v string, pos int) {
	slashes := 0
	for pos-slashes > 0 && v[pos-slashes-1] == '\\' {
		slashes++
	}
	q := pos + 1
	for q < len(v) && (isAlnum(v[q]) || v[q] == '-') {
		q++
	}
	name := v[pos+1 : q]
	q += slashes
	if q >= len(v) || v[q] != v[pos] {
		return
	}
	next := skipBlanks(v, q+1)
	if next >= len(v) || v[next] != ',' {
		return
	}
	w := argWords{v: v[:min(len(v), pos+maxCommandLine)], i: next, list: v[pos], slashes: slashes}
	w.end = len(w.v)
	start, end, ok := w.element()
	if !ok || start == end {
		return
	}
	value := v[start:end]
	scheme, _, credentials := strings.Cut(value, " ")
	if credentials && !isScheme(scheme) {
		return
	}
	if !credentials && (!strings.ContainsAny(value, "0123456789") || len(value) < 8 || hasFold(value, 0, "x-")) {
		return
	}
	if k := s.e.classify(name, formAttribute); k.Class == KeySensitive && !s.e.isToken(v, start, end, k.Rule) {
		s.add(k.Rule, start, end)
	}
}

// maxJWK bounds the look for the members beside kty.
const maxJWK = 4096

// jwk masks the private members of a JSON Web Key (RFC 7518 section 6).
func (s *Scanner) jwk(v string, pos int) {
	rule := s.e.id.privateKeyField
	if pos < s.form.jwkRead || !s.on(rule) {
		return
	}
	slashes := 0
	for pos-slashes > 0 && v[pos-slashes-1] == '\\' {
		slashes++
	}
	floor := max(s.form.jwkRead, pos-maxJWK)
	start := strings.LastIndexByte(v[floor:pos], '{') + 1 + floor
	end := min(len(v), pos+maxJWK)
	if i := strings.IndexByte(v[pos:end], '}'); i >= 0 {
		end = pos + i
	}
	s.form.jwkRead = end
	name := ""
	for i := start; i < end; {
		q := strings.IndexByte(v[i:end], '"')
		if q < 0 {
			return
		}
		from := i + q + 1
		to, closed := stringEnd(v[:end], from, '"', slashes)
		if !closed && name == "" {
			return
		}
		i = min(end, to+slashes+1)
		if next := skipBlanks(v, i); next < end && v[next] == ':' {
			name = v[from:to]
			continue
		}
		switch name {
		case "d", "p", "q", "dp", "dq", "qi", "k":
			if to > from && !s.e.isToken(v, from, to, rule) {
				s.add(rule, from, to)
			}
		}
		name = ""
	}
}

// putty masks the private lines of a key file of PuTTY, to the line behind them.
func (s *Scanner) putty(v string, pos int) {
	i := pos + len("Private-Lines: ")
	for i < len(v) && is(v[i], clDigit) {
		i++
	}
	start := i
	for ; i < len(v); i++ {
		c := v[i]
		if strings.HasPrefix(v[i:], "Private-") || c == '"' || c == '{' {
			break
		}
	}
	for i > start && (is(v[i-1], clSpace) || v[i-1] == '\\' || i > start+1 && v[i-2] == '\\' && (v[i-1] == 'n' || v[i-1] == 'r')) {
		i--
	}
	for start < i && (is(v[start], clSpace) || v[start] == '\\') {
		if v[start] == '\\' {
			start++
		}
		start++
	}
	if i > start && s.on(s.e.id.privateKey) && !s.e.isToken(v, start, i, s.e.id.privateKey) {
		s.add(s.e.id.privateKey, start, i)
	}
}
