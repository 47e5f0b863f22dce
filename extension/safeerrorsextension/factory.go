package safeerrorsextension

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"

	"github.com/lethe-otel/lethe/extension/safeerrorsextension/internal/metadata"
)

// NewFactory returns the factory of the safe_errors extension.
func NewFactory() extension.Factory {
	return extension.NewFactory(metadata.Type, createDefaultConfig, create, metadata.ExtensionStability)
}

func create(context.Context, extension.Settings, component.Config) (extension.Extension, error) {
	return &safeErrors{}, nil
}
