// Package gateway runs the built gateway with the configuration that ships.
package gateway

import (
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/certs"
)

// Settings say what the gateway delivers to and how it is configured.
type Settings struct {
	// Configs are passed as --config, in this order.
	Configs []string
	// Loki and Elasticsearch are URLs, Jaeger is the host:port of OTLP/gRPC.
	Loki, Elasticsearch, Jaeger string
	// Token is what senders must present.
	Token string
	// Dir takes the queues, the certificates and the log. It is made.
	Dir string
}

// Gateway is a gateway process. A Stop and a Start keep its addresses and its
// queues.
type Gateway struct {
	// GRPC and HTTP are the OTLP doors (TLS), Health and Metrics URLs.
	GRPC, HTTP, Health, Metrics, Prometheus string
	// Bulk and LokiPush are the URLs of agents.yaml's doors over HTTP, for User
	// with Password; Lumberjack is the host:port of the third one.
	Bulk, LokiPush, Lumberjack, User, Password string
	Certs                                      certs.Files
	Token                                      string
	// QueueDir holds the queues.
	QueueDir string
	LogFile  string

	args, env []string
	process   *backends.Process
}

// Binary returns the path of the gateway: $LETHE_BIN, by default bin/lethe.
func Binary() (string, error) {
	path := os.Getenv("LETHE_BIN")
	if path == "" {
		path = filepath.Join(backends.SourceDir(), "..", "..", "bin", "lethe")
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("the gateway is not built, run make build or set LETHE_BIN: %w", err)
	}
	return path, nil
}

// ShippedConfig returns the path of a configuration in distribution/config.
func ShippedConfig(name string) string {
	return filepath.Join(backends.SourceDir(), "..", "..", "distribution", "config", name)
}

// New prepares a gateway; Start starts it.
func New(settings Settings) (*Gateway, error) {
	binary, err := Binary()
	if err != nil {
		return nil, err
	}
	queues := filepath.Join(settings.Dir, "queues")
	if err := os.MkdirAll(queues, 0o755); err != nil {
		return nil, err
	}
	files, err := certs.Write(settings.Dir)
	if err != nil {
		return nil, err
	}
	ports, err := backends.FreePorts(8)
	if err != nil {
		return nil, err
	}
	password, htpasswd := "agents"+settings.Token, filepath.Join(settings.Dir, "htpasswd")
	sum := sha1.Sum([]byte(password))
	if err := os.WriteFile(htpasswd, []byte("agents:{SHA}"+base64.StdEncoding.EncodeToString(sum[:])+"\n"), 0o600); err != nil {
		return nil, err
	}
	g := &Gateway{
		GRPC:       "https://" + backends.Loopback(ports[0]),
		HTTP:       "https://" + backends.Loopback(ports[1]),
		Health:     "http://" + backends.Loopback(ports[2]),
		Metrics:    "http://" + backends.Loopback(ports[3]) + "/metrics",
		Prometheus: "http://" + backends.Loopback(ports[4]) + "/metrics",
		Bulk:       "https://" + backends.Loopback(ports[5]),
		LokiPush:   "https://" + backends.Loopback(ports[6]),
		Lumberjack: backends.Loopback(ports[7]),
		User:       "agents",
		Password:   password,
		Certs:      files,
		Token:      settings.Token,
		QueueDir:   queues,
		LogFile:    filepath.Join(settings.Dir, "gateway.log"),
		args:       []string{binary},
	}
	for _, config := range settings.Configs {
		g.args = append(g.args, "--config", config)
	}
	g.env = append(os.Environ(),
		"LETHE_OTLP_GRPC_ENDPOINT="+backends.Loopback(ports[0]),
		"LETHE_OTLP_HTTP_ENDPOINT="+backends.Loopback(ports[1]),
		"LETHE_OTLP_TLS_CERT_FILE="+files.Cert,
		"LETHE_OTLP_TLS_KEY_FILE="+files.Key,
		"LETHE_OTLP_TOKEN="+settings.Token,
		"LETHE_ELASTICSEARCH_BULK_ENDPOINT="+backends.Loopback(ports[5]),
		"LETHE_LOKI_PUSH_ENDPOINT="+backends.Loopback(ports[6]),
		"LETHE_LUMBERJACK_ENDPOINT="+backends.Loopback(ports[7]),
		"LETHE_AGENTS_TLS_CERT_FILE="+files.Cert,
		"LETHE_AGENTS_TLS_KEY_FILE="+files.Key,
		"LETHE_AGENTS_CLIENT_CA_FILE="+files.CA,
		"LETHE_AGENTS_HTPASSWD_FILE="+htpasswd,
		// Made up, of the right shape.
		"LETHE_RECORD_KEY=00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef",
		"LETHE_LOKI_ENDPOINT="+settings.Loki,
		"LETHE_LOKI_USERNAME=loki", "LETHE_LOKI_PASSWORD=unused-by-the-test-server",
		"LETHE_ELASTICSEARCH_ENDPOINT="+settings.Elasticsearch,
		"LETHE_ELASTICSEARCH_USERNAME=elastic", "LETHE_ELASTICSEARCH_PASSWORD=unused-by-the-test-server",
		"LETHE_JAEGER_ENDPOINT="+settings.Jaeger,
		"LETHE_JAEGER_TOKEN=unused-by-the-test-server", "LETHE_JAEGER_INSECURE=true",
		"LETHE_STORAGE_DIR="+queues,
		"LETHE_HEALTH_ENDPOINT="+backends.Loopback(ports[2]),
		"LETHE_METRICS_HOST=127.0.0.1", "LETHE_METRICS_PORT="+strconv.Itoa(ports[3]),
		"LETHE_PROMETHEUS_ENDPOINT="+backends.Loopback(ports[4]),
		"LETHE_MEMORY_LIMIT_MIB=512",
	)
	return g, nil
}

