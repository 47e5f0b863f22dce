package lumberjackreceiver

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
)

// What cannot be right ends the connection at once, and nothing is taken.
func TestBrokenInput(t *testing.T) {
	for name, in := range map[string][]byte{
		"another protocol":        []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
		"TLS without TLS":         {0x16, 3, 1, 2, 0, 1, 0},
		"an acknowledgement":      append([]byte("2A"), u32(1)...),
		"4 GiB in a window":       windowFrame(-1),
		"4 GiB in a frame":        append(append(windowFrame(1), "2C"...), u32(-1)...),
		"4 GiB in an event":       append(append(append(windowFrame(1), "2J"...), u32(1)...), u32(-1)...),
		"nested compression":      append(windowFrame(1), compressedFrame(compressedFrame(jsonFrame(1, "{}")))...),
		"not compressed":          append(windowFrame(1), append(append([]byte("2C"), u32(4)...), "abcd"...)...),
		"a bomb":                  append(windowFrame(60_000), compressedFrame(bytes.Repeat(jsonFrame(1, strings.Repeat(" ", 10_000)), 14_000))...),
		"a bomb in one event":     append(windowFrame(1), compressedFrame(append(append([]byte("2J"), u32(1)...), u32(200<<20)...), bytes.Repeat([]byte(" "), 1<<20))...),
		"a key beyond the limits": append(append(append(windowFrame(1), "1D"...), u32(1)...), append(u32(1), u32(-1)...)...),
	} {
		t.Run(name, func(t *testing.T) {
			next := &sink{}
			c := dial(t, start(t, next, func(c *Config) { c.KeepAliveInterval = 20 * time.Second }))
			go func() { _, _ = c.Write(in) }()
			rest := expectEnd(t, c)
			if name == "a bomb" {
				assert.NotEmpty(t, rest, "parts of it were taken")
				return
			}
			assert.Empty(t, rest)
			assert.Empty(t, next.bodies())
		})
	}
}

// A window that the sender does not end is not taken.
func TestCutWindow(t *testing.T) {
	next := &sink{}
	s := start(t, next)
	c := dial(t, s)
	write(t, c, windowFrame(3), jsonFrame(1, message("a")), jsonFrame(2, message("b")))
	require.NoError(t, c.(*net.TCPConn).CloseWrite())
	assert.Empty(t, expectEnd(t, c))
	assert.Empty(t, next.bodies())
}

func TestTimeouts(t *testing.T) {
	s := start(t, &sink{}, func(c *Config) {
		c.IdleTimeout, c.ReadTimeout = 200*time.Millisecond, 400*time.Millisecond
	})
	begin := time.Now()
	idle, slow := dial(t, s), dial(t, s)
	go func() {
		// A byte at a time keeps no window alive.
		for _, b := range append(windowFrame(1), jsonFrame(1, message(strings.Repeat("x", 100)))...) {
			if _, err := slow.Write([]byte{b}); err != nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	assert.Empty(t, expectEnd(t, idle))
	assert.Less(t, time.Since(begin), 5*time.Second)
	_, _ = io.ReadAll(slow)
	assert.Less(t, time.Since(begin), 10*time.Second)
}

func TestTooManyConnections(t *testing.T) {
	release := make(chan struct{})
	next := &sink{answer: func(context.Context, int, plog.Logs) error {
		<-release
		return nil
	}}
	s := start(t, next, func(c *Config) { c.MaxConnections = 2 })
	busy := dial(t, s)
	write(t, busy, windowFrame(1), jsonFrame(1, message("a")))
	require.Eventually(t, func() bool { return next.count() == 1 }, 5*time.Second, time.Millisecond)
	waitIdle := func(n int) {
		require.Eventually(t, func() bool {
			s.connections.mu.Lock()
			defer s.connections.mu.Unlock()
			return s.connections.idle.Len() == n
		}, 5*time.Second, time.Millisecond)
	}
	idle := dial(t, s)
	waitIdle(1)
	other := dial(t, s)
	require.NoError(t, idle.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, err := idle.Read(make([]byte, 1))
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "the idle one gives way")
	waitIdle(1)
	write(t, other, windowFrame(1), jsonFrame(2, message("b")))
	waitIdle(0)
	refused := dial(t, s)
	require.NoError(t, refused.SetReadDeadline(time.Now().Add(10*time.Second)))
	_, err = refused.Read(make([]byte, 1))
	require.Error(t, err)
	require.NotErrorIs(t, err, os.ErrDeadlineExceeded, "none is idle")
	close(release)
	assert.Equal(t, 1, awaitAck(t, busy))
	assert.Equal(t, 2, awaitAck(t, other))
}

// Connections that wait for their first window cost little.
func TestIdleConnections(t *testing.T) {
	n := 10_000
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	n = min(n, int(limit.Cur/2)-200)
	next := &sink{}
	s := start(t, next, func(c *Config) { c.MaxConnections = n + 1 })
	before := memory()
	var conns []net.Conn
	for range n {
		conns = append(conns, dial(t, s))
	}
	require.Eventually(t, func() bool {
		s.connections.mu.Lock()
		defer s.connections.mu.Unlock()
		return s.connections.idle.Len() == n
	}, 30*time.Second, 10*time.Millisecond)
	each := (memory() - before) / int64(n)
	t.Logf("%d idle connections: %d bytes each, both ends", n, each)
	assert.Less(t, each, int64(16<<10))
	c := dial(t, s)
	write(t, c, windowFrame(1), jsonFrame(1, message("a")))
	assert.Equal(t, 1, awaitAck(t, c), "others keep their service")
	for _, c := range conns {
		c.Close()
	}
}

func memory() int64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc + m.StackInuse)
}

