package lokipushreceiver

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
)

func TestConfigStruct(t *testing.T) {
	require.NoError(t, componenttest.CheckConfigStruct(createDefaultConfig()))
}

func TestDefaultConfigIsValid(t *testing.T) {
	assert.NoError(t, confmap.Validate(createDefaultConfig()))
}

func TestLoadConfig(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"endpoint":              "0.0.0.0:3100",
		"include_metadata":      true,
		"require_tenant":        true,
		"discover_service_name": []any{},
		"limits":                map[string]any{"line_size": 0, "label_names": 30},
	}).Unmarshal(cfg))
	require.NoError(t, confmap.Validate(cfg))
	assert.Equal(t, "0.0.0.0:3100", cfg.ServerConfig.NetAddr.Endpoint)
	assert.True(t, cfg.ServerConfig.IncludeMetadata)
	assert.True(t, cfg.RequireTenant)
	assert.Empty(t, cfg.DiscoverServiceName)
	assert.Zero(t, cfg.Limits.LineSize)
	assert.Equal(t, 30, cfg.Limits.LabelNames)
	assert.Equal(t, 64<<10, cfg.Limits.MetadataSize, "what is not set keeps its default")
}

func TestValidateReportsEveryMistake(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.ServerConfig.NetAddr.Endpoint = ""
	cfg.ServerConfig.CompressionAlgorithms = []string{"zstd"}
	cfg.ServerConfig.MaxRequestBodySize = -1
	cfg.DiscoverServiceName = []string{"app", ""}
	cfg.Limits = LimitsConfig{
		LineSize: -1, MetadataSize: -2, MetadataEntries: 0, LabelNames: 1001, LabelNameSize: -3, LabelValueSize: -4,
		MaxDecodedBytes: 5, MaxInFlightBytes: 4,
	}
	err := cfg.Validate()
	require.Error(t, err)
	assert.Equal(t, strings.TrimSpace(`
endpoint: got nothing, allowed is an address to listen on, for example localhost:3500
compression_algorithms: got ["zstd"], allowed is none: the encodings are those of Loki
max_request_body_size: got -1, allowed are 0 (20 MiB) and above
discover_service_name::1: got an empty name, allowed is the name of a label
limits::line_size: got -1, allowed are 0 (no limit) and above
limits::metadata_size: got -2, allowed are 0 (no limit) and above
limits::label_name_size: got -3, allowed are 0 (no limit) and above
limits::label_value_size: got -4, allowed are 0 (no limit) and above
limits::metadata_entries: got 0, allowed are 1 to 1000
limits::label_names: got 1001, allowed are 1 to 1000
limits::max_decoded_bytes: got 5, allowed are 1048576 and above
limits::max_in_flight_bytes: got 4, allowed are 5 (max_decoded_bytes) and above: a larger request would be refused for ever
limits::max_connections: got 0, allowed are 1 and above
`), err.Error())
}
