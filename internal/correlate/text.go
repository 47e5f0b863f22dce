package correlate

import (
	"bytes"
	"strings"
)

// Limits of what is looked at around an anchor, so that the cost of a text is
// linear whatever it holds.
const (
	maxFlatValue = 512 // bytes
	maxNesting   = 4   // texts in strings of JSON in texts …
	maxDepth     = 32  // objects in objects
	maxColours   = 2   // escapes of a terminal one behind the other
)

// Text takes the ids out of a text: JSON, key=value, key: value, anchored
// patterns. Never from bare hexadecimal digits. What a key of an attribute
// says wins over what a text says. Nothing is allocated: IDs.Correlation is a
// part of text.
func Text(text string, ids *IDs) {
	first := firstAnchor(text, 0)
	on := ids.patterns()
	if first < 0 && on == 0 {
		if mayBeUnkeyed(text) {
			found := IDs{Options: ids.Options, Except: ids.Except, Place: ids.Place, within: WithinText}
			unkeyed(text, &found)
			ids.merge(&found)
		}
		return
	}
	r := reader{
		keyed: IDs{Options: ids.Options, Except: ids.Except, Place: ids.Place, within: WithinJSON},
		flat:  IDs{Options: ids.Options, Except: ids.Except, Place: ids.Place, within: WithinText, oneOnly: true},
	}
	if on != 0 {
		named(text, on, &r.flat)
	}
	if first >= 0 {
		r.text(text, opening(text, first), 0)
	} else if strings.IndexByte(text, '{') >= 0 {
		r.text(text, 0, 0) // a line of a named pattern in a string of JSON
	}
	if r.keyed.Trace.IsZero() && r.flat.Trace.IsZero() && mayBeUnkeyed(text) {
		unkeyed(text, &r.flat)
	}
	ids.merge(&r.keyed)
	ids.merge(&r.flat)
}

// reader reads one text. What stands under keys of JSON is better known than
// what stands in its strings.
type reader struct {
	keyed, flat IDs
	path        [maxKey]byte
}

// opening returns where to begin with a text whose first anchor is known: an
// object that opens before it may hold the keys around it, and what stands in
// front of the object tells whose it is.
func opening(s string, anchor int) int {
	i := 0
	for i < anchor && s[i] != '{' && s[i] != '[' {
		i++
	}
	if i == anchor {
		return anchor
	}
	p := i
	for p > 0 && s[p-1] == ' ' {
		p--
	}
	if p > 0 && (s[p-1] == ':' || s[p-1] == '=') {
		return p - 1
	}
	return i
}

// text reads s from the position on: key=value and key: value, and the objects
// of JSON that it meets.
func (r *reader) text(s string, from, nesting int) {
	if strings.IndexByte(s[from:], '{') < 0 && strings.IndexByte(s[from:], '[') < 0 {
		for i := firstAnchor(s, from); i >= 0; i = firstAnchor(s, i) {
			i = r.pair(s, i)
		}
		return
	}
	for i := from; i < len(s); {
		switch s[i] {
		case '{':
			if nesting < maxNesting {
				if escapes, quote, ok := opensObject(s, i+1); ok {
					i = r.object(s, notation{escapes, quote, nesting}, i+1, 0, 0, true)
					continue
				}
			}
		case '[':
			// Records of others: a list of objects is passed over.
			k := skipSpace(s, i+1)
			if k < len(s) && s[k] == '{' && nesting < maxNesting {
				if escapes, quote, ok := opensObject(s, k+1); ok {
					i = r.array(s, notation{escapes, quote, nesting}, i+1, 0, 0, KeyNone, false)
					continue
				}
			}
		case '=', ':':
			i = r.pair(s, i)
			continue
		}
		i++
	}
}

