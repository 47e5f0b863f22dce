package redact

import "strings"

// bareValue is a value without quotes, from i on. Where it ends depends on the
// form: at & in a query, at the end of the line in a header or in YAML, at a
// blank in logfmt; before a comma or semicolon only if the text goes on like a
// list of pairs, since passwords hold such characters too.
func (s *Scanner) bareValue(v string, p, i int, k keyRef, rule uint16, form keyForm, spaced bool, inner int, inString bool) (sp span, ok bool) {
	if v[p] == '=' && spaced && !k.spaced && nextIsPair(v, i) {
		return sp, false // logname= uid=0
	}
	if rule == s.e.id.token && isObjectDump(v, i) {
		return sp, false
	}
	if k.end == k.start+3 && hasFold(v, k.start, "pwd") && isPath(v[i:min(len(v), i+3)]) {
		return sp, false
	}
	t := textEnd{v: v, slashes: inner, inString: inString, escapes: s.quotes.any}
	if k.outer > 0 && (v[k.outer-1] == '\'' || v[k.outer-1] == '`') {
		t.quote = v[k.outer-1]
	}
	atLineStart := v[p] == ':' && lineStart(v, k.outer)
	tokenEnd := i + s.e.maskAt(v, i)
	var end int
	switch {
	case form == formQuery:
		end = t.query(max(i, tokenEnd))
	case rule == s.e.id.authorization || rule == s.e.id.cookie:
		end = t.header(i, tokenEnd, atLineStart)
	case atLineStart && spaced:
		end = t.line(i, max(i, tokenEnd))
	default:
		end = t.word(max(i, tokenEnd))
	}
	if end <= i || tokenEnd == end || saysNothing(v[i:end]) {
		return sp, false
	}
	value := v[i:end]
	if v[p] == ':' && spaced && !atLineStart && inSentence(v, k.start) && !lastWord(v, end) && !looksSecret(value) {
		return sp, false
	}
	sp.Start, sp.End = i, end
	sp.cutStart, sp.cutEnd = k.outer, end
	return sp, true
}

// isObjectDump reports whether what starts at i names an object instead of being
// a text: Token{78af589 ...}, Token { kind: ... }, os.Binder@2bd79ce. What
// stands in the braces is scanned like any text.
func isObjectDump(v string, i int) bool {
	j := i
	for j < len(v) && (isAlnum(v[j]) || v[j] == '.' || v[j] == '_' || v[j] == '$') {
		j++
	}
	if j == i || v[i]-'A' >= 26 && strings.IndexByte(v[i:j], '.') < 0 {
		return false
	}
	if j < len(v) && v[j] == '{' || strings.HasPrefix(v[j:], " { ") {
		return true
	}
	if j >= len(v) || v[j] != '@' || strings.IndexByte(v[i:j], '.') < 0 {
		return false
	}
	end := j + 1
	for end < len(v) && end-j <= 9 && is(v[end], clHex) {
		end++
	}
	return end > j+1 && end-j <= 9 && (end == len(v) || !isAlnum(v[end]) && v[end] != '.')
}

// textEnd finds the end of values without quotes. quote ends them if the pair
// itself stands in such quotes; slashes and inString tell of the JSON string
// around the pair; escapes says that \n in the text means a line break.
type textEnd struct {
	v        string
	quote    byte
	slashes  int
	inString bool
	escapes  bool
}

// stop returns where a value that has come to i must end, in every form: here,
// or at the quote that closes the string around the pair. It is -1 if the value
// goes on.
func (t *textEnd) stop(i int) int {
	switch c := t.v[i]; c {
	case '\n', '\r':
		return i
	case '"':
		if t.inString && (i == 0 || t.v[i-1] != '\\') {
			return i
		}
	case '\\':
		if !t.escapes || i > 0 && t.v[i-1] == '\\' {
			return -1 // the first of a run decides
		}
		j := i
		for j < len(t.v) && t.v[j] == '\\' {
			j++
		}
		if j == len(t.v) {
			return -1
		}
		switch t.v[j] {
		case 'n', 'r', 't':
			return i
		case '"':
			if t.inString && closesString(j-i, t.slashes) {
				return j - min(ownSlashes(j-i), t.slashes)
			}
		case 'u':
			if strings.HasPrefix(t.v[j:], "u0026") || strings.HasPrefix(t.v[j:], "u003c") {
				return i
			}
		}
	case '\'', '`':
		if c == t.quote {
			return i
		}
	}
	return -1
}

