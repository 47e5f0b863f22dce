package redactcorrelateprocessor

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processorhelper"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

// NewFactory returns the factory of the redact_correlate processor.
func NewFactory() processor.Factory {
	return processor.NewFactory(
		metadata.Type,
		createDefaultConfig,
		processor.WithLogs(createLogs, metadata.LogsStability),
		processor.WithTraces(createTraces, metadata.TracesStability),
		processor.WithMetrics(createMetrics, metadata.MetricsStability),
	)
}

func createLogs(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Logs) (processor.Logs, error) {
	p, err := newProcessor(set, cfg.(*Config), pipeline.SignalLogs)
	if err != nil {
		return nil, err
	}
	if p.cfg.Correlation.PairRecords {
		p.pairs = newPairWriter(p, next)
	}
	return processorhelper.NewLogs(ctx, set, cfg, logsDoor{next, p},
		func(ctx context.Context, ld plog.Logs) (plog.Logs, error) { return ld, process(ctx, p, logs{}, ld) },
		p.options()...)
}

func createTraces(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Traces) (processor.Traces, error) {
	p, err := newProcessor(set, cfg.(*Config), pipeline.SignalTraces)
	if err != nil {
		return nil, err
	}
	return processorhelper.NewTraces(ctx, set, cfg, tracesDoor{next, p},
		func(ctx context.Context, td ptrace.Traces) (ptrace.Traces, error) {
			return td, process(ctx, p, spans{}, td)
		},
		p.options()...)
}

func createMetrics(ctx context.Context, set processor.Settings, cfg component.Config, next consumer.Metrics) (processor.Metrics, error) {
	p, err := newProcessor(set, cfg.(*Config), pipeline.SignalMetrics)
	if err != nil {
		return nil, err
	}
	return processorhelper.NewMetrics(ctx, set, cfg, metricsDoor{next, p},
		func(ctx context.Context, md pmetric.Metrics) (pmetric.Metrics, error) {
			return md, process(ctx, p, metrics{}, md)
		},
		p.options()...)
}

func (p *redactCorrelate) options() []processorhelper.Option {
	return []processorhelper.Option{
		processorhelper.WithCapabilities(consumer.Capabilities{MutatesData: true}),
		processorhelper.WithStart(p.start),
		processorhelper.WithShutdown(p.shutdown),
	}
}
