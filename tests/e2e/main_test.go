//go:build e2e

package e2e

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/agent"
	"github.com/lethe-otel/lethe/tests/e2e/internal/gateway"
	"github.com/lethe-otel/lethe/tests/e2e/internal/service"
)

// world is what all tests share: it costs the most to start.
var world struct {
	dir           string
	cache         *backends.Cache
	loki          *backends.Loki
	elasticsearch *backends.Elasticsearch
	jaeger        *backends.Jaeger
	programs      map[service.Language]service.Program
	agents        *agent.Programs
}

func TestMain(m *testing.M) {
	code, err := run(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func run(m *testing.M) (code int, err error) {
	if _, err := gateway.Binary(); err != nil {
		return 1, err
	}
	world.dir, err = os.MkdirTemp("", "lethe-e2e-")
	if err != nil {
		return 1, err
	}
	// Elasticsearch may have to run as another user.
	if err := os.Chmod(world.dir, 0o755); err != nil {
		return 1, err
	}
	defer func() {
		if os.Getenv("LETHE_E2E_KEEP") != "" {
			fmt.Println("kept:", world.dir)
			return
		}
		err = errors.Join(err, os.RemoveAll(world.dir))
	}()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Minute)
	defer cancel()
	if err := install(ctx); err != nil {
		return 1, err
	}
	defer func() {
		for _, server := range []interface{ Stop() error }{world.loki, world.elasticsearch, world.jaeger} {
			err = errors.Join(err, server.Stop())
		}
	}()
	if err := startServers(ctx); err != nil {
		return 1, err
	}
	code = m.Run()
	if code != 0 {
		for _, server := range []interface{ LogFile() string }{world.loki, world.elasticsearch, world.jaeger} {
			fmt.Printf("the end of %s:\n%s\n", server.LogFile(), backends.Tail(server.LogFile()))
		}
	}
	printSummary(os.Stdout)
	return code, nil
}

// install prepares everything before anything starts, so that whatever the
// machine lacks is said at once.
func install(ctx context.Context) error {
	begin := time.Now()
	var err error
	if world.cache, err = backends.OpenCache(); err != nil {
		return err
	}
	dir := func(name string) string {
		path := filepath.Join(world.dir, name)
		_ = os.MkdirAll(path, 0o755)
		return path
	}
	var errs []error
	keep := func(err error) { errs = append(errs, err) }
	world.elasticsearch, err = backends.NewSearchServer(ctx, world.cache, dir("elasticsearch"),
		cmp.Or(os.Getenv("LETHE_TEST_SEARCH"), backends.Elasticsearch9))
	keep(err)
	world.programs = map[service.Language]service.Program{}
	for _, language := range []service.Language{service.Go, service.Node, service.Python} {
		world.programs[language], err = service.Install(ctx, world.cache, language)
		keep(err)
	}
	world.agents, err = agent.Install(ctx, world.cache)
	keep(err)
	world.loki, err = backends.NewLoki(ctx, world.cache, dir("loki"))
	keep(err)
	world.jaeger, err = backends.NewJaeger(ctx, world.cache, dir("jaeger"), backends.JaegerInMemory)
	keep(err)
	summarize("install", "servers and clients", time.Since(begin).Round(time.Second).String())
	return errors.Join(errs...)
}

func startServers(ctx context.Context) error {
	var wait sync.WaitGroup
	servers := []interface {
		Name() string
		Start(context.Context) error
	}{world.loki, world.elasticsearch, world.jaeger}
	errs := make([]error, len(servers))
	for i, server := range servers {
		wait.Go(func() {
			begin := time.Now()
			errs[i] = server.Start(ctx)
			summarize("start", server.Name(), time.Since(begin).Round(100*time.Millisecond).String())
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

func loki() query.Loki                   { return query.Loki{URL: world.loki.URL} }
func elasticsearch() query.Elasticsearch { return query.Elasticsearch{URL: world.elasticsearch.URL} }
func jaeger() query.Jaeger               { return query.Jaeger{URL: world.jaeger.Query} }
