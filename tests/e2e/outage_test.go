//go:build e2e

package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

// notHeldUp is how long the other servers may wait for records while one is
// gone: some times what they need when all are there.
const notHeldUp = 15 * time.Second

// afterReturn is how long the records may take once a server is back: the pause
// between attempts has grown to at most half a minute by then.
const afterReturn = 90 * time.Second

// outage is what a test of an outage needs of the server that goes.
type outage struct {
	name   string
	server interface {
		Start(context.Context) error
		Stop() error
	}
	// crash also kills the gateway while the server is gone.
	crash bool
}

// One server stops and comes back. The other two get their records meanwhile,
// and in the end every record is everywhere exactly once.
func TestServerGoesAwayAndComesBack(t *testing.T) {
	// In memory Jaeger would forget what it had; this one keeps it on disk.
	dir := filepath.Join(world.dir, "jaeger-on-disk")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	onDisk, err := backends.NewJaeger(t.Context(), world.cache, dir, backends.JaegerOnDisk)
	require.NoError(t, err)
	require.NoError(t, onDisk.Start(t.Context()))
	t.Cleanup(func() { _ = onDisk.Stop() })
	to := servers()
	to.jaeger = onDisk.OTLP
	jaegerOnDisk := query.Jaeger{URL: onDisk.Query}

	for _, gone := range []outage{
		{name: "loki", server: world.loki},
		{name: "elasticsearch", server: world.elasticsearch, crash: true},
		{name: "jaeger", server: onDisk},
	} {
		t.Run(gone.name, func(t *testing.T) {
			s := startDirect(t, to)
			b := &batch{service: newService("outage")}
			has := map[string]func() error{
				"loki": func() error {
					records, err := loki().ByService(t.Context(), b.service)
					return expect.Once("loki", b.logs, records, err)
				},
				"elasticsearch": func() error {
					records, err := elasticsearch().ByService(t.Context(), b.service)
					logs, err := of("log", records, err)
					spans, err := of("span", records, err)
					return errors.Join(expect.Once("elasticsearch, logs", b.logs, logs, err), expect.Once("elasticsearch, spans", b.spans, spans, err))
				},
				"jaeger": func() error {
					records, err := jaegerOnDisk.ByService(t.Context(), b.service)
					return expect.Once("jaeger", b.spans, records, err)
				},
			}
			all := func() error { return errors.Join(has["loki"](), has["elasticsearch"](), has["jaeger"]()) }

			b.send(t, s.gateway, 20)
			eventually(t, 30*time.Second, all)
			before := len(b.logs)

			sendDuring(t, b, s.gateway, gone.server.Stop)
			begin := time.Now()
			for range 5 {
				b.send(t, s.gateway, 20)
			}
			eventually(t, notHeldUp, func() error {
				var errs []error
				for name, check := range has {
					if name != gone.name {
						errs = append(errs, check())
					}
				}
				return errors.Join(errs...)
			})
			summarize("outage of "+gone.name, fmt.Sprintf("%d records in the other two after", 2*(len(b.logs)-before)), time.Since(begin).Round(10*time.Millisecond).String())

			if gone.crash {
				s.gateway.Kill()
				require.NoError(t, s.gateway.Start(t.Context()))
				b.send(t, s.gateway, 20)
			}

			sendDuring(t, b, s.gateway, func() error { return gone.server.Start(t.Context()) })
			took := eventually(t, afterReturn, all)
			settled(t, all)
			what := fmt.Sprintf("all %d records once, after its return", 2*len(b.logs))
			if gone.crash {
				what = fmt.Sprintf("all %d records once, with a kill of the gateway, after its return", 2*len(b.logs))
			}
			summarize("outage of "+gone.name, what, took.Round(10*time.Millisecond).String())
		})
	}
}

// sendDuring keeps sending while something happens to a server, so that requests
// are under way when it does.
func sendDuring(t *testing.T, b *batch, g *gateway.Gateway, happens func() error) {
	t.Helper()
	done := make(chan error, 1)
	go func() { done <- happens() }()
	for {
		select {
		case err := <-done:
			require.NoError(t, err)
			return
		default:
			b.send(t, g, 5)
			time.Sleep(50 * time.Millisecond)
		}
	}
}

// A server that is not there when the gateway starts keeps nobody waiting.
func TestUnreachableServerAtStart(t *testing.T) {
	ports, err := backends.FreePorts(1)
	require.NoError(t, err)
	nobody := backends.Loopback(ports[0])
	for _, missing := range []string{"loki", "elasticsearch", "jaeger"} {
		t.Run(missing, func(t *testing.T) {
			to := servers()
			switch missing {
			case "loki":
				to.loki = "http://" + nobody
			case "elasticsearch":
				to.elasticsearch = "http://" + nobody
			case "jaeger":
				to.jaeger = nobody
			}
			begin := time.Now()
			s := startDirect(t, to)
			b := &batch{service: newService("absent")}
			b.send(t, s.gateway, 20)
			eventually(t, notHeldUp, func() error {
				var errs []error
				if missing != "loki" {
					records, err := loki().ByService(t.Context(), b.service)
					errs = append(errs, expect.Once("loki", b.logs, records, err))
				}
				if missing != "elasticsearch" {
					records, err := elasticsearch().ByService(t.Context(), b.service)
					logs, err := of("log", records, err)
					errs = append(errs, expect.Once("elasticsearch", b.logs, logs, err))
				}
				if missing != "jaeger" {
					records, err := jaeger().ByService(t.Context(), b.service)
					errs = append(errs, expect.Once("jaeger", b.spans, records, err))
				}
				return errors.Join(errs...)
			})
			summarize("start without "+missing, "started, records in the other two after", time.Since(begin).Round(10*time.Millisecond).String())
		})
	}
}
