// Package service installs and runs the services below tests/clients: real
// OpenTelemetry SDKs in Go, Node.js and Python.
package service

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/e2e/internal/install"
)

// Language names a service.
type Language string

// The services that there are.
const (
	Go     Language = "go"
	Node   Language = "node"
	Python Language = "python"
)

// Program is a service that is installed.
type Program struct {
	Language Language
	args     []string
	env      []string
}

// Install makes a service ready to run, once, in the cache.
func Install(ctx context.Context, cache *backends.Cache, language Language) (Program, error) {
	dir := filepath.Join(backends.SourceDir(), "..", "clients", string(language))
	switch language {
	case Go:
		return installGo(ctx, cache, dir)
	case Node:
		return installNode(ctx, cache, dir)
	case Python:
		return installPython(ctx, cache, dir)
	default:
		return Program{}, fmt.Errorf("there is no service in %q, there are go, node and python", language)
	}
}

func installGo(ctx context.Context, cache *backends.Cache, dir string) (Program, error) {
	sources, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return Program{}, err
	}
	binary, err := backends.BuildGo(ctx, cache, "client_go", dir, ".", sources...)
	return Program{Language: Go, args: []string{binary}}, err
}

func installNode(ctx context.Context, cache *backends.Cache, dir string) (Program, error) {
	args, env, err := install.Node(ctx, cache, "client_node", filepath.Join(dir, "service.js"))
	return Program{Language: Node, args: args, env: env}, err
}

func installPython(ctx context.Context, cache *backends.Cache, dir string) (Program, error) {
	args, env, err := install.Python(ctx, cache, "client_python", filepath.Join(dir, "service.py"))
	return Program{Language: Python, args: args, env: env}, err
}
