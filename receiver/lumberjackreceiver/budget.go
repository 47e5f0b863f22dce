package lumberjackreceiver

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// patience is how long a window waits for memory before the receiver looks for
// a sender that holds some and sends nothing.
const patience = 100 * time.Millisecond

// budget bounds the bytes that were received and not handed on yet, of all
// connections. Who finds it empty waits, first come, first served.
//
// Two things must not stop the line. Senders that stall hold bytes: the one that
// has stalled for longest is closed. And all may wait for each other, each with a
// part of its window: then the first in line gets what it needs to end, beyond
// the budget, one at a time.
type budget struct {
	// relieve closes a connection that stalls and says whether there was one.
	relieve func() bool

	mu         sync.Mutex
	free       int64
	line       list.List // of *waiter
	privileged *connection
}

type waiter struct {
	c       *connection
	n       int64
	granted chan struct{}
}

func newBudget(n int64, relieve func() bool) *budget {
	return &budget{free: n, relieve: relieve}
}

// take waits until there are n bytes.
func (b *budget) take(ctx context.Context, c *connection, n int64) error {
	b.mu.Lock()
	if b.privileged == c || b.line.Len() == 0 && b.free >= n {
		b.free -= n
		b.mu.Unlock()
		return nil
	}
	w := &waiter{c: c, n: n, granted: make(chan struct{})}
	e := b.line.PushBack(w)
	b.mu.Unlock()

	tick := time.NewTicker(patience)
	defer tick.Stop()
	for {
		select {
		case <-w.granted:
			return nil
		case <-ctx.Done():
			return b.leave(e, w, ctx.Err())
		case <-tick.C:
			b.relief(e)
		}
	}
}

// leave takes a waiter out of the line, or gives back what it just got.
func (b *budget) leave(e *list.Element, w *waiter, err error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	select {
	case <-w.granted:
		b.free += w.n
		// It ends, perhaps with nothing else to give back.
		if b.privileged == w.c {
			b.privileged = nil
		}
	default:
		b.line.Remove(e)
	}
	b.grant()
	return err
}

func (b *budget) relief(e *list.Element) {
	b.mu.Lock()
	first := b.line.Front() == e
	b.mu.Unlock()
	if !first || b.relieve() {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.line.Front() == e && b.privileged == nil {
		w := e.Value.(*waiter)
		b.privileged = w.c
		b.free -= w.n
		b.line.Remove(e)
		close(w.granted)
	}
}

// give takes n bytes back. It ends the privilege of a connection.
func (b *budget) give(c *connection, n int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.free += n
	if b.privileged == c {
		b.privileged = nil
	}
	b.grant()
}

func (b *budget) grant() {
	for e := b.line.Front(); e != nil; e = b.line.Front() {
		w := e.Value.(*waiter)
		if b.free < w.n {
			return
		}
		b.free -= w.n
		b.line.Remove(e)
		close(w.granted)
	}
}
