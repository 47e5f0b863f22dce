package elasticsearchexporter

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func TestDefaults(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	assert.Zero(t, cfg.RetryConfig.MaxElapsedTime, "records are sent again for ever")
	assert.True(t, cfg.RetryConfig.Enabled)
	assert.True(t, cfg.QueueConfig.HasValue())
	assert.True(t, cfg.Template.Install)
	cfg.ClientConfig.Endpoint = "https://elasticsearch:9200"
	require.NoError(t, confmap.Validate(cfg))
}

func TestValidateReportsAllAtOnce(t *testing.T) {
	cfg := createDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"endpoint":     "elasticsearch:9200",
		"timeout":      "0s",
		"mapping":      "raw",
		"logs_index":   "Logs",
		"traces_index": "traces-lethe",
		"flush_bytes":  1,
		"sending_queue": map[string]any{
			"batch": map[string]any{"sizer": "bytes", "max_size": 1_000_000, "min_size": 1, "flush_timeout": "1s"},
		},
	}).Unmarshal(cfg))
	err := confmap.Validate(cfg)
	require.Error(t, err)
	for _, want := range []string{
		`endpoint: must begin with http:// or https://, got "elasticsearch:9200"`,
		`timeout: must be above 0, for example 90s, got 0s`,
		`mapping: must be one of otel, ecs, got "raw"`,
		`logs_index: must hold lower-case letters, digits, '-', '_' and '.' only, got "Logs"`,
		`traces_index: must not begin with one of logs-, metrics-, traces-, synthetics-, profiling-, which Elasticsearch keeps for data streams, got "traces-lethe"`,
		`flush_bytes: must be from 10000 to 100000000, got 1`,
		`sending_queue::batch::max_size: must not be used with sizer bytes, got 1000000`,
	} {
		assert.ErrorContains(t, err, want)
	}
}

func TestValidateEndpoint(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://es:9200":          "",
		"http://127.0.0.1:9200/es": "",
		"":                         "got nothing",
		"https://":                 "must name a host",
		"https://es/?a=b":          "must not hold a query",
		// The password is made up, and must not come back in the error.
		"https://u:Sesam-4711@es:9200":          "must not hold a user or password",
		"https://u:Sesam-4711@es:port/\x7f%zz%": "is not a URL",
	} {
		err := validateEndpoint(endpoint)
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.ErrorContains(t, err, want)
		assert.NotContains(t, err.Error(), "Sesam")
	}
}

func TestValidateIndex(t *testing.T) {
	for name, want := range map[string]string{
		"lethe-logs": "", "team_a.logs": "", "0day": "",
		"": "got nothing", "-logs": "must begin with", "_logs": "must begin with", ".logs": "must begin with",
		"a b": "only", "ä": "only", "a*": "only", "logs-a": "must not begin with",
	} {
		err := validateIndex("logs_index", name)
		if want == "" {
			require.NoError(t, err, name)
			continue
		}
		require.ErrorContains(t, err, want, name)
	}
}
