package lokipushreceiver

import (
	"strings"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

// maxJSONDepth bounds the nesting of values that are skipped; a push needs five
// levels.
const maxJSONDepth = 64

// jsonReader reads JSON front to back. Strings without escapes are parts of the
// text; the others share one buffer, which is never longer than the text.
type jsonReader struct {
	text string
	pos  int

	unescaped strings.Builder
	err       *syntaxError
}

func (r *jsonReader) fail(reason string) bool {
	if r.err == nil {
		r.err = &syntaxError{format: "JSON", offset: r.pos, reason: reason}
	}
	return false
}

// peek skips white space and returns the next byte, 0 at the end.
func (r *jsonReader) peek() byte {
	for r.pos < len(r.text) {
		switch c := r.text[r.pos]; c {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return c
		}
	}
	return 0
}

// expect reads one byte that has to be there.
func (r *jsonReader) expect(c byte, reason string) bool {
	if r.peek() != c {
		return r.fail(reason)
	}
	r.pos++
	return true
}

// null reads a null if there is one.
func (r *jsonReader) null() bool {
	if r.peek() == 'n' && strings.HasPrefix(r.text[r.pos:], "null") {
		r.pos += len("null")
		return true
	}
	return false
}

// object reads an object and calls member at each value.
func (r *jsonReader) object(member func(key string) bool) bool {
	if !r.expect('{', "expected an object") {
		return false
	}
	if r.peek() == '}' {
		r.pos++
		return true
	}
	for {
		key, ok := r.string()
		if !ok || !r.expect(':', "expected a colon") || !member(key) {
			return false
		}
		switch r.peek() {
		case ',':
			r.pos++
		case '}':
			r.pos++
			return true
		default:
			return r.fail("expected a comma or the end of the object")
		}
	}
}

// array reads an array and calls element at each value.
func (r *jsonReader) array(element func(i int) bool) bool {
	if !r.expect('[', "expected an array") {
		return false
	}
	if r.peek() == ']' {
		r.pos++
		return true
	}
	for i := 0; ; i++ {
		if !element(i) {
			return false
		}
		switch r.peek() {
		case ',':
			r.pos++
		case ']':
			r.pos++
			return true
		default:
			return r.fail("expected a comma or the end of the array")
		}
	}
}

// string reads a string.
func (r *jsonReader) string() (string, bool) {
	if !r.expect('"', "expected a string") {
		return "", false
	}
	start := r.pos
	end := strings.IndexByte(r.text[start:], '"')
	if end < 0 {
		return "", r.fail(truncated)
	}
	s := r.text[start : start+end]
	escape := strings.IndexByte(s, '\\')
	if escape < 0 {
		r.pos = start + end + 1
		return s, true
	}
	return r.escaped(escape)
}

// escaped reads a string whose first escape is at the offset.
func (r *jsonReader) escaped(escape int) (string, bool) {
	if r.unescaped.Cap() == 0 {
		// Unescaped text is never longer: it never has to move.
		r.unescaped.Grow(len(r.text) - r.pos)
	}
	before := r.unescaped.Len()
	r.unescaped.WriteString(r.text[r.pos : r.pos+escape])
	r.pos += escape
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case '"':
			r.pos++
			return r.unescaped.String()[before:], true
		case '\\':
			if !r.escape() {
				return "", false
			}
		default:
			end := r.pos + 1
			for end < len(r.text) && r.text[end] != '"' && r.text[end] != '\\' {
				end++
			}
			r.unescaped.WriteString(r.text[r.pos:end])
			r.pos = end
		}
	}
	return "", r.fail(truncated)
}

func (r *jsonReader) escape() bool {
	if r.pos+1 >= len(r.text) {
		return r.fail(truncated)
	}
	c, size := jsontext.Unescape(r.text[r.pos:])
	if size == 0 {
		return r.fail("invalid escape")
	}
	r.unescaped.WriteRune(c)
	r.pos += size
	return true
}

// raw skips a value of any kind and returns its text.
func (r *jsonReader) raw() (string, bool) {
	r.peek()
	start := r.pos
	if !r.skip(0) {
		return "", false
	}
	return r.text[start:r.pos], true
}

func (r *jsonReader) skip(depth int) bool {
	if depth > maxJSONDepth {
		return r.fail("nested too deep")
	}
	switch r.peek() {
	case '{':
		return r.object(func(string) bool { return r.skip(depth + 1) })
	case '[':
		return r.array(func(int) bool { return r.skip(depth + 1) })
	case '"':
		_, ok := r.string()
		return ok
	}
	for _, word := range []string{"null", "true", "false"} {
		if strings.HasPrefix(r.text[r.pos:], word) {
			r.pos += len(word)
			return true
		}
	}
	start := r.pos
	for r.pos < len(r.text) {
		if c := r.text[r.pos]; !isDigit(c) && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E' {
			break
		}
		r.pos++
	}
	if r.pos == start {
		return r.fail("expected a value")
	}
	return true
}
