package redact

import "strings"

// Dumps of programs write a value with its type around it: Some("x"),
// main.Creds{User:"x"}, []string{"a", "b"}, Array ( [0] => x ), string(7) "x".

// maxDump bounds how far the bracket that closes such a value is looked for.
const maxDump = 2048

// typedValue returns where a value ends that begins at i with the name of a
// type and a bracket; ok is false for other values.
func typedValue(v string, i int, spaced bool) (end int, ok bool) {
	j := i
	for j < len(v) && j-i < maxPairName && (v[j] == '&' || v[j] == '*') {
		j++
	}
	for j+1 < len(v) && j-i < maxPairName && v[j] == '[' && (v[j+1] == ']' || is(v[j+1], clDigit)) { // []string, [2]string
		close := strings.IndexByte(v[j:min(len(v), j+maxPairName)], ']')
		if close < 0 {
			return 0, false
		}
		j += close + 1
	}
	name := j
	for j < len(v) && j-i < maxPairName && (isAlnum(v[j]) || v[j] == '_' || v[j] == '.' || v[j] == ':' && j+1 < len(v) && (v[j+1] == ':' || v[j-1] == ':')) {
		j++
	}
	if j == name || !is(v[name], clAlpha) {
		return 0, false
	}
	if strings.HasPrefix(v[name:], "map[") { // map[string]string{
		close := strings.IndexByte(v[j:min(len(v), j+maxPairName)], ']')
		if close < 0 {
			return 0, false
		}
		for j += close + 1; j < len(v) && j-i < maxPairName && is(v[j], clIdent); j++ {
		}
	}
	open := j
	if v[name]-'A' < 26 && spaced { // Rust: Creds { user: "x" }; PHP: Array\n(
		for open < len(v) && open-j < maxIndent && is(v[open], clSpace) {
			open++
		}
		if open < len(v) && open > j && v[open] != '{' && (v[open] != '(' || v[name:j] != "Array") {
			return 0, false
		}
	}
	if open >= len(v) || v[open] != '{' && v[open] != '(' && (v[open] != '[' || v[name:j] != "Optional") {
		return 0, false
	}
	if v[open] == '(' && open > j && v[name:j] == "Array" {
		if end = printedArrayEnd(v, open); end > 0 {
			return end, true
		}
	}
	end = balancedEnd(v, open)
	return end, end > 0
}

// printedArrayEnd is behind the bracket that closes the one at open in what
// print_r of PHP writes: each stands on a line of its own, as far from the
// margin as the other. Texts stand there as they are, whatever brackets they hold.
func printedArrayEnd(v string, open int) int {
	line := strings.LastIndexByte(v[:open], '\n')
	if line < 0 || open-line > maxIndent || strings.Trim(v[line:open], "\n ") != "" {
		return 0
	}
	rest := v[open:min(len(v), open+maxDump)]
	for i := 0; ; {
		n := strings.Index(rest[i:], v[line:open])
		if n < 0 {
			return 0
		}
		if i += n + open - line; i < len(rest) && rest[i] == ')' {
			return open + i + 1
		}
	}
}

// balancedEnd is behind the bracket that closes the one at i, 0 if that is not
// found near. Brackets in quotes do not count.
func balancedEnd(v string, i int) int {
	stop := min(len(v), i+maxDump)
	depth := 0
	for ; i < stop; i++ {
		switch c := v[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"', '\'', '\\':
			j := i
			for j < stop && v[j] == '\\' {
				j++
			}
			if j >= stop || v[j] != '"' && v[j] != '\'' || v[j] == '\'' && i > 0 && isAlnum(v[i-1]) {
				i = max(i, j-1)
				continue
			}
			end, closed := stringEnd(v[:stop], j+1, v[j], j-i)
			if !closed {
				return 0
			}
			for i = end; i < stop && v[i] == '\\'; i++ {
			}
		}
	}
	return 0
}

