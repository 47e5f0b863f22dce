package backends

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Redis is a Redis or Valkey server on loopback that keeps nothing on disk.
type Redis struct {
	Server
	// Addr is its host:port.
	Addr string
}

// redisPackages are Debian's packages of the server and of the libraries that a
// bare system lacks. They are unpacked into the cache and not installed, so that
// nothing starts by itself.
var redisPackages = []string{
	"redis-server", "redis-tools", "liblzf1", "libjemalloc2", "libatomic1",
}

// NewRedis finds or unpacks the server and prepares it below dir, which must
// exist. Start starts it.
func NewRedis(ctx context.Context, cache *Cache, dir string) (*Redis, error) {
	binary, libraries, err := redisBinary(ctx, cache)
	if err != nil {
		return nil, err
	}
	ports, err := FreePorts(1)
	if err != nil {
		return nil, err
	}
	addr := Loopback(ports[0])
	return &Redis{
		Addr: addr,
		Server: Server{
			name: "redis", dir: dir,
			command: func() *exec.Cmd {
				cmd := exec.CommandContext(context.Background(), binary,
					"--bind", "127.0.0.1", "--port", strconv.Itoa(ports[0]), "--save", "", "--appendonly", "no", "--dir", dir)
				cmd.Dir = dir
				if libraries != "" {
					cmd.Env = append(os.Environ(), "LD_LIBRARY_PATH="+libraries)
				}
				return cmd
			},
			ready: func(ctx context.Context) error {
				conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", addr)
				if err != nil {
					return err
				}
				return conn.Close()
			},
			startLimit: 30 * time.Second,
			stopLimit:  10 * time.Second,
		},
	}, nil
}

func redisBinary(ctx context.Context, cache *Cache) (binary, libraries string, err error) {
	for _, name := range []string{"valkey-server", "redis-server"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, "", nil
		}
	}
	if _, err := exec.LookPath("apt-get"); err != nil || runtime.GOOS != "linux" {
		return "", "", errors.New("redis-server or valkey-server is needed and there is no apt-get to get it with: install one of them")
	}
	dir, err := cache.Install(ctx, "redis", "debian1", func(ctx context.Context, dir string) error {
		get := exec.CommandContext(ctx, "apt-get", append([]string{"download"}, redisPackages...)...)
		get.Dir = dir
		if out, err := get.CombinedOutput(); err != nil {
			// The lists of packages may never have been fetched.
			update := exec.CommandContext(ctx, "apt-get", "update")
			if more, err := update.CombinedOutput(); err != nil {
				return fmt.Errorf("apt-get download: %s; apt-get update: %w: %s", out, err, more)
			}
			get = exec.CommandContext(ctx, "apt-get", append([]string{"download"}, redisPackages...)...)
			get.Dir = dir
			if out, err := get.CombinedOutput(); err != nil {
				return fmt.Errorf("apt-get download: %w: %s", err, out)
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
	if err != nil {
		return "", "", err
	}
	found, err := filepath.Glob(filepath.Join(dir, "root", "usr", "lib", "*-linux-gnu"))
	if err != nil {
		return "", "", err
	}
	return filepath.Join(dir, "root", "usr", "bin", "redis-server"), strings.Join(found, ":"), nil
}