// Senders that stall in the middle of a window hold memory that others need.
func TestStalledSenders(t *testing.T) {
	next := &sink{}
	s := start(t, next, func(c *Config) {
		c.MaxFrameBytes, c.MaxBatchBytes, c.MaxInFlightBytes = 1<<20, 1<<20, 4<<20
	})
	var stalled []net.Conn
	for range 60 {
		c := dial(t, s)
		go func() {
			_, _ = c.Write(append(append(windowFrame(1), "2C"...), u32(1<<20)...))
			_, _ = c.Write(make([]byte, 200_000))
		}()
		stalled = append(stalled, c)
	}
	require.Eventually(t, func() bool {
		s.budget.mu.Lock()
		defer s.budget.mu.Unlock()
		return s.budget.line.Len() > 0
	}, 10*time.Second, time.Millisecond)
	begin := time.Now()
	c := dial(t, s)
	write(t, c, windowFrame(1), jsonFrame(1, message(strings.Repeat("x", 100_000))))
	assert.Equal(t, 1, awaitAck(t, c))
	assert.Less(t, time.Since(begin), 30*time.Second)
	t.Logf("served after %s", time.Since(begin))
	for _, c := range stalled {
		c.Close()
	}
}

// Windows that all wait for memory that the others hold come to an end.
func TestWindowsThatWaitForEachOther(t *testing.T) {
	next := &sink{}
	s := start(t, next, func(c *Config) {
		c.MaxFrameBytes, c.MaxBatchBytes, c.MaxInFlightBytes = 1<<20, 1<<20, 4<<20
	})
	noise := make([]byte, 900_000)
	for i := range noise {
		noise[i] = 'a' + byte(rand.IntN(26))
	}
	var all sync.WaitGroup
	for range 12 {
		c := dial(t, s)
		all.Go(func() {
			for i := range 3 {
				_, err := c.Write(append(windowFrame(1), jsonFrame(i+1, message(string(noise)))...))
				assert.NoError(t, err)
				assert.Equal(t, i+1, awaitAck(t, c))
			}
		})
	}
	all.Wait()
	assert.Len(t, next.bodies(), 36)
	s.budget.mu.Lock()
	defer s.budget.mu.Unlock()
	assert.Equal(t, s.cfg.MaxInFlightBytes/2, s.budget.free, "all was given back")
	assert.Nil(t, s.budget.privileged)
}

// Many bombs at once stay within the memory for windows at work.
func TestBombs(t *testing.T) {
	bomb := append(windowFrame(1000), compressedFrame(bytes.Repeat(jsonFrame(1, message(strings.Repeat(" ", 100_000))), 1000))...)
	s := start(t, consumertest.NewNop(), func(c *Config) {
		c.MaxInFlightBytes, c.MaxBatchBytes, c.MaxFrameBytes = 8<<20, 1<<20, 4<<20
	})
	stop := make(chan struct{})
	peak := make(chan int64)
	before := memory()
	go func() {
		var most int64
		for {
			select {
			case <-stop:
				peak <- most
				return
			case <-time.After(10 * time.Millisecond):
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, int64(m.HeapInuse))
			}
		}
	}()
	var all sync.WaitGroup
	for range 12 {
		c := dial(t, s)
		all.Go(func() {
			if _, err := c.Write(bomb); assert.NoError(t, err) {
				for {
					var b [6]byte
					_ = c.SetReadDeadline(time.Now().Add(time.Minute))
					if _, err := io.ReadFull(c, b[:]); !assert.NoError(t, err) || b == [6]byte{'2', 'A', 0, 0, 0, 1} {
						return
					}
				}
			}
		})
	}
	all.Wait()
	close(stop)
	most := <-peak - before
	t.Logf("12 bombs of 100 MB: %d MB at most", most>>20)
	assert.Less(t, most, int64(100<<20))
}
