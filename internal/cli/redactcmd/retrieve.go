package redactcmd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"
	"go.uber.org/zap"
)

const fileScheme = "file"

// retrieve reads the configurations and merges them, references not replaced.
func retrieve(ctx context.Context, set otelcol.CollectorSettings, uris []string) (_ *confmap.Conf, err error) {
	settings := set.ConfigProviderSettings.ResolverSettings
	if settings.ProviderSettings.Logger == nil {
		settings.ProviderSettings.Logger = zap.NewNop()
	}
	providers := map[string]confmap.Provider{}
	for _, f := range settings.ProviderFactories {
		p := f.Create(settings.ProviderSettings)
		providers[p.Scheme()] = p
	}
	defer func() {
		for _, p := range providers {
			err = errors.Join(err, p.Shutdown(ctx))
		}
	}()
	merged := confmap.New()
	for _, uri := range uris {
		scheme, _, found := strings.Cut(uri, ":")
		// One letter is a drive of Windows.
		if !found || len(scheme) < 2 || providers[scheme] == nil {
			scheme, uri = fileScheme, fileScheme+":"+uri
		}
		p, ok := providers[scheme]
		if !ok {
			return nil, fmt.Errorf("--config %s: this binary cannot read %s", uri, scheme)
		}
		retrieved, err := p.Retrieve(ctx, uri, nil)
		if err != nil {
			return nil, fmt.Errorf("read the configuration: %w", err)
		}
		conf, err := retrieved.AsConf()
		if err != nil {
			return nil, fmt.Errorf("read the configuration %s: %w", uri, err)
		}
		if err := errors.Join(merged.Merge(conf), retrieved.Close(ctx)); err != nil {
			return nil, err
		}
	}
	return merged, nil
}

// sectionFactory makes a provider whose content is a section that was read
// already.
func sectionFactory(scheme string, body any) confmap.ProviderFactory {
	return confmap.NewProviderFactory(func(confmap.ProviderSettings) confmap.Provider {
		return sectionProvider{scheme, body}
	})
}

type sectionProvider struct {
	scheme string
	body   any
}

var _ confmap.Provider = sectionProvider{}

func (p sectionProvider) Scheme() string { return p.scheme }

func (p sectionProvider) Shutdown(context.Context) error { return nil }

func (p sectionProvider) Retrieve(context.Context, string, confmap.WatcherFunc) (*confmap.Retrieved, error) {
	return confmap.NewRetrieved(map[string]any{redactionKey: p.body})
}
