package lokiexporter

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/s2"

	"github.com/lethe-otel/lethe/internal/delivery"
)

const (
	// maxPushSpan is the longest time between the entries of one request.
	// Loki refuses what is too far behind the newest entry of its stream (half
	// of max_chunk_age, an hour by default), and it stores the good entries of
	// a request that it answers with 400. With a longer span, the new entries
	// of a refused request would push the old ones out when they are sent
	// again.
	maxPushSpan = uint64(15 * time.Minute)

	// maxThrottledHalvings bounds how often a batch is cut smaller on the spot
	// because of a 429; after that it waits.
	maxThrottledHalvings = 8
)

// delivering is one attempt to deliver one batch.
type delivering struct {
	*batch
	client *client
	limit  *pushLimit
	status *delivery.Status

	stopped  atomic.Bool
	halvings atomic.Int32

	mu       sync.Mutex
	ledger   *delivery.Ledger
	rejected map[string]int
	cause    delivery.Cause
}

func newDelivering(e *lokiExporter, b *batch, records int) *delivering {
	return &delivering{
		batch:    b,
		client:   e.client,
		limit:    e.limit,
		status:   &e.status,
		ledger:   delivery.NewLedger(records),
		rejected: map[string]int{},
	}
}

// run sends all streams, up to concurrency of them at the same time, one
// request after the other in each. It begins with the stream number first: a
// stream that makes the server fail must not always stand before the others.
func (d *delivering) run(ctx context.Context, concurrency int, first uint64) {
	n := uint64(len(d.streams))
	var next atomic.Uint64
	work := func() {
		buffers := takeBuffers()
		defer giveBuffers(buffers)
		for {
			i := next.Add(1) - 1
			if i >= n {
				return
			}
			d.stream(ctx, buffers, d.streams[(first+i)%n])
		}
	}
	if n <= 1 || concurrency <= 1 {
		work()
		return
	}
	var wg sync.WaitGroup
	for range min(uint64(concurrency), n) {
		wg.Go(work)
	}
	wg.Wait()
}

// stream sends the entries of one stream, oldest first. It ends with the first
// request that has to wait: what is newer must not overtake it, or Loki finds
// it too far behind later.
func (d *delivering) stream(ctx context.Context, buffers *buffers, s *stream) {
	for lo := 0; lo < len(s.entries); {
		hi := d.cut(s, lo)
		if _, ok := d.send(ctx, buffers, s, lo, hi); !ok {
			return
		}
		lo = hi
	}
}

// cut returns the end of the request that begins with entry lo: as many
// entries as fit, at least one.
func (d *delivering) cut(s *stream, lo int) int {
	limit := d.limit.bytes()
	size := 0
	for hi := lo; hi < len(s.entries); hi++ {
		e := s.entries[hi]
		size += e.end - e.start
		if hi > lo && (pushSize(s.labels, size) > limit || e.timestamp-s.entries[lo].timestamp > maxPushSpan) {
			return hi
		}
	}
	return len(s.entries)
}

// send delivers the entries [lo, hi) of a stream and settles each: stored,
// rejected, or left for a later attempt. It returns false when the stream has
// to wait, and the reason when the only entry was rejected.
func (d *delivering) send(ctx context.Context, buffers *buffers, s *stream, lo, hi int) (string, bool) {
	if lo == hi {
		return "", true
	}
	if d.stopped.Load() {
		return "", false
	}
	body, size := d.body(buffers, s, lo, hi)
	a := d.client.push(ctx, body)
	alone := hi-lo == 1
	switch a.verdict {
	case stored:
		d.status.OK()
		d.limit.taken(size)
		d.settle(s, lo, hi, delivery.Stored, "")
		return "", true
	case refused:
		d.status.OK()
		return d.refused(ctx, buffers, s, lo, hi, a)
	case tooLarge:
		d.status.OK()
		d.limit.refused(size)
		if alone {
			d.settle(s, lo, hi, delivery.Rejected, a.reason)
			return a.reason, true
		}
		return "", d.smaller(ctx, buffers, s, lo, hi)
	case throttled:
		d.limit.refused(size)
		if !alone && a.pause == 0 && d.halvings.Add(1) <= maxThrottledHalvings {
			return "", d.smaller(ctx, buffers, s, lo, hi)
		}
		// The limit of one stream says nothing about the others.
		d.wait(a, a.reason != reasonStreamRateLimit && a.reason != reasonStreamLimit)
		return "", false
	default:
		if a.trouble {
			d.status.Trouble(a.reason)
		}
		d.wait(a, true)
		return "", false
	}
}

