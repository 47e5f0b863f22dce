package jaegerexporter

import (
	"context"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// attempt is one try to deliver a batch. It keeps the outcome of every span in
// the ledger; what it could not settle stays pending there.
type attempt struct {
	send   func(context.Context, ptrace.Traces) answer
	ledger *delivery.Ledger
	// cause is that of the first failure, with the longest pause that any
	// answer asked for.
	cause delivery.Cause
	// rejected counts the spans refused for good, by reason.
	rejected map[string]int64
	// answered is set once the server has given a verdict on any data.
	answered bool
	// over is set when no further request makes sense in this attempt.
	over bool
}

// run delivers td in messages of at most limit bytes.
func (a *attempt) run(ctx context.Context, td ptrace.Traces, limit int) {
	n := a.ledger.Len()
	if hasBlanks(td) {
		td = piece(td, 0, n)
	}
	var sizer ptrace.ProtoMarshaler
	if sizer.TracesSize(td) <= limit {
		a.deliver(ctx, td, 0, n)
		return
	}
	bounds := cut(td, limit)
	for i := range len(bounds) - 1 {
		if a.over {
			return
		}
		from, to := bounds[i], bounds[i+1]
		a.deliver(ctx, piece(td, from, to), from, to-from)
	}
}

// deliver sends td, which holds the n spans of the batch from index first on.
// When the server takes it only in part, or refuses it as a whole, the halves
// go again, until each span that is not taken stands alone. Spans that were
// stored the first time are then sent twice, byte for byte the same, and
// Jaeger shows them once.
func (a *attempt) deliver(ctx context.Context, td ptrace.Traces, first, n int) {
	got := a.send(ctx, td)
	switch {
	case got.verdict == failed:
		a.fail(got)
	case got.verdict == accepted && got.rejected == 0:
		a.settle(first, n, delivery.Stored)
	case got.verdict == accepted && got.rejected == int64(n), n == 1:
		reason := got.cause.Reason
		if got.verdict == accepted {
			reason = reasonPartial
		}
		a.rejected[reason] += int64(n)
		a.settle(first, n, delivery.Rejected)
	default:
		a.answered = true
		half := n / 2
		a.deliver(ctx, piece(td, 0, half), first, half)
		if !a.over {
			a.deliver(ctx, piece(td, half, n), first+half, n-half)
		}
	}
}

func (a *attempt) settle(first, n int, outcome delivery.Outcome) {
	a.answered = true
	for i := first; i < first+n; i++ {
		a.ledger.Set(i, outcome)
	}
}

func (a *attempt) fail(got answer) {
	if a.cause.Reason == "" {
		a.cause.Reason = got.cause.Reason
	}
	a.cause.RetryAfter = max(a.cause.RetryAfter, got.cause.RetryAfter)
	a.over = a.over || got.down
}
