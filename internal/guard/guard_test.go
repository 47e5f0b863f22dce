package guard

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

var update = flag.Bool("update", false, "write what the guard says to testdata, and its tables to the docs")

// resolve does what the collector does with the configuration of a user, and
// returns the warnings that it logs.
func resolve(t *testing.T, uri string) (*confmap.Conf, []string, error) {
	t.Helper()
	core, logged := observer.New(zap.DebugLevel)
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:               []string{uri},
		ProviderFactories:  []confmap.ProviderFactory{envprovider.NewFactory(), fileprovider.NewFactory(), yamlprovider.NewFactory()},
		ConverterFactories: []confmap.ConverterFactory{NewFactory()},
		DefaultScheme:      "env",
		ConverterSettings:  confmap.ConverterSettings{Logger: zap.New(core)},
	})
	require.NoError(t, err)
	conf, err := resolver.Resolve(t.Context())
	var warnings []string
	for _, entry := range logged.All() {
		text := entry.Level.String() + ": " + entry.Message
		for _, field := range entry.Context {
			text += " " + field.Key + "=" + field.String
		}
		warnings = append(warnings, text)
	}
	return conf, warnings, err
}

// Each folder is a configuration and what the guard says to it.
func TestGolden(t *testing.T) {
	t.Setenv("GUARD_TEST_ADDRESS", "192.0.2.7:4317")
	t.Setenv("GUARD_TEST_EMPTY", "")
	folders, err := filepath.Glob("testdata/*")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			conf, warnings, err := resolve(t, "file:"+filepath.Join(folder, "config.yaml"))
			got := "accepted\n"
			if err != nil {
				got = "refused\n" + err.Error() + "\n"
			} else {
				assert.False(t, conf.IsSet("lethe"), "the section of the exemptions is removed")
			}
			for _, warning := range warnings {
				got += warning + "\n"
			}
			golden := filepath.Join(folder, "want.txt")
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), got)
		})
	}
}

// What the guard lets pass is what the user wrote, without the exemptions.
func TestConfigurationStaysAsItIs(t *testing.T) {
	config := `receivers: {otlp: {protocols: {grpc: {endpoint: "0.0.0.0:4317", tls: null}}}}
exporters: {nop: , debug: {verbosity: detailed}}
service: {pipelines: {logs: {receivers: [otlp], processors: [], exporters: [nop, debug]}}}`
	exempt := "\nlethe: {allow_unredacted: [debug], allow_insecure: [otlp]}"
	got, _, err := resolve(t, "yaml:"+config+exempt)
	require.NoError(t, err)
	resolver, err := confmap.NewResolver(confmap.ResolverSettings{
		URIs:              []string{"yaml:" + config},
		ProviderFactories: []confmap.ProviderFactory{yamlprovider.NewFactory()},
	})
	require.NoError(t, err)
	want, err := resolver.Resolve(t.Context())
	require.NoError(t, err)
	assert.Equal(t, want.ToStringMap(), got.ToStringMap())
}

// What is no configuration at all is left to the collector, without a panic.
func TestShapesThatAreNone(t *testing.T) {
	for _, config := range []string{
		"{}",
		"service: 1",
		"service: {pipelines: [logs]}",
		"service: {pipelines: {logs: , '': {receivers: 1, processors: {a: b}, exporters: [1, {a: b}]}}}",
		"{receivers: [otlp], exporters: text, connectors: 3, lethe: }",
		"{exporters: {loki: text}, receivers: {otlp: text}, service: {pipelines: {x: {receivers: [otlp, otlp], exporters: [nop]}}}}",
	} {
		_, _, err := resolve(t, "yaml:"+config)
		assert.NoError(t, err, config)
	}
}

func TestIsLoopback(t *testing.T) {
	for _, address := range []string{
		"localhost:4317", "LOCALHOST:1", "127.0.0.1:4317", "127.8.9.1:1", "[::1]:4317", "[::ffff:127.0.0.1]:1", "unix:///run/socket", "/run/socket", "127.0.0.1", "::1",
	} {
		assert.True(t, isLoopback(address), address)
	}
	for _, address := range []string{
		"", ":4317", "0.0.0.0:4317", "[::]:4317", "10.0.0.1:4317", "gateway:4317", "localhost.example:1", "127.0.0.1.example:1", "tcp://127.0.0.1:4317", "4317", "127.1:1",
	} {
		assert.False(t, isLoopback(address), address)
	}
}

// The docs show what the guard says, and what it knows.
func TestDocs(t *testing.T) {
	const path = "../../docs/guard.md"
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	example, err := os.ReadFile("testdata/documented/config.yaml")
	require.NoError(t, err)
	_, _, refused := resolve(t, "yaml:"+string(example))
	require.Error(t, refused)
	want := string(content)
	for name, text := range map[string]string{
		"messages": "```yaml\n" + string(example) + "```\n\n```\nError: failed to get config: cannot resolve the configuration: " + refused.Error() + "\n```\n",
		"tables":   tables(),
	} {
		begin, end := "<!-- begin: written by the test with -update: "+name+" -->\n", "<!-- end: "+name+" -->\n"
		before, rest, ok := strings.Cut(want, begin)
		require.True(t, ok, name)
		_, after, ok := strings.Cut(rest, end)
		require.True(t, ok, name)
		want = before + begin + text + end + after
	}
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o600))
	}
	assert.Equal(t, want, string(content))
}
