package redact

import "strings"

// bareValue is a value without quotes, from i on. Where it ends depends on the
// form: at & in a query, at the end of the line in a header or in YAML, at a
// blank in logfmt; before a comma or semicolon only if the text goes on like a
// list of pairs, since passwords hold such characters too.
func (s *Scanner) bareValue(v string, p, i int, k keyRef, rule uint16, form keyForm, spaced bool, inner int, inString bool) (sp span, ok bool) {
	if i = colourEnd(v, i); i >= len(v) {
		return sp, false
	}
	if v[p] == '=' && spaced && !k.spaced && nextIsPair(v, i) {
		return sp, false // logname= uid=0
	}
	if rule == s.e.id.token && isObjectDump(v, i) {
		return sp, false
	}
	if k.end == k.start+3 && hasFold(v, k.start, "pwd") && !inConnection(v, k.outer) && isPath(v[i:min(len(v), i+3)]) {
		return sp, false
	}
	if end, typed := typedValue(v, i, spaced || v[p] == ':'); typed && form != formQuery {
		sp.Start, sp.End, sp.hard, sp.structure = i, end, true, true
		sp.cutStart, sp.cutEnd = k.outer, end
		return sp, true
	}
	t := textEnd{e: s.e, v: v, slashes: inner, inString: inString, escapes: s.quotes.any}
	if k.outer > 0 && (v[k.outer-1] == '\'' || v[k.outer-1] == '`') {
		t.quote = v[k.outer-1]
	}
	atLineStart := v[p] == ':' && lineStart(v, k.outer)
	tokenEnd := i + s.e.tokenAt(v, i, rule)
	var end int
	switch {
	case form == formQuery:
		end = t.query(max(i, tokenEnd))
	case rule == s.e.id.authorization || rule == s.e.id.cookie:
		end = t.header(i, tokenEnd, atLineStart)
	case atLineStart && spaced, wholeLine(v, p, k):
		end = t.line(i, max(i, tokenEnd))
	case v[p] == '=' && isEnvironment(v, k):
		end = t.environment(max(i, tokenEnd), v[k.start-1])
	default:
		end = t.word(max(i, tokenEnd))
		switch {
		case v[p] == '=':
			end = pathParameterEnd(v, k, i, end)
		case !spaced && v[p] == ':':
			end = fieldEnd(v, k, end)
		}
	}
	if end <= i || tokenEnd == end || saysNothing(v[i:end]) {
		return sp, false
	}
	if tokenEnd > i && tokenEnd < end && strings.Trim(v[tokenEnd:end], ",;)}] ") == "" {
		return sp, false // a token of ours and the punctuation of a dump
	}
	value := v[i:end]
	if v[p] == ':' && spaced && !atLineStart && inSentence(v, k.start) && !lastWord(v, end) && !looksSecret(value) {
		return sp, false
	}
	sp.Start, sp.End = i, end
	sp.cutStart, sp.cutEnd = k.outer, end
	sp.enc = encodingOf(inner, inString)
	if form == formQuery {
		sp.enc.query, sp.enc.percent = true, 1
	}
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
	if strings.HasSuffix(v[i:j], "Token") && (j < len(v) && v[j] == '{' || strings.HasPrefix(v[j:], " { ")) {
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
