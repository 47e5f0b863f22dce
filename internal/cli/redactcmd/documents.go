package redactcmd

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// signal is what a document of OTLP holds.
type signal uint8

const (
	signalNone signal = iota
	signalLogs
	signalTraces
	signalMetrics
)

var otlpHeads = []struct {
	name   string
	signal signal
}{{`"resourceLogs"`, signalLogs}, {`"resourceSpans"`, signalTraces}, {`"resourceMetrics"`, signalMetrics}}

// otlpSignal tells from the first name in a document what it holds.
func otlpSignal(text []byte) signal {
	text = bytes.TrimLeft(text, " \t\r\n")
	rest, ok := bytes.CutPrefix(text, []byte{'{'})
	if !ok {
		return signalNone
	}
	rest = bytes.TrimLeft(rest, " \t\r\n")
	for _, h := range otlpHeads {
		if bytes.HasPrefix(rest, []byte(h.name)) {
			return h.signal
		}
	}
	return signalNone
}

// opensDocument says that a line is the beginning of a document that goes on.
func opensDocument(line []byte) bool {
	rest, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte{'{'})
	return ok && len(rest) == 0
}

const warnNotOTLP = "not OTLP JSON, redacted as text"

// readDocuments cuts a text into documents of JSON, each of which begins on a
// line of its own. A line that belongs to none is passed on as text.
func readDocuments(in io.Reader, file string, limit int, emit func(*chunk) error) error {
	r := docReader{in: bufio.NewReaderSize(in, chunkSize), limit: limit}
	for number := 1; ; {
		c, lines, err := r.next(file, number)
		if err != nil {
			return err
		}
		if c == nil {
			return nil
		}
		number += lines
		if err := emit(c); err != nil {
			return err
		}
	}
}

// next returns the next document or line of text, and how many lines it has;
// nil at the end.
func (r *docReader) next(file string, number int) (c *chunk, lines int, err error) {
	var d docScan
	c = newChunk(file, number, otlpDocument, nil)
	for {
		line, long, err := r.peekLine()
		if err != nil {
			return nil, 0, err
		}
		if len(line) == 0 && long == 0 {
			break
		}
		if lines > 0 && otlpSignal(line) != signalNone {
			break // the document before it was cut off
		}
		if lines == 0 && long == 0 && otlpSignal(line) == signalNone && !opensDocument(line) {
			c.kind = textLines
		}
		r.take()
		lines++
		d.feed(line)
		switch {
		case c.kind == tooLong || long > 0 || len(c.data)+len(line) > r.limit:
			c.skipped += int64(len(c.data)+len(line)) + long
			c.data, c.kind, c.eol = nil, tooLong, "\n"
		case lines == 1:
			c.data = line
		default:
			c.data = append(c.data, line...)
		}
		if c.kind == textLines || long > 0 || d.done() {
			break
		}
	}
	if lines == 0 {
		return nil, 0, nil
	}
	if c.kind == otlpDocument && otlpSignal(c.data) == signalNone {
		c.kind = textLines
	}
	if c.kind == textLines && len(bytes.TrimSpace(c.data)) > 0 {
		c.warning = warnNotOTLP
	}
	return c, lines, nil
}

// docReader reads lines that are at most as long as the limit.
type docReader struct {
	in    *bufio.Reader
	limit int
	line  []byte
	long  int64
	ready bool
}

// peekLine returns the next line with its end, without taking it. A line above
// the limit is nil and its length is long. Neither is there at the end. The line
// is the caller's.
func (r *docReader) peekLine() (line []byte, long int64, err error) {
	if r.ready {
		return r.line, r.long, nil
	}
	r.line, r.long = nil, 0
	for {
		part, err := r.in.ReadSlice('\n')
		switch {
		case r.long > 0:
			r.long += int64(len(part))
		case len(r.line)+len(part) > r.limit:
			r.long = int64(len(r.line) + len(part))
			r.line = nil
		default:
			r.line = append(r.line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, 0, err
		}
		r.ready = true
		return r.line, r.long, nil
	}
}

func (r *docReader) take() { r.ready = false }

// docScan finds the end of a document.
type docScan struct {
	depth             int
	inString, escaped bool
	begun             bool
}

func (d *docScan) feed(text []byte) {
	for _, c := range text {
		if d.inString {
			switch {
			case d.escaped:
				d.escaped = false
			case c == '\\':
				d.escaped = true
			case c == '"':
				d.inString = false
			}
			continue
		}
		switch c {
		case '"':
			d.inString = true
		case '{', '[':
			d.depth++
			d.begun = true
		case '}', ']':
			d.depth--
		}
	}
}

// done says that no further line belongs to the document. A line break inside
// a string is not JSON.
func (d *docScan) done() bool { return !d.begun || d.depth <= 0 || d.inString }
