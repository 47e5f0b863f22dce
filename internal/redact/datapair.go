package redact

import "strings"

// A pair can stand in a text as data: {"name":"password","value":"x"}. The name
// of the secret is then the value of a member beside the one with the secret,
// before or behind it. What tells the two are the last words of their names.

// nameWords end the name of a member that holds a name, valueWords that of the
// member with the value.
var (
	nameWords  = setOf("name", "key", "header", "field", "param", "parameter", "property", "variable", "attribute", "k", "option")
	valueWords = setOf("value", "values", "val", "str", "string", "v", "text", "content")
)

// DataRole says what a member of a map may be: the name of a pair, its value,
// or neither.
type DataRole uint8

const (
	// RoleNone is any member.
	RoleNone DataRole = iota
	// RoleName holds the name of a pair: name, key, ParameterKey.
	RoleName
	// RoleValue holds the value of a pair: value, vStr, ParameterValue.
	RoleValue
)

// RoleOf tells the role of a member by the last word of its name.
func RoleOf(name string) DataRole {
	if len(name) == 0 || len(name) > maxPairName {
		return RoleNone
	}
	switch lower(name[len(name)-1]) { // the last letters of the words
	case 'e', 'y', 'r', 'd', 'm', 'k', 'n', 's', 'l', 'g', 'v', 't':
	default:
		return RoleNone
	}
	var t keyTokens
	t.fill(name)
	if t.n == 0 {
		return RoleNone
	}
	last := t.token(t.n - 1)
	if _, ok := nameWords[string(last)]; ok {
		return RoleName
	}
	if _, ok := valueWords[string(last)]; ok && (len(last) > 4 || t.n <= 2) {
		return RoleValue
	}
	return RoleNone
}

// DataName classifies the name of a pair that stands as data. Words that are
// secrets in some places only do not count, and neither does a sentence.
func (s *Scanner) DataName(name string) Key {
	if len(name) == 0 || len(name) > maxPairName || strings.Count(name, " ") > 1 {
		return Key{}
	}
	return s.e.classify(name, formColon)
}

const (
	maxDataLook  = 512  // bytes before a value in which its name is looked for
	maxDataAhead = 4096 // bytes that a value may have before its name
	maxDataSteps = 8    // members between the two
)

// dataPair looks for the name of a value that stands under the name k, which
// says no more than "value".
func (s *Scanner) dataPair(v string, p, after int, k keyRef) (Key, bool) {
	switch lower(v[k.end-1]) { // the last letters of the words for a value
	case 'e', 's', 'l', 'r', 'g', 'v', 't':
	default:
		return Key{}, false
	}
	if k.bracket || RoleOf(v[k.start:k.end]) != RoleValue {
		return Key{}, false
	}
	if v[p] == '>' && k.quote == 0 && k.start > 0 && v[k.start-1] == '<' {
		return s.elementBefore(v, k.start-1)
	}
	b := backScan{s: s, v: v, i: k.outer, floor: max(0, k.outer-maxDataLook), column: -1}
	if v[p] == ':' && k.quote != '\'' {
		b.column = column(v, k.outer)
	}
	key, ok := b.name()
	if ok || b.done {
		return key, ok
	}
	return s.nameBehind(v, p, after, b.opened)
}

// backScan reads members of an object, a struct, an element or a line backwards.
type backScan struct {
	s        *Scanner
	v        string
	i, floor int
	column   int  // of the value's name in its line, -1 if it stands in no YAML
	opened   int  // brackets that were left whose own names say "value"
	done     bool // another value stood between: no name follows behind
}

// name goes back until a member holds a sensitive name.
func (b *backScan) name() (Key, bool) {
	for range maxDataSteps {
		newLine := b.blanks()
		if b.i <= b.floor {
			return Key{}, false
		}
		switch c := b.v[b.i-1]; c {
		case '{', '(', '[', '<':
			// What opens here may itself be a value: {"value":{"stringValue":
			if c == '<' || c == '(' || !b.openedByValue() {
				return Key{}, false
			}
			continue
		}
		valueStart, valueEnd, ok := b.value()
		if !ok {
			return Key{}, false
		}
		nameStart, nameEnd, outer, ok := b.label(valueStart)
		if !ok {
			return Key{}, false
		}
		if newLine && b.column >= 0 && column(b.v, outer) < b.column {
			return Key{}, false
		}
		b.i = outer
		switch RoleOf(b.v[nameStart:nameEnd]) {
		case RoleName:
			if newLine && b.column >= 0 && column(b.v, outer) != b.column {
				continue // of something nested
			}
			key := b.s.DataName(b.v[valueStart:valueEnd])
			if key.Class == KeySensitive {
				return key, true
			}
			b.done = true
			return Key{}, false
		case RoleValue:
			if b.opened == 0 && strings.EqualFold(b.v[nameStart:nameEnd], "value") {
				b.done = true
				return Key{}, false
			}
		}
		if newLine && b.column >= 0 && startsItem(b.v, outer) {
			return Key{}, false
		}
	}
	return Key{}, false
}

