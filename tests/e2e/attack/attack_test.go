//go:build e2e

package attack

import (
	"cmp"
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	// usual is how long an attack lasts.
	usual = 500 * time.Millisecond
	// promise is the longest that a well-behaved sender is kept waiting, its own
	// pauses behind a refusal included.
	promise = 10 * time.Second
)

// Attacks one after the other, and then all at once.
func TestAttack(t *testing.T) {
	raiseFiles(t)
	g := startTarget(t, plainDoors)
	attacks := overHTTP("bulk", bulkDoor, ndjson)
	attacks = append(attacks, overHTTP("loki", lokiDoor, asJSON)...)
	attacks = append(attacks, onBulk()...)
	attacks = append(attacks, onLoki()...)
	attacks = append(attacks, onLumberjack()...)
	attacks = append(attacks, attack{name: "all at once", workers: 1, lasts: 8 * time.Second, container: true, run: together(attacks)})
	g.stand(t, attacks, nil)
}

// stand runs the attacks and holds what must hold meanwhile.
func (g *target) stand(t *testing.T, attacks []attack, secure *tls.Config) {
	senders := g.senders(secure)
	ctx, cancel := context.WithCancel(t.Context())
	var good sync.WaitGroup
	for _, s := range senders {
		good.Go(func() { s.run(ctx) })
	}
	defer good.Wait()
	defer cancel()
	sleep(ctx, 500*time.Millisecond)
	fmt.Printf("%-45s %8s  %-18s %-7s %s\n", "attack", "memory", "requests served", "worst", "what the attackers were told")
	for _, a := range attacks {
		if !strings.Contains(a.name, os.Getenv("LETHE_ATTACK")) {
			continue
		}
		t.Run(a.name, func(t *testing.T) { g.standOne(t, a, senders) })
		if !g.process.Running() {
			t.Fatal("the gateway is gone")
		}
	}
	log, err := os.ReadFile(g.logFile)
	require.NoError(t, err)
	assert.NotContains(t, string(log), mark, "the log holds what was sent")
	assert.NotContains(t, string(log), "panic")
}

func (g *target) standOne(t *testing.T, a attack, senders []*sender) {
	for _, body := range a.bodies {
		body()
	}
	for _, s := range senders {
		_, _, _, _ = s.report()
	}
	own, err := g.own()
	require.NoError(t, err)
	g.peak.Store(own)
	var what told
	ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(a.lasts, usual))
	defer cancel()
	var wait sync.WaitGroup
	for range cmp.Or(a.workers, 8) {
		wait.Go(func() { a.run(ctx, g, &what) })
	}
	wait.Wait()
	// What the attack has left behind counts too.
	for _, s := range senders {
		s.awaitService(t.Context(), a.container)
	}
	require.True(t, g.process.Running(), "the gateway is gone")
	peak, limit, longest := g.peak.Load(), int64(memoryLimit), promise
	if a.container {
		limit, longest = containerLimit, 3*promise
	}
	var served, refused int
	var worst time.Duration
	for _, s := range senders {
		n, no, waited, why := s.report()
		served, refused, worst = served+n, refused+no, max(worst, waited)
		assert.Less(t, waited, longest, "%s waited, last refused because of %v", s.name, why)
		if no > 0 && os.Getenv("LETHE_ATTACK") != "" {
			t.Logf("%s: refused %d times, last: %v", s.name, no, why)
		}
	}
	fmt.Printf("%-45s %4d MiB  %5d (%3d again)  %5.2f s  %s\n", a.name, peak/mib, served, refused, worst.Seconds(), what.String())
	assert.Less(t, peak, limit, "the gateway's own memory")
	assert.Empty(t, what.leaks, "an answer holds what was sent")
}

// together runs attacks at the same time, a few workers each.
func together(attacks []attack) func(context.Context, *target, *told) {
	return func(ctx context.Context, g *target, t *told) {
		var wait sync.WaitGroup
		for _, a := range attacks {
			wait.Go(func() {
				var own told
				a.run(ctx, g, &own)
				own.mu.Lock()
				defer own.mu.Unlock()
				t.mu.Lock()
				defer t.mu.Unlock()
				t.leaks = append(t.leaks, own.leaks...)
			})
		}
		wait.Wait()
		t.add(fmt.Sprintf("%d attacks", len(attacks)), nil)
	}
}

// raiseFiles allows as many open files as the system does, for this process and
// those that it starts.
func raiseFiles(t *testing.T) {
	t.Helper()
	var limit syscall.Rlimit
	require.NoError(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	limit.Cur = limit.Max
	require.NoError(t, syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	if limit.Cur < 25_000 {
		fmt.Printf("the system allows %d open files a process: 10,000 connections stand at one door at a time\n", limit.Cur)
	}
}
