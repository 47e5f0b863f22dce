package correlationstoreextension

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension/internal/metadatatest"
	"github.com/lethe-otel/lethe/internal/correlate"
)

// Users find the store among the host's extensions, before and after it has
// been started, and with its content until the extension itself goes.
func TestIsAStoreForAsLongAsItLives(t *testing.T) {
	ext, err := NewFactory().Create(t.Context(), extensiontest.NewNopSettings(NewFactory().Type()), createDefaultConfig())
	require.NoError(t, err)
	store, ok := component.Component(ext).(correlate.Store)
	require.True(t, ok)

	now := time.Now()
	trace := correlate.TraceID{1, 2, 3}
	store.Learn("", trace, "order-7f3a", correlate.SourceCorrelationID, now)
	require.NoError(t, ext.Start(t.Context(), componenttest.NewNopHost()))
	require.NoError(t, ext.Start(t.Context(), componenttest.NewNopHost()), "a second start changes nothing")
	id, ok := store.Correlation("", trace, now)
	require.True(t, ok)
	assert.Equal(t, "order-7f3a", id)
	require.NoError(t, ext.Shutdown(t.Context()))
	require.NoError(t, ext.Shutdown(t.Context()))
	_, result := store.Trace("", "order-7f3a", now)
	assert.Equal(t, correlate.Hit, result, "a pipeline that drains last still finds the store")
}

func TestSettingsReachTheStore(t *testing.T) {
	cfg := &Config{TTL: time.Second, ResendWindow: 2 * time.Second, Capacity: 3000, MaxTracesPerID: 4, ResendCapacity: 5000, TenantShare: 0.25}
	s := mustStore(t, extensiontest.NewNopSettings(NewFactory().Type()), cfg)
	assert.Equal(t, correlate.Settings{
		TTL: time.Second, ResendWindow: 2 * time.Second, Capacity: 3000, MaxTracesPerID: 4, Requests: 5000, TenantShare: 0.25,
	}, s.Settings())
}

func TestMetrics(t *testing.T) {
	tt := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tt.Shutdown(context.Background())) })
	cfg := createDefaultConfig().(*Config)
	cfg.Capacity, cfg.ResendCapacity, cfg.MaxTracesPerID = 1000, 1000, 2
	s := mustStore(t, metadatatest.NewSettings(tt), cfg)
	require.NoError(t, s.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, s.Shutdown(context.Background())) })

	now := time.Now()
	old := now.Add(-time.Hour)
	trace := func(n byte) correlate.TraceID { return correlate.TraceID{n} }
	s.Learn("", trace(9), "long-gone-1", correlate.SourceRequestID, old) // expired
	s.Learn("", trace(1), "order-1", correlate.SourceRequestID, now)
	s.Learn("", trace(2), "order-2", correlate.SourceRequestID, now)
	s.Learn("", trace(3), "order-2", correlate.SourceRequestID, now)
	for n := byte(4); n < 7; n++ {
		s.Learn("", trace(n), "constant", correlate.SourceRequestID, now)
	}
	s.Correlation("", trace(1), now) // hit
	s.Correlation("", trace(8), now) // miss
	s.Correlation("", trace(4), now) // blocked
	s.Trace("", "order-1", now)      // hit
	s.Trace("", "order-2", now)      // ambiguous
	s.Trace("", "constant", now)     // blocked
	s.Trace("", "nowhere", now)      // miss
	full := correlate.TraceID{1, 15: 7}
	sawUnfilled(s, "", full, now)
	s.Full("", correlate.TraceID{15: 7}, now) // hit
	s.Full("", correlate.TraceID{15: 8}, now) // miss
	s.Learn("", full, "order-late", correlate.SourceRequestID, now)
	s.FirstSeen([16]byte{1}, now)
	s.FirstSeen([16]byte{1}, now.Add(time.Second))

	point := func(n int64, kv ...string) metricdata.DataPoint[int64] {
		var attrs []attribute.KeyValue
		for i := 0; i < len(kv); i += 2 {
			attrs = append(attrs, attribute.String(kv[i], kv[i+1]))
		}
		return metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(attrs...)}
	}
	metadatatest.AssertEqualExtensionCorrelationStoreCapacity(t, tt, []metricdata.DataPoint[int64]{
		point(1000, "index", "trace_id"), point(1000, "index", "correlation_id"), point(1000, "index", "request"),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreEntries(t, tt, []metricdata.DataPoint[int64]{
		point(6, "index", "trace_id"), point(4, "index", "correlation_id"), point(1, "index", "request"),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreEvictions(t, tt, []metricdata.DataPoint[int64]{
		point(1, "index", "trace_id", "reason", "ttl"), point(0, "index", "trace_id", "reason", "capacity"), point(0, "index", "trace_id", "reason", "tenant"),
		point(1, "index", "correlation_id", "reason", "ttl"), point(0, "index", "correlation_id", "reason", "capacity"), point(0, "index", "correlation_id", "reason", "tenant"),
		point(0, "index", "request", "reason", "ttl"), point(0, "index", "request", "reason", "capacity"),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreEvictionAges(t, tt, []metricdata.DataPoint[int64]{
		point(1, "index", "trace_id", "age", "more"), point(1, "index", "correlation_id", "age", "more"),
	}, metricdatatest.IgnoreTimestamp())
	st := s.Stats()
	metadatatest.AssertEqualExtensionCorrelationStoreBytes(t, tt, []metricdata.DataPoint[int64]{
		point(int64(st.Traces.Bytes), "index", "trace_id"), point(int64(st.IDs.Bytes), "index", "correlation_id"), point(int64(st.Requests.Bytes), "index", "request"),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreLatePairs(t, tt, []metricdata.DataPoint[int64]{
		point(1),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreLookups(t, tt, []metricdata.DataPoint[int64]{
		point(1, "index", "trace_id", "result", "hit"), point(1, "index", "trace_id", "result", "miss"),
		point(1, "index", "trace_id", "result", "blocked"),
		point(1, "index", "correlation_id", "result", "hit"), point(1, "index", "correlation_id", "result", "miss"),
		point(1, "index", "correlation_id", "result", "ambiguous"), point(1, "index", "correlation_id", "result", "blocked"),
		point(1, "index", "request", "result", "hit"), point(1, "index", "request", "result", "miss"),
		point(1, "index", "low_64_bits", "result", "hit"), point(1, "index", "low_64_bits", "result", "miss"),
		point(0, "index", "low_64_bits", "result", "ambiguous"),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreRefused(t, tt, []metricdata.DataPoint[int64]{
		point(0, "index", "trace_id"), point(0, "index", "correlation_id"),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStorePairsWaiting(t, tt, []metricdata.DataPoint[int64]{
		point(1),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStorePairsDropped(t, tt, []metricdata.DataPoint[int64]{
		point(0),
	}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualExtensionCorrelationStoreOverloadedIds(t, tt, []metricdata.DataPoint[int64]{
		point(1),
	}, metricdatatest.IgnoreTimestamp())
}
