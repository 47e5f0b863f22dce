// Package confread reads the configuration of a gateway for the commands that
// need a part of it, without the converters that judge it as a whole.
package confread

import (
	"context"
	"errors"
	"fmt"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"
)

// Resolve reads the configuration at the URIs as the gateway would.
func Resolve(ctx context.Context, set otelcol.CollectorSettings, uris []string) (*confmap.Conf, error) {
	settings := set.ConfigProviderSettings.ResolverSettings
	settings.ConverterFactories = nil
	settings.URIs = uris
	return ResolveWith(ctx, settings)
}

// ResolveWith reads a configuration. References without a scheme are to the
// environment.
func ResolveWith(ctx context.Context, settings confmap.ResolverSettings) (_ *confmap.Conf, err error) {
	if settings.DefaultScheme == "" {
		settings.DefaultScheme = "env"
	}
	resolver, err := confmap.NewResolver(settings)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, resolver.Shutdown(ctx)) }()
	conf, err := resolver.Resolve(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	return conf, nil
}
