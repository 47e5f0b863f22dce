package backends

import (
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"time"
)

// Redis is a Redis or Valkey server on loopback that keeps nothing on disk.
type Redis struct {
	Server
	// Addr is its host:port.
	Addr string
}

// redisPackages are Debian's packages of the server and of the libraries that a
// bare system lacks.
var redisPackages = []string{
	"redis-server", "redis-tools", "liblzf1", "libjemalloc2", "libatomic1",
}

// NewRedis finds or unpacks the server and prepares it below dir, which must
// exist. Start starts it.
func NewRedis(ctx context.Context, cache *Cache, dir string) (*Redis, error) {
	binary, env, err := redisBinary(ctx, cache)
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
				cmd.Env = env
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

func redisBinary(ctx context.Context, cache *Cache) (binary string, env []string, err error) {
	for _, name := range []string{"valkey-server", "redis-server"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil, nil
		}
	}
	debian, err := UnpackDebian(ctx, cache, "redis", redisPackages...)
	if err != nil {
		return "", nil, fmt.Errorf("redis-server or valkey-server is needed, install one of them: %w", err)
	}
	if binary, err = debian.Find("usr/bin/redis-server"); err != nil {
		return "", nil, err
	}
	env, err = debian.Env()
	return binary, env, err
}
