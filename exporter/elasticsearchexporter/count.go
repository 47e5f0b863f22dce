package elasticsearchexporter

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// count adds the records that came to an end to the metric.
func (e *esExporter) count(ctx context.Context, a *attempt) {
	var final [delivery.Rejected + 1]int64
	for i := range a.ledger.Len() {
		if o := a.ledger.Outcome(i); o.Done() && o != delivery.Rejected {
			final[o]++
		}
	}
	for o, n := range final {
		e.add(ctx, delivery.Outcome(o), "", n)
	}
	for _, reason := range a.rejected {
		e.add(ctx, delivery.Rejected, reason, 1)
	}
}

func (e *esExporter) add(ctx context.Context, o delivery.Outcome, reason string, n int64) {
	if n == 0 {
		return
	}
	e.telemetry.ExporterDeliveryRecords.Add(ctx, n, metric.WithAttributeSet(attribute.NewSet(
		attribute.String("exporter", e.set.ID.String()),
		attribute.String("outcome", o.String()),
		attribute.String("reason", reason),
	)))
}
