package redactcorrelateprocessor

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadatatest"
)

// The keys are made up.
const (
	keyNow    = "0c4be1f7a92d5836e7b01f9d42c8a35e6b90d7f413ca82e55f0a9be3d1674c28"
	keyBefore = "c81d90a7e35f2b4601b6fa7c98d2e35403e9617bd4fc28a51e7a60c9853bd2f1"
)

func pseudonymConfig(t *testing.T) *Config {
	t.Helper()
	cfg := testConfig()
	cfg.Redaction.Actions = map[string]string{"email": "pseudonym", "default": "pseudonym"}
	cfg.Redaction.Pseudonym = PseudonymConfig{Key: keyNow, KeyID: "k2", PreviousKey: keyBefore, PreviousKeyID: "k1"}
	require.NoError(t, cfg.Validate())
	return cfg
}

// One person is one token in every signal, place and spelling.
func TestPseudonymJoinsSignals(t *testing.T) {
	cfg := pseudonymConfig(t)
	logs := plog.NewLogs()
	record := logs.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.Body().SetStr("mail to Alice@Example.com")
	record.Attributes().PutStr("url.query", "to=alice%40example.com&x=1")
	record.Attributes().PutStr("alice@example.com", "name")
	record.SetEventName("sent alice@example.com")
	traces := ptrace.NewTraces()
	span := traces.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetName("GET /users/alice@example.com")
	span.Status().SetMessage(`{"user":"ALICE@EXAMPLE.COM"}`)
	span.Attributes().PutEmptyBytes("raw").FromRaw([]byte("alice@example.com"))
	metrics := pmetric.NewMetrics()
	metric := metrics.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	metric.SetName("m")
	metric.SetEmptyGauge().DataPoints().AppendEmpty().Attributes().PutStr("user", "alice@example.com")

	out := logsJSON(t, runLogs(t, cfg, logs)) + tracesJSON(t, runTraces(t, cfg, traces)) + metricsJSON(t, runMetrics(t, cfg, metrics))
	// Bytes are base64 in JSON.
	raw, _ := span.Attributes().Get("raw")
	out += string(raw.Bytes().AsRaw())
	tokens := regexp.MustCompile(`\[email:k2:[0-9a-f]{24}\]`).FindAllString(out, -1)
	require.Len(t, tokens, 8)
	for _, token := range tokens {
		assert.Equal(t, tokens[0], token)
	}
}

func TestPseudonymKeysAreTold(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	p, err := NewFactory().CreateLogs(t.Context(), metadatatest.NewSettings(tel), pseudonymConfig(t), consumertest.NewNop())
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	point := func(id, key string) metricdata.DataPoint[int64] {
		secret, err := hex.DecodeString(key)
		require.NoError(t, err)
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("lethe key check"))
		check := hex.EncodeToString(mac.Sum(nil))[:8]
		return metricdata.DataPoint[int64]{Value: 1, Attributes: attribute.NewSet(attribute.String("key_id", id), attribute.String("check", check))}
	}
	metadatatest.AssertEqualProcessorRedactCorrelatePseudonymKey(t, tel,
		[]metricdata.DataPoint[int64]{point("k2", keyNow), point("k1", keyBefore)}, metricdatatest.IgnoreTimestamp())
}

// No text about a key shows it.
func TestPseudonymKeyStaysSecret(t *testing.T) {
	for _, secret := range []string{"my-very-secret-passphrase", keyNow[:60], testKey} {
		cfg := testConfig()
		cfg.Redaction.Pseudonym = PseudonymConfig{Key: configopaque.String(secret), KeyID: "k1"}
		err := cfg.Validate()
		require.Error(t, err)
		assert.NotContains(t, err.Error(), secret)
		_, err = newProcessor(nopSettings(), cfg, signalLogs)
		require.Error(t, err)
		assert.NotContains(t, err.Error(), secret)
	}
}
