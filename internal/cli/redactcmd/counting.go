package redactcmd

import (
	"context"
	"io"
	"sync/atomic"
)

// countingReader counts what is read, and ends with its context.
type countingReader struct {
	ctx context.Context
	in  io.Reader
	n   *atomic.Int64
}

func (r *countingReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := r.in.Read(p)
	r.n.Add(int64(n))
	return n, err
}
