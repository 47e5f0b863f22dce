package correlationstoreextension

import (
	"errors"
	"fmt"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// Config is the configuration of the correlation_store extension.
type Config struct {
	// TTL is how long a pair is live after it was last seen: longer than a
	// request and the delays of the SDKs take. From 1s to 24h. Default: 5m.
	TTL time.Duration `mapstructure:"ttl"`

	// ResendWindow is how long a request is recognised when it is sent again,
	// so that it is filled as it was the first time. Pairs are kept for that
	// long after they are no longer live. From 1s to 24h. Default: 10m.
	ResendWindow time.Duration `mapstructure:"resend_window"`

	// Capacity is the number of traces kept, at about 150 bytes each. When it
	// is reached, the oldest leave. To use the whole of ttl and resend_window
	// it has to hold the new traces of that time.
	// From 1,000 to 50,000,000. Default: 100,000.
	Capacity int `mapstructure:"capacity"`

	// MaxTracesPerID is the number of live traces above which a correlation id
	// is taken for a constant and no longer used. From 1 to 65,000.
	// Default: 100.
	MaxTracesPerID int `mapstructure:"max_traces_per_id"`

	// ResendCapacity is the number of requests kept for resend_window, at about
	// 30 bytes each. From 1,000 to 50,000,000. Default: 200,000.
	ResendCapacity int `mapstructure:"resend_capacity"`

	// TenantShare is the part of capacity above which a tenant gets new entries
	// only in free room or in the place of its own, so that a flood of ids from
	// one tenant leaves the others theirs. Above 0, up to 1. Default: 0.5.
	TenantShare float64 `mapstructure:"tenant_share"`

	// Storage is the extension in which a snapshot is kept at shutdown and found
	// at the next start, such as file_storage. Default: none, a restart forgets.
	Storage *component.ID `mapstructure:"storage"`

	// SnapshotInterval is how often a snapshot is taken besides, for the case that
	// there is no shutdown. 0, or from 1s to 24h. Default: 0, only at shutdown.
	SnapshotInterval time.Duration `mapstructure:"snapshot_interval"`

	// Shared is the second level that replicas of a gateway share.
	// Default: none, each replica knows what it has seen.
	Shared configoptional.Optional[SharedConfig] `mapstructure:"shared"`

	_ struct{}
}

const (
	minTime            = time.Second
	maxTime            = 24 * time.Hour
	minEntries         = 1_000
	maxTracesPerIDEver = 65_000
)

// Validate reports every mistake at once.
func (c *Config) Validate() error {
	return errors.Join(
		checkTime("ttl", c.TTL),
		checkTime("resend_window", c.ResendWindow),
		checkNumber("capacity", c.Capacity, minEntries, correlate.MaxCapacity),
		checkNumber("max_traces_per_id", c.MaxTracesPerID, 1, maxTracesPerIDEver),
		checkNumber("resend_capacity", c.ResendCapacity, minEntries, correlate.MaxCapacity),
		checkShare("tenant_share", c.TenantShare),
		c.checkSnapshots(),
		c.checkShared(),
	)
}

func checkTime(path string, v time.Duration) error {
	if v < minTime || v > maxTime {
		return fmt.Errorf("%s: %s is not allowed, use a time from %s to %s", path, v, minTime, maxTime)
	}
	return nil
}

func (c *Config) checkSnapshots() error {
	switch {
	case c.SnapshotInterval == 0:
		return nil
	case c.Storage == nil:
		return errors.New("snapshot_interval: there is no place for snapshots, set storage")
	}
	return checkTime("snapshot_interval", c.SnapshotInterval)
}

func (c *Config) checkShared() error {
	if shared := c.Shared.Get(); shared != nil {
		return shared.validate()
	}
	return nil
}

func checkShare(path string, v float64) error {
	if !(v > 0 && v <= 1) {
		return fmt.Errorf("%s: %g is not allowed, use a number above 0, up to 1", path, v)
	}
	return nil
}

func checkNumber(path string, v, low, high int) error {
	if v < low || v > high {
		return fmt.Errorf("%s: %d is not allowed, use a number from %d to %d", path, v, low, high)
	}
	return nil
}
