//go:build e2e

package attack

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// sender is a well-behaved one. It sends a few lines, waits for the answer, sends
// the same again after a pause when it is refused, and goes on.
type sender struct {
	name string
	send func(ctx context.Context) error

	mu      sync.Mutex
	served  int
	refused int
	worst   time.Duration
	since   time.Time // of the request that is not served yet
	why     error
}

const (
	pauseBetween = 50 * time.Millisecond
	// pauseRefused is the first pause of Beats and of Promtail, about.
	pauseRefused = time.Second
	// attemptTime is how long a sender waits for an answer.
	attemptTime = 10 * time.Second
)

func (s *sender) run(ctx context.Context) {
	for ctx.Err() == nil {
		s.mu.Lock()
		s.since = time.Now()
		s.mu.Unlock()
		for {
			attempt, cancel := context.WithTimeout(ctx, attemptTime)
			err := s.send(attempt)
			cancel()
			if ctx.Err() != nil {
				return
			}
			if err == nil {
				break
			}
			s.mu.Lock()
			s.refused++
			s.why = err
			s.mu.Unlock()
			sleep(ctx, pauseRefused)
		}
		s.mu.Lock()
		s.served++
		s.worst = max(s.worst, time.Since(s.since))
		s.since = time.Time{}
		s.mu.Unlock()
		sleep(ctx, pauseBetween)
	}
}

// awaitService waits until two more requests are served, and at most as long as
// is promised.
func (s *sender) awaitService(ctx context.Context, long bool) {
	limit := promise
	if long {
		limit *= 3
	}
	s.mu.Lock()
	before := s.served
	s.mu.Unlock()
	for range limit / (10 * time.Millisecond) {
		s.mu.Lock()
		served := s.served
		s.mu.Unlock()
		if served >= before+2 {
			return
		}
		sleep(ctx, 10*time.Millisecond)
	}
}

// report says what happened since the last one.
func (s *sender) report() (served, refused int, worst time.Duration, why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	served, refused, worst, why = s.served, s.refused, s.worst, s.why
	if !s.since.IsZero() {
		worst = max(worst, time.Since(s.since))
	}
	s.served, s.refused, s.worst, s.why = 0, 0, 0, nil
	return served, refused, worst, why
}

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

const linesOfSender = 20

// senders are two for each door: one keeps its connection, one makes a new one
// for each request, as scripts do.
func (g *target) senders(secure *tls.Config) []*sender {
	var all []*sender
	for _, fresh := range []bool{false, true} {
		kind := ", kept"
		if fresh {
			kind = ", fresh"
		}
		client := &http.Client{Transport: &http.Transport{DisableKeepAlives: fresh, TLSClientConfig: secure}}
		all = append(all,
			&sender{name: "bulk" + kind, send: func(ctx context.Context) error { return g.sendBulk(ctx, client, secure != nil) }},
			&sender{name: "loki" + kind, send: func(ctx context.Context) error { return g.sendLoki(ctx, client, secure != nil) }},
			&sender{name: "beats" + kind, send: (&beat{g: g, fresh: fresh, tls: secure}).send},
		)
	}
	return all
}

var (
	goodBulk = bytes.Repeat([]byte(`{"index":{"_index":"shop"}}`+"\n"+`{"@timestamp":"2026-11-23T01:02:03.456789Z","message":"paid order 7 in 12 ms","service.name":"shop"}`+"\n"), linesOfSender)
	goodLoki = []byte(`{"streams":[{"stream":{"service_name":"shop"},"values":[` + repeat(`["1795395723456789000","paid order 7 in 12 ms"]`, linesOfSender) + `]}]}`)
)

// repeat writes n copies with commas between.
func repeat(text string, n int) string {
	return string(bytes.TrimSuffix(bytes.Repeat([]byte(text+","), n), []byte(",")))
}

func (g *target) sendBulk(ctx context.Context, client *http.Client, secure bool) error {
	answer, err := g.post(ctx, client, secure, g.bulk, "/_bulk", "application/x-ndjson", goodBulk)
	if err == nil && !bytes.Contains(answer, []byte(`"errors":false`)) {
		err = errors.New("a document was refused")
	}
	return err
}

func (g *target) sendLoki(ctx context.Context, client *http.Client, secure bool) error {
	_, err := g.post(ctx, client, secure, g.loki, "/loki/api/v1/push", "application/json", goodLoki)
	return err
}

func (g *target) post(ctx context.Context, client *http.Client, secure bool, addr, path, contentType string, body []byte) ([]byte, error) {
	scheme := "http"
	if secure {
		scheme = "https"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, scheme+"://"+addr+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", contentType)
	if secure {
		req.SetBasicAuth(g.user, g.password)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode/100 != 2 {
		return nil, fmt.Errorf("status %d", resp.StatusCode)
	}
	return answer, nil
}

// beat is a well-behaved sender of Lumberjack.
type beat struct {
	g     *target
	fresh bool
	tls   *tls.Config
	conn  net.Conn
}

func (b *beat) send(ctx context.Context) (err error) {
	defer func() {
		if b.conn != nil && (b.fresh || err != nil) {
			b.conn.Close()
			b.conn = nil
		}
	}()
	if b.conn == nil {
		conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", b.g.beats)
		if err != nil {
			return err
		}
		if b.tls != nil {
			conn = tls.Client(conn, b.tls)
		}
		b.conn = conn
	}
	deadline, _ := ctx.Deadline()
	if err := b.conn.SetDeadline(deadline); err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, func() { _ = b.conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	frames := windowFrame(linesOfSender)
	for i := range linesOfSender {
		frames = append(frames, jsonFrame(uint32(i+1), []byte(`{"@timestamp":"2026-11-23T01:02:03.456Z","message":"paid order 7 in 12 ms","host":{"name":"web-1"}}`))...)
	}
	if _, err := b.conn.Write(frames); err != nil {
		return err
	}
	for {
		var ack [6]byte
		if _, err := io.ReadFull(b.conn, ack[:]); err != nil {
			return err
		}
		if ack[5] == linesOfSender {
			return nil
		}
	}
}
