package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"

	"github.com/lethe-otel/lethe/distribution/config"
	"github.com/lethe-otel/lethe/internal/guard"
)

// overlays are laid over another configuration.
var overlays = map[string]string{"agents.yaml": config.Gateway, "gateway-strict.yaml": config.Gateway}

// Whatever ships can be started: the guard and the components accept it.
func TestShippedConfigurationsAreSafe(t *testing.T) {
	files, err := filepath.Glob("config/*.yaml")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 2)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			for name, value := range gatewayEnv(t) {
				t.Setenv(name, value)
			}
			t.Chdir(t.TempDir())
			require.NoError(t, os.Mkdir("data", 0o700))
			require.NoError(t, os.WriteFile("data/record-id.key", []byte(testKey), 0o600))
			layers := []string{"yaml:" + string(content)}
			if below := overlays[filepath.Base(file)]; below != "" {
				layers = append([]string{"yaml:" + below}, layers...)
			}
			require.NoError(t, validate(t, layers...))
			assert.NotContains(t, string(content), "\nlethe:", "needs no exemption")
		})
	}
}

// The guard is part of what the binary does with a configuration: these are
// valid for the components, and refused; with the exemption they are accepted.
func TestUnsafeConfigurationsAreRefused(t *testing.T) {
	const parts = `
receivers: {otlp: {protocols: {grpc: }}}
processors: {redact_correlate: {record_id: {key: ` + testKey + `}}, attributes/late: {actions: [{key: a, value: b, action: insert}]}}
exporters: {debug: }
connectors: {forward: }
`
	for name, test := range map[string]struct{ config, exempt, want string }{
		"no processor": {
			config: `service: {pipelines: {logs: {receivers: [otlp], exporters: [debug]}}}`,
			exempt: `lethe: {allow_unredacted: [debug]}`,
			want:   "no redact_correlate stands before debug",
		},
		"a processor behind it": {
			config: `service: {pipelines: {logs: {receivers: [otlp], processors: [redact_correlate, attributes/late], exporters: [debug]}}}`,
			exempt: `lethe: {allow_unredacted: [debug]}`,
			want:   "what processor attributes/late can add behind redact_correlate would leave unredacted",
		},
		"around it through a connector": {
			config: `service: {pipelines: {
  traces: {receivers: [otlp], exporters: [forward]},
  traces/redacted: {receivers: [otlp], processors: [redact_correlate], exporters: [forward]},
  traces/out: {receivers: [forward], exporters: [debug]}}}`,
			exempt: `lethe: {allow_unredacted: [debug]}`,
			want:   "path: otlp -> [traces: no processors] -> forward -> [traces/out: no processors] -> debug",
		},
		"an open door": {
			config: `
receivers: {otlp: {protocols: {http: {endpoint: "0.0.0.0:4318"}}}}
service: {pipelines: {logs: {receivers: [otlp], processors: [redact_correlate], exporters: [debug]}}}`,
			exempt: `lethe: {allow_insecure: [otlp]}`,
			want:   "receiver otlp: listens on 0.0.0.0:4318 without TLS and without authentication",
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := validate(t, "yaml:"+parts, "yaml:"+test.config)
			require.ErrorContains(t, err, test.want)
			require.NoError(t, validate(t, "yaml:"+parts, "yaml:"+test.config, "yaml:"+test.exempt))
		})
	}
}

// The guard takes a processor or connector that it does not know for one that
// can add content. One that is added to the binary gets its line in the tables.
func TestGuardKnowsWhatIsBuilt(t *testing.T) {
	docs, err := os.ReadFile("../docs/guard.md")
	require.NoError(t, err)
	factories, err := components()
	require.NoError(t, err)
	known := func(kind component.Type) {
		assert.True(t, strings.Contains(string(docs), "| `"+kind.String()+"` |"), "%s is in no table of the guard", kind)
	}
	for kind := range factories.Processors {
		known(kind)
	}
	for kind := range factories.Connectors {
		known(kind)
	}
}

// The guard knows no defaults: it lets a receiver pass whose settings name no
// address. Those of this binary then listen on loopback, but for one, which the
// guard knows.
func TestReceiversListenOnLoopbackByDefault(t *testing.T) {
	settings := map[string]map[string]any{
		"otlp":   {"protocols": map[string]any{"grpc": nil, "http": nil}},
		"jaeger": {"protocols": map[string]any{"grpc": nil, "thrift_http": nil, "thrift_binary": nil, "thrift_compact": nil}},
	}
	factories, err := components()
	require.NoError(t, err)
	for kind, factory := range factories.Receivers {
		t.Run(kind.String(), func(t *testing.T) {
			config := factory.CreateDefaultConfig()
			require.NoError(t, confmap.NewFromStringMap(settings[kind.String()]).Unmarshal(config))
			filled := confmap.New()
			require.NoError(t, filled.Marshal(config))
			if settings[kind.String()] != nil {
				require.Contains(t, fmt.Sprint(filled.ToStringMap()), "endpoint:localhost:", "defaults are filled in")
			}
			conf := confmap.NewFromStringMap(map[string]any{
				"receivers": map[string]any{kind.String(): filled.ToStringMap()},
				"exporters": map[string]any{"nop": nil},
				"service": map[string]any{"pipelines": map[string]any{"logs": map[string]any{
					"receivers": []any{kind.String()}, "exporters": []any{"nop"},
				}}},
			})
			err := guard.NewFactory().Create(confmap.ConverterSettings{}).Convert(t.Context(), conf)
			if strings.HasPrefix(kind.String(), "fluent") {
				assert.ErrorContains(t, err, "listens on every address")
			} else {
				assert.NoError(t, err)
			}
		})
	}
}
