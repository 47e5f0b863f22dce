package lokiexporter

import "sync/atomic"

// pushLimit is the largest push that the server is believed to take. Loki
// answers 429 to a push above its burst however often it is sent, and a proxy
// answers 413 above its own limit, so the size follows the answers: it is
// halved when one is refused and grows back slowly. It is safe for concurrent
// use.
type pushLimit struct {
	limit   atomic.Int64
	highest int64
}

// lowestPushLimit keeps requests from becoming tiny while a backend is
// overloaded, where the cause is the rate and not the size. Below it a batch
// still halves what is refused, but does not remember.
const lowestPushLimit = 16 << 10

func newPushLimit(highest int) *pushLimit {
	l := &pushLimit{highest: int64(highest)}
	l.limit.Store(l.highest)
	return l
}

func (l *pushLimit) bytes() int { return int(l.limit.Load()) }

// refused notes that a push of a size was not taken for its size.
func (l *pushLimit) refused(size int) {
	half := max(int64(size)/2, lowestPushLimit)
	for {
		limit := l.limit.Load()
		if half >= limit || l.limit.CompareAndSwap(limit, half) {
			return
		}
	}
}

// taken notes that a push of a size was stored. A push far below the limit
// proves nothing about it.
func (l *pushLimit) taken(size int) {
	limit := l.limit.Load()
	if limit < l.highest && int64(size) > limit/2 {
		// A lost race leaves the growth to the next push.
		l.limit.CompareAndSwap(limit, min(l.highest, limit+limit/16))
	}
}
