package intake

import (
	"cmp"
	"io"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// patience is how long a sender may make its own request wait for less than
	// progress bytes while others find no room.
	patience = 2 * time.Second
	// progress is how much a sender has to send, or to read, in that time.
	progress = 64 << 10
	// mostCut bounds the requests that are ended at once.
	mostCut = 64
)

// exchanges knows the requests at work. When connections or memory are short,
// those that wait for their own senders are ended, so that senders which stop in
// the middle of a request, or do not read its answer, keep nobody out.
type exchanges struct {
	mu   sync.Mutex
	open map[*exchange]struct{}
}

// exchange is one request and its answer.
type exchange struct {
	control *http.ResponseController
	// reading and writing say since when the sender makes the request wait for
	// the bytes that are awaited at this moment, in nanoseconds since 1970; 0
	// while it does not.
	reading, writing atomic.Int64
	slow             time.Duration
	moved            int
	cut              atomic.Bool
}

func (s *exchanges) begin(w http.ResponseWriter) *exchange {
	x := &exchange{control: http.NewResponseController(w)}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open == nil {
		s.open = map[*exchange]struct{}{}
	}
	s.open[x] = struct{}{}
	return x
}

// end takes an exchange out. It is not cut any more afterwards: its connection
// may carry another.
func (s *exchanges) end(x *exchange) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, x)
}

// relieve ends exchanges that stall, those that do so for longest first, and
// says whether there was one.
func (s *exchanges) relieve() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	type stalled struct {
		x     *exchange
		since int64
	}
	var all []stalled
	limit := time.Now().Add(-patience).UnixNano()
	for x := range s.open {
		since := max(x.reading.Load(), x.writing.Load())
		if since != 0 && since < limit && !x.cut.Load() {
			all = append(all, stalled{x, since})
		}
	}
	slices.SortFunc(all, func(a, b stalled) int { return cmp.Compare(a.since, b.since) })
	for _, one := range all[:min(mostCut, len(all))] {
		one.x.cutOff()
	}
	return len(all) > 0
}

// cutOff makes what is awaited fail with a time-out.
func (x *exchange) cutOff() {
	x.cut.Store(true)
	past := time.Unix(1, 0)
	if x.reading.Load() != 0 {
		_ = x.control.SetReadDeadline(past)
		return
	}
	_ = x.control.SetWriteDeadline(past)
}

// wait does what waits for the sender, and keeps the time.
func (x *exchange) wait(since *atomic.Int64, do func([]byte) (int, error), p []byte) (int, error) {
	begin := time.Now()
	since.Store(begin.Add(-x.slow).UnixNano())
	n, err := do(p)
	since.Store(0)
	x.slow += time.Since(begin)
	if x.moved += n; x.moved >= progress {
		x.moved, x.slow = 0, 0
	}
	return n, err
}

// rawBody is the body as it comes from the connection. The middleware of
// confighttp hides it behind limits and decompressors.
type rawBody struct {
	io.ReadCloser
	exchange *exchange
	touched  bool
}

func (b *rawBody) Read(p []byte) (int, error) {
	b.touched = true
	return b.exchange.wait(&b.exchange.reading, b.ReadCloser.Read, p)
}

// rawAnswer is the answer as it goes to the connection.
type rawAnswer struct {
	http.ResponseWriter
	exchange *exchange
}

func (a *rawAnswer) Write(p []byte) (int, error) {
	return a.exchange.wait(&a.exchange.writing, a.ResponseWriter.Write, p)
}

// Unwrap is for http.ResponseController.
func (a *rawAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Flush is for who looks for it without http.ResponseController.
func (a *rawAnswer) Flush() { _ = a.exchange.control.Flush() }
