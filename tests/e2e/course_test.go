//go:build e2e

package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
	"github.com/lethe-otel/lethe/tests/e2e/internal/load"
	"github.com/lethe-otel/lethe/tests/e2e/internal/ragged"
)

// strictConfig is laid over the shipped configuration: no queues, so that only
// what is in all servers is acknowledged.
var strictConfig = gateway.ShippedConfig("gateway-strict.yaml")

const (
	// kills is how often the gateway is killed under load.
	kills = 10
	// mostUp is the longest time between its start and the next kill.
	mostUp = 4 * time.Second
	// mostAnswers is how many answers a connection to a server gives at most.
	mostAnswers = 150
	// mostDrain is how long the senders may take in the end.
	mostDrain = time.Minute
)

// courseSeed decides when the gateway is killed and what is sent.
func courseSeed(t *testing.T) uint64 {
	t.Helper()
	seed := uint64(time.Now().UnixNano()) //nolint:gosec // after 1970
	if text := os.Getenv("LETHE_E2E_SEED"); text != "" {
		var err error
		seed, err = strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
	}
	t.Logf("LETHE_E2E_SEED=%d", seed)
	return seed
}

// proxies stand in front of the servers.
type proxies struct{ loki, elasticsearch, jaeger *ragged.Proxy }

func (p proxies) lost() int64 { return p.loki.Lost() + p.elasticsearch.Lost() + p.jaeger.Lost() }

// startProxies starts proxies whose connections end at one of their first
// answers, most of them at most.
func startProxies(t *testing.T, seed uint64, most int) (targets, proxies) {
	t.Helper()
	to := servers()
	start := func(target string, stream uint64) *ragged.Proxy {
		p, err := ragged.Start(strings.TrimPrefix(target, "http://"), most, rand.New(rand.NewPCG(seed, stream)))
		require.NoError(t, err)
		t.Cleanup(func() { _ = p.Close() })
		return p
	}
	p := proxies{start(to.loki, 1), start(to.elasticsearch, 2), start(to.jaeger, 3)}
	return targets{loki: "http://" + p.loki.Addr, elasticsearch: "http://" + p.elasticsearch.Addr, jaeger: p.jaeger.Addr}, p
}

// startCourse starts a gateway in strict mode and senders of every kind.
func startCourse(t *testing.T, to targets, seed uint64) (*stage, []load.Sender, *load.Senders) {
	t.Helper()
	return startCourseOf(t, load.All, to, seed)
}

// sendersOf makes senders for a gateway.
type sendersOf func(*gateway.Gateway, uint64, func(kind string) string) ([]load.Sender, error)

// startCourseOf starts a gateway in strict mode and senders. overlays are texts
// that are laid over its configuration.
func startCourseOf(t *testing.T, of sendersOf, to targets, seed uint64, overlays ...string) (*stage, []load.Sender, *load.Senders) {
	t.Helper()
	s := startDirect(t, to, append([]string{shipped, agentsConfig, strictConfig}, overlayFiles(t, overlays...)...)...)
	senders, err := of(s.gateway, seed, func(kind string) string { return newService("course-" + kind) })
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	t.Cleanup(cancel)
	return s, senders, load.Start(ctx, senders)
}

// drained ends the load: the senders get the last acknowledgements, and no try
// of any of them is open.
func drained(t *testing.T, senders *load.Senders) time.Duration {
	t.Helper()
	begin := time.Now()
	done := make(chan error, 1)
	go func() { done <- senders.Drain() }()
	select {
	case err := <-done:
		require.NoError(t, err)
	case <-time.After(mostDrain):
		t.Fatalf("the senders still wait for acknowledgements after %s", mostDrain)
	}
	return time.Since(begin)
}

// audited compares all servers with all ledgers and adds the figures of each
// kind to the table. It lets doubles pass on the servers that are named for a
// kind.
func audited(t *testing.T, senders []load.Sender, doubles map[string][]string) {
	t.Helper()
	type kind struct {
		counts  load.Counts
		servers map[string]*figures
	}
	kinds := map[string]*kind{}
	var errs []error
	for _, sender := range senders {
		book := sender.Book()
		k := kinds[book.Kind]
		if k == nil {
			k = &kind{counts: load.Counts{Requests: map[string]int{}}, servers: map[string]*figures{}}
			kinds[book.Kind] = k
		}
		counts := book.Counts()
		if counts.Acked != counts.Sent || counts.Sent == 0 {
			errs = append(errs, fmt.Errorf("%s: %d of %d acknowledged", book.Service, counts.Acked, counts.Sent))
		}
		k.counts.Sent += counts.Sent
		k.counts.Acked += counts.Acked
		k.counts.Resent += counts.Resent
		k.counts.Slowest = max(k.counts.Slowest, counts.Slowest)
		for how, n := range counts.Requests {
			k.counts.Requests[how] += n
		}
		found, err := auditAll(t, book, book.Snapshot(), doubles[book.Kind]...)
		errs = append(errs, err)
		for server, f := range found {
			if k.servers[server] == nil {
				k.servers[server] = &figures{}
			}
			k.servers[server].add(f)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		k := kinds[name]
		var stored []string
		for _, server := range slices.Sorted(maps.Keys(k.servers)) {
			f := k.servers[server]
			stored = append(stored, fmt.Sprintf("%s %d, %d doubles, %d missing", server, f.stored, f.doubles, f.missing))
		}
		summarize(t.Name(), name, fmt.Sprintf("sent %d, acked %d, resent %d; %s; tries %v; slowest %s", k.counts.Sent, k.counts.Acked,
			k.counts.Resent, strings.Join(stored, "; "), k.counts.Requests, k.counts.Slowest.Round(time.Millisecond)))
	}
	require.NoError(t, errors.Join(errs...))
}

// course kills the gateway again and again under load, and a few times more
// while it starts, and returns for how long it was up in all.
func course(t *testing.T, g *gateway.Gateway, seed uint64, kills int) time.Duration {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	upTo := func(limit time.Duration) time.Duration { return time.Duration(random.Int64N(int64(limit))) }
	var up time.Duration
	for i := range kills {
		lived := upTo(mostUp)
		time.Sleep(lived)
		up += lived
		g.Kill()
		if i%3 == 2 {
			// Killed again before it is ready.
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond+upTo(time.Second))
			_ = g.Start(ctx)
			cancel()
			g.Kill()
		}
		require.NoError(t, g.Start(t.Context()))
	}
	time.Sleep(time.Second)
	return up
}

// Ten times the gateway is killed under the load of senders of every kind, and
// three times more while it starts; all the time answers of the servers get
// lost. In strict mode everything that was acknowledged is in all servers then,
// and nothing is anywhere twice.
func TestKillCourse(t *testing.T) {
	seed := courseSeed(t)
	begin := time.Now()
	to, between := startProxies(t, seed, mostAnswers)
	s, senders, all := startCourse(t, to, seed)
	up := course(t, s.gateway, seed, kills)
	took := drained(t, all)
	summarize(t.Name(), fmt.Sprintf("%d kills in %s", kills, time.Since(begin).Round(time.Second)),
		fmt.Sprintf("up for %s between them, %d answers of servers lost, drained in %s", up.Round(time.Second), between.lost(), took.Round(10*time.Millisecond)))
	audited(t, senders, nil)
}
