package correlationstoreextension

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension/internal/metadata"
	"github.com/lethe-otel/lethe/internal/correlate"
)

// store is the extension: users find it among the host's extensions and assert
// correlate.Store. It is whole from its creation on, whatever the order in
// which components start, and its content lives as long as it does.
type store struct {
	*correlate.MemoryStore
	set       component.TelemetrySettings
	mu        sync.Mutex
	telemetry *metadata.TelemetryBuilder
}

var (
	_ extension.Extension = (*store)(nil)
	_ correlate.Store     = (*store)(nil)
)

func newStore(set extension.Settings, cfg *Config) *store {
	return &store{
		set: set.TelemetrySettings,
		MemoryStore: correlate.NewMemoryStore(correlate.Settings{
			TTL:            cfg.TTL,
			ResendWindow:   cfg.ResendWindow,
			Capacity:       cfg.Capacity,
			MaxTracesPerID: cfg.MaxTracesPerID,
			Requests:       cfg.ResendCapacity,
			TenantShare:    cfg.TenantShare,
		}),
	}
}

// Start registers the metrics. They are read from the store when they are
// collected: nothing is counted twice, and no lookup pays for them.
func (s *store) Start(context.Context, component.Host) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.telemetry != nil {
		return nil
	}
	tb, err := metadata.NewTelemetryBuilder(s.set)
	if err != nil {
		return err
	}
	// Each callback reads the figures anew: a reader may collect one of them alone.
	for _, register := range []func() error{
		func() error {
			return tb.RegisterExtensionCorrelationStoreCapacityCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				o.Observe(int64(x.Capacity), x.with())
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreEntriesCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				o.Observe(int64(x.Entries), x.with())
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreEvictionsCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				for reason, n := range x.Evictions {
					o.Observe(int64(n), x.with(attribute.String("reason", correlate.Eviction(reason).String())))
				}
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreRefusedCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				if x.name != "request" {
					o.Observe(int64(x.Refused), x.with())
				}
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStorePairsWaitingCallback(func(_ context.Context, o metric.Int64Observer) error {
				o.Observe(int64(s.Stats().PairsWaiting))
				return nil
			})
		},
		func() error {
			return tb.RegisterExtensionCorrelationStorePairsDroppedCallback(func(_ context.Context, o metric.Int64Observer) error {
				o.Observe(int64(s.Stats().PairsDropped))
				return nil
			})
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreLookupsCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				for _, result := range x.results {
					o.Observe(int64(x.Lookups[result]), x.with(attribute.String("result", result.String())))
				}
				if x.name == "trace_id" {
					for _, result := range []correlate.Lookup{correlate.Hit, correlate.Miss, correlate.Ambiguous} {
						o.Observe(int64(x.fulls[result]), metric.WithAttributes(attribute.String("index", "low_64_bits"), attribute.String("result", result.String())))
					}
				}
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreOverloadedIdsCallback(func(_ context.Context, o metric.Int64Observer) error {
				o.Observe(int64(s.Stats().BlockedIDs))
				return nil
			})
		},
	} {
		if err := register(); err != nil {
			tb.Shutdown()
			return err
		}
	}
	s.telemetry = tb
	return nil
}

// Shutdown takes the metrics away; the store itself holds nothing to release.
func (s *store) Shutdown(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.telemetry != nil {
		s.telemetry.Shutdown()
		s.telemetry = nil
	}
	return nil
}

// indexStats are the figures of one index with its name and the results that
// its lookups can have.
type indexStats struct {
	correlate.IndexStats
	name    string
	results []correlate.Lookup
	// fulls are the lookups of short trace ids in the index of traces.
	fulls [4]uint64
}

func (x indexStats) with(more ...attribute.KeyValue) metric.MeasurementOption {
	return metric.WithAttributes(append(more, attribute.String("index", x.name))...)
}

func (s *store) observe(each func(metric.Int64Observer, indexStats)) metric.Int64Callback {
	return func(_ context.Context, o metric.Int64Observer) error {
		// What has expired is counted as gone even where nothing comes in.
		s.Expire(time.Now())
		st := s.Stats()
		for _, x := range []indexStats{
			{st.Traces, "trace_id", []correlate.Lookup{correlate.Hit, correlate.Miss, correlate.Blocked}, st.Fulls},
			{st.IDs, "correlation_id", []correlate.Lookup{correlate.Hit, correlate.Miss, correlate.Ambiguous, correlate.Blocked}, [4]uint64{}},
			{st.Requests, "request", []correlate.Lookup{correlate.Hit, correlate.Miss}, [4]uint64{}},
		} {
			each(o, x)
		}
		return nil
	}
}