// opensObject says whether an object of JSON, or of the languages that print
// theirs in the same way, goes on at i; escapes is the number of backslashes
// in front of its quotes.
func opensObject(s string, i int) (escapes int, quote byte, ok bool) {
	i = skipSpace(s, i)
	for i < len(s) && s[i] == '\\' && escapes < 8 {
		escapes++
		i++
	}
	if i == len(s) {
		return 0, 0, false
	}
	switch escapes {
	case 0:
		return 0, s[i], s[i] == '"' || s[i] == '\''
	case 1, 3, 7:
		return escapes, s[i], s[i] == '"'
	}
	return 0, 0, false
}

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\t' || s[i] == '\n' || s[i] == '\r') {
		i++
	}
	return i
}

// pair reads the pair around the separator at p and returns where to go on.
func (r *reader) pair(s string, p int) int {
	next := p + 1
	end := keyEnd(s, p)
	if end == 0 {
		return next
	}
	// What a container of somebody else holds is passed over as a whole.
	if v := skipSpace(s, next); v < len(s) && (s[v] == '{' || s[v] == '[') {
		start := keyStart(s, end)
		if foreign(s[start:end]) {
			return skipBalanced(s, v)
		}
	}
	if !keyBefore(s, p) {
		return next
	}
	start := keyStart(s, end)
	if end-start > maxKey || end == start {
		return next
	}
	kind := KindOfKey(s[start:end])
	words := false
	if kind == KeyNone && end-start == 2 && start >= 5 && s[start-1] == ' ' {
		// "Trace ID: …", "Correlation ID: …"
		word := keyStart(s, start-1)
		kind = KindOfKey(s[word:end])
		if kind != keyTrace && kind != keySpan && kind != keyCorrelation || kind == keyTrace && logLevel(s, word, start, p) {
			return next
		}
		start, words = word, true
	}
	if kind == KeyNone || afterForeignWord(s, start) || asksForTrace(s, start, kind) {
		return next
	}
	if ofForeignObject(s, start) {
		return skipBalanced(s, start-1)
	}
	value, quoted, end, ok := flatValue(s, p, kind)
	if !ok {
		return next
	}
	if words && kind == keyTrace && len(value) == 36 {
		return next // "Trace ID" of Microsoft's services: not a trace of ours
	}
	if !quoted && kind.HoldsCorrelation() && kind != keyBaggage && !plausible(value) {
		return next
	}
	take(kind, value, &r.flat)
	return end
}

// keyStart goes back to the first byte of the key that ends before end, at
// most one byte more than a key may have.
func keyStart(s string, end int) int {
	i := end
	for i > 0 && end-i <= maxKey && keyByte[s[i-1]] {
		i--
	}
	if i > 0 && s[i-1] == '\\' && i+1 < end && (s[i] == 't' || s[i] == 'n' || s[i] == 'r') {
		i++ // a tab or a new line in a string of JSON
	}
	if i > 1 && s[i-1] == '[' {
		for _, esc := range [...]string{"\x1b[", `\u001b[`} {
			if strings.HasSuffix(s[max(0, i-len(esc)):i], esc) {
				if n := colour(s[i:end]); n > 0 {
					return i + n
				}
			}
		}
	}
	return i
}

// colour returns the length of what follows the escape of a terminal to set a
// colour, 36m, and 0 for anything else.
func colour(s string) int {
	for i := 0; i < len(s) && i < 12; i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case !digit(c) && c != ';':
			return 0
		}
	}
	return 0
}

// beforeColours returns the start of the colours that end before end, at most
// two of them, or end.
func beforeColours(s string, end int) int {
	for range maxColours {
		i := end - 1
		if i < 0 || s[i] != 'm' {
			break
		}
		for i > 0 && end-i < 12 && (digit(s[i-1]) || s[i-1] == ';') {
			i--
		}
		switch {
		case strings.HasSuffix(s[:i], "\x1b["):
			end = i - len("\x1b[")
		case strings.HasSuffix(s[:i], `\u001b[`):
			end = i - len(`\u001b[`)
		default:
			return end
		}
	}
	return end
}

