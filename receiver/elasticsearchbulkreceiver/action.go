package elasticsearchbulkreceiver

import (
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

// operation is what an action line asks for.
type operation uint8

const (
	opIndex operation = iota
	opCreate
	opUpdate
	opDelete
)

func (o operation) String() string {
	return [...]string{"index", "create", "update", "delete"}[o]
}

// hasDocument says whether a line with a document follows.
func (o operation) hasDocument() bool { return o != opDelete }

// action is an action line. Its texts lie in the line or in the parser and hold
// until the next line is read.
type action struct {
	op                           operation
	index, id, pipeline, routing []byte
	hasID                        bool
	// conditional says that the client wants it only for a certain version of the
	// document, which nothing here could check.
	conditional bool
}

// actionParser reads action lines. It is not safe for concurrent use.
type actionParser struct {
	line    []byte
	at      int
	scratch []byte // texts with escape sequences
}

// maxActionDepth bounds objects in an action line; dynamic_templates has one
// level.
const maxActionDepth = 16

// parse reads a line; number counts lines from 1 and is for the error alone.
func (p *actionParser) parse(line []byte, number int) (action, error) {
	p.line, p.at, p.scratch = line, 0, p.scratch[:0]
	var a action
	if reason := p.read(&a); reason != "" {
		return action{}, failure{
			status: http.StatusBadRequest, kind: illegalArgument,
			reason: "Malformed action/metadata line [" + strconv.Itoa(number) + "], " + reason, count: countMalformed,
		}
	}
	return a, nil
}

const (
	reasonStart    = "expected START_OBJECT"
	reasonName     = "expected FIELD_NAME"
	reasonAction   = "expected field [create], [delete], [index] or [update]"
	reasonEnd      = "expected END_OBJECT"
	reasonValue    = "expected a simple value"
	reasonUnknown  = "it contains an unknown parameter"
	reasonOpType   = "expected op_type [create] or [index]"
	reasonTrailing = "something follows its end"
	reasonNested   = "objects stand too deep in each other"
)

// read returns what is wrong, "" for nothing.
func (p *actionParser) read(a *action) string {
	if !p.take('{') {
		return reasonStart
	}
	name, ok := p.text()
	if !ok {
		return reasonName
	}
	switch string(name) {
	case "index":
		a.op = opIndex
	case "create":
		a.op = opCreate
	case "update":
		a.op = opUpdate
	case "delete":
		a.op = opDelete
	default:
		return reasonAction
	}
	if !p.take(':') || !p.take('{') {
		return reasonStart
	}
	if reason := p.parameters(a); reason != "" {
		return reason
	}
	if !p.take('}') {
		return reasonEnd
	}
	p.blanks()
	if p.at < len(p.line) {
		return reasonTrailing
	}
	return ""
}

func (p *actionParser) parameters(a *action) string {
	if p.take('}') {
		return ""
	}
	for {
		name, ok := p.text()
		if !ok || !p.take(':') {
			return reasonName
		}
		if reason := p.parameter(a, name); reason != "" {
			return reason
		}
		if p.take(',') {
			continue
		}
		if !p.take('}') {
			return reasonEnd
		}
		return ""
	}
}

func (p *actionParser) parameter(a *action, name []byte) string {
	switch string(name) {
	case "_index":
		return p.into(&a.index)
	case "_id":
		reason := p.into(&a.id)
		a.hasID = a.id != nil
		return reason
	case "pipeline":
		return p.into(&a.pipeline)
	case "routing", "_routing":
		return p.into(&a.routing)
	case "op_type":
		return p.opType(a)
	case "if_seq_no", "if_primary_term", "version", "_version":
		value, ok := p.scalar()
		if !ok {
			return reasonValue
		}
		a.conditional = a.conditional || value != nil
		return ""
	case "_type", "version_type", "_version_type", "require_alias", "require_data_stream",
		"list_executed_pipelines", "retry_on_conflict", "_retry_on_conflict", "parent", "_parent":
		// Nothing here depends on them.
		if _, ok := p.scalar(); !ok {
			return reasonValue
		}
		return ""
	case "dynamic_templates", "_source":
		return p.skip(maxActionDepth)
	}
	return reasonUnknown
}

func (p *actionParser) into(field *[]byte) string {
	value, ok := p.scalar()
	if !ok {
		return reasonValue
	}
	*field = value
	return ""
}

func (p *actionParser) opType(a *action) string {
	value, ok := p.scalar()
	if !ok {
		return reasonValue
	}
	switch {
	case value == nil || a.op != opIndex && a.op != opCreate:
	case string(value) == "create":
		a.op = opCreate
	case string(value) == "index":
		// It does not make an index of a create, as in Elasticsearch.
	default:
		return reasonOpType
	}
	return ""
}

func (p *actionParser) blanks() {
	for p.at < len(p.line) {
		switch p.line[p.at] {
		case ' ', '\t', '\r':
			p.at++
		default:
			return
		}
	}
}

// take takes one character behind blanks, if it is the next.
func (p *actionParser) take(c byte) bool {
	p.blanks()
	if p.at < len(p.line) && p.line[p.at] == c {
		p.at++
		return true
	}
	return false
}

// scalar reads a text, a number or a truth value as the text that it stands for;
// nil for null.
func (p *actionParser) scalar() ([]byte, bool) {
	p.blanks()
	if p.at == len(p.line) {
		return nil, false
	}
	if p.line[p.at] == '"' {
		return p.text()
	}
	start := p.at
	for p.at < len(p.line) && isWord(p.line[p.at]) {
		p.at++
	}
	word := p.line[start:p.at]
	switch {
	case string(word) == "null":
		return nil, true
	case string(word) == "true", string(word) == "false", isNumber(word):
		return word, true
	}
	return nil, false
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c == '-' || c == '+' || c == '.' || c == 'E'
}

// isNumber says whether a word is a number of JSON (RFC 8259, section 6).
func isNumber(word []byte) bool {
	digits := func() bool {
		n := 0
		for n < len(word) && word[n] >= '0' && word[n] <= '9' {
			n++
		}
		word = word[n:]
		return n > 0
	}
	if len(word) > 0 && word[0] == '-' {
		word = word[1:]
	}
	if len(word) > 1 && word[0] == '0' && word[1] >= '0' && word[1] <= '9' || !digits() {
		return false
	}
	if len(word) > 0 && word[0] == '.' {
		word = word[1:]
		if !digits() {
			return false
		}
	}
	if len(word) > 0 && (word[0] == 'e' || word[0] == 'E') {
		word = word[1:]
		if len(word) > 0 && (word[0] == '+' || word[0] == '-') {
			word = word[1:]
		}
		if !digits() {
			return false
		}
	}
	return len(word) == 0
}

// skip passes over any value.
func (p *actionParser) skip(depth int) string {
	if depth == 0 {
		return reasonNested
	}
	switch {
	case p.take('{'):
		if p.take('}') {
			return ""
		}
		for {
			if _, ok := p.text(); !ok || !p.take(':') {
				return reasonName
			}
			if reason := p.skip(depth - 1); reason != "" {
				return reason
			}
			if !p.take(',') {
				break
			}
		}
		if !p.take('}') {
			return reasonEnd
		}
		return ""
	case p.take('['):
		if p.take(']') {
			return ""
		}
		for {
			if reason := p.skip(depth - 1); reason != "" {
				return reason
			}
			if !p.take(',') {
				break
			}
		}
		if !p.take(']') {
			return reasonEnd
		}
		return ""
	}
	if _, ok := p.scalar(); !ok {
		return reasonValue
	}
	return ""
}

// text reads a JSON string; never nil when it is one.
func (p *actionParser) text() ([]byte, bool) {
	if !p.take('"') {
		return nil, false
	}
	start := p.at
	for p.at < len(p.line) {
		switch c := p.line[p.at]; {
		case c == '"':
			value := p.line[start:p.at:p.at]
			p.at++
			if utf8.Valid(value) {
				return value, true
			}
			return p.keep(appendValid(p.scratch, value)), true
		case c == '\\':
			return p.escaped(start)
		case c < ' ':
			return nil, false
		}
		p.at++
	}
	return nil, false
}

// keep makes what was appended to the scratch a text of its own.
func (p *actionParser) keep(grown []byte) []byte {
	value := grown[len(p.scratch):len(grown):len(grown)]
	p.scratch = grown
	return value
}

// escaped reads on in a text at its first escape sequence.
func (p *actionParser) escaped(start int) ([]byte, bool) {
	out := appendValid(p.scratch, p.line[start:p.at])
	for p.at < len(p.line) {
		c := p.line[p.at]
		switch {
		case c == '"':
			p.at++
			return p.keep(out), true
		case c < ' ':
			return nil, false
		case c == '\\':
			r, size := jsontext.Unescape(p.line[p.at:])
			if size == 0 {
				return nil, false
			}
			p.at += size
			out = utf8.AppendRune(out, r)
		default:
			end := p.at
			for end < len(p.line) && p.line[end] != '"' && p.line[end] != '\\' && p.line[end] >= ' ' {
				end++
			}
			out = appendValid(out, p.line[p.at:end])
			p.at = end
		}
	}
	return nil, false
}

// appendValid appends a text; what is not UTF-8 in it is replaced.
func appendValid(out, text []byte) []byte {
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		out = utf8.AppendRune(out, r)
		text = text[size:]
	}
	return out
}
