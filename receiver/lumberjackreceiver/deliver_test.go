package lumberjackreceiver

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

func message(text string) string { return fmt.Sprintf(`{"message":%q}`, text) }

// The number of the last event comes back, whatever it is.
func TestAckRepeatsTheSendersNumber(t *testing.T) {
	next := &sink{}
	s := start(t, next)
	c := dial(t, s)
	seq := 4_294_967_290
	for range 3 {
		write(t, c, windowFrame(2), compressedFrame(jsonFrame(seq, message("a")), jsonFrame(seq+1, message("b"))))
		version, got := readAck(t, c)
		assert.Equal(t, byte('2'), version)
		assert.Equal(t, seq+1, got)
		seq += 2
	}
	assert.Len(t, next.bodies(), 6)
}

func TestKeepAliveWhileThePipelineWorks(t *testing.T) {
	release := make(chan struct{})
	next := &sink{answer: func(context.Context, int, plog.Logs) error {
		<-release
		return nil
	}}
	s := start(t, next, func(c *Config) { c.KeepAliveInterval = 100 * time.Millisecond })
	c := dial(t, s)
	write(t, c, windowFrame(1), jsonFrame(7, message("a")))
	for range 3 {
		version, seq := readAck(t, c)
		assert.Equal(t, byte('2'), version)
		assert.Zero(t, seq, "nothing is taken yet")
	}
	close(release)
	assert.Equal(t, 7, awaitAck(t, c))
	require.NoError(t, c.SetReadDeadline(time.Now().Add(300*time.Millisecond)))
	_, err := c.Read(make([]byte, 1))
	require.ErrorContains(t, err, "timeout", "no keep-alive without a window")
}

// Clients of version 1 take each acknowledgement for the last.
func TestVersion1HasNoKeepAlive(t *testing.T) {
	next := &sink{answer: func(context.Context, int, plog.Logs) error {
		time.Sleep(400 * time.Millisecond)
		return nil
	}}
	s := start(t, next, func(c *Config) {
		c.KeepAliveInterval = 100 * time.Millisecond
		c.MaxBatchBytes = 64 << 10
	})
	c := dial(t, s)
	long := strings.Repeat("x", 60_000)
	write(t, c, []byte("1W"), u32(3), compressedAt('1', pairsFrame(5, "line", long), pairsFrame(6, "line", long), pairsFrame(7, "line", long)))
	version, seq := readAck(t, c)
	assert.Equal(t, byte('1'), version)
	assert.Equal(t, 7, seq)
	assert.Greater(t, next.count(), 1, "handed on in parts")
}

func TestWindowOfNothing(t *testing.T) {
	next := &sink{}
	s := start(t, next)
	c := dial(t, s)
	write(t, c, windowFrame(0), compressedFrame(), windowFrame(1), jsonFrame(1, message("a")))
	_, seq := readAck(t, c)
	assert.Zero(t, seq)
	assert.Equal(t, 1, awaitAck(t, c))
}

// A new window ends one that is short, and a size holds until there is another.
func TestLooseWindows(t *testing.T) {
	next := &sink{}
	s := start(t, next)
	c := dial(t, s)
	write(t, c, windowFrame(3), jsonFrame(1, message("a")), jsonFrame(2, message("b")), windowFrame(1), jsonFrame(3, message("c")))
	assert.Equal(t, 2, awaitAck(t, c))
	assert.Equal(t, 3, awaitAck(t, c))
	write(t, c, jsonFrame(4, message("d")))
	assert.Equal(t, 4, awaitAck(t, c))
	assert.Equal(t, []string{"a", "b", "c", "d"}, next.bodies())
}

func TestEventWithoutAWindow(t *testing.T) {
	next := &sink{}
	c := dial(t, start(t, next))
	write(t, c, jsonFrame(1, message("a")))
	assert.Empty(t, expectEnd(t, c))
	assert.Empty(t, next.bodies())
}

