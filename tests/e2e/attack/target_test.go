//go:build e2e

package attack

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/certs"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
)

const mib = 1 << 20

// memoryLimit is the default of gateway.yaml, which says that the gateway's own
// memory keeps below it.
const memoryLimit = 288 * mib

// containerLimit is the container that gateway.yaml is for.
const containerLimit = 512 * mib

// plainDoors is laid over gateway.yaml in place of agents.yaml: the same limits
// without TLS, on loopback.
const plainDoors = `receivers:
  elasticsearch_bulk:
    endpoint: ${env:BULK}
    limits:
      max_in_flight_bytes: 67108864
  lumberjack:
    endpoint: ${env:BEATS}
  loki_push:
    endpoint: ${env:LOKI}
    limits:
      max_decoded_bytes: 50331648
      max_in_flight_bytes: 67108864
service:
  pipelines:
    logs:
      receivers: [otlp, elasticsearch_bulk, lumberjack, loki_push]
`

// noServers is laid over all: nothing is delivered.
const noServers = `exporters:
  nop: {}
service:
  pipelines:
    logs: {exporters: [nop]}
    traces: {exporters: [nop]}
`

// target is the gateway under attack.
type target struct {
	bulk, loki, beats string // host:port
	files             certs.Files
	user, password    string
	logFile           string
	process           *backends.Process
	peak              atomic.Int64
}

// startTarget starts a gateway with the configurations, each a path or a text.
func startTarget(t *testing.T, configs ...string) *target {
	t.Helper()
	binary, err := gateway.Binary()
	require.NoError(t, err)
	dir := t.TempDir()
	files, err := certs.Write(dir)
	require.NoError(t, err)
	ports, err := backends.FreePorts(8)
	require.NoError(t, err)
	g := &target{
		bulk: backends.Loopback(ports[0]), loki: backends.Loopback(ports[1]), beats: backends.Loopback(ports[2]),
		files: files, user: "agents", password: "an-attacker-does-not-know-it",
		logFile: filepath.Join(dir, "gateway.log"),
	}
	htpasswd := filepath.Join(dir, "htpasswd")
	require.NoError(t, os.WriteFile(htpasswd, []byte(g.user+":"+g.password+"\n"), 0o600))
	args := []string{"--config", gateway.ShippedConfig("gateway.yaml")}
	for i, config := range append(configs, noServers) {
		if strings.Contains(config, "\n") {
			path := filepath.Join(dir, fmt.Sprintf("%d.yaml", i))
			require.NoError(t, os.WriteFile(path, []byte(config), 0o600))
			config = path
		}
		args = append(args, "--config", config)
	}
	health := "http://" + backends.Loopback(ports[5])
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"BULK="+g.bulk, "LOKI="+g.loki, "BEATS="+g.beats,
		"LETHE_ELASTICSEARCH_BULK_ENDPOINT="+g.bulk,
		"LETHE_LOKI_PUSH_ENDPOINT="+g.loki,
		"LETHE_LUMBERJACK_ENDPOINT="+g.beats,
		"LETHE_AGENTS_TLS_CERT_FILE="+files.Cert,
		"LETHE_AGENTS_TLS_KEY_FILE="+files.Key,
		"LETHE_AGENTS_CLIENT_CA_FILE="+files.CA,
		"LETHE_AGENTS_HTPASSWD_FILE="+htpasswd,
		"LETHE_OTLP_GRPC_ENDPOINT="+backends.Loopback(ports[3]),
		"LETHE_OTLP_HTTP_ENDPOINT="+backends.Loopback(ports[4]),
		"LETHE_OTLP_TLS_CERT_FILE="+files.Cert,
		"LETHE_OTLP_TLS_KEY_FILE="+files.Key,
		"LETHE_OTLP_TOKEN=unused-by-the-attackers",
		"LETHE_HEALTH_ENDPOINT="+backends.Loopback(ports[5]),
		"LETHE_METRICS_PORT="+strconv.Itoa(ports[6]),
		"LETHE_PROMETHEUS_ENDPOINT="+backends.Loopback(ports[7]),
		"LETHE_STORAGE_DIR="+filepath.Join(dir, "queues"),
		// Made up, of the right shape.
		"LETHE_RECORD_KEY=00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef",
		"LETHE_LOKI_ENDPOINT=http://127.0.0.1:1", "LETHE_LOKI_USERNAME=loki", "LETHE_LOKI_PASSWORD=unused",
		"LETHE_ELASTICSEARCH_ENDPOINT=http://127.0.0.1:1", "LETHE_ELASTICSEARCH_USERNAME=elastic", "LETHE_ELASTICSEARCH_PASSWORD=unused",
		"LETHE_JAEGER_ENDPOINT=127.0.0.1:1", "LETHE_JAEGER_TOKEN=unused",
	)
	g.process, err = backends.StartProcess("gateway", cmd, g.logFile)
	require.NoError(t, err)
	t.Cleanup(func() {
		assert.NoError(t, g.process.Stop(45*time.Second))
		if t.Failed() {
			t.Logf("the end of the log:\n%s", backends.Tail(g.logFile))
		}
	})
	require.NoError(t, g.process.WaitReady(t.Context(), 30*time.Second, backends.HTTPReady(health)))
	go g.watch(t.Context())
	return g
}

// watch samples how much memory of its own the gateway has.
func (g *target) watch(ctx context.Context) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if own, err := g.own(); err == nil && own > g.peak.Load() {
				g.peak.Store(own)
			}
		}
	}
}

// own is the process's memory without the pages of mapped files.
func (g *target) own() (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", g.process.PID()))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "RssAnon:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("process %d has no RssAnon", g.process.PID())
}
