package redact

import "strings"

// pipedWords are programs that read a password from another: echo x | sudo -S,
// or from a string of the shell: <<< x.
var pipedWords = []formWord{
	{`\bchpasswd`, (*Scanner).pipedPassword},
	{`\bsudo -S`, (*Scanner).pipedPassword},
	{`--password-stdin`, (*Scanner).pipedPassword},
	{`--passphrase-fd 0`, (*Scanner).pipedPassword},
	{`passwd --stdin`, (*Scanner).pipedPassword},
	{`\| kinit `, (*Scanner).pipedPassword},
	{`--with-token`, (*Scanner).pipedPassword},
}

func (s *Scanner) pipedPassword(v string, pos int) {
	if !s.on(s.e.form.commandPassword) {
		return
	}
	floor := max(0, pos-maxKeyScan)
	if i := strings.LastIndexByte(v[floor:pos], '\n'); i >= 0 {
		floor += i + 1
	}
	pipe := strings.LastIndexByte(v[floor:min(len(v), pos+1)], '|')
	if pipe >= 0 {
		before := v[floor : floor+pipe]
		for _, program := range [...]string{"echo ", "printf "} {
			if i := strings.LastIndex(before, program); i >= 0 {
				s.pipedWord(v, floor+i+len(program), floor+pipe, hasFold(v, pos, "chpasswd"))
				return
			}
		}
	}
	end := min(len(v), pos+maxKeyScan)
	if i := strings.IndexByte(v[pos:end], '\n'); i >= 0 {
		end = pos + i
	}
	if i := strings.Index(v[pos:end], "<<< "); i >= 0 {
		s.pipedWord(v, pos+i+len("<<< "), end, hasFold(v, pos, "chpasswd"))
	}
}

// pipedWord masks the word that is written, of user:password the latter.
func (s *Scanner) pipedWord(v string, start, end int, account bool) {
	for {
		start = skipBlanks(v, start)
		if start+1 >= end || v[start] != '-' || v[start+2] != ' ' {
			break
		}
		start += len("-n ")
	}
	if start >= end {
		return
	}
	quote := start
	for quote < end && v[quote] == '\\' {
		quote++
	}
	if quote < end && (v[quote] == '"' || v[quote] == '\'') {
		e, closed := stringEnd(v[:end], quote+1, v[quote], quote-start)
		if !closed {
			return
		}
		start, end = quote+1, e
		if strings.HasPrefix(v[start:end], `%s`) {
			return
		}
	} else {
		e := start
		for e < end && v[e] > ' ' && v[e] != '"' && v[e] != '|' {
			e++
		}
		end = e
	}
	if account {
		colon := strings.IndexByte(v[start:end], ':')
		if colon < 0 {
			return
		}
		start += colon + 1
	}
	end -= len(v[start:end]) - len(strings.TrimSuffix(v[start:end], `\n`))
	if v[start:end] != "" && v[start] == '$' {
		return
	}
	s.addCommandPassword(v, start, end)
}
