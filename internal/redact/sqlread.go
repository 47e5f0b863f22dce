package redact

import "strings"

// sqlKind is what a token of SQL is.
type sqlKind uint8

const (
	sqlEnd     sqlKind = iota
	sqlWord            // a keyword or a name without quotes
	sqlName            // a name in quotes or brackets
	sqlString          // start and end are those of its content
	sqlNumber          // with its sign
	sqlParam           // ?, $1, :name, @name, %s
	sqlPunct           // one byte of punctuation
	sqlCompare         // <>, !=, ~, <, >= and the like
)

// sqlToken is v[start:end]; a string's quotes are not part of it.
type sqlToken struct {
	kind       sqlKind
	start, end int
	c          byte // of punctuation
}

// sqlReader reads the tokens of a statement, to the end of the text or of the
// string that it stands in. It knows no dialect: names stand in double quotes,
// backticks or brackets, strings in single quotes with ” or \' inside, or
// between dollars.
type sqlReader struct {
	v        string
	i        int
	slashes  int  // of the string around the statement
	inString bool // there is one
}

// blank skips white space, its JSON escapes, and comments.
func (r *sqlReader) blank() {
	for r.i < len(r.v) {
		switch c := r.v[r.i]; {
		case is(c, clSpace):
			r.i++
		case c == '\\' && r.inString && r.i+1 < len(r.v) && strings.IndexByte("nrt", r.v[r.i+1]) >= 0:
			r.i += 2
		case c == '/' && strings.HasPrefix(r.v[r.i:], "/*"):
			end := strings.Index(r.v[r.i:min(len(r.v), r.i+maxSQLValue)], "*/")
			if end < 0 {
				return
			}
			r.i += end + 2
		default:
			return
		}
	}
}

func (r *sqlReader) next() sqlToken {
	r.blank()
	v, i := r.v, r.i
	if i >= len(v) {
		return sqlToken{start: i, end: i}
	}
	c := v[i]
	switch {
	case c == '\\' || c == '"':
		q := i
		for q < len(v) && v[q] == '\\' {
			q++
		}
		if q < len(v) && v[q] == '"' {
			return r.quoted(i, q)
		}
		r.i = max(q, i+1)
		return sqlToken{kind: sqlPunct, start: i, end: r.i, c: c}
	case c == '\'':
		return r.text(i + 1)
	case c == '`' || c == '[':
		end := c
		if c == '[' {
			end = ']'
			if n := maskLength(v[i:]); n > 0 {
				r.i = i + n
				return sqlToken{kind: sqlParam, start: i, end: r.i}
			}
		}
		if n := strings.IndexByte(v[i+1:min(len(v), i+1+maxKeyScan)], end); n > 0 {
			r.i = i + n + 2
			return sqlToken{kind: sqlName, start: i + 1, end: i + 1 + n}
		}
	case c == '$':
		return r.dollar(i)
	case is(c, clDigit), c == '-' && i+1 < len(v) && is(v[i+1], clDigit):
		j := i + 1
		for j < len(v) && (isAlnum(v[j]) || v[j] == '.') {
			j++
		}
		r.i = j
		return sqlToken{kind: sqlNumber, start: i, end: j}
	case class[c]&(clAlpha|clHigh) != 0 || c == '_':
		j := i + 1
		for j < len(v) && (class[v[j]]&(clAlpha|clHigh|clDigit) != 0 || v[j] == '_' || v[j] == '$') {
			j++
		}
		// N'x', E'x', _utf8'x'
		if j < len(v) && v[j] == '\'' && (j == i+1 || c == '_' || j == i+2 && v[i+1] == '&') {
			return r.text(j + 1)
		}
		r.i = j
		return sqlToken{kind: sqlWord, start: i, end: j}
	case c == '?', c == '%' && i+1 < len(v) && v[i+1] == 's':
		r.i = i + 1
		for r.i < len(v) && isAlnum(v[r.i]) {
			r.i++
		}
		return sqlToken{kind: sqlParam, start: i, end: r.i}
	case (c == ':' || c == '@' || c == '#') && i+1 < len(v) && (is(v[i+1], clAlpha) || v[i+1] == '_' || v[i+1] == '{' || v[i+1] == '@' || c == ':' && is(v[i+1], clDigit)):
		j := i + 2
		for j < len(v) && (isAlnum(v[j]) || v[j] == '_' || v[j] == '}' || v[j] == '.') {
			j++
		}
		r.i = j
		return sqlToken{kind: sqlParam, start: i, end: j}
	case c == '<' || c == '>' || c == '!' || c == '~':
		j := i + 1
		for j < len(v) && strings.IndexByte("=<>~*", v[j]) >= 0 {
			j++
		}
		r.i = j
		return sqlToken{kind: sqlCompare, start: i, end: j}
	}
	r.i = i + 1
	return sqlToken{kind: sqlPunct, start: i, end: r.i, c: c}
}

