package redact

import "strings"

// callWords are calls and statements of programs, as stack traces with
// arguments and logged sources show them: the count-th argument is a password.
var callWords = func() (out []formWord) {
	for _, c := range []struct {
		start string
		count int
	}{
		{`PDO->__construct\(`, 3},
		{`mysqli->__construct\(`, 3},
		{`mysqli_connect\(`, 3},
		{`real_connect\(`, 3},
		{`DriverManager\.getConnection\(`, 3},
		{`ldap_bind\(`, 3},
		{`ftp_login\(`, 3},
		{`ssh2_auth_password\(`, 3},
		{`imap_open\(`, 3},
		{`NetworkCredential\(`, 2},
		{`PasswordCredentials?\(`, 2},
		{`PasswordAuthentication\(`, 2},
		{`(?i)basicAuth\(`, 2},
		{`(?i)\bauth ?[=:] ?\(`, 2},
		{`(?i)[.>]login\(["']`, 2},
		{`(?i)sp_addlogin `, 2},
		{`(?i)sp_password `, 2},
		{`bcrypt\.hash\(`, 1},
		{`password_verify\(`, 1},
		{`password_hash\(`, 1},
		{`(?i)set_?password\(`, 1},
		{`with_?[Pp]assword\(`, 1},
	} {
		out = append(out, formWord{c.start, func(s *Scanner, v string, pos int) { s.callArgument(v, pos, c.count) }})
	}
	for _, start := range []string{`(?i)setenv\(`, `(?i)putenv\(`, `(?i)\.setProperty\(`, `\bdefine\(`, `(?i)\.(?:add|set)header\(`} {
		out = append(out, formWord{start, (*Scanner).setter})
	}
	return out
}()

// arguments reads the strings between the bracket or blank behind pos and its
// end. An argument that is no string counts, and is skipped.
type arguments struct {
	v string
	i int
}

// next is the next argument; ok is false at the end of the call.
func (a *arguments) next() (start, end int, isString, ok bool) {
	v := a.v
	for a.i < len(v) && (v[a.i] == ' ' || v[a.i] == ',') {
		a.i++
	}
	if a.i+1 < len(v) && (v[a.i] == 'N' || v[a.i] == 'b' || v[a.i] == 'u') && (v[a.i+1] == '\'' || v[a.i+1] == '"') {
		a.i++
	}
	q := a.i
	for q < len(v) && v[q] == '\\' {
		q++
	}
	if q < len(v) && (v[q] == '"' || v[q] == '\'') {
		slashes := q - a.i
		end, closed := stringEnd(v, q+1, v[q], slashes)
		if !closed {
			return 0, 0, false, false
		}
		a.i = end + slashes + 1
		return q + 1, end, true, true
	}
	start = a.i
	for a.i < len(v) && strings.IndexByte(",)\n\"'", v[a.i]) < 0 {
		a.i++
	}
	if a.i == start || a.i >= len(v) || v[a.i] != ',' {
		return 0, 0, false, false
	}
	return start, a.i, false, true
}

func (s *Scanner) argumentsBehind(v string, pos int) arguments {
	v = v[:min(len(v), pos+maxCommandLine)]
	i := pos + 1
	for i < len(v) && v[i] != '(' && (v[i] != ' ' || i+1 < len(v) && v[i+1] == '(') {
		i++
	}
	return arguments{v: v, i: i + 1}
}

// callArgument masks the count-th argument, if it is a string.
func (s *Scanner) callArgument(v string, pos, count int) {
	if !s.on(s.e.form.spokenPassword) {
		return
	}
	a := s.argumentsBehind(v, pos)
	for n := 1; ; n++ {
		start, end, isString, ok := a.next()
		if !ok {
			return
		}
		if n == count {
			if isString {
				s.addSpoken(v, start, end)
			}
			return
		}
	}
}

// setter: os.Setenv("API_TOKEN", "x"): a name and its value as the last two of
// the arguments.
func (s *Scanner) setter(v string, pos int) {
	a := s.argumentsBehind(v, pos)
	sensitive := false
	for range 4 {
		start, end, isString, ok := a.next()
		if !ok || !isString {
			return
		}
		if sensitive {
			s.addSpoken(v, start, end)
			return
		}
		k := s.classify(v[start:end], formAttribute)
		sensitive = k.Class == KeySensitive
	}
}
