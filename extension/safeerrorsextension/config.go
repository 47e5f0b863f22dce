package safeerrorsextension

import "go.opentelemetry.io/collector/component"

// Config is the configuration of the safe_errors extension. There is nothing
// to set.
type Config struct {
	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config { return &Config{} }
