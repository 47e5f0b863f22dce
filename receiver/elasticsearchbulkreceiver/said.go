package elasticsearchbulkreceiver

import (
	"bytes"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// said is an action line and what it means for the document behind it.
type said struct {
	line      []byte
	item      item
	operation delivery.Operation
	// indexMissing says that a line of the request named no index, nor did the
	// request.
	indexMissing bool
}

// read reads an action line; number counts lines from 1. Most lines are the one
// before, byte for byte, and mean the same.
func (q *request) read(line []byte, number int, d defaults) error {
	if s := &q.said; len(s.line) > 0 && bytes.Equal(line, s.line) {
		s.operation.Position = len(q.items.list) + 1
		return nil
	}
	a, err := q.actions.parse(line, number)
	if err != nil {
		return err
	}
	a.fill(d)
	s := &q.said
	s.indexMissing = s.indexMissing || len(a.index) == 0
	s.item, s.operation = q.examine(&a)
	s.line = append(s.line[:0], line...)
	return nil
}

// reset forgets the line.
func (s *said) reset() { *s = said{line: s.line[:0]} }
