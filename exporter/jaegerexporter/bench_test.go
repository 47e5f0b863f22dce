package jaegerexporter

import (
	"context"
	"testing"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// What the exporter itself costs, without the wire: 10,000 spans in one
// message, cut into messages of 64 KiB, and with one culprit to be found.
func BenchmarkAttempt(b *testing.B) {
	const n = 10_000
	td := someSpans(n)
	takeAll := func(context.Context, ptrace.Traces) answer { return acceptance(0) }
	for name, tt := range map[string]struct {
		limit int
		send  func(context.Context, ptrace.Traces) answer
	}{
		"whole": {1 << 30, takeAll},
		"cut":   {64 << 10, takeAll},
		"halved": {1 << 30, func(_ context.Context, part ptrace.Traces) answer {
			first := spanIndex(part.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).SpanID())
			if first <= 7777 && 7777 < first+part.SpanCount() {
				return refusal("http_400")
			}
			return acceptance(0)
		}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				a := &attempt{send: tt.send, ledger: delivery.NewLedger(n), rejected: map[string]int64{}}
				a.run(b.Context(), td, tt.limit)
				if a.ledger.Pending() != 0 {
					b.Fatal("spans are left")
				}
			}
		})
	}
}
