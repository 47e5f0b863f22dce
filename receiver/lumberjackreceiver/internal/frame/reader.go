package frame

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// Limits bounds what a sender may ask for.
type Limits struct {
	// FrameBytes is the size of a frame's payload. A compressed frame or one
	// of pairs above it is refused; of a JSON event above it the beginning is
	// kept.
	FrameBytes int64
	// WindowSize is the number of events that a window may announce.
	WindowSize uint32
	// WindowBytes is the size of all frames of a window, those in compressed
	// frames included.
	WindowBytes int64
}

// Host gives the reader what it needs.
type Host interface {
	// Reserve is called before n more bytes are taken off the wire and kept.
	Reserve(n int) error
	// Inflate is called when a compressed frame of n bytes is there as a
	// whole and will be read next. What comes out of it is not reserved.
	Inflate(n int) error
}

// keepPacked is the size up to which the buffer of compressed frames is kept.
const keepPacked = 1 << 20

// step is the most that is allocated ahead of the bytes that fill it.
const step = 64 << 10

// Reader reads frames. It is not safe for concurrent use.
type Reader struct {
	wire   *bufio.Reader
	host   Host
	limits Limits
	// left is what the window may still take.
	left   int64
	packed []byte
	inner  *inflater
	// head is here, not on the stack, because it is passed to an interface.
	head [8]byte
}

// NewReader returns a reader of the frames in wire.
func NewReader(wire *bufio.Reader, host Host, limits Limits) *Reader {
	return &Reader{wire: wire, host: host, limits: limits, left: limits.WindowBytes}
}

// StartWindow grants the bytes of a window anew.
func (r *Reader) StartWindow() { r.left = r.limits.WindowBytes }

// Close gives back what a compressed frame needs.
func (r *Reader) Close() {
	if r.inner != nil {
		r.inner.free()
		r.inner = nil
	}
	if cap(r.packed) > keepPacked {
		r.packed = nil
	}
}

// Reset makes the reader as new, for other bytes and another host.
func (r *Reader) Reset(wire *bufio.Reader, host Host) {
	r.Close()
	r.wire, r.host = wire, host
	r.StartWindow()
}

// Inflating says that the next frame comes out of a compressed one.
func (r *Reader) Inflating() bool { return r.inner != nil }

// Next reads a frame and appends its payload to buf. Frames in a compressed
// frame come one by one like all others, and a compressed frame with nothing in
// it comes as itself. io.EOF is returned at the end of the wire between frames
// only.
func (r *Reader) Next(buf []byte) (Frame, []byte, error) {
	for {
		in := r.wire
		if r.inner != nil {
			in = r.inner.out
		}
		f, err := r.next(in, &buf)
		if err != nil {
			return Frame{}, buf, err
		}
		if r.inner != nil {
			// The end is looked for at once: with its last event a frame must
			// have proved that its checksum holds.
			switch _, err := r.inner.out.Peek(1); {
			case err == io.EOF:
				f.Last = true
				r.Close()
			case err != nil:
				return Frame{}, buf, ErrCompression
			}
		}
		if f.Kind != Compressed || f.Last {
			return f, buf, nil
		}
	}
}

func (r *Reader) next(in *bufio.Reader, buf *[]byte) (Frame, error) {
	if _, err := io.ReadFull(in, r.head[:2]); err != nil {
		return Frame{}, r.failed(err)
	}
	f := Frame{Version: r.head[0], Kind: Kind(r.head[1])}
	if f.Version != '1' && f.Version != '2' {
		return f, ErrProtocol
	}
	if err := r.take(2); err != nil {
		return f, err
	}
	switch f.Kind {
	case Window:
		n, err := r.uint32(in)
		if err != nil {
			return f, err
		}
		if n > r.limits.WindowSize {
			return f, ErrWindowTooLarge
		}
		f.Size = n
		return f, nil
	case JSON:
		return f, r.json(in, &f, buf)
	case Pairs:
		return f, r.pairs(in, &f, buf)
	case Compressed:
		if r.inner != nil {
			return f, ErrNested
		}
		return f, r.compressed(in)
	}
	return f, ErrProtocol
}