// refused finds the entries that the server does not want. It has stored the
// others already, and drops their copies.
func (d *delivering) refused(ctx context.Context, buffers *buffers, s *stream, lo, hi int, a answer) (string, bool) {
	switch {
	case ofStream(a.reason):
		d.settle(s, lo, hi, delivery.Rejected, a.reason)
		return a.reason, true
	case hi-lo == 1:
		switch a.reason {
		case reasonRateLimit, reasonStreamRateLimit, reasonStreamLimit:
			d.wait(a, a.reason == reasonRateLimit)
			return "", false
		case "":
			a.reason = reasonBadRequest
		}
		d.settle(s, lo, hi, delivery.Rejected, a.reason)
		return a.reason, true
	case coversOlder(a.reason) || coversNewer(a.reason):
		return "", d.bisect(ctx, buffers, s, lo, hi)
	default:
		return "", d.halve(ctx, buffers, s, lo, hi)
	}
}

func (d *delivering) halve(ctx context.Context, buffers *buffers, s *stream, lo, hi int) bool {
	mid := lo + (hi-lo)/2
	_, ok := d.send(ctx, buffers, s, lo, mid)
	if ok {
		_, ok = d.send(ctx, buffers, s, mid, hi)
	}
	return ok
}

// smaller sends again what was refused for its size, in requests of the size
// that is left, and of half the entries at most.
func (d *delivering) smaller(ctx context.Context, buffers *buffers, s *stream, lo, hi int) bool {
	most := (hi - lo + 1) / 2
	for lo < hi {
		end := min(d.cut(s, lo), lo+most, hi)
		if _, ok := d.send(ctx, buffers, s, lo, end); !ok {
			return false
		}
		lo = end
	}
	return true
}

// bisect looks for the moment before or after which the server takes nothing.
// The entries are sorted by time, so one entry that is rejected alone answers
// for all on its side: some twenty requests for a whole backlog that is too
// old, instead of two for each record.
func (d *delivering) bisect(ctx context.Context, buffers *buffers, s *stream, lo, hi int) bool {
	mid := lo + (hi-lo)/2
	reason, ok := d.send(ctx, buffers, s, mid, mid+1)
	if !ok {
		return false
	}
	if coversOlder(reason) {
		d.settle(s, lo, mid, delivery.Rejected, reason)
	} else if _, ok = d.send(ctx, buffers, s, lo, mid); !ok {
		return false
	}
	if coversNewer(reason) {
		d.settle(s, mid+1, hi, delivery.Rejected, reason)
		return true
	}
	_, ok = d.send(ctx, buffers, s, mid+1, hi)
	return ok
}

func (d *delivering) settle(s *stream, lo, hi int, outcome delivery.Outcome, reason string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, e := range s.entries[lo:hi] {
		d.ledger.Set(e.index, outcome)
	}
	if outcome == delivery.Rejected && hi > lo {
		d.rejected[reason] += hi - lo
	}
}

// wait leaves what is not settled to a later attempt. With all set, the other
// streams of the batch are not tried either: the server would answer them the
// same.
func (d *delivering) wait(a answer, all bool) {
	if all {
		d.stopped.Store(true)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.cause.Reason == "" {
		d.cause.Reason = a.reason
	}
	d.cause.RetryAfter = max(d.cause.RetryAfter, a.pause)
}

// body returns a compressed push and its size before compression. The memory
// of the body is its own: the transport may still read it when the answer is
// there.
func (d *delivering) body(buffers *buffers, s *stream, lo, hi int) ([]byte, int) {
	size := 0
	for _, e := range s.entries[lo:hi] {
		size += e.end - e.start
	}
	raw := appendPushHead(buffers.raw[:0], s.labels, size)
	for _, e := range s.entries[lo:hi] {
		raw = append(raw, d.encoded(e)...)
	}
	buffers.raw = raw
	if bound := s2.MaxEncodedLen(len(raw)); cap(buffers.compressed) < bound {
		buffers.compressed = make([]byte, bound)
	}
	compressed := s2.EncodeSnappy(buffers.compressed[:cap(buffers.compressed)], raw)
	return append([]byte(nil), compressed...), len(raw)
}

// buffers are the memory of one goroutine that sends.
type buffers struct{ raw, compressed []byte }

var bufferPool = sync.Pool{New: func() any { return new(buffers) }}

func takeBuffers() *buffers { return bufferPool.Get().(*buffers) }

func giveBuffers(b *buffers) {
	if cap(b.raw) <= 4*maxRequestSize {
		bufferPool.Put(b)
	}
}
