package correlationstoreextension

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func TestDefaultsAreValid(t *testing.T) {
	require.NoError(t, confmap.Validate(createDefaultConfig()))
}

func TestUnmarshal(t *testing.T) {
	cfg := createDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{
		"ttl": "2m", "resend_window": "30s", "capacity": 5000, "max_traces_per_id": 7, "resend_capacity": 9000, "tenant_share": 0.2,
	}).Unmarshal(cfg))
	assert.Equal(t, &Config{
		TTL: 2 * time.Minute, ResendWindow: 30 * time.Second, Capacity: 5000, MaxTracesPerID: 7, ResendCapacity: 9000, TenantShare: 0.2, Shared: createDefaultConfig().(*Config).Shared,
	}, cfg)
}

func TestValidateReportsEveryMistake(t *testing.T) {
	err := confmap.Validate(&Config{ResendWindow: 48 * time.Hour, Capacity: 999, MaxTracesPerID: -1, ResendCapacity: 60_000_000})
	require.EqualError(t, err, `ttl: 0s is not allowed, use a time from 1s to 24h0m0s
resend_window: 48h0m0s is not allowed, use a time from 1s to 24h0m0s
capacity: 999 is not allowed, use a number from 1000 to 50000000
max_traces_per_id: -1 is not allowed, use a number from 1 to 65000
resend_capacity: 60000000 is not allowed, use a number from 1000 to 50000000
tenant_share: 0 is not allowed, use a number above 0, up to 1`)
}

func TestSnapshotsNeedAPlace(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	cfg.SnapshotInterval = time.Minute
	require.EqualError(t, confmap.Validate(cfg), "snapshot_interval: there is no place for snapshots, set storage")
	cfg.Storage = &diskID
	require.NoError(t, confmap.Validate(cfg))
	cfg.SnapshotInterval = time.Millisecond
	require.EqualError(t, confmap.Validate(cfg), "snapshot_interval: 1ms is not allowed, use a time from 1s to 24h0m0s")
}
