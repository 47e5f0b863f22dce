// Command backends installs and runs the real servers of the end-to-end tests
// for a person: it prints their addresses and stops them at Ctrl-C. With -exec
// it runs a command beside them instead, with the addresses in its environment,
// and ends with it.
//
//	go run ./tests/backends/cmd/backends                      all three
//	go run ./tests/backends/cmd/backends loki jaeger          some
//	go run ./tests/backends/cmd/backends opensearch2          in place of Elasticsearch 9:
//	                                                          elasticsearch8, opensearch2, opensearch3
//	go run ./tests/backends/cmd/backends -install             only install
//	go run ./tests/backends/cmd/backends -exec 'env | grep LETHE_TEST'
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/lethe-otel/lethe/tests/backends"
)

func main() {
	install := flag.Bool("install", false, "only install into the cache, start nothing")
	command := flag.String("exec", "", "run this shell command beside the servers, then stop them")
	flag.Parse()
	names := flag.Args()
	if len(names) == 0 {
		names = []string{"loki", "jaeger", "elasticsearch"}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, names, *install, *command)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "backends:", err)
		os.Exit(1)
	}
}

type server interface {
	Start(context.Context) error
	Stop() error
}

func run(ctx context.Context, names []string, install bool, command string) (err error) {
	known := append([]string{"loki", "jaeger"}, backends.SearchServers()...)
	search := 0
	for _, name := range names {
		if !slices.Contains(known, name) {
			return fmt.Errorf("unknown server %q, there are %s", name, strings.Join(known, ", "))
		}
		if slices.Contains(backends.SearchServers(), name) {
			search++
		}
	}
	if search > 1 && command != "" {
		return fmt.Errorf("the command can have one of %s beside it", strings.Join(backends.SearchServers(), ", "))
	}
	cache, err := backends.OpenCache()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "lethe-backends-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o755); err != nil {
		return err
	}
	var env []string
	for _, name := range names {
		own := filepath.Join(dir, name)
		if err := os.MkdirAll(own, 0o755); err != nil {
			return err
		}
		server, about, addresses, err := prepare(ctx, cache, name, own)
		if err != nil {
			return err
		}
		if install {
			fmt.Println(name, "is installed")
			continue
		}
		if err := server.Start(ctx); err != nil {
			return err
		}
		defer func() { _ = server.Stop() }()
		fmt.Println(about)
		env = append(env, addresses...)
	}
	if command != "" {
		cmd := exec.CommandContext(ctx, "sh", "-c", command)
		cmd.Env = append(os.Environ(), env...)
		cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
		return cmd.Run()
	}
	if !install {
		fmt.Println("all run; Ctrl-C stops them and removes their data")
		<-ctx.Done()
	}
	return nil
}

// prepare installs one server and tells where it will listen, for a person and
// as environment variables.
func prepare(ctx context.Context, cache *backends.Cache, name, dir string) (server, string, []string, error) {
	switch name {
	case "loki":
		loki, err := backends.NewLoki(ctx, cache, dir)
		if err != nil {
			return nil, "", nil, err
		}
		return loki, "loki           " + loki.URL, []string{"LETHE_TEST_LOKI_URL=" + loki.URL}, nil
	case "jaeger":
		jaeger, err := backends.NewJaeger(ctx, cache, dir, backends.JaegerInMemory)
		if err != nil {
			return nil, "", nil, err
		}
		return jaeger, "jaeger         OTLP/gRPC " + jaeger.OTLP + ", OTLP/HTTP " + jaeger.OTLPHTTP + ", query " + jaeger.Query, []string{
			"LETHE_TEST_JAEGER_GRPC=" + jaeger.OTLP, "LETHE_TEST_JAEGER_HTTP=" + jaeger.OTLPHTTP, "LETHE_TEST_JAEGER_QUERY=" + jaeger.Query,
		}, nil
	default:
		elasticsearch, err := backends.NewSearchServer(ctx, cache, dir, name)
		if err != nil {
			return nil, "", nil, err
		}
		return elasticsearch, fmt.Sprintf("%-14s %s (%s)", name, elasticsearch.URL, elasticsearch.Version), []string{"LETHE_TEST_ELASTICSEARCH_URL=" + elasticsearch.URL}, nil
	}
}
