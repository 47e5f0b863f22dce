package elasticsearchexporter

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/exporter"
)

// drainGrace is how long a shutdown goes on delivering what the queue holds in
// memory. It ends before the 30 seconds that Kubernetes grants.
const drainGrace = 20 * time.Second

// boundedLogs and boundedTraces give queue and retry a bounded time to end,
// and make the shutdown idempotent.
type boundedLogs struct {
	exporter.Logs
	e *esExporter
}

// Shutdown lets the queue run empty within the grace period.
func (b *boundedLogs) Shutdown(ctx context.Context) error {
	return b.e.drain.Shutdown(ctx, drainGrace, b.Logs.Shutdown)
}

type boundedTraces struct {
	exporter.Traces
	e *esExporter
}

// Shutdown lets the queue run empty within the grace period.
func (b *boundedTraces) Shutdown(ctx context.Context) error {
	return b.e.drain.Shutdown(ctx, drainGrace, b.Traces.Shutdown)
}
