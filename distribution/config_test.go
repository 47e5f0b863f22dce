package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	envprovider "go.opentelemetry.io/collector/confmap/provider/envprovider"
	fileprovider "go.opentelemetry.io/collector/confmap/provider/fileprovider"
	yamlprovider "go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/distribution/config"
	"github.com/lethe-otel/lethe/internal/guard"
	"github.com/lethe-otel/lethe/internal/memorylimit"
)

// A made-up key of the right shape.
const testKey = "8f1d3c5a97e24b60d1ab43f09c7726e5b0c8f2a94d6e13577a9be04c82d5f61b"

// gatewayEnv is what gateway.yaml requires from the environment.
func gatewayEnv(t *testing.T) map[string]string {
	dir := t.TempDir()
	return map[string]string{
		"LETHE_OTLP_TLS_CERT_FILE":     filepath.Join(dir, "cert.pem"),
		"LETHE_OTLP_TLS_KEY_FILE":      filepath.Join(dir, "key.pem"),
		"LETHE_OTLP_TOKEN":             "made-up-token",
		"LETHE_RECORD_KEY":             testKey,
		"LETHE_LOKI_ENDPOINT":          "http://127.0.0.1:3100",
		"LETHE_ELASTICSEARCH_ENDPOINT": "http://127.0.0.1:9200",
		"LETHE_JAEGER_ENDPOINT":        "127.0.0.1:4317",
		"LETHE_STORAGE_DIR":            dir,
		// agents.yaml's
		"LETHE_AGENTS_TLS_CERT_FILE":  filepath.Join(dir, "cert.pem"),
		"LETHE_AGENTS_TLS_KEY_FILE":   filepath.Join(dir, "key.pem"),
		"LETHE_AGENTS_HTPASSWD_FILE":  filepath.Join(dir, "htpasswd"),
		"LETHE_AGENTS_CLIENT_CA_FILE": filepath.Join(dir, "ca.pem"),
	}
}

// validate does what `lethe validate` does: resolve, unmarshal, validate and
// build the pipelines, without starting anything.
func validate(t *testing.T, uris ...string) error {
	t.Helper()
	col, err := otelcol.NewCollector(otelcol.CollectorSettings{
		Factories: components,
		ConfigProviderSettings: otelcol.ConfigProviderSettings{ResolverSettings: confmap.ResolverSettings{
			URIs: uris,
			ProviderFactories: []confmap.ProviderFactory{
				envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory(),
			},
			ConverterFactories: []confmap.ConverterFactory{guard.NewFactory(), memorylimit.NewFactory()},
			DefaultScheme:      "env",
		}},
	})
	require.NoError(t, err)
	return col.DryRun(t.Context())
}

func TestDefaultConfigurationIsValid(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("data", 0o700))
	require.NoError(t, os.WriteFile("data/record-id.key", []byte(testKey), 0o600))
	require.NoError(t, validate(t, "yaml:"+config.Default))
}

func TestGatewayConfigurationIsValid(t *testing.T) {
	for name, value := range gatewayEnv(t) {
		t.Setenv(name, value)
	}
	require.NoError(t, validate(t, "yaml:"+config.Gateway))
}

// A variable that is required and missing is an error that names the setting,
// not a gateway with an open door or a queue that goes nowhere.
func TestGatewayConfigurationNamesWhatIsMissing(t *testing.T) {
	for variable, setting := range map[string]string{
		"LETHE_OTLP_TOKEN":             "bearertokenauth/otlp",
		"LETHE_RECORD_KEY":             "record_id::key",
		"LETHE_LOKI_ENDPOINT":          "exporters::loki",
		"LETHE_ELASTICSEARCH_ENDPOINT": "exporters::elasticsearch",
		"LETHE_JAEGER_ENDPOINT":        "exporters::jaeger",
	} {
		t.Run(variable, func(t *testing.T) {
			for name, value := range gatewayEnv(t) {
				t.Setenv(name, value)
			}
			t.Setenv(variable, "")
			err := validate(t, "yaml:"+config.Gateway)
			require.Error(t, err)
			assert.Contains(t, err.Error(), setting)
		})
	}
}

// The doors of agents.yaml are closed to whoever comes without a certificate or
// a password: what is missing is an error, not an open door.
func TestAgentsConfigurationNamesWhatIsMissing(t *testing.T) {
	for variable, setting := range map[string]string{
		"LETHE_AGENTS_TLS_CERT_FILE":  "tls::cert_file",
		"LETHE_AGENTS_TLS_KEY_FILE":   "both certificate and key",
		"LETHE_AGENTS_CLIENT_CA_FILE": "tls::client_ca_file",
	} {
		t.Run(variable, func(t *testing.T) {
			for name, value := range gatewayEnv(t) {
				t.Setenv(name, value)
			}
			require.NoError(t, validate(t, "yaml:"+config.Gateway, "yaml:"+config.Agents))
			t.Setenv(variable, "")
			err := validate(t, "yaml:"+config.Gateway, "yaml:"+config.Agents)
			require.Error(t, err)
			assert.Contains(t, err.Error(), setting)
		})
	}
}

// Lists of an overlay replace those below: agents.yaml must have all that
// gateway.yaml has.
func TestAgentsConfigurationKeepsTheExtensions(t *testing.T) {
	extensions := func(text string) []any {
		conf, err := confmap.NewRetrievedFromYAML([]byte(text))
		require.NoError(t, err)
		parsed, err := conf.AsConf()
		require.NoError(t, err)
		list, _ := parsed.Get("service::extensions").([]any)
		return list
	}
	assert.ElementsMatch(t, append(extensions(config.Gateway), "basicauth/agents"), extensions(config.Agents))
}

// The head of gateway.yaml is its reference: it lists every variable that the
// configuration reads, and no other. So are the heads of what is laid over it.
func TestConfigurationsListTheirVariables(t *testing.T) {
	for name, text := range map[string]string{
		"gateway.yaml": config.Gateway, "agents.yaml": config.Agents, "gateway-strict.yaml": config.Strict,
	} {
		t.Run(name, func(t *testing.T) { listsItsVariables(t, text) })
	}
}

func listsItsVariables(t *testing.T, text string) {
	read, listed := map[string]bool{}, map[string]bool{}
	for line := range strings.Lines(text) {
		comment, isComment := strings.CutPrefix(strings.TrimSpace(line), "#")
		for _, word := range strings.FieldsFunc(line, func(r rune) bool {
			return r != '_' && (r < 'A' || r > 'Z')
		}) {
			if !strings.HasPrefix(word, "LETHE_") {
				continue
			}
			if isComment && comment != "" {
				listed[word] = true
			} else {
				read[word] = true
			}
		}
	}
	assert.Equal(t, slices.Sorted(maps.Keys(read)), slices.Sorted(maps.Keys(listed)))
	assert.NotEmpty(t, read)
}
