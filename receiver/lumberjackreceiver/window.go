package lumberjackreceiver

import (
	"bufio"
	"bytes"
	"slices"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/frame"
)

// window is what a sender has announced and how much of it has come.
type window struct {
	version byte
	size    uint32
	got     uint32
	// last is the sender's number of the last event.
	last uint32
	open bool
}

// event is one event in the payload of a workspace.
type event struct {
	start, end int
	kind       frame.Kind
	cut        bool
}

// eventCost is what an event costs beside its bytes, so that empty ones are not
// free.
const eventCost = 256

// valueCost is what a value in an event costs beside its bytes, measured: a list
// of numbers takes many times its text.
const valueCost = 48

// mostValues is how many values of an event count: what has more is kept as text.
const mostValues = 1 << 16

// values is at least how many values a document has: each stands behind one of
// these.
func values(doc []byte) int64 {
	n := 0
	for _, before := range []string{",", "[", "{"} {
		n += bytes.Count(doc, []byte(before))
	}
	return int64(min(n, mostValues))
}

// workspace is what a connection needs while it is not idle.
type workspace struct {
	wire    *bufio.Reader
	frames  *frame.Reader
	payload []byte
	events  []event
	// values is at least how many values the events have.
	values int64
}

// wireBuffer is small, because a slow sender holds one. What is longer is read
// past it.
const wireBuffer = 4 << 10

func (s *server) getSpace(c *connection) *workspace {
	w, _ := s.spaces.Get().(*workspace)
	if w == nil {
		w = &workspace{wire: bufio.NewReaderSize(nil, wireBuffer)}
		w.frames = frame.NewReader(w.wire, c, frame.Limits{
			FrameBytes:  s.cfg.MaxFrameBytes,
			WindowSize:  s.cfg.MaxWindowSize,
			WindowBytes: s.cfg.MaxDecompressedBytes,
		})
	}
	w.wire.Reset(c)
	w.frames.Reset(w.wire, c)
	return w
}

// keepPayload is the size up to which buffers are used again.
const (
	keepPayload = 4 << 20
	keepEvents  = 16 << 10
)

func (s *server) putSpace(w *workspace) {
	w.wire.Reset(nil)
	w.frames.Reset(w.wire, nil)
	w.clear()
	s.spaces.Put(w)
}

func (w *workspace) clear() {
	w.payload, w.events, w.values = w.payload[:0], w.events[:0], 0
	if cap(w.payload) > keepPayload {
		w.payload = nil
	}
	if cap(w.events) > keepEvents {
		w.events = nil
	}
}

// longEvent is the length from which one event is worked on at a time: to search
// it takes up to sixteen times its length.
const longEvent = 1 << 20

func (w *workspace) hasLong() bool {
	return len(w.payload) >= longEvent && slices.ContainsFunc(w.events, func(e event) bool { return e.end-e.start >= longEvent })
}

func (w *workspace) size() int64 {
	return int64(len(w.payload)) + eventCost*int64(len(w.events)) + valueCost*w.values
}

// frame takes a frame into the window and hands on what is complete.
func (c *connection) frame(f frame.Frame) error {
	w := &c.window
	switch f.Kind {
	case frame.Window:
		// A window before the one in front is complete ends that one, as in
		// Logstash.
		if w.open && w.got > 0 {
			if err := c.finish(); err != nil {
				return err
			}
		}
		*w = window{version: f.Version, size: f.Size, open: f.Size > 0}
		c.space.frames.StartWindow()
		if !w.open {
			return c.acks.send(w.version, 0, true)
		}
		c.acks.begin(w.version)
		return nil
	case frame.JSON, frame.Pairs:
		return c.event(f)
	}
	return nil
}

func (c *connection) event(f frame.Frame) error {
	w, s := &c.window, c.space
	if !w.open {
		// The size holds until another is announced: the protocol lets a sender
		// announce it once.
		if w.size == 0 {
			return frame.ErrProtocol
		}
		w.open, w.got = true, 0
		c.acks.begin(w.version)
	}
	s.events = append(s.events, event{start: f.Start, end: f.End, kind: f.Kind, cut: f.Cut})
	s.values += values(s.payload[f.Start:f.End])
	w.got++
	w.last = f.Sequence
	switch {
	case w.got == w.size:
		return c.finish()
	case f.Last || s.size() >= c.server.cfg.MaxBatchBytes:
		// What came out of a compressed frame must not wait for the wire: the
		// memory for it is shared by all.
		return c.part()
	}
	// An event costs more than its bytes.
	if s.frames.Inflating() {
		return nil
	}
	return c.Reserve(eventCost)
}

// finish hands on the rest of the window and acknowledges it.
func (c *connection) finish() error {
	if err := c.deliver(); err != nil {
		return err
	}
	c.window.open = false
	c.space.frames.StartWindow()
	return c.acks.send(c.window.version, c.window.last, true)
}

// part hands on a part of the window. Version 2 lets it be acknowledged.
func (c *connection) part() error {
	if err := c.deliver(); err != nil {
		return err
	}
	if c.window.version == '2' {
		if err := c.acks.send('2', c.window.last, false); err != nil {
			return err
		}
	}
	return c.renew()
}

func (c *connection) deliver() error {
	s := c.space
	if len(s.events) == 0 {
		return nil
	}
	if err := c.takeSlot(s.size()); err != nil {
		return err
	}
	if s.hasLong() {
		if err := c.server.long.Acquire(c.ctx, 1); err != nil {
			return err
		}
		defer c.server.long.Release(1)
	}
	err := c.server.handOn(c.ctx, s.payload, s.events)
	s.clear()
	c.giveHeld()
	if s.frames.Inflating() {
		c.pauseSlot()
	} else {
		c.giveSlot()
	}
	return err
}
