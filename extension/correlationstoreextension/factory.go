// Package correlationstoreextension keeps what the pipelines have learnt about
// traces and correlation ids in one place, so that a log line can be joined
// with spans that another pipeline has seen.
package correlationstoreextension

//go:generate mdatagen metadata.yaml

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/extension"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension/internal/metadata"
	"github.com/lethe-otel/lethe/internal/correlate"
)

// NewFactory creates the factory of the correlation_store extension. The
// extensions it makes are a correlate.Store.
func NewFactory() extension.Factory {
	return extension.NewFactory(metadata.Type, createDefaultConfig, create, metadata.ExtensionStability)
}

func createDefaultConfig() component.Config {
	return &Config{
		TTL:            correlate.DefaultTTL,
		ResendWindow:   correlate.DefaultResendWindow,
		Capacity:       correlate.DefaultCapacity,
		MaxTracesPerID: correlate.DefaultMaxTracesPerID,
		ResendCapacity: correlate.DefaultRequests,
		TenantShare:    correlate.DefaultTenantShare,
		Shared: configoptional.Default(SharedConfig{
			Prefix: defaultPrefix, Timeout: defaultTimeout, WriteQueue: defaultWriteQueue,
		}),
	}
}

func create(_ context.Context, set extension.Settings, cfg component.Config) (extension.Extension, error) {
	return newStore(set, cfg.(*Config))
}
