package redact

import "strings"

// argWords reads the words of a command: of a line of the shell, or of a list
// of strings as JSON, Python and the records of auditd write it.
type argWords struct {
	v       string
	i       int // behind the last word
	end     int
	list    byte // the quote of the list's strings, 0 for a line
	slashes int  // backslashes before each
	t       textEnd
	open    [2]bool // a single, a double quote is never closed
}

// words starts behind the name of a program, which stands at v[pos:end].
func (s *Scanner) words(v string, pos, end int) (w argWords, ok bool) {
	if end >= len(v) {
		return w, false
	}
	w = argWords{v: v[:min(len(v), end+maxCommandLine)], i: end}
	w.end = len(w.v)
	j := end
	for j < w.end && v[j] == '\\' {
		j++
	}
	if j < w.end && (v[j] == '"' || v[j] == '\'') {
		next := skipBlanks(v, j+1)
		if next < w.end && (v[next] == ',' || argName(w.v, next) > next || v[j] == '\'' && next == j+2 && v[next] == '\'') {
			w.list, w.slashes, w.i = v[j], j-end, j+1
			return w, true
		}
		w.i = j + 1
	} else if j > end && v[end] == '\\' && j < w.end && !is(v[j], clSpace) {
		return w, false // a path of Windows that goes on
	}
	s.form.quotes.moveTo(v, w.i)
	inner, inString := s.form.quotes.innermost()
	w.t = textEnd{e: s.e, v: w.v, slashes: inner, inString: inString, escapes: s.form.quotes.any}
	start := pos
	for start > 0 && pos-start < 64 && (is(v[start-1], clIdent) || strings.IndexByte(`/\:`, v[start-1]) >= 0) {
		start--
	}
	if start > 0 && w.i == end && (v[start-1] == '\'' || v[start-1] == '`') {
		w.t.quote = v[start-1]
	}
	return w, true
}

// argName is the end of the name of an argument in a record of auditd: a1=.
func argName(v string, i int) int {
	if i >= len(v) || v[i] != 'a' {
		return i
	}
	j := i + 1
	for j < len(v) && j < i+6 && is(v[j], clDigit) {
		j++
	}
	if j > i+1 && j < len(v) && v[j] == '=' {
		return j + 1
	}
	return i
}

// next returns the next word, with the quotes around it if it is one of a line.
func (w *argWords) next() (start, end int, ok bool) {
	if w.list != 0 {
		return w.element()
	}
	v := w.v
	for w.i < w.end {
		switch c := v[w.i]; {
		case c == ' ' || c == '\t':
			w.i++
			continue
		case c == '\\' && w.i+1 < w.end && (v[w.i+1] == '\n' || v[w.i+1] == '\r'):
			w.i += 2
			continue
		case c == '\n' && w.i > 0 && v[w.i-1] == '\r' && w.i > 1 && v[w.i-2] == '\\':
			w.i++
			continue
		case c == '|' || c == ';' || c == '&' || c == ')' || c == ']' || c == '}':
			return 0, 0, false
		}
		break
	}
	if w.i >= w.end || w.t.stop(w.i) >= 0 && w.quoteAt(w.i) < 0 {
		return 0, 0, false
	}
	start = w.i
	end = w.t.word(start)
	for i := start; i < end; i++ {
		if q := w.quoteAt(i); q >= 0 {
			which := 0
			if v[q] == '"' {
				which = 1
			}
			if w.open[which] {
				break
			}
			e, closed := stringEnd(v, q+1, v[q], q-i)
			if !closed {
				w.open[which] = true
				break
			}
			end = w.t.word(min(w.end, e+1+q-i))
			break
		}
	}
	if end <= start {
		return 0, 0, false
	}
	w.i = end
	return start, end, true
}

// quoteAt is where the quote stands that with its backslashes begins at i and
// opens a part of a word, -1 for none.
func (w *argWords) quoteAt(i int) int {
	q := i
	for q < w.end && w.v[q] == '\\' {
		q++
	}
	if q >= w.end || w.v[q] != '"' && w.v[q] != '\'' || w.v[q] == w.t.quote && q == i {
		return -1
	}
	if w.v[q] == '"' && w.t.inString && q-i <= w.t.slashes || q > i && w.v[q] == '\'' {
		return -1
	}
	return q
}

// element is the next string of a list.
func (w *argWords) element() (start, end int, ok bool) {
	v := w.v
	i := w.i
	for i < w.end && (is(v[i], clSpace) || v[i] == ',') {
		i++
	}
	if w.list == '"' || w.list == '\'' {
		i = argName(v, i)
	}
	for i+1 < w.end && v[i] == '\\' && v[i+1] == 'n' && w.slashes > 0 { // a break of the line inside a string
		i += 2
		for i < w.end && v[i] == ' ' {
			i++
		}
	}
	start = i
	for start < w.end && v[start] == '\\' {
		start++
	}
	if start >= w.end || start-i != w.slashes || v[start] != w.list {
		return 0, 0, false
	}
	start++
	end, closed := stringEnd(v, start, w.list, w.slashes)
	w.i = end
	if closed {
		w.i = min(w.end, end+w.slashes+1)
	}
	return start, end, true
}

// unquote takes the quotes away that stand around all of v[start:end].
func (w *argWords) unquote(start, end int) (from, to int) {
	if w.list != 0 || start >= end {
		return start, end
	}
	q := w.quoteAt(start)
	if q < 0 || q >= end {
		return start, end
	}
	e, closed := stringEnd(w.v[:end], q+1, w.v[q], q-start)
	if !closed {
		return q + 1, end
	}
	if e+1+q-start == end {
		return q + 1, e
	}
	return start, end
}
