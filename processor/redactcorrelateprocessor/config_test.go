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

	"github.com/lethe-otel/lethe/internal/randomkey"
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
			Actions:            map[string]string{"default": "mask", "card_number": "remove", "phone": "pseudonym"},
			MaskText:           "(masked-{rule})",
			AcceptEnumeration:  true,
			Pseudonym: PseudonymConfig{
				Key: "0c4be1f7a92d5836e7b01f9d42c8a35e6b90d7f413ca82e55f0a9be3d1674c28", KeyID: "k2",
				PreviousKey: "c81d90a7e35f2b4601b6fa7c98d2e35403e9617bd4fc28a51e7a60c9853bd2f1", PreviousKeyID: "k1",
			},
			Keys:    KeysConfig{Deny: []string{"x-internal-token"}, Allow: []string{"token.count"}},
			Observe: []string{"phone", "customer_number"},
			Rules: []RuleConfig{{
				Name: "customer_number", Anchor: "CUST-", Pattern: "CUST-[0-9]{8}", Check: "luhn", Action: "mask", Description: "A customer.",
			}},
			Limits: LimitsConfig{MaxDepth: 16},
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
	for name, c := range map[string]struct {
		key string
		err error
	}{
		"hex":          {testKey, nil},
		"none":         {"", errNoKey},
		"a passphrase": {"correct horse battery staple", randomkey.ErrFormat},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parseRecordKey(c.key)
			require.ErrorIs(t, err, c.err)
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
	cfg.Correlation.Patterns = []string{"rails", "apache", "rails"}
	_, err = newProcessor(nopSettings(), cfg, signalLogs)
	assert.ErrorContains(t, err, `correlation::patterns[1]: "apache" is not a pattern, use some of envoy, ingress_nginx`)
	assert.ErrorContains(t, err, `correlation::patterns[2]: "rails" is listed twice`)
	cfg = testConfig()
	cfg.Redaction.Packs = []string{"everything"}
	_, err = newProcessor(nopSettings(), cfg, signalLogs)
	assert.ErrorContains(t, err, "everything")
}
