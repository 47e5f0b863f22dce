package elasticsearchbulkreceiver

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/lethe-otel/lethe/internal/intake"
)

const (
	// firstBuffer is what a reader of lines begins with.
	firstBuffer = 64 << 10
	// keptBuffer is the largest buffer that is kept for the next request.
	keptBuffer = mib
)

// lineReader cuts a body into lines. It holds one line at a time.
type lineReader struct {
	body     io.Reader
	buf      []byte
	from, to int // what was read and not given out
	ended    error
	ctx      context.Context // of the request, while it waits for memory
	share    intake.Share
	owed     int64 // not taken from the budget yet
}

// reset makes the reader ready for a body.
func (l *lineReader) reset(ctx context.Context, body io.Reader, budget *intake.Budget) {
	buf := l.buf
	if len(buf) < firstBuffer {
		buf = make([]byte, firstBuffer)
	}
	*l = lineReader{ctx: ctx, body: body, buf: buf, share: budget.Share()}
}

// release gives back what the reader took.
func (l *lineReader) release() {
	l.share.Release()
	l.body, l.ctx = nil, nil
	if len(l.buf) > keptBuffer {
		l.buf = nil
	}
}

// next returns the next line without its end, which may be missing behind the
// last one. The line holds until the next call. A line beyond the limit is
// passed over, and long is true. The error is io.EOF when there is no more line,
// intake.ErrNoRoom or intake.ErrBudget, or that of the body.
func (l *lineReader) next(limit int) (line []byte, long bool, err error) {
	searched := 0
	for {
		if i := bytes.IndexByte(l.buf[l.from+searched:l.to], '\n'); i >= 0 {
			line := l.buf[l.from : l.from+searched+i]
			l.from += searched + i + 1
			line = withoutReturn(line)
			if len(line) > limit {
				return nil, true, nil
			}
			return line, false, nil
		}
		searched = l.to - l.from
		// One more for a carriage return.
		if searched > limit+1 {
			return nil, true, l.passOver()
		}
		if l.ended != nil {
			if !errors.Is(l.ended, io.EOF) || searched == 0 {
				return nil, false, l.ended
			}
			line := withoutReturn(l.buf[l.from:l.to])
			l.from = l.to
			return line, len(line) > limit, nil
		}
		if err := l.fill(); err != nil {
			return nil, false, err
		}
	}
}

// passOver forgets what is left of a line.
func (l *lineReader) passOver() error {
	for {
		if i := bytes.IndexByte(l.buf[l.from:l.to], '\n'); i >= 0 {
			l.from += i + 1
			return nil
		}
		l.from = l.to
		if l.ended != nil {
			if errors.Is(l.ended, io.EOF) {
				return nil
			}
			return l.ended
		}
		if err := l.fill(); err != nil {
			return err
		}
	}
}

// fill reads more, behind what is not given out yet.
func (l *lineReader) fill() error {
	if l.from == l.to {
		l.from, l.to = 0, 0
	}
	if l.to == len(l.buf) {
		if l.from > 0 {
			l.to = copy(l.buf, l.buf[l.from:l.to])
			l.from = 0
		} else {
			grown := make([]byte, 2*len(l.buf))
			copy(grown, l.buf)
			l.buf = grown
		}
	}
	n, err := l.body.Read(l.buf[l.to:])
	l.to += n
	if err != nil {
		l.ended = err
	}
	return l.charge(int64(n))
}

// charge takes n bytes from the budget until release.
func (l *lineReader) charge(n int64) error { return l.share.Take(l.ctx, n) }

// owedMost is how much is owed before it is charged: all requests take from one
// budget.
const owedMost = 4 << 10

// owe is charge for small amounts, which settle charges at the latest.
func (l *lineReader) owe(n int64) error {
	if l.owed += n; l.owed < owedMost {
		return nil
	}
	return l.settle()
}

func (l *lineReader) settle() error {
	n := l.owed
	l.owed = 0
	return l.charge(n)
}

// rest returns all that is left. Beyond the limit the error is
// intake.ErrTooLarge.
func (l *lineReader) rest(limit int) ([]byte, error) {
	for l.ended == nil {
		if l.to-l.from > limit {
			return nil, intake.ErrTooLarge
		}
		if err := l.fill(); err != nil {
			return nil, err
		}
	}
	if !errors.Is(l.ended, io.EOF) {
		return nil, l.ended
	}
	if l.to-l.from > limit {
		return nil, intake.ErrTooLarge
	}
	return bytes.TrimSpace(l.buf[l.from:l.to]), nil
}

func withoutReturn(line []byte) []byte {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		return line[:n-1]
	}
	return line
}
