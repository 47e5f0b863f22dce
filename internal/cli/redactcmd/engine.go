package redactcmd

import (
	"context"

	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/internal/redact"
)

// LoadEngine compiles the rules of the processor's section in a configuration,
// which it reads as the command does. processor may be "" where there is one.
func LoadEngine(ctx context.Context, set otelcol.CollectorSettings, uris []string, processor string) (*redact.Engine, error) {
	rules, err := loadRules(ctx, set, uris, processor)
	if err != nil {
		return nil, err
	}
	return rules.engine, nil
}
