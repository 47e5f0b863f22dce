package redactcorrelateprocessor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/confmaptest"
)

// Each testdata/config/*.yaml is refused with the text of the .txt beside it,
// or accepted when there is none.
func TestConfigMessages(t *testing.T) {
	files, err := filepath.Glob("testdata/config/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			conf, err := confmaptest.LoadConf(file)
			require.NoError(t, err)
			cfg := createDefaultConfig().(*Config)
			err = conf.Unmarshal(cfg)
			if err == nil {
				err = confmap.Validate(cfg)
			}
			golden := strings.TrimSuffix(file, ".yaml") + ".txt"
			if *update && err != nil {
				require.NoError(t, os.WriteFile(golden, []byte(err.Error()+"\n"), 0o600))
			}
			want, readErr := os.ReadFile(golden)
			if os.IsNotExist(readErr) {
				require.NoError(t, err)
				return
			}
			require.NoError(t, readErr)
			require.Error(t, err)
			assert.Equal(t, string(want), err.Error()+"\n")
		})
	}
}

func TestConfigFull(t *testing.T) {
	conf, err := confmaptest.LoadConf("testdata/config/full.yaml")
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, conf.Unmarshal(cfg))
	store := component.MustNewIDWithName("correlation_store", "shared")
	assert.Equal(t, &Config{
		Redaction: RedactionConfig{
			Mode:               "observe",
			AcknowledgeRawData: true,
			Packs:              []string{"secrets", "payment"},
			Actions:            map[string]string{"default": "mask", "card_number": "remove"},
			Keys:               KeysConfig{Deny: []string{"x-internal-token"}, Allow: []string{"token.count"}},
			Limits:             LimitsConfig{MaxDepth: 16},
		},
		Correlation: CorrelationConfig{
			Attribute:   "request.correlation",
			Sources:     []string{"request_id", "correlation_id"},
			Store:       &store,
			FillTraceID: "never",
			EnvoyUUID:   true,
			Tenant:      TenantConfig{AuthAttribute: "tenant", MetadataKey: "x-scope-orgid"},
		},
		RecordID:        RecordIDConfig{Key: testKey},
		RequestMetadata: RequestMetadataConfig{Allow: []string{"x-tenant"}},
	}, cfg)
}

func TestRecordKey(t *testing.T) {
	// Keys and passphrases are made up.
	for name, c := range map[string]struct {
		key string
		err error
	}{
		"hex":               {testKey, nil},
		"hex in capitals":   {strings.ToUpper(testKey), nil},
		"base64":            {"XxwOm3o9SCYc9NCiuehsdzXR8INrLkqcyOF9VAqT+2I=", nil},
		"base64 bare":       {"XxwOm3o9SCYc9NCiuehsdzXR8INrLkqcyOF9VAqT+2I", nil},
		"base64 for URLs":   {"XxwOm3o9SCYc9NCiuehsdzXR8INrLkqcyOF9VAqT-2I=", nil},
		"with a line end":   {testKey + "\n", nil},
		"none":              {"", errNoKey},
		"blank":             {"  ", errNoKey},
		"a passphrase":      {"correct horse battery staple", errKeyFormat},
		"32 letters":        {"abcdefghijklmnopqrstuvwxyzabcdef", errKeyFormat},
		"too short":         {testKey[:32], errKeyFormat},
		"too long":          {testKey + "00", errKeyFormat},
		"zeroes":            {strings.Repeat("00", 32), errKeyNotMade},
		"a pattern":         {strings.Repeat("deadbeef", 8), errKeyNotMade},
		"a text in hex":     {"636f727265637420686f7273652062617474657279207374617020616e642e2e", errKeyNotMade},
		"a text in base64":  {"Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXAgYW5kLi4=", errKeyNotMade},
		"an unset variable": {"${env:LETHE_RECORD_KEY}", errKeyFormat},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := parseRecordKey(c.key)
			require.ErrorIs(t, err, c.err)
			if c.err == nil {
				assert.Len(t, key, 32)
			} else if c.key != "" && strings.TrimSpace(c.key) != "" {
				assert.NotContains(t, err.Error(), c.key)
			}
		})
	}
}

func TestCreateRefuses(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	_, err := newProcessor(nopSettings(), cfg, signalLogs)
	assert.ErrorIs(t, err, errNoKey)
	cfg = testConfig()
	cfg.Correlation.Sources = []string{"cookie"}
	_, err = newProcessor(nopSettings(), cfg, signalLogs)
	assert.ErrorContains(t, err, "correlation::sources[0]")
	cfg = testConfig()
	cfg.Redaction.Packs = []string{"everything"}
	_, err = newProcessor(nopSettings(), cfg, signalLogs)
	assert.ErrorContains(t, err, "everything")
}
