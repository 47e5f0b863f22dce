package intake

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// waitTime is how long the one request that may wait for memory does.
	waitTime = 5 * time.Second
	// waitStep is how often it looks.
	waitStep = 5 * time.Millisecond
	// relieveSteps is after how many looks it asks for relief again.
	relieveSteps = 50
)

// Budget bounds the memory of all requests that a receiver works on at once, so
// that many large ones are refused before it is gone.
type Budget struct {
	total int64
	free  atomic.Int64
	// first is held by the one request that may wait.
	first sync.Mutex

	// Relieve is called when something is not there, if it is set: it may end
	// requests that hold some and stall.
	Relieve func() bool
}

// NewBudget returns a budget of n bytes.
func NewBudget(n int64) *Budget {
	b := &Budget{total: n}
	b.free.Store(n)
	return b
}

// Take takes n bytes and says whether they were there. What was taken is given
// back with Return. It never waits.
func (b *Budget) Take(n int64) bool {
	if b.take(n) {
		return true
	}
	if b.Relieve != nil {
		b.Relieve()
	}
	return false
}

func (b *Budget) take(n int64) bool {
	if b.free.Add(-n) >= 0 {
		return true
	}
	b.free.Add(n)
	return false
}

// Return gives n bytes back.
func (b *Budget) Return(n int64) { b.free.Add(n) }

// Share is what one request has taken of a budget.
type Share struct {
	budget *Budget
	taken  int64
	// waits says that this is the request that may wait for others to end.
	waits bool
}

// Share returns an empty share. Its Release gives all of it back.
func (b *Budget) Share() Share { return Share{budget: b} }

// Take takes n bytes for the request. Without them the answer is ErrBudget
// when the request alone is beyond the budget, else ErrNoRoom. One request at a
// time waits for others to end, so that large ones cannot keep each other out
// for ever.
func (s *Share) Take(ctx context.Context, n int64) error {
	if s.budget.Take(n) {
		s.taken += n
		return nil
	}
	if s.taken+n > s.budget.total {
		return ErrBudget
	}
	if !s.waits && !s.budget.first.TryLock() {
		return ErrNoRoom
	}
	s.waits = true
	if !s.budget.wait(ctx, n) {
		return ErrNoRoom
	}
	s.taken += n
	return nil
}

// Keep gives back what was taken beyond n bytes.
func (s *Share) Keep(n int64) {
	if s.taken > n {
		s.budget.Return(s.taken - n)
		s.taken = n
	}
}

// Release gives back what was taken.
func (s *Share) Release() {
	if s.budget == nil {
		return
	}
	s.budget.Return(s.taken)
	if s.waits {
		s.budget.first.Unlock()
	}
	*s = Share{}
}

func (b *Budget) wait(ctx context.Context, n int64) bool {
	ctx, cancel := context.WithTimeout(ctx, waitTime)
	defer cancel()
	tick := time.NewTicker(waitStep)
	defer tick.Stop()
	for i := 1; ; i++ {
		select {
		case <-ctx.Done():
			return b.take(n)
		case <-tick.C:
			if b.take(n) {
				return true
			}
		}
		if i%relieveSteps == 0 && b.Relieve != nil {
			b.Relieve()
		}
	}
}
