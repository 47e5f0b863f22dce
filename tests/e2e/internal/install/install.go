// Package install makes programs below tests/clients ready to run, once, in the
// cache: their dependencies are those of the lock file beside them.
package install

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

// Node installs what package-lock.json beside the script names, under a name of
// the cache, and returns the command that runs the script and its environment.
func Node(ctx context.Context, cache *backends.Cache, name, script string) (args, env []string, err error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, nil, errors.New("the runtime Node.js 20 or newer (node) is needed for the end-to-end tests and was not found on the PATH: install it")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		return nil, nil, errors.New("npm, which comes with Node.js, is needed once and was not found on the PATH: install it")
	}
	dir := filepath.Dir(script)
	locks := []string{filepath.Join(dir, "package.json"), filepath.Join(dir, "package-lock.json")}
	version, err := output(ctx, node, "--version")
	if err != nil {
		return nil, nil, err
	}
	key, err := backends.Key(locks, version)
	if err != nil {
		return nil, nil, err
	}
	installed, err := cache.Install(ctx, name, key, func(ctx context.Context, to string) error {
		if err := copyFiles(to, locks...); err != nil {
			return err
		}
		return run(ctx, to, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	})
	return []string{node, script}, []string{"NODE_PATH=" + filepath.Join(installed, "node_modules")}, err
}

// Python installs what requirements.txt beside the script names, under a name of
// the cache, and returns the command that runs the script and its environment.
// Hashes in the file are checked.
func Python(ctx context.Context, cache *backends.Cache, name, script string) (args, env []string, err error) {
	python, err := exec.LookPath("python3")
	if err != nil {
		return nil, nil, errors.New("the interpreter Python 3.10 or newer (python3) with venv is needed for the end-to-end tests and was not found on the PATH: install it (Debian: apt-get install python3-venv)")
	}
	requirements := filepath.Join(filepath.Dir(script), "requirements.txt")
	version, err := output(ctx, python, "--version")
	if err != nil {
		return nil, nil, err
	}
	key, err := backends.Key([]string{requirements}, version)
	if err != nil {
		return nil, nil, err
	}
	installed, err := cache.Install(ctx, name, key, func(ctx context.Context, to string) error {
		if err := run(ctx, to, python, "-m", "venv", "--clear", to); err != nil {
			return err
		}
		return run(ctx, to, filepath.Join(to, "bin", "pip"), "install", "--disable-pip-version-check",
			"--no-input", "--no-deps", "-q", "-r", requirements)
	})
	return []string{filepath.Join(installed, "bin", "python"), script}, []string{"PYTHONDONTWRITEBYTECODE=1"}, err
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