func (t *textEnd) query(i int) int {
	for ; i < len(t.v); i++ {
		switch t.v[i] {
		case '&', '#', ' ', '\t', '"', '\'', '<', '>', '`':
			return i
		case '\\':
			j := i
			for j < len(t.v) && t.v[j] == '\\' {
				j++
			}
			if j < len(t.v) && t.v[j] == '"' {
				return i
			}
			if end := t.stop(i); end >= 0 {
				return end
			}
			i = j - 1
			continue
		}
		if end := t.stop(i); end >= 0 {
			return end
		}
	}
	return i
}

// word ends at a blank; before punctuation that ends a list item or a bracket
// that closes around the pair.
func (t *textEnd) word(i int) int {
	for ; i < len(t.v); i++ {
		switch c := t.v[i]; c {
		case ' ', '\t':
			return i
		case '&':
			if nextIsPair(t.v, i+1) {
				return i
			}
		case ',', ';', '|':
			if i+1 == len(t.v) || is(t.v[i+1], clSpace) || nextIsPair(t.v, i+1) || t.v[i+1] == '"' {
				return i
			}
		case ')', ']', '}':
			if i+1 == len(t.v) || strings.IndexByte(" \t\r\n,;)]}\"'.&\\<", t.v[i+1]) >= 0 {
				return i
			}
		case '\'', '`':
			if i+1 == len(t.v) || strings.IndexByte(" \t\r\n,;)]}", t.v[i+1]) >= 0 {
				return i
			}
		case '<':
			if i+1 < len(t.v) && t.v[i+1] == '/' {
				return i
			}
		}
		if end := t.stop(i); end >= 0 {
			return end
		}
	}
	return i
}

// line ends with the line, or where the next pair of a one-line list begins.
// It has come to i, from start.
func (t *textEnd) line(start, i int) int {
	for ; i < len(t.v); i++ {
		if c := t.v[i]; (c == ',' || c == ';' || c == ' ') && i > start && (i+1 == len(t.v) || t.v[i+1] != ' ' || c != ' ') && nextIsPair(t.v, i+1) {
			return t.trim(start, i)
		}
		if end := t.stop(i); end >= 0 {
			return t.trim(start, end)
		}
	}
	return t.trim(start, i)
}

func (t *textEnd) trim(start, i int) int {
	for i > start && (t.v[i-1] == ' ' || t.v[i-1] == '\t') {
		i--
	}
	return i
}

// header is the value of Authorization or Cookie. At the start of a line it ends
// with the line; elsewhere it is a scheme with its credentials, or cookies with
// semicolons between them.
func (t *textEnd) header(i, tokenEnd int, atLineStart bool) int {
	if atLineStart {
		start := i
		for i = max(i, tokenEnd); i < len(t.v); i++ {
			if end := t.stop(i); end >= 0 {
				return t.trim(start, end)
			}
		}
		return t.trim(start, i)
	}
	if tokenEnd > i {
		return t.word(tokenEnd)
	}
	end := t.word(i)
	first := t.v[i:end]
	if isScheme(first) {
		plain := hasFold(first, 0, "basic") || hasFold(first, 0, "bearer")
		next := skipBlanks(t.v, end)
		if next == end || next >= len(t.v) || plain && nextIsPair(t.v, next) {
			return end
		}
		end = t.param(next)
		if plain {
			return end
		}
	}
	for end < len(t.v) && (t.v[end] == ';' || t.v[end] == ',') {
		next := skipBlanks(t.v, end+1)
		if !nextIsAssignment(t.v, next) {
			break
		}
		end = t.param(next)
	}
	return end
}

