package lumberjackreceiver

import (
	"container/list"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/client"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/frame"
)

// writeTimeout is how long a sender may take to read an acknowledgement.
const writeTimeout = 10 * time.Second

// connection is one sender. While it is idle it holds no buffer.
type connection struct {
	server *server
	// raw is what was accepted; conn is the same or TLS above it.
	raw, conn net.Conn
	ctx       context.Context
	cancel    context.CancelFunc
	place     *list.Element // among the idle ones; the registry's

	// killed is the reason of a connection that was closed from outside.
	killed atomic.Pointer[string]
	// stalledSince is when the window began for whose bytes the connection waits
	// at this moment, else 0.
	stalledSince atomic.Int64
	windowSince  int64
	// held is what was taken from the budget, and credit the unused part of it.
	held   atomic.Int64
	credit int64
	// slot is the connection's share of the memory for windows at work. Between
	// two parts of a compressed frame it is no more than the frame, packed.
	slot, packed, paused int64

	first    [1]byte
	hasFirst bool
	space    *workspace

	window window
	acks   acks
}

func (s *server) newConnection(raw net.Conn) *connection {
	c := &connection{server: s, raw: raw, conn: raw}
	c.ctx, c.cancel = context.WithCancel(s.ctx)
	c.acks.c = c
	return c
}

// kill closes the connection from outside. It never waits for the peer.
func (c *connection) kill(reason string) {
	c.killed.CompareAndSwap(nil, &reason)
	c.cancel()
	c.raw.Close()
}

// run serves the connection until it ends.
func (c *connection) run() {
	defer c.cancel()
	defer c.raw.Close()
	err := c.talk()
	c.acks.stop()
	c.release()
	reason, polite := c.reasonOf(err)
	c.server.closed(c, reason)
	if polite {
		c.linger()
	}
}

// talk ends with the connection. A panic in what one sender sent must not end
// those of all others.
func (c *connection) talk() (err error) {
	defer func() {
		if recover() != nil {
			// What was recovered may quote the data.
			c.server.set.Logger.Error("Panic while working on a window", zap.Stack("stack"))
			err = errPanic
		}
	}()
	if err := c.handshake(); err != nil {
		return err
	}
	return c.serve()
}

func (c *connection) handshake() error {
	info := client.Info{Addr: c.raw.RemoteAddr()}
	if c.server.tls != nil {
		// Until it is through, it may give way to another.
		c.server.connections.setIdle(c, true)
		secure := tls.Server(c.raw, c.server.tls)
		ctx, cancel := context.WithTimeout(c.ctx, c.server.cfg.HandshakeTimeout)
		defer cancel()
		if err := secure.HandshakeContext(ctx); err != nil {
			return errHandshake
		}
		c.conn = secure
		info.Auth = identify(secure.ConnectionState())
	}
	c.ctx = client.NewContext(c.ctx, info)
	return nil
}

// serve reads windows until the sender ends, or errors. A connection that waits
// for a window waits for its first byte, without a buffer.
func (c *connection) serve() error {
	for {
		if err := c.await(); err != nil {
			return err
		}
		if err := c.active(); err != nil {
			return err
		}
		c.release()
	}
}

func (c *connection) await() error {
	c.server.connections.setIdle(c, true)
	if err := c.conn.SetReadDeadline(time.Now().Add(c.server.cfg.IdleTimeout)); err != nil {
		return err
	}
	// Asked after the deadline is set: a shutdown sets another one after it has
	// said that it stops.
	if c.server.stopping() {
		return errStopping
	}
	_, err := io.ReadFull(c.conn, c.first[:])
	c.server.connections.setIdle(c, false)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded) && c.server.stopping():
		return errStopping
	case errors.Is(err, os.ErrDeadlineExceeded):
		return errIdle
	}
	c.hasFirst = err == nil
	return err
}

// active reads frames until a window is complete and nothing more has come.
func (c *connection) active() error {
	c.space = c.server.getSpace(c)
	s := c.space
	if err := c.renew(); err != nil {
		return err
	}
	for {
		if err := c.resumeSlot(); err != nil {
			return err
		}
		f, payload, err := s.frames.Next(s.payload)
		s.payload = payload
		if err != nil {
			return err
		}
		if err := c.frame(f); err != nil {
			return err
		}
		if s.frames.Inflating() {
			continue
		}
		// Nothing waits for the wire with a share of what all need.
		c.giveSlot()
		if c.window.open {
			continue
		}
		if c.server.stopping() {
			return errStopping
		}
		if s.wire.Buffered() == 0 {
			return nil
		}
		if err := c.renew(); err != nil {
			return err
		}
	}
}

// renew gives the sender the time for a window, or for what follows a part.
func (c *connection) renew() error {
	c.windowSince = time.Now().UnixNano()
	return c.extend()
}

func (c *connection) extend() error {
	return c.conn.SetReadDeadline(time.Now().Add(c.server.cfg.ReadTimeout))
}

// Read is where the bytes of a window come from: the byte that woke the
// connection and then the wire.
func (c *connection) Read(p []byte) (int, error) {
	if c.hasFirst && len(p) > 0 {
		p[0], c.hasFirst = c.first[0], false
		return 1, nil
	}
	c.stalledSince.Store(c.windowSince)
	n, err := c.conn.Read(p)
	c.stalledSince.Store(0)
	return n, err
}

