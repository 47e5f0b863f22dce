package correlate

import (
	"strings"
	"unsafe"
)

// Objects of JSON inside a text are followed from the outermost one on, so that
// it is known whose ids they hold; also where their quotes are escaped because
// they stand in a string of another one, and where they were cut off.

// notation is how an object writes its strings.
type notation struct {
	escapes int  // backslashes in front of a quote: 0, 1, 3 or 7
	quote   byte // ' only without escapes
	nesting int  // texts around the object
}

// object reads the members behind an opening brace. path is the length of the
// dotted path so far; live says that ids below it belong to the record. It
// returns the position behind the closing brace, or where the object stops
// being one.
func (r *reader) object(s string, f notation, i, path, depth int, live bool) int {
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
		key, next, ok := f.str(s, i)
		if !ok {
			return max(i, next)
		}
		i = skipSpace(s, next)
		if i == len(s) || s[i] != ':' {
			return i
		}
		i = r.value(s, f, skipSpace(s, i+1), r.join(path, key), depth, live, key)
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
func (r *reader) join(path int, key string) int {
	if path < 0 || path+1+len(key) > maxKey {
		return -1
	}
	if path > 0 {
		r.path[path] = '.'
		path++
	}
	return path + copy(r.path[path:], key)
}

// kind classifies the path. Its last letters are looked at first: nearly all
// keys end there.
func (r *reader) kind(path int) KeyKind {
	if path < 2 {
		return KeyNone
	}
	name := unsafe.String(&r.path[0], path) // nobody keeps a part of it
	if !idKey(name, path) {
		return KeyNone
	}
	return KindOfKey(name)
}

// value reads the value at i, which stands under the path.
func (r *reader) value(s string, f notation, i, path, depth int, live bool, key string) int {
	if i == len(s) {
		return i
	}
	switch c := s[i]; c {
	case '{':
		return r.object(s, f, i+1, path, depth+1, live && r.ours(path))
	case '[':
		kind := KeyNone
		if live {
			kind = r.kind(path)
		}
		return r.array(s, f, i+1, path, depth+1, kind, live && strings.EqualFold(key, "scopes"))
	case '"', '\'', '\\':
		v, next, ok := f.str(s, i)
		if !live {
			return next
		}
		if kind := r.kind(path); kind != KeyNone {
			if ok {
				take(kind, v, &r.keyed)
			}
		} else if !foreign(key) {
			r.inner(v, f.nesting)
		}
		return next
	default:
		start := i
		for i < len(s) && s[i] != ',' && s[i] != '}' && s[i] != ']' && s[i] > ' ' {
			i++
		}
		if live && i < len(s) {
			r.number(path, s[start:i])
		}
		return i
	}
}

// ours says whether ids in the object under the path are those of the record.
func (r *reader) ours(path int) bool {
	if path < 0 {
		return false
	}
	end := path
	// Only the last segment is new; the others were looked at on the way down.
	start := end
	for start > 0 && r.path[start-1] != '.' {
		start--
	}
	var buf [maxKey]byte
	n := 0
	for _, c := range r.path[start:end] {
		if c != '_' && c != '-' && c != ' ' {
			buf[n] = lower(c)
			n++
		}
	}
	return holdsContext(buf[:n])
}

// number takes a decimal id. A hexadecimal one cannot stand without quotes.
func (r *reader) number(path int, v string) {
	if len(v) < MinCorrelationID || !digitsOnly(strings.TrimPrefix(v, "-")) {
		return
	}
	if kind := r.kind(path); kind.HoldsNumber() {
		take(kind, v, &r.keyed)
	}
}

// array reads the elements behind an opening bracket. The first string is a
// header's value, and a trace id that another one disagrees with is none;
// objects belong to the record only in the scopes of .NET.
func (r *reader) array(s string, f notation, i, path, depth int, kind KeyKind, live bool) int {
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
			v, next, ok := f.str(s, i)
			if ok {
				if kind != KeyNone {
					take(kind, v, &r.keyed)
				} else if live {
					r.inner(v, f.nesting)
				}
			}
			i = next
		default:
			i = r.value(s, f, i, path, depth, live, "")
		}
		if kind.HoldsCorrelation() {
			kind = KeyNone
		}
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
func (r *reader) inner(v string, nesting int) {
	if len(v) < 8 || nesting >= maxNesting {
		return
	}
	if on := r.flat.patterns(); on != 0 {
		named(v, on, &r.flat)
	}
	if first := firstAnchor(v, 0); first >= 0 {
		// The path above is not that of the text, and comes back after it.
		saved := r.path
		r.text(v, opening(v, first), nesting+1)
		r.path = saved
	}
}

// str reads the string at i. Its quotes have exactly as many backslashes in
// front as the object's; fewer end a text around the object, more belong to
// its content. A string that was cut off is not ok.
func (f notation) str(s string, i int) (content string, next int, ok bool) {
	n := 0
	for i < len(s) && s[i] == '\\' && n < f.escapes {
		i++
		n++
	}
	if n != f.escapes || i == len(s) || s[i] != '"' && (s[i] != '\'' || f.quote != '\'') {
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
		if run < f.escapes {
			return s[start : i-run], i - run, false
		}
		i++
		if run%(2*(f.escapes+1)) == f.escapes {
			return s[start : i-1-f.escapes], i, true
		}
	}
	return s[start:], len(s), false
}