// skipColour returns the position behind a colour at i, or i.
func skipColour(s string, i int) int {
	for _, esc := range [...]string{"\x1b[", `\u001b[`} {
		if strings.HasPrefix(s[i:], esc) {
			if n := colour(s[i+len(esc):]); n > 0 {
				return i + len(esc) + n
			}
		}
	}
	return i
}

// keyByte holds the characters of keys in flat text. Bytes of other scripts
// count too, so that a key that ends in "trace_id" only looks like ours.
var keyByte = func() (t [256]bool) {
	for c := range 256 {
		t[c] = alphanumeric[c] || c >= 0x80
	}
	for _, c := range "_-.@$" {
		t[c] = true
	}
	return t
}()

// HoldsOthers says whether a text under a name is about somebody else: a
// response, a parent, a linked trace.
func HoldsOthers(name string) bool { return foreign(name) }

// foreign names the containers whose ids are not those of the record.
func foreign(name string) bool {
	if len(name) < 3 || len(name) > maxKey {
		return false
	}
	var buf [maxKey]byte
	for i := range len(name) {
		buf[i] = lower(name[i])
	}
	folded := buf[:len(name)]
	switch string(folded) {
	case "res", "response", "prev", "previous", "remote", "child", "children",
		"related", "references", "refs", "original", "origin", "caller", "cause", "followsfrom", "upstream",
		"downstream", "other", "next", "last":
		return true
	}
	if bytes.HasPrefix(folded, []byte("response")) {
		return true // response_body
	}
	if bytes.HasSuffix(folded, []byte("spans")) || bytes.HasSuffix(folded, []byte("traces")) {
		return true // scopeSpans, child_spans
	}
	for i := 0; i+4 <= len(folded); i++ {
		switch string(folded[i : i+4]) {
		case "link": // span_links
			return true
		case "pare": // parent_span, but not traceparent
			if i < 5 || string(folded[i-5:i]) != "trace" {
				return true
			}
		}
	}
	return false
}

// logLevel says that the word "trace" in front of an "id" is the level of the
// line: level=trace id=…, TRACE id: …. It begins at word, the id at start; the
// separator is at p.
func logLevel(s string, word, start, p int) bool {
	return s[p] == '=' ||
		word > 0 && (s[word-1] == '=' || s[word-1] == ':') ||
		s[word+1] == 'R' && s[start] == 'i'
}

// asksForTrace says that a trace id stands in a query: of a URL, or of SQL. It
// is the id of the trace that somebody looks for.
func asksForTrace(s string, start int, kind KeyKind) bool {
	if start == 0 || !kind.HoldsTrace() && !kind.HoldsSpan() {
		return false
	}
	switch s[start-1] {
	case '?', '&':
		return true
	case ' ':
		const where = "where "
		return start >= len(where) && strings.EqualFold(s[start-len(where):start], where)
	}
	return false
}

// afterForeignWord says that the word in front of the key makes it somebody
// else's: "parent span_id=…", "linked trace id: …".
func afterForeignWord(s string, start int) bool {
	if start > 0 && s[start-1] == 'm' {
		start = beforeColours(s, start)
	}
	if start < 2 || s[start-1] != ' ' {
		return false
	}
	if s[start-2] == '<' && (start == 2 || s[start-3] == '\n' || s[start-3] == 'n' && start > 3 && s[start-4] == '\\') {
		return true // a header of a response, as curl prints it
	}
	end := start - 1
	i := end
	for i > 0 && end-i <= 16 && alphanumeric[s[i-1]] {
		i--
	}
	return foreign(s[i:end])
}

// ofForeignObject says that the key is the first of an object that somebody
// else is: parentSpanContext=ImmutableSpanContext{traceId=…, spanId=…}.
func ofForeignObject(s string, start int) bool {
	if start == 0 || s[start-1] != '(' && s[start-1] != '{' {
		return false
	}
	end := keyStart(s, start-1) // of the name of its type
	if end == 0 || s[end-1] != '=' && s[end-1] != ':' {
		return false
	}
	end--
	return foreign(s[keyStart(s, end):end])
}