// blanks goes back over blanks, line breaks, and the separator of two members;
// newLine: over a line break.
func (b *backScan) blanks() (newLine bool) {
	for b.i > b.floor {
		switch c := b.v[b.i-1]; {
		case c == '\n' || c == '\r':
			newLine = true
			fallthrough
		case c == ' ' || c == '\t' || c == ',' || c == ';' || c == '@':
			b.i--
		case (c == 'n' || c == 'r' || c == 't') && b.i >= 2 && b.v[b.i-2] == '\\':
			newLine = newLine || c != 't'
			b.i -= 2
			for b.i > b.floor && b.v[b.i-1] == '\\' {
				b.i--
			}
		default:
			return newLine
		}
	}
	return newLine
}

// value finds where the value begins that ends at i.
func (b *backScan) value() (start, end int, ok bool) {
	v, i := b.v, b.i
	switch q := v[i-1]; q {
	case '"', '\'', '`':
		slashes := 0
		for j := i - 2; j >= b.floor && v[j] == '\\'; j-- {
			slashes++
		}
		end = i - 1 - slashes
		for j := end - 1; j >= b.floor; j-- {
			if v[j] != q {
				continue
			}
			run := 0
			for j-1-run >= b.floor && v[j-1-run] == '\\' {
				run++
			}
			if run <= slashes {
				return j + 1, end, run == slashes
			}
			j -= run
		}
		return 0, 0, false
	case '}', ']', ')', '>':
		return 0, 0, false
	}
	for start = i; start > b.floor && (is(v[start-1], clIdent) || strings.IndexByte("/$*+", v[start-1]) >= 0); start-- {
	}
	start = unescapedStart(v, start)
	return start, i, start < i
}

// label finds the name before a value that starts at i, with quotes or without.
func (b *backScan) label(i int) (start, end, outer int, ok bool) {
	v := b.v
	for i > b.floor && (v[i-1] == '"' || v[i-1] == '\'' || v[i-1] == '`' || v[i-1] == '\\' || v[i-1] == ' ' || v[i-1] == '\t') {
		i--
	}
	if i > b.floor && v[i-1] == '>' {
		i--
	}
	if i <= b.floor || v[i-1] != ':' && v[i-1] != '=' {
		return 0, 0, 0, false
	}
	k, ok := keyBefore(v, i-1)
	if !ok || k.outer < b.floor {
		return 0, 0, 0, false
	}
	return k.start, k.end, k.outer, true
}

// openedByValue goes back over a bracket whose name says "value".
func (b *backScan) openedByValue() bool {
	if b.opened == 4 {
		return false
	}
	j := b.i - 1
	for j > b.floor && (b.v[j-1] == ' ' || b.v[j-1] == '\t') {
		j--
	}
	p := j
	if j > b.floor && (b.v[j-1] == ':' || b.v[j-1] == '=') {
		p = j - 1
	} else if b.v[b.i-1] == '[' || p == b.i-1 {
		// An item of a list: [{"stringValue":
		if b.v[b.i-1] == '{' && j > b.floor && (b.v[j-1] == '[' || b.v[j-1] == ',') {
			b.i = j
			if b.v[j-1] == '[' {
				return true
			}
		}
		return false
	}
	k, ok := keyBefore(b.v, p)
	if !ok || k.outer < b.floor || RoleOf(b.v[k.start:k.end]) != RoleValue {
		return false
	}
	b.i = k.outer
	b.opened++
	return true
}

// column is how many bytes stand between the start of the line and i, if those
// are only indentation and the marks of list items; else -1.
func column(v string, i int) int {
	for n := range maxIndent {
		if i == 0 || afterEscape(v, i) {
			return n
		}
		switch v[i-1] {
		case '\n', '\r':
			return n
		case ' ', '\t', '-':
			i--
		case '"', '\'':
			return n // the string around a document
		default:
			return -1
		}
	}
	return -1
}

// startsItem reports whether the mark of a list item stands before i.
func startsItem(v string, i int) bool {
	for i > 0 && v[i-1] == ' ' {
		i--
	}
	return i > 0 && v[i-1] == '-'
}

