package correlationstoreextension

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/sony/gobreaker/v2"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensioncapabilities"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension/internal/metadata"
	"github.com/lethe-otel/lethe/internal/correlate"
)

// store is the extension: users find it among the host's extensions and assert
// correlate.Store. It is whole from its creation on, whatever the order in
// which components start, and its content lives as long as it does.
type store struct {
	*correlate.MemoryStore
	set       component.TelemetrySettings
	shared    *shared    // nil where there is no second level
	snapshots *snapshots // nil where there is no storage
	mu        sync.Mutex
	telemetry *metadata.TelemetryBuilder
}

var (
	_ extension.Extension             = (*store)(nil)
	_ extensioncapabilities.Dependent = (*store)(nil)
	_ correlate.Store                 = (*store)(nil)
)

func newStore(set extension.Settings, cfg *Config) (*store, error) {
	s := &store{
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
	if cfg.Storage != nil {
		s.snapshots = &snapshots{id: *cfg.Storage, self: set.ID, every: cfg.SnapshotInterval, local: s.MemoryStore, logger: set.Logger}
	}
	if c := cfg.Shared.Get(); c != nil {
		var err error
		if s.shared, err = newShared(c, s.MemoryStore, set.Logger); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Dependencies lists the storage, which must start before and end after the store.
func (s *store) Dependencies() []component.ID {
	if s.snapshots == nil {
		return nil
	}
	return []component.ID{s.snapshots.id}
}

// Open implements correlate.Store.
func (s *store) Open(ctx context.Context, b *correlate.Batch, now time.Time) time.Time {
	first := s.MemoryStore.Open(ctx, b, now)
	if s.shared == nil {
		return first
	}
	return s.shared.fetch(ctx, b, first, now)
}

// Learn implements correlate.Store.
func (s *store) Learn(tenant string, trace correlate.TraceID, id string, source correlate.Source, now time.Time) correlate.Learnt {
	l := s.MemoryStore.Learn(tenant, trace, id, source, now)
	if s.shared != nil {
		s.shared.learnt(l, tenant, trace, id, source, now)
	}
	return l
}

// Teach implements correlate.Store.
func (s *store) Teach(tenant string, pairs []correlate.Lesson, now time.Time) {
	s.MemoryStore.Teach(tenant, pairs, now)
	if s.shared == nil {
		return
	}
	for i := range pairs {
		p := &pairs[i]
		s.shared.learnt(p.Learnt, tenant, p.Trace, p.ID, p.Source, now)
	}
}

// See implements correlate.Store.
func (s *store) See(tenant string, traces []correlate.Sight, asOf, now time.Time) {
	s.MemoryStore.See(tenant, traces, asOf, now)
	if s.shared == nil {
		return
	}
	for i := range traces {
		if t := &traces[i]; t.First {
			s.shared.share(write{kind: kindUnfilled, tenant: strings.Clone(tenant), trace: t.Trace, at: now})
		}
	}
}

// Start registers the metrics. They are read from the store when they are
// collected: nothing is counted twice, and no lookup pays for them.
func (s *store) Start(ctx context.Context, host component.Host) error {
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
					if x.name == "request" && correlate.Eviction(reason) == correlate.EvictionTenant {
						continue // requests are nobody's
					}
					o.Observe(int64(n), x.with(attribute.String("reason", correlate.Eviction(reason).String())))
				}
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreEvictionAgesCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				for i, n := range x.Ages {
					if n > 0 {
						o.Observe(int64(n), x.with(attribute.String("age", ageNames[i])))
					}
				}
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreBytesCallback(s.observe(func(o metric.Int64Observer, x indexStats) {
				o.Observe(int64(x.Bytes), x.with())
			}))
		},
		func() error {
			return tb.RegisterExtensionCorrelationStoreLatePairsCallback(func(_ context.Context, o metric.Int64Observer) error {
				o.Observe(int64(s.Stats().LatePairs))
				return nil
			})
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
	if s.snapshots != nil {
		if err := s.snapshots.start(ctx, host); err != nil {
			tb.Shutdown()
			return err
		}
	}
	if s.shared != nil {
		if err := s.startShared(ctx, tb); err != nil {
			tb.Shutdown()
			return err
		}
	}
	s.telemetry = tb
	return nil
}

func (s *store) startShared(ctx context.Context, tb *metadata.TelemetryBuilder) error {
	s.shared.meter.builder.Store(tb)
	err := errors.Join(
		tb.RegisterExtensionCorrelationStoreSharedBreakerOpenCallback(func(_ context.Context, o metric.Int64Observer) error {
			open := int64(0)
			if s.shared.breaker.State() != gobreaker.StateClosed {
				open = 1
			}
			o.Observe(open)
			return nil
		}),
		tb.RegisterExtensionCorrelationStoreSharedDroppedCallback(func(_ context.Context, o metric.Int64Observer) error {
			o.Observe(s.shared.meter.lost.Load())
			return nil
		}),
		tb.RegisterExtensionCorrelationStoreSharedUnreadableCallback(func(_ context.Context, o metric.Int64Observer) error {
			o.Observe(s.shared.meter.alien.Load())
			return nil
		}),
	)
	if err != nil {
		return err
	}
	return s.shared.start(ctx)
}

// Shutdown writes what the other replicas do not know yet, and takes the metrics
// away. What is in memory stays for as long as the store does.
func (s *store) Shutdown(ctx context.Context) (failed error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.telemetry != nil {
		if s.shared != nil {
			s.shared.shutdown(ctx)
		}
		if s.snapshots != nil {
			if err := s.snapshots.shutdown(ctx); err != nil {
				s.set.Logger.Warn("the snapshot of the correlation store could not be written", zap.Error(err))
				failed = err
			}
		}
		s.telemetry.Shutdown()
		s.telemetry = nil
	}
	return failed
}

// ageNames are the values of the attribute for correlate.Ages: upper bounds.
var ageNames = [len(correlate.Ages{})]string{"10s", "30s", "1m", "2m", "5m", "10m", "30m", "more"}

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
