package redactcorrelateprocessor

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

var update = flag.Bool("update", false, "write want.yaml")

// Each folder of testdata is one behaviour: config.yaml (optional), input.yaml
// and want.yaml. The input has a harmless marker beside every secret.
func TestGolden(t *testing.T) {
	folders, err := filepath.Glob("testdata/*/input.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, input := range folders {
		dir := filepath.Dir(input)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			raw, err := os.ReadFile(input)
			require.NoError(t, err)
			cfg := loadConfig(t, filepath.Join(dir, "config.yaml"))
			want := filepath.Join(dir, "want.yaml")
			var got, expected string
			switch {
			case strings.Contains(string(raw), "resourceLogs:"):
				in, err := golden.ReadLogs(input)
				require.NoError(t, err)
				out := runLogs(t, cfg, in)
				if *update {
					require.NoError(t, golden.WriteLogsToFile(want, out))
				}
				exp, err := golden.ReadLogs(want)
				require.NoError(t, err)
				got, expected = logsJSON(t, out), logsJSON(t, exp)
			case strings.Contains(string(raw), "resourceSpans:"):
				in, err := golden.ReadTraces(input)
				require.NoError(t, err)
				out := runTraces(t, cfg, in)
				if *update {
					require.NoError(t, golden.WriteTracesToFile(want, out))
				}
				exp, err := golden.ReadTraces(want)
				require.NoError(t, err)
				got, expected = tracesJSON(t, out), tracesJSON(t, exp)
			default:
				in, err := golden.ReadMetrics(input)
				require.NoError(t, err)
				out := runMetrics(t, cfg, in)
				// Writing brings the points into the order of the file.
				file := filepath.Join(t.TempDir(), "got.yaml")
				if *update {
					file = want
				}
				require.NoError(t, golden.WriteMetricsToFile(file, out, golden.SkipMetricTimestampNormalization()))
				exp, err := golden.ReadMetrics(want)
				require.NoError(t, err)
				got, expected = metricsJSON(t, out), metricsJSON(t, exp)
			}
			assert.JSONEq(t, expected, got)
			checkMarkers(t, string(raw), got)
		})
	}
}

// checkMarkers is the control of every case: a secret of the input begins with
// S3CR3T or stands in the list, and a marker of the input is still there.
func checkMarkers(t *testing.T, input, output string) {
	t.Helper()
	n := strings.Count(input, "marker-")
	require.Positive(t, n, "the input has no marker")
	assert.Equal(t, n, strings.Count(output, "marker-"), "markers that are left")
	if strings.Contains(input, "# secrets stay") {
		return
	}
	for _, secret := range []string{"S3CR3T", "4111111111111111", "5555555555554444", "alice@example.com"} {
		assert.NotContains(t, output, secret)
	}
}

const testKey = "5f1c0e9b7a3d48261cf4d0a2b9e86c7735d1f0836b2e4a9cc8e17d540a93fb62" // made up

func testConfig() *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.RecordID.Key = testKey
	return cfg
}

// loadConfig reads a processor's section over the defaults and a test key.
func loadConfig(t *testing.T, path string) *Config {
	t.Helper()
	cfg := testConfig()
	if _, err := os.Stat(path); os.IsNotExist(err) {
		return cfg
	}
	conf, err := confmaptest.LoadConf(path)
	require.NoError(t, err)
	require.NoError(t, conf.Unmarshal(cfg))
	for i := range cfg.Redaction.Exempt {
		if e := &cfg.Redaction.Exempt[i]; e.Until == "NEXT_MONTH" {
			e.Until = time.Now().AddDate(0, 1, 0).Format(dayFormat)
		}
	}
	require.NoError(t, confmap.Validate(cfg))
	return cfg
}

func runLogs(t *testing.T, cfg *Config, in plog.Logs) plog.Logs {
	t.Helper()
	sink := new(consumertest.LogsSink)
	p, err := NewFactory().CreateLogs(t.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	require.NoError(t, p.ConsumeLogs(t.Context(), in))
	require.Len(t, sink.AllLogs(), 1)
	return sink.AllLogs()[0]
}

func runTraces(t *testing.T, cfg *Config, in ptrace.Traces) ptrace.Traces {
	t.Helper()
	sink := new(consumertest.TracesSink)
	p, err := NewFactory().CreateTraces(t.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	require.NoError(t, p.ConsumeTraces(t.Context(), in))
	require.Len(t, sink.AllTraces(), 1)
	return sink.AllTraces()[0]
}

func runMetrics(t *testing.T, cfg *Config, in pmetric.Metrics) pmetric.Metrics {
	t.Helper()
	sink := new(consumertest.MetricsSink)
	p, err := NewFactory().CreateMetrics(t.Context(), processortest.NewNopSettings(metadata.Type), cfg, sink)
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	require.NoError(t, p.ConsumeMetrics(t.Context(), in))
	require.Len(t, sink.AllMetrics(), 1)
	return sink.AllMetrics()[0]
}

func startStop(t *testing.T, c component.Component, host component.Host) {
	t.Helper()
	require.NoError(t, c.Start(t.Context(), host))
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		assert.NoError(t, c.Shutdown(ctx))
	})
}

func logsJSON(t *testing.T, ld plog.Logs) string {
	t.Helper()
	b, err := new(plog.JSONMarshaler).MarshalLogs(ld)
	require.NoError(t, err)
	return string(b)
}

func tracesJSON(t *testing.T, td ptrace.Traces) string {
	t.Helper()
	b, err := new(ptrace.JSONMarshaler).MarshalTraces(td)
	require.NoError(t, err)
	return string(b)
}

func metricsJSON(t *testing.T, md pmetric.Metrics) string {
	t.Helper()
	b, err := new(pmetric.JSONMarshaler).MarshalMetrics(md)
	require.NoError(t, err)
	return string(b)
}

// Redaction on its own output changes nothing. Only the record id is another
// one: it is that of the record as received.
func TestGoldenTwice(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*/want.yaml")
	require.NoError(t, err)
	recordID := regexp.MustCompile(`\{"key":"lethe.record.id","value":\{"stringValue":"[0-9a-f]{32}"\}\},?`)
	strip := func(s string) string {
		return strings.ReplaceAll(recordID.ReplaceAllString(s, ""), ",]", "]")
	}
	for _, input := range inputs {
		t.Run(filepath.Base(filepath.Dir(input)), func(t *testing.T) {
			raw, err := os.ReadFile(input)
			require.NoError(t, err)
			cfg := loadConfig(t, filepath.Join(filepath.Dir(input), "config.yaml"))
			var before, after string
			switch {
			case strings.Contains(string(raw), "resourceLogs:"):
				in, err := golden.ReadLogs(input)
				require.NoError(t, err)
				before = logsJSON(t, in)
				after = logsJSON(t, runLogs(t, cfg, in))
			case strings.Contains(string(raw), "resourceSpans:"):
				in, err := golden.ReadTraces(input)
				require.NoError(t, err)
				before = tracesJSON(t, in)
				after = tracesJSON(t, runTraces(t, cfg, in))
			default:
				in, err := golden.ReadMetrics(input)
				require.NoError(t, err)
				before = metricsJSON(t, in)
				after = metricsJSON(t, runMetrics(t, cfg, in))
			}
			assert.JSONEq(t, strip(before), strip(after))
		})
	}
}
