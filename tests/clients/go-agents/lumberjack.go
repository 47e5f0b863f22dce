package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"os"
	"sync"
	"time"

	lumber "github.com/elastic/go-lumber/client/v2"
)

// options are those of both clients.
func (s settings) options() []lumber.Option {
	return []lumber.Option{lumber.CompressionLevel(3), lumber.Timeout(20 * time.Second)}
}

// dialer connects with TLS where there is an authority, with a certificate of
// its own where there is one.
func (s settings) dialer() (func(network, address string) (net.Conn, error), error) {
	plain := &net.Dialer{Timeout: 5 * time.Second}
	if s.CA == "" {
		return plain.Dial, nil
	}
	ca, err := os.ReadFile(s.CA)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(ca) {
		return nil, errors.New("no certificate in " + s.CA)
	}
	config := &tls.Config{RootCAs: pool}
	if s.Cert != "" {
		pair, err := tls.LoadX509KeyPair(s.Cert, s.Key)
		if err != nil {
			return nil, err
		}
		config.Certificates = []tls.Certificate{pair}
	}
	return (&tls.Dialer{NetDialer: plain, Config: config}).Dial, nil
}

// events are the documents as they are.
func events(records []record) []any {
	out := make([]any, len(records))
	for i, r := range records {
		out[i] = json.RawMessage(r.Doc)
	}
	return out
}

// sendLumberjackSync sends window by window. What was not acknowledged is sent
// again on a new connection, in smaller windows: as Beats do, it is not the same
// window that comes a second time.
func sendLumberjackSync(s settings, records []record) (report, error) {
	dial, err := s.dialer()
	if err != nil {
		return report{}, err
	}
	var out report
	var client *lumber.SyncClient
	window := s.Batch
	for len(records) > 0 {
		err := func() error {
			if client == nil {
				if client, err = lumber.SyncDialWith(dial, s.Address, s.options()...); err != nil {
					client = nil
					return err
				}
			}
			n, err := client.Send(events(records[:min(window, len(records))]))
			out.Acked += n
			records = records[n:]
			return err
		}()
		if err == nil {
			continue
		}
		if out.Retries == s.Retries {
			out.fail(len(records), err)
			break
		}
		out.Retries++
		out.note(err)
		if client != nil {
			_ = client.Close()
			client = nil
		}
		window = max(1, window*2/3)
		time.Sleep(s.wait())
	}
	if client != nil {
		_ = client.Close()
	}
	return out, nil
}

// sendLumberjackAsync keeps several windows under way. Those that end with an
// error, or without one at the end of a connection, are sent again.
func sendLumberjackAsync(s settings, records []record) (report, error) {
	dial, err := s.dialer()
	if err != nil {
		return report{}, err
	}
	var out report
	for {
		var rest []record
		rest, err = sendWindows(dial, s, records)
		out.Acked += len(records) - len(rest)
		if records = rest; len(records) == 0 {
			return out, nil
		}
		if out.Retries == s.Retries {
			out.fail(len(records), err)
			return out, nil
		}
		out.Retries++
		out.note(err)
		time.Sleep(s.wait())
	}
}

// sendWindows sends over one connection and returns what was not acknowledged.
func sendWindows(dial func(network, address string) (net.Conn, error), s settings, records []record) ([]record, error) {
	client, err := lumber.AsyncDialWith(dial, s.Address, 4, s.options()...)
	if err != nil {
		return records, err
	}
	var mu sync.Mutex
	var wait sync.WaitGroup
	var rest []record
	var errs []error
	for len(records) > 0 {
		window := records[:min(s.Batch, len(records))]
		records = records[len(window):]
		wait.Add(1)
		err := client.Send(func(seq uint32, err error) {
			defer wait.Done()
			mu.Lock()
			defer mu.Unlock()
			rest = append(rest, window[seq:]...)
			errs = append(errs, err)
		}, events(window))
		if err != nil {
			break
		}
	}
	wait.Wait()
	_ = client.Close()
	return append(rest, records...), errors.Join(errs...)
}
