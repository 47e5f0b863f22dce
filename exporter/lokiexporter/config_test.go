package lokiexporter

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

// Each file below testdata/config is a configuration; what validation says to
// it stands beside it.
func TestConfig(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "config", "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".yaml"), func(t *testing.T) {
			conf, err := confmaptest.LoadConf(file)
			require.NoError(t, err)
			cfg := createDefaultConfig()
			require.NoError(t, conf.Unmarshal(cfg))
			got := "valid\n"
			if err := confmap.Validate(cfg); err != nil {
				got = err.Error() + "\n"
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update {
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "run the test with -update")
			assert.Equal(t, string(want), got)
			assert.NotContains(t, got, "made-up-password")
		})
	}
}

func TestDefaults(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	assert.Zero(t, cfg.RetryConfig.MaxElapsedTime, "nothing is given up")
	assert.True(t, cfg.RetryConfig.Enabled)
	assert.True(t, cfg.QueueConfig.HasValue())
	assert.Equal(t, 30*time.Second, cfg.ClientConfig.Timeout)
	require.ErrorContains(t, cfg.Validate(), "endpoint: got nothing")
	cfg.ClientConfig.Endpoint = "http://loki:3100"
	require.NoError(t, cfg.Validate())
}

// A list of labels replaces the default list; it is not merged into it.
func TestLabelsReplaceTheDefault(t *testing.T) {
	conf, err := confmaptest.LoadConf(filepath.Join("testdata", "config", "valid.yaml"))
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, conf.Unmarshal(cfg))
	assert.Equal(t, []LabelConfig{{Attribute: "k8s.cluster.name", Name: "cluster"}}, cfg.Labels)
}

func TestPushURL(t *testing.T) {
	for endpoint, want := range map[string]string{
		"http://loki:3100":                           "http://loki:3100/loki/api/v1/push",
		"https://loki/":                              "https://loki/loki/api/v1/push",
		"https://proxy/logs":                         "https://proxy/logs/loki/api/v1/push",
		"https://proxy/logs/loki/api/v1/push":        "https://proxy/logs/loki/api/v1/push",
		"http://user:made-up-password@loki:3100":     "http://user:made-up-password@loki:3100/loki/api/v1/push",
		"http://loki:3100/api/prom/push":             "http://loki:3100/api/prom/push",
		"http://[::1]:3100/loki/api/v1/push/":        "http://[::1]:3100/loki/api/v1/push",
		"http://user:made-up-password@loki:3100/?a=": "",
		"http://user:made-up-password@loki:port":     "",
		"ftp://user:made-up-password@loki":           "",
		"loki:3100":                                  "",
		"/loki":                                      "",
		"":                                           "",
	} {
		got, err := pushURL(endpoint)
		assert.Equal(t, want, got, endpoint)
		assert.Equal(t, want == "", err != nil)
		if err != nil {
			assert.NotContains(t, fmt.Sprint(err), "made-up-password")
		}
	}
}
