package load

import (
	"context"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// Most is how many records a sender sends at most: one search finds them all.
const Most = 9000

const (
	// batch is the largest number of records in a request.
	batch = 24
	// pause is the longest time between two requests.
	pause = 60 * time.Millisecond
	// retryPause is the longest time before the same is sent again.
	retryPause = 200 * time.Millisecond
)

// pace is what all senders have in common: made-up names, sizes and pauses, the
// same for the same seed.
type pace struct {
	*Ledger
	random *rand.Rand
	next   int
}

func newPace(kind, service string, seed uint64) pace {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(kind))
	return pace{Ledger: newLedger(kind, service), random: rand.New(rand.NewPCG(seed, hash.Sum64()))}
}

// names returns the names of the next request; none when the sender has sent
// all that it may.
func (p *pace) names() []string {
	n := min(1+p.random.IntN(batch), Most-p.next)
	names := make([]string, n)
	for i := range names {
		p.next++
		names[i] = fmt.Sprintf("%s.%d", p.Service, p.next)
	}
	return names
}

// rest waits for a part of the limit; it ends with the context.
func (p *pace) rest(ctx context.Context, limit time.Duration) {
	timer := time.NewTimer(time.Duration(p.random.Int64N(int64(limit))))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// stopped says whether a channel is closed.
func stopped(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
}
