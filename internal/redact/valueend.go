package redact

import "strings"

// textEnd finds the end of values without quotes. quote ends them if the pair
// itself stands in such quotes; slashes and inString tell of the JSON string
// around the pair; escapes says that \n in the text means a line break.
type textEnd struct {
	e        *Engine
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
	case ']':
		if strings.HasPrefix(t.v[i:], "]]>") {
			return i // the section of XML ends
		}
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
		case '[':
			if n := t.e.maskAt(t.v, i); n > 0 {
				i += n - 1
				continue
			}
		case '&', 0: // between pairs of a form, and of an environment
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
