package correlate

import (
	"strings"
	"unsafe"
)

// jsonReader reads an object of JSON inside a text, also where its quotes are
// escaped because it stands in a string of another one, and where it was cut
// off. It follows the keys from the outermost object on, so that it knows
// whose ids it meets.
type jsonReader struct {
	*reader
	s       string
	escapes int  // backslashes in front of a quote: 0, 1, 3 or 7
	quote   byte // ' only without escapes
	nesting int
}

// object reads the members behind an opening brace. path is the length of the
// dotted path so far; live says that ids below it belong to the record. It
// returns the position behind the closing brace, or where the object stops
// being one.
func (j *jsonReader) object(i, path, depth int, live bool) int {
	s := j.s
	if depth > maxDepth {
		return len(s)
	}
	for {
		i = skipSpace(s, i)
		if i == len(s) {
			return i
		}
		if s[i] == '}' {
			return i + 1
		}
		key, next, ok := j.str(i)
		if !ok {
			return max(i, next)
		}
		i = skipSpace(s, next)
		if i == len(s) || s[i] != ':' {
			return i
		}
		i = j.value(skipSpace(s, i+1), j.join(path, key), depth, live, key)
		i = skipSpace(s, i)
		if i == len(s) {
			return i
		}
		switch s[i] {
		case ',':
			i++
		case '}':
			return i + 1
		default:
			return i
		}
	}
}

// join appends a key to the path; a path that is too long is none.
func (j *jsonReader) join(path int, key string) int {
	if path < 0 || path+1+len(key) > maxKey {
		return -1
	}
	if path > 0 {
		j.path[path] = '.'
		path++
	}
	return path + copy(j.path[path:], key)
}

// kind classifies the path. The last letters are looked at first: nearly all
// keys end there.
func (j *jsonReader) kind(path int) KeyKind {
	if path < 2 {
		return KeyNone
	}
	switch lower(j.path[path-1]) {
	case 'd', 't', '3', 'y', 'e', 'r', 'p':
		return KindOfKey(unsafe.String(&j.path[0], path)) // keeps no part of it
	}
	return KeyNone
}

// value reads the value at i, which stands under the path.
func (j *jsonReader) value(i, path, depth int, live bool, key string) int {
	s := j.s
	if i == len(s) {
		return i
	}
	switch c := s[i]; c {
	case '{':
		return j.object(i+1, path, depth+1, live && j.ours(path))
	case '[':
		kind := KeyNone
		if live {
			kind = j.kind(path)
		}
		return j.array(i+1, path, depth+1, kind, live && strings.EqualFold(key, "scopes"))
	case '"', '\'', '\\':
		v, next, ok := j.str(i)
		if !live {
			return next
		}
		if kind := j.kind(path); kind != KeyNone {
			if ok {
				take(kind, v, &j.keyed)
			}
		} else {
			j.inner(v)
		}
		return next
	default:
		start := i
		for i < len(s) && s[i] != ',' && s[i] != '}' && s[i] != ']' && s[i] > ' ' {
			i++
		}
		if live && i < len(s) {
			j.number(path, s[start:i])
		}
		return i
	}
}

// ours says whether ids in the object under the path are those of the record.
func (j *jsonReader) ours(path int) bool {
	if path < 0 {
		return false
	}
	end := path
	// Only the last segment is new; the others were looked at on the way down.
	start := end
	for start > 0 && j.path[start-1] != '.' {
		start--
	}
	var buf [maxKey]byte
	n := 0
	for _, c := range j.path[start:end] {
		if c != '_' && c != '-' && c != ' ' {
			buf[n] = lower(c)
			n++
		}
	}
	switch string(buf[:n]) {
	case "dd", "transaction", "correlation", "messaging":
		return true
	}
	return container(buf[:n])
}

// number takes a decimal id. A hexadecimal one cannot stand without quotes.
func (j *jsonReader) number(path int, v string) {
	if len(v) < MinCorrelationID || !digitsOnly(strings.TrimPrefix(v, "-")) {
		return
	}
	switch kind := j.kind(path); kind {
	case keyDatadogTrace, keyDatadogSpan, keyRequest, keyRequestCounter, keyCorrelation, keyHTTPRequestID, keyRequestHeader:
		take(kind, v, &j.keyed)
	}
}

// array reads the elements behind an opening bracket. The first string is a
// header's value; objects belong to the record only in the scopes of .NET.
func (j *jsonReader) array(i, path, depth int, kind KeyKind, live bool) int {
	s := j.s
	if depth > maxDepth {
		return len(s)
	}
	for {
		i = skipSpace(s, i)
		if i == len(s) {
			return i
		}
		switch s[i] {
		case ']':
			return i + 1
		case '"', '\'', '\\':
			v, next, ok := j.str(i)
			if ok {
				if kind != KeyNone {
					take(kind, v, &j.keyed)
				} else if live {
					j.inner(v)
				}
			}
			i = next
		default:
			i = j.value(i, path, depth, live, "")
		}
		kind = KeyNone
		i = skipSpace(s, i)
		if i == len(s) {
			return i
		}
		switch s[i] {
		case ',':
			i++
		case ']':
			return i + 1
		default:
			return i
		}
	}
}

// inner reads the text of a string that stands under no id key.
func (j *jsonReader) inner(v string) {
	if len(v) < 8 || j.nesting >= maxNesting {
		return
	}
	if first := firstAnchor(v, 0); first >= 0 {
		// The path above is not that of the text, and comes back after it.
		saved := j.path
		j.text(v, opening(v, first), j.nesting+1)
		j.path = saved
	}
}

// str reads the string at i. Its quotes have exactly as many backslashes in
// front as the object's; fewer end a text around the object, more belong to
// its content. A string that was cut off is not ok.
func (j *jsonReader) str(i int) (content string, next int, ok bool) {
	s := j.s
	n := 0
	for i < len(s) && s[i] == '\\' && n < j.escapes {
		i++
		n++
	}
	if n != j.escapes || i == len(s) || s[i] != '"' && (s[i] != '\'' || j.quote != '\'') {
		return "", i, false
	}
	quote := s[i]
	i++
	start := i
	for i < len(s) {
		k := strings.IndexByte(s[i:], quote)
		if k < 0 {
			break
		}
		i += k
		run := 0
		for i-run > start && s[i-run-1] == '\\' {
			run++
		}
		if run < j.escapes {
			return s[start : i-run], i - run, false
		}
		i++
		if run%(2*(j.escapes+1)) == j.escapes {
			return s[start : i-1-j.escapes], i, true
		}
	}
	return s[start:], len(s), false
}