// What the pipeline does not take is offered again, and the same each time.
func TestRetry(t *testing.T) {
	var offered recorder
	next := &sink{answer: func(_ context.Context, n int, logs plog.Logs) error {
		offered.add(t, logs)
		if n < 2 {
			return assert.AnError
		}
		return nil
	}}
	s := start(t, next)
	c := dial(t, s)
	write(t, c, windowFrame(2), jsonFrame(1, message("a")), jsonFrame(2, `{"no":"message","n":12345678901234567890}`))
	assert.Equal(t, 2, awaitAck(t, c))
	all := offered.list()
	require.Len(t, all, 3)
	assert.Equal(t, all[0], all[1])
	assert.Equal(t, all[0], all[2])
	assert.Len(t, next.taken, 1)
}

// In the end the connection closes without an acknowledgement, and what the
// sender sends again is the same.
func TestWithheld(t *testing.T) {
	var (
		full    atomic.Bool
		offered recorder
	)
	full.Store(true)
	next := &sink{answer: func(_ context.Context, _ int, logs plog.Logs) error {
		offered.add(t, logs)
		if full.Load() {
			return assert.AnError
		}
		return nil
	}}
	s := start(t, next, func(c *Config) { c.MaxRetryTime = 300 * time.Millisecond })
	c := dial(t, s)
	sent := append(windowFrame(2), compressedFrame(jsonFrame(1, message("a")), jsonFrame(2, `broken {`))...)
	write(t, c, sent)
	assert.Empty(t, expectEnd(t, c))
	full.Store(false)
	c = dial(t, s)
	write(t, c, sent)
	assert.Equal(t, 2, awaitAck(t, c))
	all := offered.list()
	for _, o := range all {
		assert.Equal(t, all[0], o)
	}
	assert.Equal(t, []string{"a", "broken {"}, next.bodies())
}

// A part that was taken is acknowledged though the rest is not.
func TestWithheldAfterAPart(t *testing.T) {
	next := &sink{answer: func(_ context.Context, n int, _ plog.Logs) error {
		if n > 0 {
			return assert.AnError
		}
		return nil
	}}
	s := start(t, next, func(c *Config) {
		c.MaxRetryTime = 300 * time.Millisecond
		c.MaxBatchBytes = 64 << 10
	})
	c := dial(t, s)
	long := strings.Repeat("x", 40_000)
	write(t, c, windowFrame(4), jsonFrame(11, message(long)), jsonFrame(12, message(long)), jsonFrame(13, message(long)), jsonFrame(14, message(long)))
	assert.Equal(t, append([]byte("2A"), u32(12)...), expectEnd(t, c))
}

// What the pipeline refuses for good is found, and all others are kept.
func TestRefusedForGood(t *testing.T) {
	next := &sink{answer: func(_ context.Context, _ int, logs plog.Logs) error {
		for _, rl := range logs.ResourceLogs().All() {
			for _, r := range rl.ScopeLogs().At(0).LogRecords().All() {
				if strings.HasPrefix(r.Body().Str(), "bad") {
					return consumererror.NewPermanent(assert.AnError)
				}
			}
		}
		return nil
	}}
	s := start(t, next)
	c := dial(t, s)
	frames := [][]byte{windowFrame(100)}
	var want []string
	for i := range 100 {
		text := fmt.Sprintf("good %d", i)
		if i == 17 || i == 63 {
			text = "bad"
		} else {
			want = append(want, text)
		}
		frames = append(frames, jsonFrame(i+1, message(text)))
	}
	write(t, c, frames...)
	assert.Equal(t, 100, awaitAck(t, c))
	assert.Equal(t, want, next.bodies())
}

// A pipeline that refuses everything is not asked without end.
func TestRefusedForGoodIsBounded(t *testing.T) {
	next := &sink{answer: func(context.Context, int, plog.Logs) error { return consumererror.NewPermanent(assert.AnError) }}
	s := start(t, next)
	c := dial(t, s)
	frames := [][]byte{windowFrame(5000)}
	for i := range 5000 {
		frames = append(frames, jsonFrame(i+1, message("x")))
	}
	write(t, c, frames...)
	assert.Equal(t, 5000, awaitAck(t, c))
	assert.Less(t, next.count(), mostCalls+20)
}

