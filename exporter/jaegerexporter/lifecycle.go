package jaegerexporter

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/exporter"
)

// lifecycle makes the shutdown of the collector's exporter helper idempotent,
// and bounded when the backend does not answer.
type lifecycle struct {
	exporter.Traces
	drain func(context.Context)

	once sync.Once
	err  error
}

// Shutdown lets the queue run empty, as long as the backend takes what comes.
func (l *lifecycle) Shutdown(ctx context.Context) error {
	l.once.Do(func() {
		l.drain(ctx)
		l.err = l.Traces.Shutdown(ctx)
	})
	return l.err
}
