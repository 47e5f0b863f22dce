package backends

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
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
	files := append([]string{filepath.Join(module, "go.mod"), filepath.Join(module, "go.sum")}, sources...)
	key, err := Key(files, runtime.Version(), pkg)
	if err != nil {
		return "", err
	}
	dir, err := cache.Install(ctx, name, key, func(ctx context.Context, dir string) error {
		cmd := exec.CommandContext(ctx, "go", "build", "-mod=readonly", "-trimpath",
			"-ldflags", "-s -w", "-o", filepath.Join(dir, name), pkg)
		cmd.Dir = module
		// A workspace of the caller must not decide what is built.
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", pkg, err, out)
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, name), nil
}
