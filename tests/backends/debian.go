package backends

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// Debian is a set of Debian's packages, unpacked into the cache and not
// installed, so that nothing starts by itself and packages that exclude each
// other stand side by side.
type Debian struct {
	// Root holds what the packages hold, as below /.
	Root string
}

// UnpackDebian fetches the packages, whose signatures apt checks, and unpacks
// them once, under a name of the cache.
func UnpackDebian(ctx context.Context, cache *Cache, name string, packages ...string) (Debian, error) {
	if _, err := exec.LookPath("apt-get"); err != nil || runtime.GOOS != "linux" {
		return Debian{}, errors.New("there is no apt-get to get " + strings.Join(packages, ", ") + " with")
	}
	key, err := Key(nil, packages...)
	if err != nil {
		return Debian{}, err
	}
	dir, err := cache.Install(ctx, name, key, func(ctx context.Context, dir string) error {
		if err := download(ctx, dir, packages); err != nil {
			// The lists of packages may be old, or may never have been fetched.
			if out, updateErr := exec.CommandContext(ctx, "apt-get", "update").CombinedOutput(); updateErr != nil {
				return fmt.Errorf("%w; apt-get update: %w: %s", err, updateErr, out)
			}
			if err := download(ctx, dir, packages); err != nil {
				return err
			}
		}
		debs, err := filepath.Glob(filepath.Join(dir, "*.deb"))
		if err != nil {
			return err
		}
		for _, deb := range debs {
			if out, err := exec.CommandContext(ctx, "dpkg-deb", "-x", deb, filepath.Join(dir, "root")).CombinedOutput(); err != nil {
				return fmt.Errorf("unpack %s: %w: %s", filepath.Base(deb), err, out)
			}
		}
		return nil
	})
	return Debian{Root: filepath.Join(dir, "root")}, err
}

func download(ctx context.Context, dir string, packages []string) error {
	get := exec.CommandContext(ctx, "apt-get", append([]string{"download"}, packages...)...)
	get.Dir = dir
	if out, err := get.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get download: %w: %s", err, out)
	}
	return nil
}

// Find returns the only path of the packages that a pattern matches, which is
// relative to the root.
func (d Debian) Find(pattern string) (string, error) {
	found, err := filepath.Glob(filepath.Join(d.Root, pattern))
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%d files match %s of the packages, there should be one", len(found), pattern)
	}
	return found[0], nil
}

// Env returns the environment of a program of the packages: this process's own,
// with their libraries, and those in further folders below the root.
func (d Debian) Env(folders ...string) ([]string, error) {
	var libraries []string
	for _, pattern := range append([]string{"usr/lib/*-linux-gnu", "lib/*-linux-gnu"}, folders...) {
		found, err := filepath.Glob(filepath.Join(d.Root, pattern))
		if err != nil {
			return nil, err
		}
		libraries = append(libraries, found...)
	}
	return append(os.Environ(), "LD_LIBRARY_PATH="+strings.Join(libraries, ":")), nil
}
