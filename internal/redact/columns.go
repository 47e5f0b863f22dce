package redact

import "strings"

// Values that stand in columns, behind their names in the same line, with blanks,
// tabs or bars between: tables of databases and of command line tools, exports of
// the registry of Windows.

// registryWords are the types that stand between the two in the registry (reg
// query).
var registryWords = []formWord{
	{`\bREG_SZ[ \t]`, (*Scanner).registryValue},
	{`\bREG_EXPAND_SZ[ \t]`, (*Scanner).registryValue},
}

// registryValue: DefaultPassword    REG_SZ    x.
func (s *Scanner) registryValue(v string, pos int) {
	end := pos
	for end > 0 && pos-end < maxIndent && (v[end-1] == ' ' || v[end-1] == '\t') {
		end--
	}
	start := end
	for start > 0 && end-start < maxPairName && is(v[start-1], clIdent) {
		start--
	}
	if end == pos || start == end || !lineStart(v, start) {
		return
	}
	if k := s.classify(v[start:end], formPair); k.Class != KeySensitive {
		return
	}
	for pos < len(v) && v[pos] != ' ' && v[pos] != '\t' {
		pos++
	}
	value := skipBlanks(v, pos)
	s.restOfLine(v, start, value)
}

// columnValue looks at the word behind a name that ends with password at end: in the
// next column of a table with bars, behind a tab, or behind several blanks as the
// last word of the line. What a schema or a header has there looks like no secret.
func (s *Scanner) columnValue(v string, pos, end int) bool {
	start := pos
	for start > 0 && pos-start < maxPairName && is(v[start-1], clIdent) {
		start--
	}
	i := skipBlanks(v, end)
	if i >= len(v) {
		return false
	}
	bars := v[i] == '|'
	switch {
	case bars:
		before := start
		for before > 0 && start-before < maxIndent && v[before-1] == ' ' {
			before--
		}
		if before == 0 || v[before-1] != '|' {
			return false
		}
		i = skipBlanks(v, i+1)
	case v[end] != '\t' && i < end+2, !lineStart(v, start):
		return false
	}
	stop := i
	for stop < len(v) && stop-i < maxCommandLine && v[stop] > ' ' && v[stop] != '|' && v[stop] != '"' && v[stop] != '\\' {
		stop++
	}
	next := skipBlanks(v, stop)
	if bars && (next >= len(v) || v[next] != '|') || !bars && v[end] != '\t' && !lastWord(v, stop) {
		return false
	}
	if !mixed(v[i:stop]) {
		return false
	}
	s.addSpoken(v, i, stop)
	return true
}

// shortSecret: letters and digits, too few of them for a word without quotes to
// be told from others by.
func shortSecret(t string) bool {
	if len(t) < 4 || len(t) > 5 || t == "sha1" || t == "SHA1" || t == "utf8" || t == "UTF8" {
		return false
	}
	letter, digit := false, false
	for i := range len(t) {
		letter = letter || is(t[i], clAlpha)
		digit = digit || is(t[i], clDigit)
		if !isAlnum(t[i]) {
			return false
		}
	}
	return letter && digit
}

// maxField bounds how far the end of a field is looked for that Go prints.
const maxField = 128

// fieldEnd is where a value with blanks ends that stands behind the name k in a
// struct as Go prints it with %+v, and has come to end: before the next Name: or
// the bracket that closes.
func fieldEnd(v string, k keyRef, end int) int {
	if v[k.start]-'A' >= 26 || k.outer == 0 || v[k.outer-1] != ' ' && v[k.outer-1] != '{' || end >= len(v) || v[end] != ' ' {
		return end
	}
	open := strings.LastIndexByte(v[max(0, k.outer-2*maxField):k.outer], '{')
	if open < 0 {
		return end
	}
	open += max(0, k.outer-2*maxField)
	if strings.ContainsAny(v[open:k.outer], "}\"\n,=") || v[open+1]-'A' >= 26 {
		return end
	}
	limit := min(len(v), end+maxField)
	for i := end; i < limit; i++ {
		switch c := v[i]; {
		case c == '}':
			return i
		case c == '"' || c == '\n' || c == '{' || c == ',':
			return end
		case c == ' ' && i+1 < limit && v[i+1]-'A' < 26:
			j := i + 1
			for j < limit && isAlnum(v[j]) {
				j++
			}
			if j+1 < len(v) && j < limit && v[j] == ':' && v[j+1] != ' ' {
				return i
			}
		}
	}
	return end
}

// pathParameterEnd is where a parameter of a path (;jsessionid=x) ends that has
// come to end: before the query (RFC 3986 section 3.3).
func pathParameterEnd(v string, k keyRef, start, end int) int {
	if !inConnection(v, k.outer) {
		return end
	}
	if q := strings.IndexByte(v[start:end], '?'); q > 0 && nextIsAssignment(v, start+q+1) {
		return start + q
	}
	return end
}
