package nestinglimitextension

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"

	"github.com/lethe-otel/lethe/extension/nestinglimitextension/internal/metadata"
)

// NewFactory returns the factory of the nesting_limit extension.
func NewFactory() extension.Factory {
	return extension.NewFactory(metadata.Type, createDefaultConfig, create, metadata.ExtensionStability)
}

func create(_ context.Context, _ extension.Settings, cfg component.Config) (extension.Extension, error) {
	return &nestingLimit{maxDepth: cfg.(*Config).MaxDepth}, nil
}