// param ends a word, or a name with a value in quotes: realm="My Site".
func (t *textEnd) param(i int) int {
	if nextIsAssignment(t.v, i) {
		j := i + strings.IndexByte(t.v[i:], '=') + 1
		q := j
		for q < len(t.v) && t.v[q] == '\\' {
			q++
		}
		if _, level := quoteLevel(q - j); level && q < len(t.v) && t.v[q] == '"' && (!t.inString || q-j > t.slashes) {
			if end, closed := stringEnd(t.v, q+1, '"', q-j); closed && strings.HasPrefix(t.v[end:], t.v[j:q+1]) {
				return end + q + 1 - j
			}
		}
	}
	return t.word(i)
}

func skipBlanks(v string, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t') {
		i++
	}
	return i
}

// isScheme knows the schemes of the IANA registry and the common others.
func isScheme(w string) bool {
	for _, s := range [...]string{
		"basic", "bearer", "digest", "negotiate", "token", "apikey", "api-key", "ntlm", "oauth", "hmac", "hoba", "mutual",
		"dpop", "gnap", "privatetoken", "scram-sha-1", "scram-sha-256", "vapid", "aws4-hmac-sha256", "aws", "sharedkey",
		"sharedaccesssignature", "key", "jwt", "hawk", "splunk", "genie-key", "snowflake",
	} {
		if len(w) == len(s) && hasFold(w, 0, s) {
			return true
		}
	}
	return false
}

// maxPairName bounds the look ahead for the name of a next pair.
const maxPairName = 48

// nextIsPair reports whether a name and a separator start at i.
func nextIsPair(v string, i int) bool {
	i = skipBlanks(v, i)
	start := i
	for i < len(v) && i-start < maxPairName && (is(v[i], clIdent) || v[i] == '[' || v[i] == ']') {
		i++
	}
	return i > start && i < len(v) && (v[i] == '=' || v[i] == ':' && i+1 < len(v) && (v[i+1] == ' ' || v[i+1] == '"')) && !is(v[start], clDigit)
}

// nextIsAssignment is nextIsPair for = alone.
func nextIsAssignment(v string, i int) bool {
	start := i
	for i < len(v) && i-start < maxPairName && is(v[i], clIdent) {
		i++
	}
	return i > start && i < len(v) && v[i] == '='
}

// maxIndent bounds the look back for the start of a line.
const maxIndent = 64

// lineStart reports whether only indentation, or the marks that lists, diffs
// and dumps of headers put in front, stand between the line's start and i.
func lineStart(v string, i int) bool {
	for n := 0; n < maxIndent; n++ {
		if i == 0 || afterEscape(v, i) {
			return true
		}
		switch v[i-1] {
		case '\n', '\r', '"', '\'', '`':
			return true
		case ' ', '\t', '-', '>', '<', '*', '+':
			i--
		default:
			return false
		}
	}
	return false
}

// inSentence reports whether a word of letters stands before the name at i, as
// in: invalid token: unexpected end.
func inSentence(v string, i int) bool {
	return i >= 2 && v[i-1] == ' ' && is(v[i-2], clAlpha)
}

// lastWord reports whether the line ends behind i.
func lastWord(v string, i int) bool {
	for i < len(v) && strings.IndexByte(" \t.,;!\"'", v[i]) >= 0 {
		i++
	}
	return i >= len(v) || v[i] == '\n' || v[i] == '\r'
}

// looksSecret tells a secret from a word of a sentence.
func looksSecret(t string) bool {
	t = strings.TrimRight(t, ".,;:!?")
	for i := range len(t) {
		if !is(t[i], clAlpha) && t[i] != '-' && t[i] != '\'' || i > 0 && t[i]-'A' < 26 && t[i-1]-'a' < 26 {
			return true
		}
	}
	return len(t) >= 24
}

// isPath: PWD is the working directory as often as a password.
func isPath(t string) bool {
	return strings.HasPrefix(t, "/") || strings.HasPrefix(t, "~") || len(t) > 2 && is(t[0], clAlpha) && t[1] == ':' && (t[2] == '\\' || t[2] == '/')
}