// json reads a number, a length and the document. Of a document above the
// limit the beginning is kept and the rest is skipped, because a sender would
// send a document that is refused for ever, and all behind it would wait.
func (r *Reader) json(in *bufio.Reader, f *Frame, buf *[]byte) error {
	seq, length, err := r.twice(in)
	if err != nil {
		return err
	}
	n := int64(length)
	if err := r.take(n); err != nil {
		return err
	}
	keep := min(n, r.limits.FrameBytes)
	f.Sequence, f.Start, f.Cut = seq, len(*buf), keep < n
	if *buf, err = r.read(in, *buf, keep); err != nil {
		return err
	}
	f.End = len(*buf)
	for n -= keep; n > 0; {
		skipped, err := in.Discard(int(min(n, step)))
		if n -= int64(skipped); err != nil {
			return r.failed(unexpected(err))
		}
	}
	return nil
}

// pairs reads a number, a count and as many keys and values, each a length and
// a text. The payload is these lengths and texts as they came.
func (r *Reader) pairs(in *bufio.Reader, f *Frame, buf *[]byte) error {
	seq, count, err := r.twice(in)
	if err != nil {
		return err
	}
	f.Sequence, f.Start = seq, len(*buf)
	for texts := 2 * int64(count); texts > 0; texts-- {
		length, err := r.uint32(in)
		if err != nil {
			return err
		}
		n := int64(length)
		if n+4+int64(len(*buf)-f.Start) > r.limits.FrameBytes {
			return ErrFrameTooLarge
		}
		if err := r.take(n); err != nil {
			return err
		}
		if err := r.reserve(4); err != nil {
			return err
		}
		*buf = binary.BigEndian.AppendUint32(*buf, length)
		if *buf, err = r.read(in, *buf, n); err != nil {
			return err
		}
	}
	f.End = len(*buf)
	return nil
}

// compressed reads the whole of a compressed frame before any of it is
// inflated: a slow sender must not hold the memory that inflating needs.
func (r *Reader) compressed(in *bufio.Reader) error {
	length, err := r.uint32(in)
	if err != nil {
		return err
	}
	n := int64(length)
	if n > r.limits.FrameBytes {
		return ErrFrameTooLarge
	}
	if err := r.take(n); err != nil {
		return err
	}
	if r.packed, err = r.read(in, r.packed[:0], n); err != nil {
		return err
	}
	if err := r.host.Inflate(int(n)); err != nil {
		return err
	}
	if r.inner = newInflater(r.packed); r.inner == nil {
		return ErrCompression
	}
	return nil
}

// read appends n bytes, no faster than they come.
func (r *Reader) read(in *bufio.Reader, buf []byte, n int64) ([]byte, error) {
	for n > 0 {
		chunk := int(min(n, step))
		if err := r.reserve(chunk); err != nil {
			return buf, err
		}
		start := len(buf)
		buf = slices.Grow(buf, chunk)[:start+chunk]
		got, err := io.ReadFull(in, buf[start:])
		if err != nil {
			return buf[:start+got], r.failed(unexpected(err))
		}
		n -= int64(chunk)
	}
	return buf, nil
}

func (r *Reader) reserve(n int) error {
	if r.inner != nil {
		return nil
	}
	return r.host.Reserve(n)
}

// twice is uint32 two times.
func (r *Reader) twice(in *bufio.Reader) (a, b uint32, err error) {
	if err := r.take(8); err != nil {
		return 0, 0, err
	}
	if _, err := io.ReadFull(in, r.head[:8]); err != nil {
		return 0, 0, r.failed(unexpected(err))
	}
	return binary.BigEndian.Uint32(r.head[:4]), binary.BigEndian.Uint32(r.head[4:]), nil
}

func (r *Reader) uint32(in *bufio.Reader) (uint32, error) {
	if err := r.take(4); err != nil {
		return 0, err
	}
	if _, err := io.ReadFull(in, r.head[:4]); err != nil {
		return 0, r.failed(unexpected(err))
	}
	return binary.BigEndian.Uint32(r.head[:4]), nil
}

// take counts n bytes as a part of the window.
func (r *Reader) take(n int64) error {
	if r.left -= n; r.left < 0 {
		return ErrWindowBytes
	}
	return nil
}

// failed tells a fault of the wire from one of the compressed bytes.
func (r *Reader) failed(err error) error {
	if r.inner != nil {
		return ErrCompression
	}
	return err
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
