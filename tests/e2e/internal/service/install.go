// Package service installs and runs the services below tests/clients: real
// OpenTelemetry SDKs in Go, Node.js and Python.
package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/lethe-otel/lethe/tests/backends"
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
	node, err := exec.LookPath("node")
	if err != nil {
		return Program{}, errors.New("the runtime Node.js 20 or newer (node) is needed for the end-to-end tests and was not found on the PATH: install it")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return Program{}, errors.New("npm, which comes with Node.js, is needed once and was not found on the PATH: install it")
	}
	locks := []string{filepath.Join(dir, "package.json"), filepath.Join(dir, "package-lock.json")}
	version, err := output(ctx, node, "--version")
	if err != nil {
		return Program{}, err
	}
	key, err := backends.Key(locks, version)
	if err != nil {
		return Program{}, err
	}
	installed, err := cache.Install(ctx, "client_node", key, func(ctx context.Context, to string) error {
		if err := copyFiles(to, locks...); err != nil {
			return err
		}
		return run(ctx, to, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	})
	return Program{
		Language: Node,
		args:     []string{node, filepath.Join(dir, "service.js")},
		env:      []string{"NODE_PATH=" + filepath.Join(installed, "node_modules")},
	}, err
}

func installPython(ctx context.Context, cache *backends.Cache, dir string) (Program, error) {
	python, err := exec.LookPath("python3")
	if err != nil {
		return Program{}, errors.New("the interpreter Python 3.10 or newer (python3) with venv is needed for the end-to-end tests and was not found on the PATH: install it (Debian: apt-get install python3-venv)")
	}
	requirements := filepath.Join(dir, "requirements.txt")
	version, err := output(ctx, python, "--version")
	if err != nil {
		return Program{}, err
	}
	key, err := backends.Key([]string{requirements}, version)
	if err != nil {
		return Program{}, err
	}
	installed, err := cache.Install(ctx, "client_python", key, func(ctx context.Context, to string) error {
		if err := run(ctx, to, python, "-m", "venv", "--clear", to); err != nil {
			return err
		}
		return run(ctx, to, filepath.Join(to, "bin", "pip"), "install", "--disable-pip-version-check",
			"--no-input", "--no-deps", "-q", "-r", requirements)
	})
	return Program{
		Language: Python,
		args:     []string{filepath.Join(installed, "bin", "python"), filepath.Join(dir, "service.py")},
		env:      []string{"PYTHONDONTWRITEBYTECODE=1"},
	}, err
}

// run runs a command in dir; its output is part of the error.
func run(ctx context.Context, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, args[0], args[1:]...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return nil
}

func output(ctx context.Context, args ...string) (string, error) {
	out, err := exec.CommandContext(ctx, args[0], args[1:]...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(args, " "), err)
	}
	return strings.TrimSpace(string(out)), nil
}

func copyFiles(to string, files ...string) error {
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(to, filepath.Base(file)), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