// nameBehind looks for the name of a pair behind its value: {"value":"x","key":"password"}.
func (s *Scanner) nameBehind(v string, p, after, opened int) (Key, bool) {
	v = v[:min(len(v), after+maxDataAhead)]
	i := after
	if v[p] == ':' && strings.HasPrefix(v[i:], "//") {
		return Key{}, false
	}
	indent := -1
	for n := 0; n <= maxDataSteps; n++ {
		if i = memberValueEnd(v, i); i < 0 {
			return Key{}, false
		}
		// To the next member.
		comma, line := false, false
	members:
		for i < len(v) {
			switch c := v[i]; {
			case c == '}' && opened > 0:
				opened--
			case c == ',' || c == ';':
				comma = true
			case c == '\n':
				line = true
			case c == '\\' && i+1 < len(v) && v[i+1] == 'n':
				line = true
				i++
			case c == '-' && line:
				return Key{}, false // the next item
			case c != ' ' && c != '\t' && c != '\r':
				break members
			}
			i++
		}
		k, sep, ok := nameAhead(v, i)
		if !ok || v[sep] == ':' && line && !comma && !sameColumn(v, p, k.outer, &indent) {
			return Key{}, false
		}
		i = sep + 1
		for i < len(v) && (v[i] == '>' || v[i] == ' ' || v[i] == '\t') {
			i++
		}
		switch RoleOf(v[k.start:k.end]) {
		case RoleName:
			start, end := i, memberValueEnd(v, i)
			if end < 0 {
				end = len(v)
			}
			name := strings.Trim(v[start:end], " \t\\\"'`")
			key := s.DataName(name)
			return key, key.Class == KeySensitive
		case RoleValue:
			return Key{}, false
		}
	}
	return Key{}, false
}

// sameColumn compares the place of a name in its line with that of the value's.
func sameColumn(v string, p, outer int, indent *int) bool {
	if *indent < 0 {
		k, ok := keyBefore(v, p)
		if !ok {
			return false
		}
		if *indent = column(v, k.outer); *indent < 0 {
			return false
		}
	}
	return column(v, outer) == *indent
}

// memberValueEnd is the end of a text in quotes or a word that starts at i or
// behind blanks, -1 if something else stands there.
func memberValueEnd(v string, i int) int {
	for i < len(v) && (v[i] == '>' || v[i] == ' ' || v[i] == '\t' || v[i] == '=') {
		i++
	}
	j := i
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if j == len(v) {
		return -1
	}
	switch v[j] {
	case '"', '\'', '`':
		end, closed := stringEnd(v, j+1, v[j], j-i)
		if !closed {
			return -1
		}
		return min(end+1+j-i, len(v))
	case '{':
		// The member of a value that is an object with one value: {"stringValue":"x"}
		k, sep, ok := nameAhead(v, j+1)
		if !ok || RoleOf(v[k.start:k.end]) != RoleValue {
			return -1
		}
		end := memberScalarEnd(v, sep+1)
		for end >= 0 && end < len(v) && v[end] == ' ' {
			end++
		}
		if end < 0 || end == len(v) || v[end] != '}' {
			return -1
		}
		return end + 1
	case '[', '(', '<':
		return -1
	}
	return memberScalarEnd(v, i)
}

func memberScalarEnd(v string, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t') {
		i++
	}
	j := i
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if j < len(v) && (v[j] == '"' || v[j] == '\'') {
		end, closed := stringEnd(v, j+1, v[j], j-i)
		if !closed {
			return -1
		}
		return min(end+1+j-i, len(v))
	}
	for i < len(v) && strings.IndexByte(" \t\r\n,;}])>\\\"", v[i]) < 0 {
		i++
	}
	return i
}

// nameAhead reads a name, with quotes or without, and finds its separator.
func nameAhead(v string, i int) (k keyRef, sep int, ok bool) {
	k.outer = i
	for i < len(v) && v[i] == ' ' {
		i++
	}
	j := i
	for j < len(v) && v[j] == '\\' {
		j++
	}
	if j < len(v) && (v[j] == '"' || v[j] == '\'') {
		k.quote, k.slashes = v[j], j-i
		i = j + 1
	}
	k.start = i
	for i < len(v) && i-k.start < maxPairName && is(v[i], clIdent) {
		i++
	}
	k.end = i
	if k.quote != 0 {
		for i < len(v) && v[i] == '\\' {
			i++
		}
		if i >= len(v) || v[i] != k.quote {
			return k, 0, false
		}
		i++
	}
	for i < len(v) && (v[i] == ' ' || v[i] == '\t') {
		i++
	}
	return k, i, k.end > k.start && i < len(v) && (v[i] == ':' || v[i] == '=')
}

// elementBefore reads the element before the one that opens at i:
// <name>password</name><value>x</value>.
func (s *Scanner) elementBefore(v string, i int) (Key, bool) {
	floor := max(0, i-maxDataLook)
	for i > floor && is(v[i-1], clSpace) {
		i--
	}
	if i-1 <= floor || v[i-1] != '>' {
		return Key{}, false
	}
	closing := strings.LastIndex(v[floor:i], "</")
	if closing < 0 || RoleOf(v[floor+closing+2:i-1]) != RoleName {
		return Key{}, false
	}
	end := floor + closing
	start := strings.LastIndexByte(v[floor:end], '>')
	if start < 0 {
		return Key{}, false
	}
	key := s.DataName(strings.TrimSpace(v[floor+start+1 : end]))
	return key, key.Class == KeySensitive
}
