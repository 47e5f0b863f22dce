package lumberjackreceiver

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receiverhelper"
	"go.opentelemetry.io/otel/attribute"
	"go.uber.org/zap"
	"golang.org/x/sync/semaphore"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/metadata"
)

// server accepts connections and hands on what they bring.
type server struct {
	cfg       *Config
	set       receiver.Settings
	next      consumer.Logs
	obs       *receiverhelper.ObsReport
	telemetry *metadata.TelemetryBuilder
	labels    labels
	notices   *notices
	decoding  decoding

	connections *registry
	budget      *budget
	work        *semaphore.Weighted
	workSize    int64
	paused      atomic.Int64
	// long is held while a batch with a long event is worked on.
	long   *semaphore.Weighted
	spaces sync.Pool

	tls      *tls.Config
	listener net.Listener
	ctx      context.Context
	cancel   context.CancelFunc
	running  sync.WaitGroup
	stop     chan struct{}
	once     sync.Once
	ended    error
}

var _ receiver.Logs = (*server)(nil)

func newServer(cfg *Config, set receiver.Settings, next consumer.Logs) (*server, error) {
	obs, err := receiverhelper.NewObsReport(receiverhelper.ObsReportSettings{
		ReceiverID:             set.ID,
		Transport:              string(cfg.Transport),
		LongLivedCtx:           true,
		ReceiverCreateSettings: set,
	})
	if err != nil {
		return nil, err
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	s := &server{
		cfg:         cfg,
		set:         set,
		next:        next,
		obs:         obs,
		telemetry:   telemetry,
		labels:      newLabels(set.ID),
		notices:     newNotices(set.Logger),
		decoding:    newDecoding(cfg),
		connections: newRegistry(cfg.MaxConnections),
		work:        semaphore.NewWeighted(cfg.MaxInFlightBytes / 2),
		workSize:    cfg.MaxInFlightBytes / 2,
		long:        semaphore.NewWeighted(1),
		stop:        make(chan struct{}),
	}
	s.budget = newBudget(cfg.MaxInFlightBytes/2, func() bool {
		return s.connections.killStalled(stalledAge, stalledMost)
	})
	s.ctx, s.cancel = context.WithCancel(context.Background())
	return s, nil
}

// When memory is short, connections whose window began so long ago and which
// wait for bytes at that moment are closed, so many at once.
const (
	stalledAge  = 2 * time.Second
	stalledMost = 64
)

// Start listens.
func (s *server) Start(ctx context.Context, host component.Host) error {
	if s.cfg.TLS.HasValue() {
		var err error
		if s.tls, err = s.cfg.TLS.Get().LoadTLSConfig(ctx); err != nil {
			return fmt.Errorf("tls: %w", err)
		}
	}
	var err error
	if s.listener, err = s.cfg.Listen(ctx); err != nil {
		return fmt.Errorf("listen on %q: %w", s.cfg.Endpoint, err)
	}
	s.set.Logger.Info("Listening for Lumberjack senders", zap.Stringer("address", s.listener.Addr()), zap.Bool("tls", s.tls != nil))
	s.running.Go(func() { s.accept(host) })
	return nil
}

// accept takes connections until the shutdown. A fault such as too few file
// descriptors passes; the listener stays.
func (s *server) accept(host component.Host) {
	const longest = time.Second
	var pause time.Duration
	for {
		raw, err := s.listener.Accept()
		if err != nil {
			if s.stopping() {
				return
			}
			if errors.Is(err, net.ErrClosed) {
				componentstatus.ReportStatus(host, componentstatus.NewFatalErrorEvent(errors.New("the listener was closed")))
				return
			}
			if pause == 0 {
				componentstatus.ReportStatus(host, componentstatus.NewRecoverableErrorEvent(fmt.Errorf("accept a connection: %w", err)))
			}
			pause = min(longest, max(5*time.Millisecond, 2*pause))
			select {
			case <-time.After(pause):
			case <-s.stop:
				return
			}
			continue
		}
		if pause > 0 {
			pause = 0
			componentstatus.ReportStatus(host, componentstatus.NewEvent(componentstatus.StatusOK))
		}
		c := s.newConnection(raw)
		if !s.connections.add(c) {
			c.kill(reasonConnections)
			s.closed(c, reasonConnections)
			continue
		}
		s.running.Go(func() {
			s.telemetry.ReceiverLumberjackConnections.Add(s.ctx, 1, s.labels.alone)
			defer s.telemetry.ReceiverLumberjackConnections.Add(s.ctx, -1, s.labels.alone)
			defer s.connections.remove(c)
			c.run()
		})
	}
}

// closed counts a connection that the receiver ended.
func (s *server) closed(c *connection, reason string) {
	if reason == "" {
		return
	}
	s.telemetry.ReceiverLumberjackConnectionsClosed.Add(s.ctx, 1, s.labels.with(attribute.String("reason", reason)))
	if reason != reasonIdle && reason != reasonShutdown {
		s.notices.warn("Closed the connection of a sender", reason, zap.Stringer("peer", c.raw.RemoteAddr()))
	}
}

func (s *server) stopping() bool {
	select {
	case <-s.stop:
		return true
	default:
		return false
	}
}

// How long a shutdown waits: for windows that are half read, and for those that
// the pipeline has. The sum ends before the 30 seconds that Kubernetes grants.
const (
	readGrace = 5 * time.Second
	workGrace = 15 * time.Second
	lastGrace = 2 * time.Second
)

// Shutdown stops to accept, closes idle connections, lets windows end that were
// begun, acknowledges them, and closes the rest when the time is over.
// A second call waits for the first.
func (s *server) Shutdown(ctx context.Context) error {
	s.once.Do(func() { s.ended = s.drain(ctx) })
	return s.ended
}

func (s *server) drain(ctx context.Context) error {
	close(s.stop)
	defer s.cancel()
	if s.listener == nil {
		return nil
	}
	s.listener.Close()
	past := time.Unix(1, 0)
	s.connections.each(func(c *connection) {
		if c.place != nil {
			_ = c.raw.SetReadDeadline(past)
		}
	})
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	if waitFor(ctx, done, readGrace) {
		return nil
	}
	s.connections.each(func(c *connection) {
		if c.stalledSince.Load() != 0 || c.place != nil {
			c.kill(reasonShutdown)
		}
	})
	if waitFor(ctx, done, workGrace) {
		return nil
	}
	s.cancel()
	s.connections.each(func(c *connection) { c.kill(reasonShutdown) })
	if waitFor(context.Background(), done, lastGrace) {
		return nil
	}
	return errors.New("the pipeline still works on a window")
}

// waitFor says whether it was done before the time was over.
func waitFor(ctx context.Context, done <-chan struct{}, limit time.Duration) bool {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}
