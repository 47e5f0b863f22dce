package correlationstoreextension

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sony/gobreaker/v2"
	"github.com/valkey-io/valkey-go"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/randomkey"
)

// shared is the second level. It never decides whether a record passes: what
// does not come in time from the server is not known, what cannot be written is
// not shared, and both are counted.
type shared struct {
	cfg    *SharedConfig
	seal   *seal
	local  *correlate.MemoryStore
	ttl    time.Duration // of what is written
	window time.Duration // in which a request counts as sent again
	logger *zap.Logger
	meter  sharedMeter

	client  atomic.Pointer[valkey.Client]
	breaker *gobreaker.TwoStepCircuitBreaker[struct{}]
	asked   *recent
	said    *recent // pairs whose entries were renewed
	writes  chan write
	// replica is a name of this process, so that it knows its own marks again.
	replica string

	stop context.CancelFunc
	done sync.WaitGroup
}

// Limits of the second level.
const (
	// maxReads bounds what one batch asks for.
	maxReads = 10_000
	// maxWrites is how many writes go at once.
	maxWrites = 256
	// writeTimeout bounds one round of writes.
	writeTimeout = time.Second
	// failuresToOpen in a row keep the gateway from asking for a while.
	failuresToOpen = 5
	// openFor is how long nobody asks then; after it one batch tries.
	openFor = time.Second
	// connectFor is how long the start waits for the first attempt to connect.
	connectFor = time.Second
	// firstRetry and lastRetry are the pauses between attempts to connect.
	firstRetry, lastRetry = 100 * time.Millisecond, 10 * time.Second
	// drainFor bounds what is still written at shutdown.
	drainFor = 2 * time.Second
)

func newShared(cfg *SharedConfig, local *correlate.MemoryStore, logger *zap.Logger) (*shared, error) {
	key, err := randomkey.Parse(string(cfg.Key))
	if err != nil {
		return nil, fmt.Errorf("shared::key: %w", err)
	}
	seal, err := newSeal(key)
	if err != nil {
		return nil, err
	}
	settings := local.Settings()
	s := &shared{
		cfg:    cfg,
		seal:   seal,
		local:  local,
		ttl:    2*settings.TTL + settings.ResendWindow,
		window: settings.ResendWindow,
		logger: logger,
		asked:  newRecent(1 << 16),
		said:   newRecent(1 << 16),
		writes: make(chan write, cfg.WriteQueue),
		// Of the characters of a correlation id, so that an entry can hold it.
		replica: rand.Text(),
	}
	s.breaker = gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		Timeout:     openFor,
		ReadyToTrip: func(c gobreaker.Counts) bool { return c.ConsecutiveFailures >= failuresToOpen },
		OnStateChange: func(_ string, from, to gobreaker.State) {
			switch {
			case to == gobreaker.StateOpen && from == gobreaker.StateClosed:
				logger.Warn("the second level of the correlation store does not answer: records are joined with what this replica knows")
			case to == gobreaker.StateClosed:
				logger.Info("the second level of the correlation store answers again")
			}
		},
	})
	return s, nil
}

// start waits for the first attempt to connect, for a moment: right after a
// restart the senders send again what was under way, and only the server knows
// when it came first. A server that is away stops nothing; the attempts go on in
// the background.
func (s *shared) start(ctx context.Context) error {
	option, err := s.option(ctx)
	if err != nil {
		return err
	}
	if !s.cfg.TLS.HasValue() {
		s.logger.Warn("shared::tls is not set: the second level of the correlation store is asked over an unencrypted connection; ids cross it hashed and encrypted")
	}
	run, cancel := context.WithCancel(context.Background())
	s.stop = cancel
	tried := make(chan struct{})
	s.done.Go(func() { s.connect(run, option, tried) })
	s.done.Go(func() { s.write(run) })
	timer := time.NewTimer(connectFor)
	defer timer.Stop()
	select {
	case <-tried:
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil
}

func (s *shared) option(ctx context.Context) (valkey.ClientOption, error) {
	o := valkey.ClientOption{
		InitAddress:  s.cfg.Endpoints,
		Username:     s.cfg.Username,
		Password:     string(s.cfg.Password),
		SelectDB:     s.cfg.DB,
		ClientName:   "lethe",
		DisableCache: true,
		DisableRetry: true,
		// A server that stands alone is not asked for a cluster: what it answers
		// is not always an address that can be reached.
		ForceSingleClient: len(s.cfg.Endpoints) == 1 && s.cfg.MasterName == "",
		ConnWriteTimeout:  writeTimeout,
		// A batch sends few commands; the defaults are megabytes a connection.
		ReadBufferEachConn:  64 << 10,
		WriteBufferEachConn: 64 << 10,
		PipelineMultiplex:   1,
	}
	o.Dialer.Timeout = writeTimeout
	if s.cfg.MasterName != "" {
		o.Sentinel = valkey.SentinelOption{MasterSet: s.cfg.MasterName, Dialer: o.Dialer}
	}
	if tc := s.cfg.TLS.Get(); tc != nil {
		config, err := tc.LoadTLSConfig(ctx)
		if err != nil {
			return o, fmt.Errorf("shared::tls: %w", err)
		}
		o.TLSConfig = config
		o.Sentinel.TLSConfig = config
	}
	return o, nil
}

// connect tries until there is a client; from then on the client reconnects. It
// closes tried after the first attempt.
func (s *shared) connect(ctx context.Context, option valkey.ClientOption, tried chan<- struct{}) {
	pause := firstRetry
	for first := true; ; first = false {
		client, err := valkey.NewClient(option)
		if err == nil {
			s.client.Store(&client)
		}
		if first {
			close(tried)
		}
		if err == nil {
			return
		}
		if first {
			s.logger.Warn("the second level of the correlation store cannot be reached; trying on", zap.Error(err))
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
		pause = min(2*pause, lastRetry)
	}
}

func (s *shared) shutdown(ctx context.Context) {
	if s.stop == nil {
		return
	}
	drain, cancel := context.WithTimeout(ctx, drainFor)
	defer cancel()
	s.drain(drain)
	s.stop()
	s.done.Wait()
	if c := s.client.Swap(nil); c != nil {
		(*c).Close()
	}
	s.stop = nil
}

var (
	errNotConnected = errors.New("not connected")
	errTimeout      = errors.New("no answer in time")
)

// do sends commands in one go and waits for the answers no longer than until
// the deadline, whatever the client does meanwhile.
func (s *shared) do(ctx context.Context, commands func(valkey.Client) valkey.Commands) ([]valkey.ValkeyResult, error) {
	client := s.client.Load()
	if client == nil {
		return nil, errNotConnected
	}
	done, err := s.breaker.Allow()
	if err != nil {
		return nil, err
	}
	answers := make(chan []valkey.ValkeyResult, 1)
	go func() { answers <- (*client).DoMulti(ctx, commands(*client)...) }()
	select {
	case <-ctx.Done():
		err = errTimeout
	case got := <-answers:
		for i := range got {
			if e := got[i].NonValkeyError(); e != nil {
				err = e
				break
			}
		}
		if err == nil {
			done(nil)
			return got, nil
		}
	}
	done(err)
	return nil, err
}

// outcome names an error for a metric.
func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, errNotConnected):
		return "not_connected"
	case errors.Is(err, gobreaker.ErrOpenState), errors.Is(err, gobreaker.ErrTooManyRequests):
		return "breaker_open"
	case errors.Is(err, errTimeout), errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	}
	return "error"
}
