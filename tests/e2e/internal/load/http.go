package load

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"time"

	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// doors is what senders need to get in.
type doors struct {
	g   *gateway.Gateway
	tls *tls.Config
}

func (d doors) client() *http.Client {
	return &http.Client{
		Transport: &http.Transport{TLSClientConfig: d.tls.Clone(), DisableCompression: true},
		Timeout:   30 * time.Second,
	}
}

// overHTTP is a sender over HTTP. A request that is not taken is sent again,
// byte for byte.
type overHTTP struct {
	pace
	client *http.Client
	url    string
	header http.Header
	// fill makes the body for names. It may return more names than it was given:
	// records that are equal.
	fill func(names []string) (all []string, body []byte, err error)
	// check finds in the body of a good answer what is wrong with it.
	check func(records int, answer []byte) error
}

// Book is the sender's ledger.
func (s *overHTTP) Book() *Ledger { return s.Ledger }

// Run sends.
func (s *overHTTP) Run(ctx context.Context, stop <-chan struct{}) error {
	defer s.client.CloseIdleConnections()
	for !stopped(stop) {
		if names := s.names(); len(names) > 0 {
			if err := s.request(ctx, names); err != nil {
				return fmt.Errorf("%s: %w", s.Service, err)
			}
		}
		s.rest(ctx, pause)
	}
	return nil
}

// request sends one request until it is taken.
func (s *overHTTP) request(ctx context.Context, names []string) error {
	all, body, err := s.fill(names)
	if err != nil {
		return err
	}
	s.offer(all)
	began := time.Now()
	for {
		status, answer, err := s.try(ctx, body)
		switch {
		case ctx.Err() != nil:
			return fmt.Errorf("not acknowledged: %d records, last answer %d, %w", len(all), status, err)
		case err != nil:
		case status == http.StatusOK, status == http.StatusNoContent:
			if err := s.check(len(all), answer); err != nil {
				return fmt.Errorf("%w in %s", err, answer)
			}
			s.ack(all, began)
			return nil
		case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		default:
			return fmt.Errorf("answer %d: %s", status, answer)
		}
		s.rest(ctx, retryPause)
		s.again(len(all))
	}
}

func (s *overHTTP) try(ctx context.Context, body []byte) (int, []byte, error) {
	connected := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected = true },
	})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	// The transport must not try again by itself: the ledger would not know.
	req.GetBody = nil
	req.Header = s.header.Clone()
	try := Try{Began: time.Now()}
	status, answer, err := s.exchange(req)
	try.Ended, try.Err = time.Now(), err
	switch {
	case err == nil && status < http.StatusBadRequest:
		s.ended(taken, try)
	case err == nil:
		s.ended(fmt.Sprint(status), try)
	case connected:
		s.ended(broken, try)
	default:
		s.ended(noConnection, try)
	}
	return status, answer, err
}

func (s *overHTTP) exchange(req *http.Request) (int, []byte, error) {
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(resp.Body)
	return resp.StatusCode, answer, err
}
