package intake

import "sync/atomic"

// Budget bounds the bytes of all requests that a receiver works on at once, so
// that many large ones are refused before memory is gone. It never waits.
type Budget struct{ free atomic.Int64 }

// NewBudget returns a budget of n bytes.
func NewBudget(n int64) *Budget {
	b := new(Budget)
	b.free.Store(n)
	return b
}

// Take takes n bytes and says whether they were there. What was taken is given
// back with Return.
func (b *Budget) Take(n int64) bool {
	if b.free.Add(-n) >= 0 {
		return true
	}
	b.free.Add(n)
	return false
}

// Return gives n bytes back.
func (b *Budget) Return(n int64) { b.free.Add(n) }
