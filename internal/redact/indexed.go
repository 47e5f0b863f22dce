package redact

import "strings"

// indexed reports whether v[start:end] is an element of a list or a map in
// code, as in token = tokens[0] and secret = os.environ["APP_SECRET"]. A value
// without quotes ends before the bracket or the quote that closes it.
func indexed(v string, start, end int) bool {
	name, index, ok := strings.Cut(v[start:end], "[")
	if !ok || len(name) < 3 || index == "" {
		return false
	}
	closed := index[len(index)-1] == ']'
	if !closed && (end >= len(v) || strings.IndexByte("]'\"", v[end]) < 0) {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !is(c, clAlpha) && c != '_' && c != '.' && (c != '$' || i > 0) {
			return false
		}
	}
	index = strings.Trim(index, "]'\"")
	for i := range len(index) {
		if c := index[i]; !isAlnum(c) && c != '_' && c != '-' && c != '+' && c != '.' && c != '$' {
			return false
		}
	}
	return true
}
