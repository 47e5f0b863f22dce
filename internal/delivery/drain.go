package delivery

import (
	"context"
	"sync"
	"time"
)

// Drain bounds the end of an exporter. At shutdown the collector's queue sends
// what it holds once more, request after request, and waits for each: with a
// backend that hangs this takes the time-out times the length of the queue.
// After the grace period a Drain cancels the requests on the wire, so that the
// rest of the queue comes back at once; a persistent queue keeps it.
type Drain struct {
	ctx    context.Context
	cancel context.CancelFunc
	once   sync.Once
}

// NewDrain returns a Drain that has not begun.
func NewDrain() *Drain {
	ctx, cancel := context.WithCancel(context.Background())
	return &Drain{ctx: ctx, cancel: cancel}
}

// Bind returns a context that ends with the parent or with the grace period,
// whichever is first. Call the returned function when the work is over.
func (d *Drain) Bind(parent context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	stop := context.AfterFunc(d.ctx, cancel)
	return ctx, func() {
		stop()
		cancel()
	}
}

// Shutdown runs next, the shutdown of queue and retry, and cancels what is
// bound once the grace period is over or ctx ends. Only the first call does
// anything: the collector's retry panics at a second shutdown.
func (d *Drain) Shutdown(ctx context.Context, grace time.Duration, next func(context.Context) error) error {
	var err error
	d.once.Do(func() {
		defer d.cancel()
		timer := time.AfterFunc(grace, d.cancel)
		defer timer.Stop()
		stop := context.AfterFunc(ctx, d.cancel)
		defer stop()
		err = next(ctx)
	})
	return err
}