// skipBalanced returns the position behind the bracket that closes the one at i.
func skipBalanced(s string, i int) int {
	opening := s[i]
	closing := opening + 2 // in ASCII for braces and brackets
	if opening == '(' {
		closing = ')'
	}
	depth := 0
	for ; i < len(s); i++ {
		switch s[i] {
		case opening:
			depth++
		case closing:
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return i
}

// flatByte holds the characters of a value without quotes. The bar is left
// out: it separates fields more often than it belongs to an id.
var flatByte = func() (t [256]bool) {
	for c := range 256 {
		t[c] = correlationByte[c] && c != '|'
	}
	return t
}()

// flatEnd holds the characters that may follow such a value. Anything else,
// an asterisk say, means that the value goes on in a way that is not known.
var flatEnd = func() (t [256]bool) {
	for _, c := range " \t\r\n,;\"'])}>|&\\\x1b" {
		t[c] = true
	}
	return t
}()

// flatValue returns the value behind the separator at p and the position
// behind it.
func flatValue(s string, p int, kind KeyKind) (value string, quoted bool, end int, ok bool) {
	i := p + 1
	spaces := s[p] == ':' || s[p-1] == ' '
	if s[p] == '=' && i < len(s) {
		switch s[i] {
		case '=':
			return "", false, i, false
		case '>':
			i++
			spaces = true
		}
	}
	for range maxColours + 1 {
		if spaces {
			for n := 0; n < 8 && i < len(s) && (s[i] == ' ' || s[i] == '\t'); n++ {
				i++
			}
		}
		if i == len(s) || s[i] != 0x1b && s[i] != '\\' {
			break
		}
		i = skipColour(s, i)
	}
	if i < len(s) && s[i] == '[' { // a header in the notation of Go
		i++
	}
	start := i
	for i < len(s) && i-start < 8 && s[i] == '\\' {
		i++
	}
	if i < len(s) && (s[i] == '"' || s[i] == '\'') {
		quote := s[i]
		i++
		limit := min(len(s), i+maxFlatValue)
		n := strings.IndexByte(s[i:limit], quote)
		if n < 0 {
			return "", false, i, false
		}
		end := i + n
		for end > i && s[end-1] == '\\' {
			end--
		}
		return s[i:end], true, i + n + 1, true
	}
	if i > start {
		return "", false, i, false
	}
	limit := min(len(s), i+maxFlatValue)
	switch kind {
	case keyXRay, keyCloud, keyBaggage, keyUber, keyDatadogTags:
		for i < limit && (flatByte[s[i]] || s[i] == ';' || s[i] == '%' || s[i] == ',' && (kind == keyBaggage || kind == keyDatadogTags)) {
			i++
		}
	default:
		if i < limit && s[i] == '|' && kind.HoldsCorrelation() {
			i++
		}
		for i < limit && flatByte[s[i]] {
			i++
		}
	}
	if i < len(s) && !flatEnd[s[i]] {
		return "", false, i, false
	}
	if i-start > 2 && s[i-2:i] == ".." {
		return "", false, i, false // cut off
	}
	cut := i // the end of a sentence, or of what an error wraps
	for kind != keyBaggage && cut > start && (s[cut-1] == '.' || s[cut-1] == ':' || s[cut-1] == ';') {
		cut--
	}
	return s[start:cut], false, i, cut > start
}

// plausible sorts out words that stand behind "request_id:" without being its
// value: prose, or the next key of a value left empty. An id that a machine
// made has a digit, and no key in front of a colon or an equals sign.
func plausible(v string) bool {
	if v[0] == '|' {
		return true
	}
	if i := strings.IndexByte(v, '='); i >= 0 && v[i:] != "=" && v[i:] != "==" {
		return false // more than the padding of base64
	}
	for i := range len(v) {
		if '0' <= v[i] && v[i] <= '9' {
			return true
		}
		if v[i] == ':' {
			break
		}
	}
	return false
}
