package intake

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestBudget(t *testing.T) {
	b := NewBudget(10)
	assert.True(t, b.Take(7))
	assert.False(t, b.Take(4))
	assert.True(t, b.Take(3), "a refusal takes nothing")
	assert.False(t, b.Take(1))
	b.Return(7)
	assert.True(t, b.Take(7))
}

func TestShareBeyondTheBudget(t *testing.T) {
	b := NewBudget(10)
	s := b.Share()
	assert.NoError(t, s.Take(t.Context(), 6))
	assert.ErrorIs(t, s.Take(t.Context(), 5), ErrBudget)
	s.Release()
	s.Release()
	assert.True(t, b.Take(10))
}

// One waits until another ends; a third one is refused at once.
func TestOneShareWaits(t *testing.T) {
	b := NewBudget(10)
	held, waiting, third := b.Share(), b.Share(), b.Share()
	assert.NoError(t, held.Take(t.Context(), 8))
	done := make(chan error)
	go func() { done <- waiting.Take(t.Context(), 5) }()
	assert.Eventually(t, func() bool {
		if b.first.TryLock() {
			b.first.Unlock()
			return false
		}
		return true
	}, time.Second, time.Millisecond)
	assert.ErrorIs(t, third.Take(t.Context(), 5), ErrNoRoom)
	held.Release()
	assert.NoError(t, <-done)
	waiting.Release()
	assert.NoError(t, third.Take(t.Context(), 10), "and the next may wait")
	third.Release()
}

// Large requests that come together do not keep each other out.
func TestOneOfManyLargeSharesGetsThrough(t *testing.T) {
	b := NewBudget(100)
	var through atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s := b.Share()
			defer s.Release()
			for range 90 {
				if s.Take(t.Context(), 1) != nil {
					return
				}
				time.Sleep(100 * time.Microsecond)
			}
			through.Add(1)
		})
	}
	all.Wait()
	assert.Positive(t, through.Load())
	assert.True(t, b.Take(100), "all is given back")
}
