package lokipushreceiver

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// metricName is the label that a name before the braces becomes.
const metricName = "__name__"

// maxKeptLabels is how many labels of one stream are kept; those beyond it are
// read and counted only. It is above every limit that can be configured.
const maxKeptLabels = 2 * maxPairs

var errLabels = errors.New("labels cannot be parsed")

// pair is a label or one piece of structured metadata.
type pair struct{ name, value string }

// parseLabels reads the labels of a stream as Loki does, which uses the parser
// of Prometheus for a metric (promql/parser, start symbol START_METRIC):
//
//	{a="b", c='d', "quoted.name"=`e`, }   or   name{a="b"}   or nothing
//
// Labels with an empty value are left out, because to Loki they are not there.
// It appends to dst and returns the number of all labels as well.
func parseLabels(dst []pair, text string) ([]pair, int, error) {
	p := labelParser{text: text, labels: dst}
	p.space()
	if c := p.peek(); isLetter(c) || c == ':' {
		if !p.metric() {
			return nil, 0, errLabels
		}
		p.space()
	}
	if p.peek() == '{' && p.more() {
		p.pos++
		if !p.list() {
			return nil, 0, errLabels
		}
		p.space()
	}
	if p.more() {
		return nil, 0, errLabels
	}
	return p.labels, p.count, nil
}

type labelParser struct {
	text   string
	pos    int
	labels []pair
	count  int
}

func (p *labelParser) more() bool { return p.pos < len(p.text) }

// peek returns the next byte, 0 at the end.
func (p *labelParser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

// space skips white space and comments.
func (p *labelParser) space() {
	for p.pos < len(p.text) {
		switch p.text[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		case '#':
			end := strings.IndexAny(p.text[p.pos:], "\r\n")
			if end < 0 {
				p.pos = len(p.text)
				return
			}
			p.pos += end
		default:
			return
		}
	}
}

func (p *labelParser) add(name, value string) {
	if value == "" {
		return
	}
	p.count++
	if p.count <= maxKeptLabels {
		p.labels = append(p.labels, pair{name, value})
	}
}

// metric reads the name before the braces.
func (p *labelParser) metric() bool {
	start := p.pos
	for c := p.peek(); isLetter(c) || isDigit(c) || c == ':'; c = p.peek() {
		p.pos++
	}
	name := p.text[start:p.pos]
	// The words of the language that are no names there.
	switch strings.ToLower(name) {
	case "atan2", "on", "ignoring", "group_left", "group_right", "bool", "inf", "nan":
		return false
	}
	p.add(metricName, name)
	return true
}

// list reads what stands between the braces, and the closing one.
func (p *labelParser) list() bool {
	p.space()
	if p.peek() == '}' {
		p.pos++
		return true
	}
	for {
		if !p.item() {
			return false
		}
		p.space()
		switch p.peek() {
		case ',':
			p.pos++
			p.space()
			if p.peek() != '}' {
				continue
			}
		case '}':
		default:
			return false
		}
		p.pos++
		return true
	}
}

func (p *labelParser) item() bool {
	var name string
	quoted := false
	switch c := p.peek(); {
	case isLetter(c):
		start := p.pos
		for c := p.peek(); isLetter(c) || isDigit(c); c = p.peek() {
			p.pos++
		}
		name = p.text[start:p.pos]
	case c == '"' || c == '\'' || c == '`':
		var ok bool
		if name, ok = p.quoted(); !ok {
			return false
		}
		quoted = true
	default:
		return false
	}
	p.space()
	if p.peek() != '=' {
		if quoted {
			p.add(metricName, name)
		}
		return quoted
	}
	p.pos++
	p.space()
	switch p.peek() {
	case '"', '\'', '`':
	default:
		return false
	}
	value, ok := p.quoted()
	if ok {
		p.add(name, value)
	}
	return ok
}

// quoted reads a string in one of the three quotes.
func (p *labelParser) quoted() (string, bool) {
	quote := p.text[p.pos]
	p.pos++
	start := p.pos
	for p.pos < len(p.text) {
		switch c := p.text[p.pos]; {
		case c == quote:
			value := p.text[start:p.pos]
			p.pos++
			return value, validRunes(value)
		case c == '\\' && quote != '`':
			return p.escaped(start, quote)
		case c == '\n' && quote != '`':
			return "", false
		}
		p.pos++
	}
	return "", false
}

// escaped reads on from the first escape of a string. Escapes are ASCII, so
// what stands between them can be checked on its own; the bytes that an escape
// makes need not be UTF-8.
func (p *labelParser) escaped(start int, quote byte) (string, bool) {
	b := make([]byte, 0, p.pos-start+64)
	for p.pos < len(p.text) {
		c := p.text[p.pos]
		if c == '\n' {
			return "", false
		}
		if c != quote && c != '\\' {
			p.pos++
			continue
		}
		plain := p.text[start:p.pos]
		if !validRunes(plain) {
			return "", false
		}
		b = append(b, plain...)
		if c == quote {
			p.pos++
			return string(b), true
		}
		var ok bool
		if b, ok = p.escape(b, quote); !ok {
			return "", false
		}
		start = p.pos
	}
	return "", false
}

// escape reads one escape, at whose backslash the parser stands.
func (p *labelParser) escape(b []byte, quote byte) ([]byte, bool) {
	p.pos++
	c := p.peek()
	p.pos++
	switch c {
	case 'a':
		return append(b, '\a'), true
	case 'b':
		return append(b, '\b'), true
	case 'f':
		return append(b, '\f'), true
	case 'n':
		return append(b, '\n'), true
	case 'r':
		return append(b, '\r'), true
	case 't':
		return append(b, '\t'), true
	case 'v':
		return append(b, '\v'), true
	case '\\', quote:
		return append(b, c), true
	case 'x':
		v, ok := p.number(2, 16)
		return append(b, byte(v)), ok
	case 'u', 'U':
		digits := 4
		if c == 'U' {
			digits = 8
		}
		v, ok := p.number(digits, 16)
		if !ok || v > utf8.MaxRune || v >= 0xD800 && v < 0xE000 {
			return b, false
		}
		return utf8.AppendRune(b, rune(v)), true
	case '0', '1', '2', '3', '4', '5', '6', '7':
		p.pos--
		v, ok := p.number(3, 8)
		return append(b, byte(v)), ok && v <= 255
	}
	return b, false
}

func (p *labelParser) number(digits int, base uint64) (uint64, bool) {
	var v uint64
	for range digits {
		d := hexDigit(p.peek())
		if d < 0 || uint64(d) >= base {
			return 0, false
		}
		v = v*base + uint64(d)
		p.pos++
	}
	return v, true
}

// validRunes says whether the text is UTF-8 without the replacement character,
// which the parser takes for broken UTF-8.
func validRunes(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, utf8.RuneError)
}

// isLabelName says whether a name can stand in a stream's labels without quotes.
func isLabelName(name string) bool {
	if name == "" || isDigit(name[0]) {
		return false
	}
	for i := range len(name) {
		if !isLetter(name[i]) && !isDigit(name[i]) {
			return false
		}
	}
	return true
}

// isLetter counts the underscore as a letter, as names do.
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// hexDigit returns the value of a hexadecimal digit, -1 for other bytes.
func hexDigit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return int(c|0x20-'a') + 10
	}
	return -1
}
