package lumberjackreceiver

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func TestDefaults(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, "localhost:5044", cfg.Endpoint)
	assert.False(t, cfg.TLS.HasValue())
}

func TestUnmarshal(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"endpoint":     "0.0.0.0:5044",
		"tls":          map[string]any{"cert_file": "c.pem", "key_file": "k.pem", "client_ca_file": "ca.pem"},
		"idle_timeout": "1h",
		"allow":        map[string]any{"indices": []any{"app-*"}},
	}).Unmarshal(cfg))
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, "ca.pem", cfg.TLS.Get().ClientCAFile)
	assert.Equal(t, time.Hour, cfg.IdleTimeout)
	assert.Equal(t, []string{"app-*"}, cfg.Allow.Indices)
}

func TestValidateReportsAllAtOnce(t *testing.T) {
	cfg := createDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"endpoint":               "",
		"transport":              "udp",
		"max_connections":        0,
		"max_frame_bytes":        1,
		"max_window_size":        0,
		"max_batch_bytes":        1 << 30,
		"max_decompressed_bytes": 0,
		"max_in_flight_bytes":    1,
		"handshake_timeout":      "0s",
		"idle_timeout":           "-1s",
		"read_timeout":           "0s",
		"max_retry_time":         "0s",
		"keepalive_interval":     "40s",
		"allow":                  map[string]any{"indices": []any{"a", ""}, "pipelines": []any{""}},
	}).Unmarshal(cfg))
	err := confmap.Validate(cfg)
	require.Error(t, err)
	for _, want := range []string{
		"endpoint: must be the address to listen on, for example localhost:5044, got nothing",
		`transport: must be one of tcp, tcp4, tcp6, unix, got "udp"`,
		"max_connections: must be from 1 to 1000000, got 0",
		"max_frame_bytes: must be from 65536 to 268435456, got 1",
		"max_window_size: must be from 1 to 16777216, got 0",
		"max_batch_bytes: must be from 65536 to 268435456, got 1073741824",
		"max_decompressed_bytes: must not be below max_frame_bytes (1), got 0",
		"max_in_flight_bytes: must not be below twice max_frame_bytes and twice max_batch_bytes (2147483648), got 1",
		"handshake_timeout: must be above 0, for example 10s, got 0s",
		"idle_timeout: must be above 0, for example 5m, got -1s",
		"read_timeout: must be above 0, for example 1m, got 0s",
		"max_retry_time: must be above 0, for example 1m, got 0s",
		"keepalive_interval: must be from 100ms to 25s, got 40s: Beats give up after 30s without a word",
		"allow::indices::1: is empty; write a name, or a pattern in which * stands for any text, for example app-*",
		"allow::pipelines::0: is empty; write a name, or a pattern in which * stands for any text, for example app-*",
	} {
		assert.ErrorContains(t, err, want)
	}
}
