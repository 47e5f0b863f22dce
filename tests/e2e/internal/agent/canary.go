package agent

import (
	"context"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"github.com/lethe-otel/lethe/tests/backends"
)

// Canary is loki-canary, which pushes lines, reads them back and counts what it
// misses. Metrics is the URL of its counts.
type Canary struct {
	Daemon
	Metrics string
}

// StartCanary runs loki-canary against addr, a host:port that takes what it
// pushes and answers what it asks. Its lines have the name of the service.
func (p *Programs) StartCanary(ctx context.Context, dir, addr, service string, door Door) (*Canary, error) {
	ports, err := backends.FreePorts(1)
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), p.canary,
		"-addr="+addr, "-push", "-user="+door.User, "-pass="+door.Password, "-port="+strconv.Itoa(ports[0]),
		// It reads back by its two labels, which both must become labels again.
		"-labelname=service_name", "-labelvalue="+service,
		"-streamname=deployment_environment_name", "-streamvalue=canary",
		"-interval=50ms", "-size=200", "-wait=5s", "-max-wait=15s", "-pruneinterval=1s",
		"-spot-check-interval=1s", "-spot-check-query-rate=2s", "-spot-check-initial-wait=12s",
		"-write-min-backoff=200ms", "-write-max-backoff=1s", "-write-max-retries=100")
	cmd.Dir = dir
	c := &Canary{
		Daemon:  Daemon{LogFile: filepath.Join(dir, "loki-canary.log")},
		Metrics: "http://" + backends.Loopback(ports[0]) + "/metrics",
	}
	if c.process, err = backends.StartProcess("loki-canary", cmd, c.LogFile); err != nil {
		return nil, err
	}
	if err := c.process.WaitReady(ctx, 20*time.Second, backends.HTTPReady(c.Metrics)); err != nil {
		c.process.Kill()
		return nil, err
	}
	return c, nil
}
