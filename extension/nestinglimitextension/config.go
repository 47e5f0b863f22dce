package nestinglimitextension

import (
	"fmt"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
)

const (
	defaultMaxDepth = 128
	// allowedMaxDepth keeps the decoder's stack below a few megabytes.
	allowedMaxDepth = 10_000
)

// Config is the configuration of the nesting_limit extension.
type Config struct {
	// MaxDepth is how many values may stand in each other: 1 is a plain value, 2
	// a list of plain values. Default 128; from 1 to 10000.
	MaxDepth int `mapstructure:"max_depth"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config { return &Config{MaxDepth: defaultMaxDepth} }

// Validate refuses a depth that is out of range.
func (c *Config) Validate() error {
	if c.MaxDepth < 1 || c.MaxDepth > allowedMaxDepth {
		return fmt.Errorf("max_depth: %d is not allowed: it must be from 1 to %d", c.MaxDepth, allowedMaxDepth)
	}
	return nil
}
