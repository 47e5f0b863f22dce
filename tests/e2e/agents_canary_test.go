//go:build e2e

package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// splitting returns the host:port of a proxy that passes pushes to the gateway
// and everything else to Loki: loki-canary has one address for both.
func splitting(t *testing.T, s *stage) string {
	t.Helper()
	to := func(address string) *httputil.ReverseProxy {
		target, err := url.Parse(address)
		require.NoError(t, err)
		proxy := httputil.NewSingleHostReverseProxy(target)
		return proxy
	}
	push, query := to(s.gateway.LokiPush), to(world.loki.URL)
	trust, err := s.gateway.Certs.Client()
	require.NoError(t, err)
	push.Transport = &http.Transport{TLSClientConfig: trust}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/push") {
			push.ServeHTTP(w, r)
			return
		}
		query.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// startCanary runs loki-canary through the gateway.
func startCanary(t *testing.T, s *stage) *agent.Canary {
	t.Helper()
	canary, err := world.agents.StartCanary(t.Context(), s.folder(t), splitting(t, s), newService("canary"), s.door(t, s.gateway.LokiPush))
	require.NoError(t, err)
	stopped(t, &canary.Daemon)
	return canary
}

// count returns one of the canary's counts.
func count(t *testing.T, canary *agent.Canary, name string) int {
	t.Helper()
	page, err := gateway.Get(t.Context(), canary.Metrics)
	require.NoError(t, err)
	for line := range strings.Lines(string(page)) {
		if value, ok := strings.CutPrefix(line, "loki_canary_"+name+" "); ok {
			var n float64
			_, err := fmt.Sscan(value, &n)
			require.NoError(t, err)
			return int(n)
		}
	}
	t.Fatalf("loki-canary does not count %s", name)
	return 0
}

// checked waits until the canary has checked at least n lines, and some of them
// again by a query.
func checked(t *testing.T, canary *agent.Canary, n int) {
	t.Helper()
	took := eventually(t, 90*time.Second, func() error {
		if entries, spots := count(t, canary, "entries_total"), count(t, canary, "spot_check_entries_total"); entries < n || spots < 5 {
			return fmt.Errorf("%d lines and %d of them again", entries, spots)
		}
		return nil
	})
	summarize(t.Name(), fmt.Sprintf("loki-canary: %d lines", count(t, canary, "entries_total")), took.Round(10*time.Millisecond).String())
}

// loki-canary looks for each of its lines by itself.
func TestLokiCanary(t *testing.T) {
	s := startAgents(t, servers())
	canary := startCanary(t, s)
	checked(t, canary, perAgent)
	for _, name := range []string{"missing_entries_total", "spot_check_missing_entries_total", "unexpected_entries_total", "duplicate_entries_total"} {
		require.Zero(t, count(t, canary, name), name)
	}
}