func TestOperations(t *testing.T) {
	next := &sink{}
	s := start(t, next, func(c *Config) {
		c.Allow = AllowConfig{Indices: []string{"app-*"}, Pipelines: []string{"geo"}}
	})
	c := dial(t, s)
	write(t, c, windowFrame(5),
		jsonFrame(1, `{"@metadata":{"beat":"filebeat","_id":"id-1","raw_index":"app-2026","pipeline":"geo"},"message":"a"}`),
		jsonFrame(2, `{"@metadata":{"_id":"id-2","op_type":"index","raw_index":"other","pipeline":"other"},"message":"b"}`),
		jsonFrame(3, `{"@metadata":{"beat":"filebeat","raw_index":".security"},"message":"c"}`),
		// Not to be believed.
		jsonFrame(4, `{"lethe.elasticsearch.operation":{},"message":"d"}`),
		jsonFrame(5, `{"@metadata":{"_id":"`+strings.Repeat("x", 513)+`"},"message":"e"}`),
	)
	assert.Equal(t, 5, awaitAck(t, c))
	assert.True(t, delivery.HasClientOperations(next.last))
	got := map[string]delivery.Operation{}
	for _, r := range next.taken[0].ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
		if op, ok := delivery.Take(r.Attributes()); ok {
			got[r.Body().Str()] = op
		}
		assert.NotContains(t, r.Attributes().AsRaw(), delivery.OperationAttribute)
	}
	assert.Equal(t, map[string]delivery.Operation{
		"a": {Action: delivery.ActionCreate, ID: "id-1", Index: "app-2026", SourceIndex: "app-2026", Pipeline: "geo", Position: 1},
		"b": {Action: delivery.ActionIndex, ID: "id-2", SourceIndex: "other", Position: 2},
	}, got)
	write(t, c, windowFrame(1), jsonFrame(1, `{"lethe.elasticsearch.operation":"x","message":"f"}`))
	assert.Equal(t, 1, awaitAck(t, c))
	assert.False(t, delivery.HasClientOperations(next.last), "the mark is for windows with operations only")
}

func TestShutdownFinishesWhatIsUnderWay(t *testing.T) {
	begun, release := make(chan struct{}), make(chan struct{})
	next := &sink{answer: func(context.Context, int, plog.Logs) error {
		close(begun)
		<-release
		return nil
	}}
	s := start(t, next)
	idle, busy := dial(t, s), dial(t, s)
	write(t, busy, windowFrame(1), jsonFrame(9, message("a")), windowFrame(1), jsonFrame(10, message("b")))
	<-begun
	done := make(chan error, 1)
	go func() { done <- s.Shutdown(t.Context()) }()
	assert.Empty(t, expectEnd(t, idle))
	select {
	case err := <-done:
		t.Fatal("did not wait for the pipeline", err)
	case <-time.After(100 * time.Millisecond):
	}
	close(release)
	assert.Equal(t, append([]byte("2A"), u32(9)...), expectEnd(t, busy), "the second window was not begun")
	require.NoError(t, <-done)
	require.NoError(t, s.Shutdown(t.Context()), "once more")
	assert.Equal(t, []string{"a"}, next.bodies())
}

func TestShutdownIsBounded(t *testing.T) {
	next := &sink{answer: func(ctx context.Context, _ int, _ plog.Logs) error {
		<-ctx.Done()
		return ctx.Err()
	}}
	s := start(t, next)
	hanging, half := dial(t, s), dial(t, s)
	write(t, hanging, windowFrame(1), jsonFrame(1, message("a")))
	write(t, half, windowFrame(2), jsonFrame(1, message("a")))
	require.Eventually(t, func() bool {
		next.mu.Lock()
		defer next.mu.Unlock()
		return next.calls > 0
	}, 5*time.Second, 10*time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begin := time.Now()
	require.NoError(t, s.Shutdown(ctx))
	assert.Less(t, time.Since(begin), 5*time.Second)
	assert.Empty(t, next.bodies())
}

// recorder keeps what a pipeline was offered.
type recorder struct {
	mu  sync.Mutex
	all []string
}

func (r *recorder) add(t *testing.T, logs plog.Logs) {
	text := marshal(t, logs)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, text)
}

func (r *recorder) list() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.all)
}

func marshal(t *testing.T, logs plog.Logs) string {
	b, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	return string(b)
}
