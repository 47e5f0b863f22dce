// Package agent installs and runs the senders that speak to the gateway in the
// protocols of Elasticsearch, Logstash and Loki: the programs in tests/clients,
// rsyslog, syslog-ng, Telegraf and loki-canary.
package agent

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/install"
)

// Programs are the senders, installed.
type Programs struct {
	node, python, golang clientProgram
	rsyslog, syslogNG    backends.Debian
	telegraf, canary     string
}

// clientProgram is one of the programs in tests/clients that send a file of
// records and end.
type clientProgram struct{ args, env []string }

// telegrafTags leave out of Telegraf what the tests do not use.
var telegrafTags = []string{"custom", "inputs.tail", "outputs.elasticsearch", "outputs.loki", "parsers.influx"}

// Install makes all of them ready to run, once, in the cache.
func Install(ctx context.Context, cache *backends.Cache) (*Programs, error) {
	var p Programs
	var errs []error
	keep := func(err error) { errs = append(errs, err) }
	clients := filepath.Join(backends.SourceDir(), "..", "clients")

	var err error
	p.node.args, p.node.env, err = install.Node(ctx, cache, "agents_node", filepath.Join(clients, "node-agents", "agents.js"))
	keep(err)
	p.python.args, p.python.env, err = install.Python(ctx, cache, "agents_python", filepath.Join(clients, "python-agents", "agents.py"))
	keep(err)
	sources, err := filepath.Glob(filepath.Join(clients, "go-agents", "*.go"))
	keep(err)
	binary, err := backends.BuildGo(ctx, cache, "agents_go", filepath.Join(clients, "go-agents"), ".", sources...)
	keep(err)
	p.golang.args = []string{binary}

	p.rsyslog, err = backends.UnpackDebian(ctx, cache, "rsyslog", rsyslogPackages...)
	keep(wrap("rsyslog", err))
	p.syslogNG, err = backends.UnpackDebian(ctx, cache, "syslog_ng", syslogNGPackages...)
	keep(wrap("syslog-ng", err))
	p.telegraf, err = backends.GoProgram{
		Name: "telegraf", Module: filepath.Join(clients, "telegraf"),
		Package: "github.com/influxdata/telegraf/cmd/telegraf", Tags: telegrafTags,
	}.Build(ctx, cache)
	keep(err)
	p.canary, err = backends.BuildGo(ctx, cache, "loki_canary", filepath.Join(backends.SourceDir(), "loki"), "github.com/grafana/loki/v3/cmd/loki-canary")
	keep(err)
	return &p, errors.Join(errs...)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s is needed for the end-to-end tests: %w", what, err)
}
