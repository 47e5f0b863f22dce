package backends

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Jaeger is a Jaeger v2 server (the version in jaeger/go.mod).
type Jaeger struct {
	Server
	// OTLP is the host:port of its OTLP/gRPC door, OTLPHTTP the URL of the one
	// over HTTP, Query the URL of its query API.
	OTLP, OTLPHTTP, Query string
}

// JaegerStorage says where Jaeger keeps its spans.
type JaegerStorage bool

const (
	// JaegerInMemory keeps spans as they came, and loses them at a stop.
	JaegerInMemory JaegerStorage = false
	// JaegerOnDisk keeps spans over a stop. The store speaks Jaeger's older
	// model: attributes of links and the trace state are not kept.
	JaegerOnDisk JaegerStorage = true
)

var jaegerServer = goServer{name: "jaeger", pkg: "github.com/jaegertracing/jaeger/cmd/jaeger"}

// NewJaeger installs Jaeger and prepares it below dir, which must exist. Start
// starts it.
func NewJaeger(ctx context.Context, cache *Cache, dir string, storage JaegerStorage) (*Jaeger, error) {
	binary, err := jaegerServer.install(ctx, cache)
	if err != nil {
		return nil, err
	}
	ports, err := FreePorts(5)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return nil, err
	}
	config, err := writeConfig(dir, "jaeger.yaml", struct {
		Dir, UIConfig                                                string
		OnDisk                                                       bool
		OTLPPort, OTLPHTTPPort, QueryPort, QueryGRPCPort, HealthPort int
	}{dir, filepath.Join(SourceDir(), "..", "..", "distribution", "jaeger", "ui-config.json"), bool(storage), ports[0], ports[1], ports[2], ports[3], ports[4]})
	if err != nil {
		return nil, err
	}
	return &Jaeger{
		OTLP:     Loopback(ports[0]),
		OTLPHTTP: "http://" + Loopback(ports[1]),
		Query:    "http://" + Loopback(ports[2]),
		Server: Server{
			name: "jaeger", dir: dir,
			command: func() *exec.Cmd {
				cmd := exec.CommandContext(context.Background(), binary, "--config="+config)
				cmd.Dir = dir
				return cmd
			},
			ready:      HTTPReady("http://" + Loopback(ports[4]) + "/status"),
			startLimit: 60 * time.Second,
			stopLimit:  30 * time.Second,
		},
	}, nil
}