// maskLength is that of a text which looks like one of our masks.
func maskLength(v string) int {
	if !strings.HasPrefix(v, maskPrefix) {
		return 0
	}
	return strings.IndexByte(v[:min(len(v), maxKeyScan)], ']') + 1
}

// quoted: the double quote at q with its backslashes from i on. One that ends
// the string around the statement ends the statement.
func (r *sqlReader) quoted(i, q int) sqlToken {
	if r.inString && q-i <= r.slashes {
		r.i = len(r.v)
		return sqlToken{start: i, end: i}
	}
	end, closed := stringEnd(r.v[:min(len(r.v), q+1+maxSQLValue)], q+1, '"', q-i)
	r.i = end
	if closed {
		r.i = min(len(r.v), end+q-i+1)
	}
	return sqlToken{kind: sqlName, start: q + 1, end: end}
}

// maxSQLValue bounds a name and the text between dollars.
const maxSQLValue = 4096

// text: a string whose content starts at i.
func (r *sqlReader) text(i int) sqlToken {
	v := r.v
	for j := i; j < len(v); j++ {
		switch v[j] {
		case '\'':
			if j+1 < len(v) && v[j+1] == '\'' {
				j++
				continue
			}
			r.i = j + 1
			return sqlToken{kind: sqlString, start: i, end: j}
		case '\\':
			k := j
			for k < len(v) && v[k] == '\\' {
				k++
			}
			if k < len(v) && v[k] == '"' && r.inString && closesString(k-j, r.slashes) {
				r.i = j
				return sqlToken{kind: sqlString, start: i, end: j}
			}
			// A backslash may escape the quote or be the end of the content.
			if own := (k - j) >> r.level(); k < len(v) && v[k] == '\'' && own&1 == 1 && !endsSQLValue(v, k+1) {
				k++
			}
			j = k - 1
		case '"':
			if r.inString && r.slashes == 0 {
				r.i = j
				return sqlToken{kind: sqlString, start: i, end: j}
			}
		}
	}
	r.i = len(v)
	return sqlToken{kind: sqlString, start: i, end: len(v)}
}

// level is how many strings the statement stands in.
func (r *sqlReader) level() int {
	if !r.inString {
		return 0
	}
	n, _ := quoteLevel(r.slashes)
	return n + 1
}

// endsSQLValue reports whether what stands at i follows a whole value.
func endsSQLValue(v string, i int) bool {
	i = skipBlanks(v, i)
	return i >= len(v) || strings.IndexByte(",);\"\r\n", v[i]) >= 0
}

// dollar: $1, $$text$$, $tag$text$tag$.
func (r *sqlReader) dollar(i int) sqlToken {
	v := r.v
	j := i + 1
	for j < len(v) && j < i+maxPairName && (isAlnum(v[j]) || v[j] == '_' || v[j] == '{' || v[j] == '}') {
		j++
	}
	if j < len(v) && v[j] == '$' && (j == i+1 || !is(v[i+1], clDigit)) {
		tag := v[i : j+1]
		rest := v[j+1 : min(len(v), j+1+maxSQLValue)]
		if n := strings.Index(rest, tag); n >= 0 {
			r.i = j + 1 + n + len(tag)
			return sqlToken{kind: sqlString, start: j + 1, end: j + 1 + n}
		}
		r.i = j + 1 + len(rest)
		return sqlToken{kind: sqlString, start: j + 1, end: r.i}
	}
	r.i = j
	return sqlToken{kind: sqlParam, start: i, end: j}
}

// peek is the next token, which stays to be read.
func (r *sqlReader) peek() sqlToken {
	i := r.i
	t := r.next()
	r.i = i
	return t
}

// word reports whether a token is one of the keywords, which are in lower case.
func (r *sqlReader) word(t sqlToken, keywords ...string) bool {
	if t.kind != sqlWord {
		return false
	}
	for _, k := range keywords {
		if t.end-t.start == len(k) && hasFold(r.v, t.start, k) {
			return true
		}
	}
	return false
}
