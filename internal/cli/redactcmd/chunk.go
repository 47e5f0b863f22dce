package redactcmd

import "sync"

// chunkSize is how much text goes to a worker at once: enough to make the
// hand-over cheap, little enough to keep all cores busy.
const chunkSize = 256 * kib

// chunkKind is what a chunk holds.
type chunkKind uint8

const (
	// textLines are whole lines.
	textLines chunkKind = iota
	// otlpDocument is one document of OTLP JSON.
	otlpDocument
	// tooLong stands for a line or document above the limit, which was skipped.
	tooLong
)

// chunk is a piece of a file on its way through the workers.
type chunk struct {
	file string
	// line is the number of its first line, from 1.
	line int
	kind chunkKind
	data []byte
	// skipped is the length of what is too long; eol is how its line ended.
	skipped int64
	eol     string

	out     []byte
	warning string
	// warnLine is the line that the warning is about, if it is not the first.
	warnLine int
	err      error
	done     chan struct{}
}

func newChunk(file string, line int, kind chunkKind, data []byte) *chunk {
	return &chunk{file: file, line: line, kind: kind, data: data, done: make(chan struct{})}
}

// weight is what the chunk counts for in the bound of the memory. It stays the
// same until the chunk is freed.
func (c *chunk) weight() int64 { return int64(len(c.data)) }

var buffers = sync.Pool{New: func() any {
	b := make([]byte, 0, chunkSize)
	return &b
}}

func newBuffer() []byte { return (*buffers.Get().(*[]byte))[:0] }

// free gives the buffer of the text back, unless a long line made it grow.
func (c *chunk) free() {
	if cap(c.data) == chunkSize {
		b := c.data[:0]
		buffers.Put(&b)
	}
	c.data, c.out = nil, nil
}
