package lumberjackreceiver

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	lumber "github.com/elastic/go-lumber/client/v2"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/receiver/lumberjackreceiver/internal/metadata"
)

// TestSoak has senders that resend what was not acknowledged, a pipeline that
// refuses at random, too little memory for all, and a receiver that is restarted
// again and again. What was acknowledged must have been taken.
func TestSoak(t *testing.T) {
	next := &sink{answer: func(context.Context, int, plog.Logs) error {
		time.Sleep(rand.N(3 * time.Millisecond))
		if rand.IntN(4) == 0 {
			return errors.New("full")
		}
		return nil
	}}
	cfg := createDefaultConfig().(*Config)
	cfg.Endpoint = "127.0.0.1:0"
	cfg.MaxFrameBytes, cfg.MaxBatchBytes, cfg.MaxInFlightBytes = 256<<10, 64<<10, 4<<20
	cfg.MaxConnections = 6
	cfg.KeepAliveInterval = 100 * time.Millisecond
	cfg.MaxRetryTime = 200 * time.Millisecond
	begin := func() *server {
		s, err := newServer(cfg, receivertest.NewNopSettings(metadata.Type), next)
		require.NoError(t, err)
		require.NoError(t, s.Start(t.Context(), componenttest.NewNopHost()))
		return s
	}
	s := begin()
	cfg.Endpoint = s.address()
	stop := make(chan struct{})
	var (
		senders sync.WaitGroup
		mu      sync.Mutex
		acked   []string
	)
	for id := range 8 {
		senders.Go(func() {
			var c *lumber.SyncClient
			for window := 0; ; window++ {
				select {
				case <-stop:
					if c != nil {
						_ = c.Close()
					}
					return
				default:
				}
				var bodies []string
				for i := range 1 + rand.IntN(400) {
					bodies = append(bodies, fmt.Sprintf("%d-%d-%d", id, window, i))
				}
				for len(bodies) > 0 {
					if c == nil {
						var err error
						if c, err = lumber.SyncDial(cfg.Endpoint, lumber.CompressionLevel(rand.IntN(4)), lumber.Timeout(5*time.Second)); err != nil {
							c = nil
							time.Sleep(5 * time.Millisecond)
							continue
						}
					}
					var events []any
					for _, b := range bodies {
						events = append(events, map[string]any{"message": b})
					}
					n, err := c.Send(events)
					mu.Lock()
					acked = append(acked, bodies[:n]...)
					mu.Unlock()
					bodies = bodies[n:]
					if err != nil {
						_ = c.Close()
						c = nil
					}
				}
			}
		})
	}
	for range 6 {
		time.Sleep(500 * time.Millisecond)
		require.NoError(t, s.Shutdown(t.Context()))
		assert.Equal(t, cfg.MaxInFlightBytes/2, s.budget.free)
		assert.True(t, s.work.TryAcquire(s.workSize))
		s = begin()
	}
	close(stop)
	senders.Wait()
	require.NoError(t, s.Shutdown(t.Context()))
	taken := map[string]bool{}
	for _, b := range next.bodies() {
		taken[b] = true
	}
	for _, b := range acked {
		if !taken[b] {
			t.Fatalf("acknowledged and lost: %s", b)
		}
	}
	t.Logf("%d events acknowledged, %d taken", len(acked), len(next.bodies()))
	assert.Greater(t, len(acked), 1000)
}
