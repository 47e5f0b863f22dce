package backends

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// Loki is a Grafana Loki server (the version in loki/go.mod) with file system
// storage.
type Loki struct {
	Server
	// URL is the address of its HTTP API, without a path.
	URL string
}

var lokiServer = goServer{name: "loki", pkg: "github.com/grafana/loki/v3/cmd/loki"}

// NewLoki installs Loki and prepares it below dir, which must exist. Start
// starts it.
func NewLoki(ctx context.Context, cache *Cache, dir string) (*Loki, error) {
	binary, err := lokiServer.install(ctx, cache)
	if err != nil {
		return nil, err
	}
	ports, err := FreePorts(2)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(dir, "data"), 0o755); err != nil {
		return nil, err
	}
	config, err := writeConfig(dir, "loki.yaml", struct {
		Dir                string
		HTTPPort, GRPCPort int
	}{dir, ports[0], ports[1]})
	if err != nil {
		return nil, err
	}
	url := "http://" + Loopback(ports[0])
	return &Loki{
		URL: url,
		Server: Server{
			name: "loki", dir: dir,
			command: func() *exec.Cmd {
				cmd := exec.CommandContext(context.Background(), binary, "-config.file="+config)
				cmd.Dir = dir
				return cmd
			},
			ready:      HTTPReady(url + "/ready"),
			startLimit: 90 * time.Second,
			stopLimit:  30 * time.Second,
		},
	}, nil
}
