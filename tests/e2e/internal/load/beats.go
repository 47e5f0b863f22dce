package load

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"time"

	client "github.com/elastic/go-lumber/client/v2"
)

// beats is a sender like Filebeat: windows of lines that carry their file and
// offset. After a lost connection it goes on with the first line that was not
// acknowledged, in windows that are cut differently.
type beats struct {
	pace
	address string
	tls     *tls.Config
	options []client.Option
	// pending are lines that are not acknowledged, the oldest first; the first
	// tried of them were sent before.
	pending []line
	tried   int
	offset  int
}

type line struct {
	name  string
	event json.RawMessage
	since time.Time
}

func newBeats(p pace, d doors, compressed bool) (*beats, error) {
	certificate, err := tls.LoadX509KeyPair(d.g.Certs.ClientCert, d.g.Certs.ClientKey)
	if err != nil {
		return nil, err
	}
	s := &beats{pace: p, address: d.g.Lumberjack, tls: d.tls.Clone()}
	s.tls.Certificates = []tls.Certificate{certificate}
	s.tls.ServerName = "localhost"
	level := 0
	if compressed {
		level = 3
	}
	s.options = []client.Option{
		client.CompressionLevel(level), client.Timeout(30 * time.Second),
		client.JSONEncoder(func(v any) ([]byte, error) { return v.(json.RawMessage), nil }),
	}
	return s, nil
}

// Book is the sender's ledger.
func (s *beats) Book() *Ledger { return s.Ledger }

// Run sends.
func (s *beats) Run(ctx context.Context, stop <-chan struct{}) error {
	for !stopped(stop) || len(s.pending) > 0 {
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %d lines not acknowledged: %w", s.Service, len(s.pending), ctx.Err())
		}
		if err := s.connection(ctx, stop); err != nil {
			return fmt.Errorf("%s: %w", s.Service, err)
		}
		s.rest(ctx, retryPause)
	}
	return nil
}

// connection sends windows over one connection until it breaks or nothing is
// left to send. An error is what no gateway should do.
func (s *beats) connection(ctx context.Context, stop <-chan struct{}) error {
	try := Try{Began: time.Now()}
	conn, err := (&tls.Dialer{NetDialer: &net.Dialer{Timeout: 5 * time.Second}, Config: s.tls}).DialContext(ctx, "tcp", s.address)
	if err != nil {
		try.Ended, try.Err = time.Now(), err
		s.ended(noConnection, try)
		return nil
	}
	defer func() { _ = conn.Close() }()
	// A read of an acknowledgement must not outlive the test.
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	c, err := client.NewWithConn(conn, s.options...)
	if err != nil {
		return err
	}
	for {
		if !stopped(stop) {
			s.read()
		}
		if len(s.pending) == 0 {
			if stopped(stop) || ctx.Err() != nil {
				return nil
			}
		} else if ok, err := s.windows(c); !ok {
			return err
		}
		s.rest(ctx, pause)
	}
}

// read reads some more lines of the file.
func (s *beats) read() {
	names := s.names()
	s.offer(names)
	for _, name := range names {
		// A Beat writes down when it read the line, to the millisecond.
		at := time.Now().UTC()
		event := fmt.Sprintf(`{"@timestamp":%q,"@metadata":{"beat":"filebeat","type":"_doc","version":"9.1.0"},"message":"%s was ordered","service":{"name":%q},"log":{"offset":%d,"file":{"path":"/var/log/%s.log"}},"agent":{"type":"filebeat","version":"9.1.0"}}`,
			at.Format("2006-01-02T15:04:05.000Z"), name, s.Service, s.offset, s.Service)
		s.pending = append(s.pending, line{name, json.RawMessage(event), at})
		s.offset += 100
	}
}

// mostWindows is how many windows are under way at once: Filebeat sends the
// second before the first is acknowledged.
const mostWindows = 2

// windows sends the first lines and waits for their acknowledgement. It returns
// false when the connection is to be given up.
func (s *beats) windows(c *client.Client) (bool, error) {
	try := Try{Began: time.Now()}
	var sizes []int
	var err error
	for from := 0; err == nil && len(sizes) < mostWindows && from < len(s.pending); {
		n := 1 + s.random.IntN(min(len(s.pending)-from, 2*batch))
		events := make([]any, n)
		for i := range events {
			events[i] = s.pending[from+i].event
		}
		s.again(max(0, min(s.tried-from, n)))
		from += n
		s.tried = max(s.tried, from)
		sizes = append(sizes, n)
		err = c.Send(events)
	}
	for _, n := range sizes {
		for acked := 0; err == nil && acked < n; {
			var sequence uint32
			if sequence, err = c.ReceiveACK(); err != nil || sequence == 0 {
				continue // 0 says only that the gateway is alive
			}
			if int(sequence) <= acked || int(sequence) > n {
				return false, fmt.Errorf("event %d acknowledged, after %d, of %d", sequence, acked, n)
			}
			s.acknowledged(int(sequence) - acked)
			acked = int(sequence)
		}
	}
	try.Ended, try.Err = time.Now(), err
	switch {
	case err == nil:
		s.ended(taken, try)
	case errors.Is(err, io.EOF):
		// The protocol knows no other refusal than the orderly end of a connection.
		s.ended(refused, try)
	default:
		s.ended(broken, try)
	}
	return err == nil, nil
}

// acknowledged takes the first lines off.
func (s *beats) acknowledged(n int) {
	for _, line := range s.pending[:n] {
		s.ack([]string{line.name}, line.since)
	}
	s.pending = s.pending[n:]
	s.tried -= n
}
