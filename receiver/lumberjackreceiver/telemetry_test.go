package lumberjackreceiver

import (
	"context"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/metadatatest"
)

// startObserved starts a receiver whose telemetry a test reads.
func startObserved(t *testing.T, next consumer.Logs, change ...func(*Config)) (*server, *componenttest.Telemetry, *observer.ObservedLogs) {
	t.Helper()
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { assert.NoError(t, tel.Shutdown(context.Background())) })
	cfg := createDefaultConfig().(*Config)
	cfg.Endpoint = "127.0.0.1:0"
	for _, f := range change {
		f(cfg)
	}
	set := metadatatest.NewSettings(tel)
	core, logs := observer.New(zap.DebugLevel)
	set.Logger = zap.New(core)
	s, err := newServer(cfg, set, next)
	require.NoError(t, err)
	require.NoError(t, s.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { assert.NoError(t, s.Shutdown(context.Background())) })
	return s, tel, logs
}

// secret is in what is sent and in what the pipeline answers, and must be in
// nothing that the receiver says.
const secret = "Sesam-4711"

func TestTelemetry(t *testing.T) {
	next := &sink{answer: func(_ context.Context, n int, _ plog.Logs) error {
		switch n {
		case 1:
			return consumererror.NewPermanent(errors.New(secret))
		case 2, 3, 4, 5, 6:
			return errors.New(secret)
		}
		return nil
	}}
	s, tel, logs := startObserved(t, next, func(c *Config) { c.MaxRetryTime = 300 * time.Millisecond })
	c := dial(t, s)
	write(t, c, windowFrame(2), jsonFrame(1, message(secret)), jsonFrame(2, secret))
	assert.Equal(t, 2, awaitAck(t, c))
	write(t, c, windowFrame(1), jsonFrame(1, message(secret)))
	assert.Equal(t, 1, awaitAck(t, c), "lost and counted")
	write(t, c, windowFrame(1), jsonFrame(1, secret))
	assert.Empty(t, expectEnd(t, c), "tried several times, and counted nowhere as text")
	for range 3 {
		c := dial(t, s)
		write(t, c, []byte(secret))
		assert.Empty(t, expectEnd(t, c))
	}

	count := func(n int64, attrs ...attribute.KeyValue) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(append(attrs, attribute.String("receiver", s.set.ID.String()))...)}
	}
	same := []metricdatatest.Option{metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars()}
	metadatatest.AssertEqualReceiverLumberjackBatches(t, tel, []metricdata.DataPoint[int64]{
		count(2, attribute.String("outcome", "acked")), count(1, attribute.String("outcome", "withheld")),
	}, same...)
	metadatatest.AssertEqualReceiverLumberjackEventsRefused(t, tel, []metricdata.DataPoint[int64]{count(1)}, same...)
	metadatatest.AssertEqualReceiverLumberjackEventsUnparsed(t, tel, []metricdata.DataPoint[int64]{count(1, attribute.String("reason", "syntax"))}, same...)
	metadatatest.AssertEqualReceiverLumberjackConnectionsClosed(t, tel, []metricdata.DataPoint[int64]{
		count(1, attribute.String("reason", "withheld")), count(3, attribute.String("reason", "protocol")),
	}, same...)
	require.Eventually(t, func() bool {
		m, err := tel.GetMetric("otelcol_receiver_lumberjack_connections")
		return err == nil && m.Data.(metricdata.Sum[int64]).DataPoints[0].Value == 0
	}, 5*time.Second, 10*time.Millisecond)
	accepted, err := tel.GetMetric("otelcol_receiver_accepted_log_records")
	require.NoError(t, err)
	assert.EqualValues(t, 2, accepted.Data.(metricdata.Sum[int64]).DataPoints[0].Value)
	refused, err := tel.GetMetric("otelcol_receiver_refused_log_records")
	require.NoError(t, err)
	assert.EqualValues(t, 2, refused.Data.(metricdata.Sum[int64]).DataPoints[0].Value)

	lines := 0
	for _, l := range logs.All() {
		text := l.Message
		for k, v := range l.ContextMap() {
			text += " " + k + "=" + assertText(v)
		}
		assert.NotContains(t, text, secret)
		if strings.Contains(text, "reason=protocol") {
			lines++
		}
	}
	assert.Equal(t, 1, lines, "one line for each reason and interval")
	for _, span := range tel.SpanRecorder.Ended() {
		assert.NotContains(t, span.Status().Description, secret)
	}
}

func assertText(v any) string {
	s, _ := v.(string)
	return s
}

// A panic in one window leaves the others alone.
func TestPanic(t *testing.T) {
	next := &sink{answer: func(_ context.Context, n int, _ plog.Logs) error {
		if n == 0 {
			panic(secret)
		}
		return nil
	}}
	s, _, logs := startObserved(t, next)
	bad, good := dial(t, s), dial(t, s)
	write(t, bad, windowFrame(1), compressedFrame(jsonFrame(1, message("a"))))
	assert.Empty(t, expectEnd(t, bad))
	write(t, good, windowFrame(1), compressedFrame(jsonFrame(1, message("b"))))
	assert.Equal(t, 1, awaitAck(t, good))
	assert.Equal(t, 1, logs.FilterMessageSnippet("Panic").Len())
	for _, l := range logs.All() {
		assert.NotContains(t, l.Message+assertText(l.ContextMap()["stack"]), secret)
	}
	require.True(t, s.work.TryAcquire(s.workSize), "all was given back")
	s.work.Release(s.workSize)
}

type statusHost struct {
	component.Host
	mu     sync.Mutex
	events []*componentstatus.Event
}

func (h *statusHost) Report(e *componentstatus.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, e)
}

// faulty fails to accept for a while, and then for good.
type faulty struct {
	net.Listener
	answers chan error
}

func (f *faulty) Accept() (net.Conn, error) { return nil, <-f.answers }

func TestListenerFails(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	s := start(t, &sink{})
	other, err := newServer(s.cfg, s.set, s.next)
	require.NoError(t, err)
	other.cfg.Endpoint = taken.Addr().String()
	require.ErrorContains(t, other.Start(t.Context(), componenttest.NewNopHost()), "listen on")
	require.NoError(t, other.Shutdown(t.Context()))

	third, err := newServer(s.cfg, s.set, s.next)
	require.NoError(t, err)
	f := &faulty{Listener: taken, answers: make(chan error)}
	third.listener = f
	host := &statusHost{Host: componenttest.NewNopHost()}
	third.running.Go(func() { third.accept(host) })
	f.answers <- errors.New("too many open files")
	f.answers <- errors.New("too many open files")
	f.answers <- net.ErrClosed
	third.running.Wait()
	require.NoError(t, third.Shutdown(t.Context()))
	require.Len(t, host.events, 2)
	assert.Equal(t, componentstatus.StatusRecoverableError, host.events[0].Status())
	assert.Equal(t, componentstatus.StatusFatalError, host.events[1].Status())
}