// printedString is where the quote is behind the type that PHP prints in front
// of a string: string(7) "x". It is i if there is none.
func printedString(v string, i int) int {
	const prefix = "string("
	if !strings.HasPrefix(v[i:], prefix) {
		return i
	}
	j := i + len(prefix)
	for j < len(v) && is(v[j], clDigit) {
		j++
	}
	if strings.HasPrefix(v[j:], `) "`) {
		return j + 2
	}
	return i
}

// serialized looks at a name in the serialisation of PHP whose ; is at p:
// s:8:"password";s:7:"hunter2";
func (s *Scanner) serialized(v string, p int) {
	i := p + 1
	if !strings.HasPrefix(v[i:], "s:") || s.inValue(v, i) {
		return
	}
	for i += 2; i < len(v) && is(v[i], clDigit); i++ {
	}
	j := i + 1
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if i >= len(v) || v[i] != ':' || j >= len(v) || v[j] != '"' {
		return
	}
	k, ok := keyBefore(v, p)
	if !ok || k.quote == 0 || !k.opened {
		return
	}
	key := s.e.classify(v[k.start:k.end], formAttribute)
	if key.Class != KeySensitive || key.Action == Keep && p < s.kept {
		return
	}
	s.quotes.moveTo(v, k.outer)
	inner, inString := s.quotes.innermost()
	sp, ok := s.quotedValue(v, i+1, j, k, key.Rule, inner, inString)
	if !ok {
		return
	}
	// The name stays for Remove: the count of the members would be wrong.
	sp.cutStart, sp.cutEnd, sp.member = 0, 0, false
	sp.Rule = key.Rule
	s.addValue(v, sp, true)
}

// binaryPair looks at a binary string of Erlang behind a name:
// {password,<<"x">>}, {<<"password">>,<<"x">>}.
func (s *Scanner) binaryPair(v string, p int) {
	i := p + 2
	for i < len(v) && v[i] == '\\' {
		i++
	}
	if i >= len(v) || v[i] != '"' || s.inValue(v, i+1) {
		return
	}
	j := p
	for j > 0 && v[j-1] == ' ' && p-j < 8 {
		j--
	}
	if j < 3 || v[j-1] != ',' {
		return
	}
	j--
	quote := 0
	if strings.HasSuffix(v[:j], `">>`) {
		j -= 3
		for quote = 1; j > 0 && v[j-1] == '\\'; quote++ {
			j--
		}
	}
	start := j
	for start > 0 && j-start < maxPairName && is(v[start-1], clIdent) {
		start--
	}
	open := start - quote
	if quote > 0 {
		open -= 2
	}
	if start == j || open < 1 || v[open-1] != '{' {
		return
	}
	key := s.e.classify(v[start:j], formAttribute)
	if key.Class != KeySensitive || key.Action == Keep && p < s.kept {
		return
	}
	s.quotes.moveTo(v, start)
	inner, inString := s.quotes.innermost()
	sp, ok := s.quotedValue(v, p+2, i, keyRef{start: start, end: j, outer: start}, key.Rule, inner, inString)
	if !ok {
		return
	}
	sp.cutStart, sp.cutEnd = 0, 0
	sp.Rule = key.Rule
	s.addValue(v, sp, true)
}

func tripleQuote(q byte) string {
	if q == '"' {
		return `"""`
	}
	return "'''"
}

// tripleQuoted is a string of TOML or Python over several lines, from j on.
func (s *Scanner) tripleQuoted(v string, j int, k keyRef, rule uint16) (sp span, ok bool) {
	start := j + 3
	end := len(v)
	cut := end
	if n := strings.Index(v[start:], v[j:start]); n >= 0 {
		end = start + n
		cut = end + 3
	}
	if start == end || s.e.isToken(v, start, end, rule) {
		return sp, false
	}
	sp.Start, sp.End, sp.hard, sp.structure = start, end, true, true
	sp.cutStart, sp.cutEnd = k.outer, cut
	return sp, true
}
