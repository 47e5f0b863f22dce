package jaegerexporter

import (
	"context"
	"sync"
	"time"

	"go.opentelemetry.io/collector/exporter"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// drainGrace is how long a shutdown goes on delivering what the queue holds in
// memory. It ends before the 30 seconds that Kubernetes grants.
const drainGrace = 20 * time.Second

// lifecycle makes the shutdown of the collector's exporter helper idempotent,
// and bounded when the backend does not answer.
type lifecycle struct {
	exporter.Traces
	drain *delivery.Drain

	once sync.Once
	err  error
}

// Shutdown lets the queue run empty within the grace period.
func (l *lifecycle) Shutdown(ctx context.Context) error {
	l.once.Do(func() {
		l.err = l.drain.Shutdown(ctx, drainGrace, l.Traces.Shutdown)
	})
	return l.err
}
