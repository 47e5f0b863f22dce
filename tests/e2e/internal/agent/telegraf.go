package agent

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/lethe-otel/lethe/tests/backends"
)

// StartTelegraf runs Telegraf. It follows a file of InfluxDB's line protocol;
// measurements that begin with "es" go to the first door, those that begin with
// "loki" to the second.
func (p *Programs) StartTelegraf(dir, index string, elasticsearch, loki Door) (*Daemon, error) {
	d := &Daemon{Input: filepath.Join(dir, "telegraf.influx"), LogFile: filepath.Join(dir, "telegraf.log")}
	if err := os.WriteFile(d.Input, nil, 0o600); err != nil {
		return nil, err
	}
	config, err := writeConfig(dir, "telegraf.conf", struct {
		Elasticsearch, Loki Door
		Input, Index        string
	}{elasticsearch, loki, d.Input, index})
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(context.Background(), p.telegraf, "--config", config)
	cmd.Dir = dir
	if d.process, err = backends.StartProcess("telegraf", cmd, d.LogFile); err != nil {
		return nil, err
	}
	return d, nil
}
