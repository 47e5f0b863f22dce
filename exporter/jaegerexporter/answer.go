package jaegerexporter

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// verdict is what an answer means for the request as a whole.
type verdict uint8

const (
	// failed: nothing is known to be stored, a later attempt may succeed.
	failed verdict = iota
	// accepted: all spans are stored but for the number in answer.rejected.
	accepted
	// refused: the server will never take this request, because of its size
	// or of something in it.
	refused
)

// answer is the outcome of one request on the wire.
type answer struct {
	verdict verdict
	// rejected is how many spans of an accepted request were not stored.
	rejected int64
	// cause explains failed and refused, from a bounded set of words.
	cause delivery.Cause
	// down means that the next request of this attempt would fare no better:
	// the server is away, overloaded or does not let us in.
	down bool
}

// transport sends one request and understands its answer. It never returns a
// text that came from the server.
type transport interface {
	send(ctx context.Context, td ptrace.Traces) answer
	close() error
}

// Reasons that do not come from a status code of the server.
const (
	reasonCanceled   = "canceled"
	reasonConnection = "connection"
	reasonMalformed  = "malformed_answer"
	reasonPartial    = "partial_success"
	reasonTimeout    = "timeout"
	reasonTLS        = "tls"
	reasonTooLarge   = "too_large"
)

func down(reason string) answer {
	return answer{cause: delivery.Cause{Reason: reason}, down: true}
}

func troubled(reason string) answer {
	return answer{cause: delivery.Cause{Reason: reason}}
}

func refusal(reason string) answer {
	return answer{verdict: refused, cause: delivery.Cause{Reason: reason}}
}

// acceptance is the answer to a request that the server has taken, but for a
// number of spans that it names.
func acceptance(rejectedSpans int64) answer {
	if rejectedSpans < 0 {
		return troubled(reasonMalformed)
	}
	return answer{verdict: accepted, rejected: rejectedSpans}
}

// interrupted is the answer when the context ended the request, if it did.
func interrupted(ctx context.Context) (answer, bool) {
	switch ctx.Err() {
	case nil:
		return answer{}, false
	case context.DeadlineExceeded:
		return down(reasonTimeout), true
	default:
		return down(reasonCanceled), true
	}
}

func (a answer) after(pause time.Duration) answer {
	a.cause.RetryAfter = min(max(pause, 0), delivery.MaxRetryAfter)
	return a
}
