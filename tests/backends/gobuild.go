package backends

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// goServer is a server that is built from a Go module below this folder.
type goServer struct {
	name string // the module's folder and the binary's name
	pkg  string // the package of its main function
}

// install builds the server into the cache and returns the binary's path.
func (s goServer) install(ctx context.Context, cache *Cache) (string, error) {
	module := filepath.Join(SourceDir(), s.name)
	return BuildGo(ctx, cache, s.name, module, s.pkg)
}

// BuildGo builds package pkg of the module in folder module into the cache,
// keyed by its go.mod, go.sum, extra source files and the Go version, and
// returns the binary's path.
func BuildGo(ctx context.Context, cache *Cache, name, module, pkg string, sources ...string) (string, error) {
	return GoProgram{Name: name, Module: module, Package: pkg, Sources: sources}.Build(ctx, cache)
}

// GoProgram is a program of a Go module that is built into the cache.
type GoProgram struct {
	// Name is that of the binary and of its place in the cache.
	Name string
	// Module is the folder of go.mod and go.sum, Package what is built.
	Module, Package string
	// Tags are the build tags.
	Tags []string
	// Sources are files of the program besides go.mod and go.sum.
	Sources []string
}

// Build builds the program once and returns the binary's path.
func (p GoProgram) Build(ctx context.Context, cache *Cache) (string, error) {
	files := append([]string{filepath.Join(p.Module, "go.mod"), filepath.Join(p.Module, "go.sum")}, p.Sources...)
	values := []string{runtime.Version(), p.Package}
	if len(p.Tags) > 0 {
		values = append(values, strings.Join(p.Tags, ","))
	}
	key, err := Key(files, values...)
	if err != nil {
		return "", err
	}
	dir, err := cache.Install(ctx, p.Name, key, func(ctx context.Context, dir string) error {
		cmd := exec.CommandContext(ctx, "go", "build", "-mod=readonly", "-trimpath", "-tags", strings.Join(p.Tags, ","),
			"-ldflags", "-s -w", "-o", filepath.Join(dir, p.Name), p.Package)
		cmd.Dir = p.Module
		// A workspace of the caller must not decide what is built.
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", p.Package, err, out)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, p.Name), nil
}
