package load

import (
	"context"
	"errors"
	"sync"

	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// Sender sends records and keeps a ledger.
type Sender interface {
	// Book is the sender's ledger.
	Book() *Ledger
	// Run makes new records up until stop is closed, and then goes on until the
	// last of them is acknowledged. An answer that no gateway should give is an
	// error, and so is the end of the context before the last acknowledgement.
	Run(ctx context.Context, stop <-chan struct{}) error
}

// Senders are several of them at work.
type Senders struct {
	all  []Sender
	stop chan struct{}
	done sync.WaitGroup
	mu   sync.Mutex
	errs []error
}

// All returns two senders of each kind, for a gateway with the doors of
// agents.yaml. newService makes up the name of a service.
func All(g *gateway.Gateway, seed uint64, newService func(kind string) string) ([]Sender, error) {
	tls, err := g.Certs.Client()
	if err != nil {
		return nil, err
	}
	var all []Sender
	for i := range uint64(2) {
		seed := seed + i
		paceOf := func(kind string) pace { return newPace(kind, newService(kind), seed) }
		doors := doors{g: g, tls: tls}
		beats, err := newBeats(paceOf("beats"), doors, i == 1)
		if err != nil {
			return nil, err
		}
		grpc, err := newGRPC(paceOf("otlp-grpc"), doors)
		if err != nil {
			return nil, err
		}
		all = append(all,
			newBulk(paceOf("bulk-index-id"), doors, bulkIndexID),
			newBulk(paceOf("bulk-create-id"), doors, bulkCreateID),
			newBulk(paceOf("bulk-index"), doors, bulkIndex),
			newBulk(paceOf("bulk-create"), doors, bulkCreate),
			beats,
			newPush(paceOf("loki-push"), doors, i == 1),
			newLogs(paceOf("otlp-logs"), doors),
			newSpans(paceOf("otlp-spans"), doors),
			grpc,
		)
	}
	return all, nil
}

// Remembered returns senders of records to which the gateway adds something that
// it has to remember until they are sent again: the time, or an id.
func Remembered(g *gateway.Gateway, seed uint64, newService func(kind string) string) ([]Sender, error) {
	tls, err := g.Certs.Client()
	if err != nil {
		return nil, err
	}
	doors := doors{g: g, tls: tls}
	var all []Sender
	for i := range uint64(4) {
		all = append(all,
			newBulk(newPace("bulk-timeless", newService("bulk-timeless"), seed+i), doors, bulkTimeless),
			newThread(newPace("otlp-thread", newService("otlp-thread"), seed+i), doors),
		)
	}
	return all, nil
}

// Start lets them send. The context bounds all they do.
func Start(ctx context.Context, all []Sender) *Senders {
	s := &Senders{all: all, stop: make(chan struct{})}
	for _, sender := range all {
		s.done.Go(func() {
			if err := sender.Run(ctx, s.stop); err != nil {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.errs = append(s.errs, err)
			}
		})
	}
	return s
}

// Drain ends the making of new records and waits until all are acknowledged.
func (s *Senders) Drain() error {
	close(s.stop)
	s.done.Wait()
	return errors.Join(s.errs...)
}
