package redact

import (
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// maxCommands is how many programs there can be whose options are known.
const maxCommands = 64

// maxCommandLine is how far behind a program's name its options are read.
const maxCommandLine = 1024

// argKind says how the value of an option stands.
type argKind uint8

const (
	argNone        argKind = iota
	argSecret              // all of it
	argUserColon           // user:password
	argUserPercent         // user%password
	argUserComma           // user,password
	argCookies             // cookies, or the name of a file
	argPrefixed            // pass:password, or where to find it
)

type optionOf struct {
	name     string
	kind     argKind
	attached bool // the value follows at once
}

// command is a program whose options are known.
type command struct {
	index   int
	options []optionOf
	behind  []wordBehind
	sub     string
	batch   byte
	login   bool
}

// wordBehind: the count-th word behind name is the password.
type wordBehind struct {
	name   string
	prefix bool
	count  int
}

// commandWords are the names of the programs.
func commandWords(all []rules.Command) (out []formWord) {
	for i := range all {
		c := newCommand(i, &all[i])
		for _, name := range all[i].CommandNames() {
			out = append(out, formWord{
				start: startOf(name, c.sub),
				look:  func(s *Scanner, v string, pos int) { s.command(v, pos, name, c) },
			})
		}
	}
	return out
}

// startOf is what the name of a program looks like. Short ones are part of too
// many words to be looked at everywhere.
func startOf(name, sub string) string {
	switch {
	case name == "http":
		return `http (?:-a|--auth|GET|POST|PUT|PATCH)`
	case name == "7z" || name == "7za":
		return `\b` + name + ` [abdelrtux] `
	case len(name) > 4:
		return `(?i)\b` + name
	case len(name) < 4 && sub != "":
		return `(?i)\b` + name + ` ` + sub
	}
	return `(?i)\b` + name + `[ "'\\]`
}

func newCommand(i int, r *rules.Command) *command {
	c := &command{index: i, sub: r.Sub, batch: r.Batch, login: r.Login}
	for _, list := range []struct {
		names string
		kind  argKind
	}{
		{r.Secret, argSecret},
		{r.UserColon, argUserColon},
		{r.UserPercent, argUserPercent},
		{r.UserComma, argUserComma},
		{r.Cookies, argCookies},
		{r.Prefixed, argPrefixed},
	} {
		for name := range strings.FieldsSeq(list.names) {
			bare, attached := strings.CutSuffix(name, "*")
			c.options = append(c.options, optionOf{bare, list.kind, attached})
		}
	}
	for w := range strings.FieldsSeq(r.Behind) {
		n := len(w) - 1
		bare, prefix := strings.CutSuffix(w[:n], "*")
		c.behind = append(c.behind, wordBehind{bare, prefix, int(w[n] - '0')})
	}
	return c
}

// command reads the words behind the name of a program at pos.
func (s *Scanner) command(v string, pos int, name string, c *command) {
	end := pos + len(name)
	if end >= len(v) || isAlnum(v[end]) || strings.IndexByte("_-/", v[end]) >= 0 || pos < s.form.read[c.index] || !s.on(s.e.form.commandPassword) {
		return
	}
	if hasFold(v, end, ".exe") {
		end += len(".exe")
	}
	w, ok := s.words(v, pos, end)
	if !ok {
		return
	}
	kind := argNone // of the option before
	var awaited, positional int
	sub := c.sub == ""
	for n := 0; ; n++ {
		start, stop, ok := w.next()
		if !ok {
			break
		}
		text := v[start:stop]
		dash := text != "" && (text[0] == '-' || text[0] == '/' && c.sub == "use")
		switch {
		case kind != argNone && (!dash || kind == argSecret && len(text) > 2 && text[1] != '-'):
			if sub {
				s.argument(v, &w, start, stop, kind)
			}
			kind = argNone
			continue
		case !sub && !dash && n < 4:
			sub = text == c.sub
		case !dash && awaited > 0:
			if awaited--; awaited == 0 {
				s.argument(v, &w, start, stop, argSecret)
				continue
			}
		}
		kind = argNone
		if !sub && n >= 4 {
			break
		}
		if dash || text != "" && text[0] == '/' {
			kind = s.commandOption(v, &w, start, stop, c, sub)
			if c.batch != 0 && len(text) > 1 && text[1] != '-' && strings.IndexByte(text, c.batch) > 0 {
				awaited = 3 // a file, a user, a password
				if strings.IndexByte(text, 'n') > 0 {
					awaited = 2
				}
			}
			continue
		}
		for _, b := range c.behind {
			if sub && (text == b.name || b.prefix && strings.HasPrefix(text, b.name)) {
				awaited = b.count
			}
		}
		if c.login && positional < 2 {
			s.loginArgument(v, &w, start, stop)
		}
		positional++
	}
	s.form.read[c.index] = w.i
}

// commandOption looks at an option; what it returns says how the next word is
// to be taken.
func (s *Scanner) commandOption(v string, w *argWords, start, stop int, c *command, sub bool) argKind {
	text := v[start:stop]
	for i := range c.options {
		o := &c.options[i]
		if o.kind == argUserColon && !o.attached && len(o.name) == 2 && isCluster(text, o.name[1]) {
			return o.kind // -sSu
		}
		if !strings.HasPrefix(text, o.name) {
			continue
		}
		switch n := len(o.name); {
		case len(text) == n && !o.attached:
			return o.kind
		case len(text) == n:
		case o.attached:
			if sub && text[n] != '-' {
				s.argument(v, w, start+n, stop, o.kind)
			}
			return argNone
		case text[n] == '=':
			if sub {
				s.argument(v, w, start+n+1, stop, o.kind)
			}
			return argNone
		}
	}
	return argNone
}

// isCluster reports whether several options of one letter end with the letter.
func isCluster(text string, last byte) bool {
	n := len(text) - 1
	if n < 2 || text[0] != '-' || text[n] != last {
		return false
	}
	for i := 1; i < n; i++ {
		if !is(text[i], clAlpha) {
			return false
		}
	}
	return true
}

// argument notes the secret in the value of an option.
func (s *Scanner) argument(v string, w *argWords, start, end int, kind argKind) {
	start, end = w.unquote(start, end)
	sep := byte(0)
	switch kind {
	case argUserColon:
		sep = ':'
	case argUserPercent:
		sep = '%'
	case argUserComma:
		sep = ','
	case argPrefixed:
		if !strings.HasPrefix(v[start:end], "pass:") {
			return
		}
		start += len("pass:")
	case argCookies:
		if strings.IndexByte(v[start:end], '=') > 0 {
			s.addCookies(v, start, end)
		}
		return
	}
	if sep != 0 {
		at := strings.IndexByte(v[start:end], sep)
		if at < 0 {
			return
		}
		start += at + 1
		start, end = w.unquote(start, end)
	}
	s.addCommandPassword(v, start, end)
}

func (s *Scanner) addCookies(v string, start, end int) {
	sp := span{Finding: Finding{Rule: s.e.id.cookie, Start: start, End: end}}
	if !s.on(sp.Rule) || s.e.isMask(v, start, end) {
		return
	}
	if s.e.actions[sp.Rule] == Mask {
		s.cookieSpan(v, sp)
	} else {
		s.addSpan(sp)
	}
}

// addCommandPassword notes what is no mask and no name of a variable.
func (s *Scanner) addCommandPassword(v string, start, end int) {
	if end <= start || s.e.isToken(v, start, end, s.e.form.commandPassword) || saysNothing(v[start:end]) || isVariable(v[start:end]) {
		return
	}
	s.addSpan(span{Finding: Finding{Rule: s.e.form.commandPassword, Start: start, End: end}})
}

// loginArgument: user/password@database, or userid=user/password.
func (s *Scanner) loginArgument(v string, w *argWords, start, end int) {
	start, end = w.unquote(start, end)
	named := hasFold(v[:end], start, "userid=")
	if named {
		start += len("userid=")
	}
	i := start
	for i < end && (isAlnum(v[i]) || v[i] == '_' || v[i] == '$' || v[i] == '#' || v[i] == '.') {
		i++
	}
	if i == start || i >= end || v[i] != '/' {
		return
	}
	to := strings.LastIndexByte(v[i:end], '@')
	switch {
	case to > 0:
		end = i + to
	case !named && !looksSecret(v[i+1:end]):
		return
	}
	s.addCommandPassword(v, i+1, end)
}

// isVariable reports whether a text only names a variable of the shell, in
// capitals as those of the environment are: $DB_PASS, ${DB_PASS}, %DB_PASS%.
func isVariable(t string) bool {
	if len(t) < 3 || t[0] != '$' && t[0] != '%' {
		return false
	}
	name := strings.Trim(t, "${}%()")
	for i := range len(name) {
		if name[i]-'A' >= 26 && name[i] != '_' && (i == 0 || !is(name[i], clDigit)) {
			return false
		}
	}
	return name != ""
}
