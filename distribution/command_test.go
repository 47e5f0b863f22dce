package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	envprovider "go.opentelemetry.io/collector/confmap/provider/envprovider"
	fileprovider "go.opentelemetry.io/collector/confmap/provider/fileprovider"
	yamlprovider "go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/internal/cli"
)

func execute(t *testing.T, args ...string) (string, error) {
	t.Helper()
	cmd := cli.NewCommand(otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "lethe", Version: "test"},
		Factories: components,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{ResolverSettings: confmap.ResolverSettings{
			ProviderFactories: []confmap.ProviderFactory{
				envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory(),
			},
		}},
	})
	var out bytes.Buffer
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SetArgs(args)
	err := cmd.ExecuteContext(t.Context())
	return out.String(), err
}

func TestValidateWithoutConfigTakesTheEmbeddedOne(t *testing.T) {
	t.Chdir(t.TempDir())
	_, err := execute(t, "validate")
	require.NoError(t, err)
	assert.FileExists(t, "data/record-id.key")
}

func TestSetAloneAddsToTheEmbeddedConfig(t *testing.T) {
	t.Chdir(t.TempDir())
	_, err := execute(t, "validate", "--set=processors.redact_correlate.redaction.mode=sometimes")
	require.ErrorContains(t, err, "redaction::mode")
	assert.Contains(t, err.Error(), "sometimes")
	assert.Contains(t, err.Error(), "enforce")
}

func TestConfigFlagIsTheCollectors(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.WriteFile("own.yaml", []byte("receivers: {nothing: }\n"), 0o600))
	_, err := execute(t, "validate", "--config=own.yaml")
	require.ErrorContains(t, err, "nothing")
	assert.NoFileExists(t, "data/record-id.key", "the default configuration is not prepared")
}

func TestAnArgumentIsRefused(t *testing.T) {
	_, err := execute(t, "gateway.yaml")
	require.Error(t, err)
}
