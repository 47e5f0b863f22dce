package correlationstoreextension

import (
	"context"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension/internal/metadata"
)

// sharedMeter counts what happens with the second level.
type sharedMeter struct {
	builder     atomic.Pointer[metadata.TelemetryBuilder]
	lost, alien atomic.Int64
}

func (m *sharedMeter) request(ctx context.Context, op, result string, took time.Duration) {
	b := m.builder.Load()
	if b == nil {
		return
	}
	labels := metric.WithAttributeSet(attribute.NewSet(attribute.String("op", op), attribute.String("result", result)))
	b.ExtensionCorrelationStoreSharedRequests.Add(ctx, 1, labels)
	b.ExtensionCorrelationStoreSharedDuration.Record(ctx, took.Seconds(), labels)
}

func (m *sharedMeter) dropped() { m.lost.Add(1) }

func (m *sharedMeter) droppedMany(n int) { m.lost.Add(int64(n)) }

// forged counts what stands under our names and is not ours: another key, or
// somebody else's work.
func (m *sharedMeter) forged() { m.alien.Add(1) }
