package redactcorrelateprocessor

import (
	"context"
	"fmt"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/redact"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

// redactCorrelate is the processor of one pipeline. It is immutable after
// start; what a batch needs is in a worker.
type redactCorrelate struct {
	cfg      *Config
	signal   string
	engine   *redact.Engine
	exempt   *exemptions // nil for none
	services services
	key      []byte
	ranks    ranks
	// reading and readingRoot are the options of the extraction, for a record
	// and for a server span.
	reading, readingRoot correlate.Options

	allowed   []string
	logger    *zap.Logger
	telemetry *metadata.TelemetryBuilder
	store     correlate.Store
	// tellsPairs says that the store is shared, so that a logs pipeline can write
	// the records of late pairs.
	tellsPairs bool
	pairs      *pairWriter
	workers    sync.Pool
	versions   versions
	now        func() time.Time
}

func newProcessor(set processor.Settings, cfg *Config, signal pipeline.Signal) (*redactCorrelate, error) {
	engine, err := cfg.engine()
	if err != nil {
		return nil, fmt.Errorf("redaction: %w", err)
	}
	exempt, err := newExemptions(&cfg.Redaction)
	if err != nil {
		return nil, fmt.Errorf("redaction: %w", err)
	}
	key, err := parseRecordKey(string(cfg.RecordID.Key))
	if err != nil {
		return nil, fmt.Errorf("record_id::key: %w", err)
	}
	sources, err := parseSources(cfg.Correlation.Sources)
	if err != nil {
		return nil, err
	}
	patterns, err := parsePatterns(cfg.Correlation.Patterns)
	if err != nil {
		return nil, err
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	p := &redactCorrelate{
		cfg:       cfg,
		signal:    signal.String(),
		engine:    engine,
		exempt:    exempt,
		key:       key,
		ranks:     sources,
		allowed:   headerNames(cfg.RequestMetadata.Allow),
		logger:    set.Logger,
		telemetry: telemetry,
		now:       time.Now,
	}
	p.reading, p.readingRoot = sources.options(patterns)
	p.workers.New = func() any { return newWorker(p) }
	return p, nil
}

func (p *redactCorrelate) start(ctx context.Context, host component.Host) error {
	if id := p.cfg.Correlation.Store; id != nil || p.signal != pipeline.SignalMetrics.String() {
		store, err := findStore(id, host)
		if err != nil {
			return err
		}
		p.store, p.tellsPairs = store, id != nil || p.pairs != nil
	}
	if p.pairs != nil {
		p.pairs.start()
	}
	raw := int64(0)
	if !p.enforces() {
		raw = 1
		p.logger.Warn("redaction::mode is observe: findings are counted, unredacted data passes")
	}
	if observed := p.cfg.Redaction.Observe; len(observed) > 0 && p.enforces() {
		p.logger.Warn("redaction::observe: findings of these rules are counted and pass as they are", zap.Strings("rules", observed))
	}
	p.announceExemptions()
	p.telemetry.ProcessorRedactCorrelateRawData.Record(ctx, raw,
		metric.WithAttributes(attribute.String("signal", p.signal)))
	p.tellKeys(ctx)
	return nil
}

func (p *redactCorrelate) shutdown(ctx context.Context) error {
	if p.pairs != nil && p.store != nil {
		p.pairs.shutdown(ctx)
	}
	p.telemetry.Shutdown()
	return nil
}

func (p *redactCorrelate) enforces() bool { return p.cfg.Redaction.Mode != modeObserve }
