//go:build e2e

package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
	"github.com/lethe-otel/lethe/tests/e2e/internal/record"
)

// shipped is the configuration under test.
var shipped = gateway.ShippedConfig("gateway.yaml")

// stage is a gateway between senders and the servers.
type stage struct {
	gateway                     *gateway.Gateway
	loki, elasticsearch, jaeger *record.Proxy // nil when it delivers directly
	dir                         string
}

// targets are the addresses that a gateway delivers to.
type targets struct{ loki, elasticsearch, jaeger string }

func servers() targets {
	return targets{loki: world.loki.URL, elasticsearch: world.elasticsearch.URL, jaeger: world.jaeger.OTLP}
}

// startRecorded starts a gateway with a recording proxy in front of each server.
func startRecorded(t *testing.T, configs ...string) *stage {
	t.Helper()
	to := servers()
	proxy := func(url string, grpc bool) *record.Proxy {
		p, err := record.Start(url, grpc)
		require.NoError(t, err)
		t.Cleanup(func() { _ = p.Close() })
		return p
	}
	loki, elasticsearch, jaeger := proxy(to.loki, false), proxy(to.elasticsearch, false), proxy("http://"+to.jaeger, true)
	s := startDirect(t, targets{loki: loki.URL(), elasticsearch: elasticsearch.URL(), jaeger: jaeger.Addr}, configs...)
	s.loki, s.elasticsearch, s.jaeger = loki, elasticsearch, jaeger
	return s
}

// startDirect starts a gateway that delivers straight to the targets. Without
// configs it runs the one that ships.
func startDirect(t *testing.T, to targets, configs ...string) *stage {
	t.Helper()
	dir, err := os.MkdirTemp(world.dir, strings.ReplaceAll(t.Name(), "/", "_")+"-")
	require.NoError(t, err)
	if len(configs) == 0 {
		configs = []string{shipped}
	}
	g, err := gateway.New(gateway.Settings{
		Configs: configs,
		Loki:    to.loki, Elasticsearch: to.elasticsearch, Jaeger: to.jaeger,
		Token: "tok" + newSecret(), Dir: dir,
	})
	require.NoError(t, err)
	s := &stage{gateway: g, dir: dir}
	t.Cleanup(func() {
		if err := g.Stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			showTail(t, g.LogFile)
		}
	})
	require.NoError(t, g.Start(t.Context()))
	return s
}

// showTail shows the end of a log.
func showTail(t *testing.T, path string) {
	t.Helper()
	t.Logf("the end of %s:\n%s", filepath.Base(path), backends.Tail(path))
}
