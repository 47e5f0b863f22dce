package lokiexporter

import (
	"context"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/exporterhelper"

	"github.com/lethe-otel/lethe/exporter/lokiexporter/internal/metadata"
)

// NewFactory returns the factory of the loki exporter.
func NewFactory() exporter.Factory {
	return exporter.NewFactory(
		metadata.Type,
		createDefaultConfig,
		exporter.WithLogs(createLogs, metadata.LogsStability),
	)
}

func createLogs(ctx context.Context, set exporter.Settings, config component.Config) (exporter.Logs, error) {
	cfg := config.(*Config)
	e, err := newLokiExporter(cfg, set)
	if err != nil {
		return nil, err
	}
	logs, err := exporterhelper.NewLogs(ctx, set, cfg, e.consume,
		exporterhelper.WithStart(e.start),
		exporterhelper.WithShutdown(e.shutdown),
		exporterhelper.WithCapabilities(consumer.Capabilities{MutatesData: false}),
		// Each request on the wire has a deadline of its own: one for a whole
		// batch would let a large one fail for ever.
		exporterhelper.WithTimeout(exporterhelper.TimeoutConfig{Timeout: 0}),
		exporterhelper.WithQueue(cfg.QueueConfig),
		exporterhelper.WithRetry(cfg.RetryConfig),
	)
	if err != nil {
		return nil, err
	}
	return &boundedLogs{Logs: logs, exporter: e}, nil
}

// boundedLogs gives queue and retry a bounded time to end.
type boundedLogs struct {
	exporter.Logs
	exporter *lokiExporter
}

// Shutdown sends what the queue holds once more; after the time-out of one
// request it lets go. Calling it again does nothing.
func (b *boundedLogs) Shutdown(ctx context.Context) error {
	return b.exporter.drain.Shutdown(ctx, b.exporter.cfg.ClientConfig.Timeout, b.Logs.Shutdown)
}
