package correlationstoreextension

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configtls"

	"github.com/lethe-otel/lethe/internal/randomkey"
)

// SharedConfig configures the second level: a Valkey or Redis server in which
// the replicas of a gateway find the pairs that another of them has learnt.
type SharedConfig struct {
	// Endpoints are addresses, host:port each: one server, or two and more nodes
	// of a cluster, or with MasterName the sentinels. Required.
	Endpoints []string `mapstructure:"endpoints"`

	// MasterName is the name of the primary that the sentinels watch.
	// Default: none, there are no sentinels.
	MasterName string `mapstructure:"master_name"`

	// Username and Password are sent with AUTH. Default: none.
	Username string              `mapstructure:"username"`
	Password configopaque.String `mapstructure:"password"`

	// DB is the number of the database. Default: 0.
	DB int `mapstructure:"db"`

	// TLS of the connection. Default: none, the connection is in clear.
	TLS configoptional.Optional[configtls.ClientConfig] `mapstructure:"tls"`

	// Key is what ids are hashed and encrypted with before they leave the
	// gateway: 32 random bytes in hex or base64, the same on all replicas.
	// Required.
	Key configopaque.String `mapstructure:"key"`

	// Prefix stands before all keys. Default: lethe:.
	Prefix string `mapstructure:"prefix"`

	// Timeout is how long a batch waits for the server at most; then it goes on
	// with what this replica knows. From 1ms to 1s. Default: 10ms.
	Timeout time.Duration `mapstructure:"timeout"`

	// WriteQueue is how many pairs may wait to be written; what comes when it is
	// full is not shared. From 100 to 10,000,000. Default: 10,000.
	WriteQueue int `mapstructure:"write_queue"`

	_ struct{}
}

const (
	defaultPrefix     = "lethe:"
	defaultTimeout    = 10 * time.Millisecond
	defaultWriteQueue = 10_000

	minTimeout, maxTimeout       = time.Millisecond, time.Second
	minWriteQueue, maxWriteQueue = 100, 10_000_000
	maxPrefix                    = 64
)

func (c *SharedConfig) validate() error {
	var errs []error
	refuse := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }
	if len(c.Endpoints) == 0 {
		refuse("shared::endpoints: is empty, use the address of a Valkey or Redis server, such as valkey:6379")
	}
	for i, e := range c.Endpoints {
		if host, port, err := net.SplitHostPort(e); err != nil || host == "" || port == "" {
			refuse("shared::endpoints[%d]: %q is no address, use host:port", i, e)
		}
	}
	if c.DB < 0 || c.DB > 0 && len(c.Endpoints) > 1 && c.MasterName == "" {
		refuse("shared::db: %d is not allowed, use 0, or a positive number with one server or with sentinels", c.DB)
	}
	if _, err := randomkey.Parse(string(c.Key)); err != nil {
		refuse("shared::key: %w", err)
	}
	if len(c.Prefix) > maxPrefix || strings.ContainsAny(c.Prefix, "{} \t\r\n") {
		refuse("shared::prefix: %q is not allowed, use up to %d characters without blanks and braces", c.Prefix, maxPrefix)
	}
	if c.Timeout < minTimeout || c.Timeout > maxTimeout {
		refuse("shared::timeout: %s is not allowed, use a time from %s to %s", c.Timeout, minTimeout, maxTimeout)
	}
	if c.WriteQueue < minWriteQueue || c.WriteQueue > maxWriteQueue {
		refuse("shared::write_queue: %d is not allowed, use a number from %d to %d", c.WriteQueue, minWriteQueue, maxWriteQueue)
	}
	return errors.Join(errs...)
}