// creditStep is the least that is taken from the budget at once.
const creditStep = 4 << 10

// Reserve takes bytes from the budget. The time that it waits is not the
// sender's.
func (c *connection) Reserve(n int) error {
	if c.credit -= int64(n); c.credit >= 0 {
		return nil
	}
	need := max(-c.credit, creditStep)
	begin := time.Now()
	if err := c.server.budget.take(c.ctx, c, need); err != nil {
		return err
	}
	c.held.Add(need)
	c.credit += need
	if waited := time.Since(begin); waited > time.Second {
		return c.extend()
	}
	return nil
}

// mostInflated is what a byte of deflate can become at most.
const mostInflated = 1032

// Inflate waits for a place among the windows at work.
func (c *connection) Inflate(n int) error {
	c.packed = int64(n)
	return c.takeSlot(int64(n) * mostInflated)
}

func (c *connection) takeSlot(n int64) error {
	if c.slot > 0 {
		return nil
	}
	n = max(1, min(n, c.server.cfg.MaxBatchBytes, c.server.workSize))
	if err := c.server.work.Acquire(c.ctx, n); err != nil {
		return err
	}
	c.slot = n
	return nil
}

// pauseSlot gives others their turn between two parts of a compressed frame,
// which may be long. Half of the memory is never held by frames that wait for
// their next turn, so that there always is one.
func (c *connection) pauseSlot() {
	kept := max(1, min(c.slot, c.packed))
	if c.server.paused.Add(kept) > c.server.workSize/2 {
		c.server.paused.Add(-kept)
		return
	}
	c.server.work.Release(c.slot - kept)
	c.slot, c.paused = kept, kept
}

// resumeSlot waits for the next turn.
func (c *connection) resumeSlot() error {
	if c.paused == 0 {
		return nil
	}
	more := max(0, min(c.server.cfg.MaxBatchBytes, c.server.workSize)-c.slot)
	if err := c.server.work.Acquire(c.ctx, more); err != nil {
		return err
	}
	c.slot += more
	c.endPause()
	return nil
}

func (c *connection) endPause() {
	c.server.paused.Add(-c.paused)
	c.paused = 0
}

func (c *connection) giveSlot() {
	c.endPause()
	if c.slot > 0 {
		c.server.work.Release(c.slot)
		c.slot = 0
	}
}

// giveHeld returns what was received and is handed on.
func (c *connection) giveHeld() {
	if n := c.held.Swap(0); n > 0 {
		c.server.budget.give(c, n)
	}
	c.credit = 0
}

// release returns all that the connection holds.
func (c *connection) release() {
	c.giveSlot()
	c.giveHeld()
	if c.space != nil {
		c.server.putSpace(c.space)
		c.space = nil
	}
}

// How long a connection lingers, and how much it reads.
const (
	lingerTime  = time.Second
	lingerBytes = 64 << 20
)

// linger lets acknowledgements arrive before the connection ends: what the
// sender still sends would turn the end into a reset, which takes them away.
func (c *connection) linger() {
	if err := c.conn.SetDeadline(time.Now().Add(lingerTime)); err != nil {
		return
	}
	if secure, ok := c.conn.(*tls.Conn); ok {
		if err := secure.CloseWrite(); err != nil {
			return
		}
	}
	half, ok := c.raw.(interface{ CloseWrite() error })
	if !ok || half.CloseWrite() != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, c.raw, lingerBytes)
}

// acks writes to the sender: keep-alives from a timer, acknowledgements from
// the connection.
type acks struct {
	c       *connection
	mu      sync.Mutex
	working bool
	timer   *time.Timer
}

// begin starts the keep-alives of a window. Version 1 has none: its senders
// take each acknowledgement for the last.
func (a *acks) begin(version byte) {
	if version != '2' {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.working {
		return
	}
	a.working = true
	if a.timer == nil {
		a.timer = time.AfterFunc(a.c.server.cfg.KeepAliveInterval, a.keepAlive)
	} else {
		a.timer.Reset(a.c.server.cfg.KeepAliveInterval)
	}
}

// keepAlive acknowledges nothing. It must not repeat the last number: that may
// be the one that the sender awaits, or above it.
func (a *acks) keepAlive() {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.working {
		return
	}
	if err := a.write('2', 0); err != nil {
		a.c.kill(reasonWrite)
		return
	}
	a.c.server.telemetry.ReceiverLumberjackKeepalives.Add(a.c.ctx, 1, a.c.server.labels.alone)
	a.timer.Reset(a.c.server.cfg.KeepAliveInterval)
}

// send acknowledges all events up to the number.
func (a *acks) send(version byte, sequence uint32, last bool) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if last {
		a.end()
	} else if a.working {
		a.timer.Reset(a.c.server.cfg.KeepAliveInterval)
	}
	if err := a.write(version, sequence); err != nil {
		return errWrite
	}
	return nil
}

func (a *acks) stop() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.end()
}

func (a *acks) end() {
	a.working = false
	if a.timer != nil {
		a.timer.Stop()
	}
}

func (a *acks) write(version byte, sequence uint32) error {
	if err := a.c.conn.SetWriteDeadline(time.Now().Add(writeTimeout)); err != nil {
		return err
	}
	b := frame.Ack(version, sequence)
	_, err := a.c.conn.Write(b[:])
	return err
}
