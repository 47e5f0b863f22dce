package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	envprovider "go.opentelemetry.io/collector/confmap/provider/envprovider"
	yamlprovider "go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/distribution/config"
)

// In strict mode nothing stands between the acknowledgement and the backends:
// no exporter of a pipeline of logs or traces has a queue or tries again by
// itself, with the doors for agents and without.
func TestStrictConfigurationHasNoQueues(t *testing.T) {
	for name, layers := range map[string][]string{
		"gateway": {config.Gateway, config.Strict},
		"agents":  {config.Gateway, config.Agents, config.Strict},
	} {
		t.Run(name, func(t *testing.T) {
			for name, value := range gatewayEnv(t) {
				t.Setenv(name, value)
			}
			var uris []string
			for _, layer := range layers {
				uris = append(uris, "yaml:"+layer)
			}
			require.NoError(t, validate(t, uris...))
			factories, err := components()
			require.NoError(t, err)
			provider, err := otelcol.NewConfigProvider(otelcol.ConfigProviderSettings{ResolverSettings: confmap.ResolverSettings{
				URIs:              uris,
				ProviderFactories: []confmap.ProviderFactory{envprovider.NewFactory(), yamlprovider.NewFactory()},
				DefaultScheme:     "env",
			}})
			require.NoError(t, err)
			cfg, err := provider.Get(t.Context(), factories)
			require.NoError(t, err)
			seen := map[component.ID]bool{}
			for id, pipeline := range cfg.Service.Pipelines {
				if id.Signal().String() == "metrics" {
					continue
				}
				for _, exporter := range pipeline.Exporters {
					seen[exporter] = true
					conf := confmap.New()
					require.NoError(t, conf.Marshal(cfg.Exporters[exporter]))
					assert.Nil(t, conf.Get("sending_queue"), exporter)
					assert.Equal(t, false, conf.Get("retry_on_failure::enabled"), exporter)
					assert.Equal(t, 3*time.Second, conf.Get("timeout"), exporter)
				}
			}
			assert.Len(t, seen, 3)
		})
	}
}