// Setenv gives the gateway a variable, from its next start on.
func (g *Gateway) Setenv(name, value string) { g.env = append(g.env, name+"="+value) }

// Start starts the gateway and waits until it is ready.
func (g *Gateway) Start(ctx context.Context) error {
	cmd := exec.CommandContext(context.Background(), g.args[0], g.args[1:]...)
	cmd.Env = g.env
	cmd.Dir = filepath.Dir(g.LogFile)
	process, err := backends.StartProcess("gateway", cmd, g.LogFile)
	if err != nil {
		return err
	}
	g.process = process
	if err := process.WaitReady(ctx, 30*time.Second, backends.HTTPReady(g.Health)); err != nil {
		process.Kill()
		return err
	}
	return nil
}

// Stop ends the gateway in order.
func (g *Gateway) Stop() error {
	if g.process == nil {
		return nil
	}
	return g.process.Stop(45 * time.Second)
}

// Quit ends the gateway in order, and returns an error unless its status is 0.
func (g *Gateway) Quit(ctx context.Context) error {
	if err := g.Stop(); err != nil {
		return err
	}
	return g.process.Wait(ctx)
}

// Kill ends it at once.
func (g *Gateway) Kill() {
	if g.process != nil {
		g.process.Kill()
	}
}

// SDKEnv returns the OTEL_* variables with which an SDK sends to this gateway
// over a protocol (grpc, http/protobuf or http/json). headers are further ones
// of every request, in the form name=value.
func (g *Gateway) SDKEnv(protocol string, headers ...string) []string {
	endpoint := g.HTTP
	if protocol == "grpc" {
		endpoint = g.GRPC
	}
	all := strings.Join(append([]string{"authorization=Bearer%20" + g.Token}, headers...), ",")
	return []string{
		"OTEL_EXPORTER_OTLP_PROTOCOL=" + protocol,
		"OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint,
		"OTEL_EXPORTER_OTLP_CERTIFICATE=" + g.Certs.CA,
		"OTEL_EXPORTER_OTLP_HEADERS=" + all,
		"OTEL_TRACES_EXPORTER=otlp", "OTEL_LOGS_EXPORTER=otlp", "OTEL_METRICS_EXPORTER=none",
		// Python's requests takes these before what the exporter says.
		"REQUESTS_CA_BUNDLE=", "CURL_CA_BUNDLE=",
		// Spans leave together, when the service ends: one that went alone, in
		// the middle of a request, could pass before its correlation id is known.
		"OTEL_BLRP_SCHEDULE_DELAY=200", "OTEL_BSP_SCHEDULE_DELAY=60000",
	}
}

// Get fetches one of the gateway's own pages, such as Metrics.
func Get(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", url, resp.Status)
	}
	return io.ReadAll(resp.Body)
}
