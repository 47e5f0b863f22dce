package lumberjackreceiver

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/klauspost/compress/zlib"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/metadata"
)

// sink is a pipeline whose answers a test chooses.
type sink struct {
	answer func(ctx context.Context, n int, logs plog.Logs) error

	mu    sync.Mutex
	calls int
	taken []plog.Logs
	last  context.Context
}

func (*sink) Capabilities() consumer.Capabilities { return consumer.Capabilities{MutatesData: true} }

func (s *sink) ConsumeLogs(ctx context.Context, logs plog.Logs) error {
	s.mu.Lock()
	n := s.calls
	s.calls++
	s.last = ctx
	s.mu.Unlock()
	var err error
	if s.answer != nil {
		err = s.answer(ctx, n, logs)
	}
	if err == nil {
		kept := plog.NewLogs()
		logs.CopyTo(kept)
		s.mu.Lock()
		s.taken = append(s.taken, kept)
		s.mu.Unlock()
	}
	// The pipeline owns what it was given, and may leave nothing of it.
	logs.ResourceLogs().RemoveIf(func(plog.ResourceLogs) bool { return true })
	return err
}

func (s *sink) count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

func (s *sink) bodies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, l := range s.taken {
		for _, rl := range l.ResourceLogs().All() {
			for _, sl := range rl.ScopeLogs().All() {
				for _, r := range sl.LogRecords().All() {
					all = append(all, r.Body().AsString())
				}
			}
		}
	}
	return all
}

// start runs a receiver on a free port until the test ends.
func start(t testing.TB, next consumer.Logs, change ...func(*Config)) *server {
	t.Helper()
	cfg := createDefaultConfig().(*Config)
	cfg.Endpoint = "127.0.0.1:0"
	for _, f := range change {
		f(cfg)
	}
	require.NoError(t, cfg.Validate())
	r, err := NewFactory().CreateLogs(context.Background(), receivertest.NewNopSettings(metadata.Type), cfg, next)
	require.NoError(t, err)
	require.NoError(t, r.Start(context.Background(), componenttest.NewNopHost()))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		assert.NoError(t, r.Shutdown(ctx))
	})
	return r.(*server)
}

func (s *server) address() string { return s.listener.Addr().String() }

func dial(t testing.TB, s *server) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", s.address())
	require.NoError(t, err)
	t.Cleanup(func() { c.Close() })
	return c
}

func u32(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n)) }

func windowFrame(n int) []byte { return append([]byte("2W"), u32(n)...) }

func jsonFrame(seq int, doc string) []byte {
	b := append([]byte("2J"), u32(seq)...)
	return append(append(b, u32(len(doc))...), doc...)
}

func pairsFrame(seq int, pairs ...string) []byte {
	b := append(append([]byte("1D"), u32(seq)...), u32(len(pairs)/2)...)
	for _, p := range pairs {
		b = append(append(b, u32(len(p))...), p...)
	}
	return b
}

func compressedFrame(frames ...[]byte) []byte {
	return compressedAt('2', frames...)
}

func compressedAt(version byte, frames ...[]byte) []byte {
	var z bytes.Buffer
	w := zlib.NewWriter(&z)
	for _, f := range frames {
		_, _ = w.Write(f)
	}
	_ = w.Close()
	return append(append([]byte{version, 'C'}, u32(z.Len())...), z.Bytes()...)
}

// readAck reads one acknowledgement.
func readAck(t testing.TB, c net.Conn) (version byte, seq int) {
	t.Helper()
	var b [6]byte
	require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, err := io.ReadFull(c, b[:])
	require.NoError(t, err)
	require.Equal(t, byte('A'), b[1])
	return b[0], int(binary.BigEndian.Uint32(b[2:]))
}

// awaitAck reads acknowledgements until one is not a keep-alive.
func awaitAck(t testing.TB, c net.Conn) int {
	t.Helper()
	for {
		if _, seq := readAck(t, c); seq != 0 {
			return seq
		}
	}
}

// expectEnd reads until the receiver closes the connection, and returns the
// acknowledgements before.
func expectEnd(t testing.TB, c net.Conn) []byte {
	t.Helper()
	require.NoError(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	rest, err := io.ReadAll(c)
	require.NoError(t, err)
	return rest
}

func write(t testing.TB, c net.Conn, frames ...[]byte) {
	t.Helper()
	_, err := c.Write(bytes.Join(frames, nil))
	require.NoError(t, err)
}
