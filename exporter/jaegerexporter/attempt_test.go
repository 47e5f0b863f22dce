package jaegerexporter

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"pgregory.net/rapid"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// Against a server with any limit, any bad spans and any trouble, each span
// ends up in exactly one place: stored, rejected, or in the error.
func TestEachSpanHasExactlyOneOutcome(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		td := anyTraces(t)
		n := td.SpanCount()
		limit := rapid.IntRange(1, 4000).Draw(t, "our limit")
		serverLimit := rapid.IntRange(1, 4000).Draw(t, "server limit")
		bad := rapid.SliceOfNDistinct(rapid.IntRange(0, 100), 0, 5, rapid.ID[int]).Draw(t, "bad spans")
		poison := rapid.SliceOfNDistinct(rapid.IntRange(0, 100), 0, 2, rapid.ID[int]).Draw(t, "spans that get the whole request refused")

		var sizer ptrace.ProtoMarshaler
		stored := map[int]bool{}
		send := func(_ context.Context, part ptrace.Traces) answer {
			if part.SpanCount() == 0 {
				t.Fatal("an empty request was sent")
			}
			switch rapid.IntRange(0, 19).Draw(t, "trouble") {
			case 0:
				return down("http_503")
			case 1:
				return troubled("grpc_internal")
			}
			ids := indexes(part)
			if sizer.TracesSize(part) > serverLimit {
				return refusal(reasonTooLarge)
			}
			if slices.ContainsFunc(ids, func(i int) bool { return slices.Contains(poison, i) }) {
				return refusal("http_400")
			}
			var rejected int64
			for _, i := range ids {
				if slices.Contains(bad, i) {
					rejected++
				} else {
					stored[i] = true
				}
			}
			return acceptance(rejected)
		}

		a := &attempt{send: send, ledger: delivery.NewLedger(n), rejected: map[string]int64{}}
		if n > 0 {
			a.run(context.Background(), td, limit)
		}
		err := delivery.RetryTraces(td, a.ledger, a.cause)

		var pending []int
		if carried, ok := errors.AsType[consumererror.Traces](err); ok {
			pending = indexes(carried.Data())
		} else if err != nil {
			t.Fatalf("an error without data: %v", err)
		}
		var counted int64
		for _, count := range a.rejected {
			counted += count
		}
		for i := range n {
			single := piece(td, i, i+1)
			outcome := a.ledger.Outcome(i)
			switch outcome {
			case delivery.Stored:
				if !stored[i] {
					t.Fatalf("span %d counts as stored and is not", i)
				}
			case delivery.Rejected:
				counted--
				if !slices.Contains(bad, i) && !slices.Contains(poison, i) && sizer.TracesSize(single) <= serverLimit {
					t.Fatalf("span %d is good and was rejected", i)
				}
			default:
				if a.cause.Reason == "" {
					t.Fatalf("span %d waits without a cause", i)
				}
			}
			if slices.Contains(pending, i) == outcome.Done() {
				t.Fatalf("span %d: outcome %s, in the error: %v", i, outcome, slices.Contains(pending, i))
			}
		}
		if counted != 0 {
			t.Fatalf("the count of rejected spans is off by %d", counted)
		}
	})
}

func TestPartialSuccessOfAllNeedsOneRequest(t *testing.T) {
	sent := 0
	a := tryOnce(t, 100, func(_ context.Context, part ptrace.Traces) answer {
		sent++
		return acceptance(int64(part.SpanCount()))
	})
	require.Equal(t, 1, sent)
	require.Equal(t, map[string]int64{reasonPartial: 100}, a.rejected)
	require.NoError(t, delivery.RetryTraces(someSpans(100), a.ledger, a.cause))
}

// A number above the count is nonsense and proves nothing: only a span that is
// refused on its own is rejected.
func TestPartialSuccessOfMoreThanAllIsNotBelieved(t *testing.T) {
	a := tryOnce(t, 100, func(_ context.Context, part ptrace.Traces) answer {
		if part.SpanCount() > 1 {
			return acceptance(int64(part.SpanCount()) + 1)
		}
		return acceptance(0)
	})
	require.Empty(t, a.rejected)
	require.Zero(t, a.ledger.Pending())
}

func TestTroubleWithOneMessageDoesNotHoldUpTheOthers(t *testing.T) {
	td := someSpans(100)
	ledger := delivery.NewLedger(100)
	sent := 0
	a := &attempt{ledger: ledger, rejected: map[string]int64{}, send: func(context.Context, ptrace.Traces) answer {
		sent++
		if sent == 1 {
			return troubled("grpc_internal")
		}
		return acceptance(0)
	}}
	a.run(t.Context(), td, 2000)
	require.Greater(t, sent, 3)
	require.Equal(t, delivery.Unknown, ledger.Outcome(0))
	require.Equal(t, delivery.Stored, ledger.Outcome(99))
}

func TestAServerThatIsAwayIsAskedOnce(t *testing.T) {
	td := someSpans(100)
	ledger := delivery.NewLedger(100)
	sent := 0
	a := &attempt{ledger: ledger, rejected: map[string]int64{}, send: func(context.Context, ptrace.Traces) answer {
		sent++
		return down(reasonConnection)
	}}
	a.run(t.Context(), td, 2000)
	require.Equal(t, 1, sent)
	require.Equal(t, 100, ledger.Pending())
}

func tryOnce(t *testing.T, n int, send func(context.Context, ptrace.Traces) answer) *attempt {
	t.Helper()
	a := &attempt{send: send, ledger: delivery.NewLedger(n), rejected: map[string]int64{}}
	a.run(t.Context(), someSpans(n), 1<<30)
	return a
}
