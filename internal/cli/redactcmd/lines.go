package redactcmd

import (
	"bytes"
	"errors"
	"io"
	"slices"
)

// readText cuts a text into chunks of whole lines. What a slow source has
// given so far goes on at once. No more than one line, up to the limit, is held.
func readText(in io.Reader, file string, maxLine int, emit func(*chunk) error) error {
	r := textReader{in: in, file: file, maxLine: maxLine, line: 1}
	for {
		c, err := r.next()
		if err != nil {
			return err
		}
		if c == nil {
			return nil
		}
		if err := emit(c); err != nil {
			return err
		}
	}
}

type textReader struct {
	in      io.Reader
	file    string
	maxLine int
	line    int
	carry   []byte
	eof     bool
}

// next returns nil at the end.
func (r *textReader) next() (*chunk, error) {
	buf := append(newBuffer(), r.carry...)
	r.carry = r.carry[:0]
	newline, searched := -1, 0
	for {
		if i := bytes.LastIndexByte(buf[searched:], '\n'); i >= 0 {
			newline = searched + i
		}
		searched = len(buf)
		switch {
		case r.eof && len(buf) == 0:
			return nil, nil
		case r.eof && len(buf) <= r.maxLine || r.eof && newline >= 0:
			return r.emit(buf, len(buf)), nil
		case newline >= 0:
			if cut := holdBlock(buf[:newline+1]); cut > 0 {
				return r.emit(buf, cut), nil
			}
		}
		if newline < 0 && len(buf) > r.maxLine {
			return r.skip(buf)
		}
		if r.eof {
			return r.emit(buf, len(buf)), nil
		}
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, min(cap(buf), max(r.maxLine+1-cap(buf), chunkSize)))
		}
		n, err := r.in.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if errors.Is(err, io.EOF) {
			r.eof = true
		} else if err != nil {
			return nil, err
		}
	}
}

func (r *textReader) emit(buf []byte, cut int) *chunk {
	r.carry = append(r.carry, buf[cut:]...)
	c := newChunk(r.file, r.line, textLines, buf[:cut])
	r.line += bytes.Count(c.data, []byte{'\n'})
	return c
}

// skip drops the rest of a line that is too long.
func (r *textReader) skip(buf []byte) (*chunk, error) {
	c := newChunk(r.file, r.line, tooLong, nil)
	for {
		if i := bytes.IndexByte(buf, '\n'); i >= 0 {
			c.skipped += int64(i)
			c.eol = "\n"
			r.carry = append(r.carry, buf[i+1:]...)
			r.line++
			return c, nil
		}
		c.skipped += int64(len(buf))
		if r.eof {
			return c, nil
		}
		buf = buf[:min(cap(buf), chunkSize)]
		n, err := r.in.Read(buf)
		buf = buf[:n]
		if errors.Is(err, io.EOF) {
			r.eof = true
		} else if err != nil {
			return nil, err
		}
	}
}
