package intake

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

const (
	// drainSize is how much of a refused request is read and forgotten.
	drainSize = 64 << 20
	// drainTime is how long that may take.
	drainTime = 5 * time.Second
)

// BodyStatus is the HTTP status of an error while reading a body: 413 beyond
// max_request_body_size, before or after decompression; 408 when the sender is
// too slow; else 400.
func BodyStatus(err error) int {
	if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge || errors.Is(err, ErrTooLarge) {
		return http.StatusRequestEntityTooLarge
	}
	if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		return http.StatusRequestTimeout
	}
	return http.StatusBadRequest
}

// ErrTooLarge says that a body, or what it decompresses to, is beyond its limit.
var ErrTooLarge = errors.New("request body too large")

// ErrBudget says that a request alone needs more than the whole budget.
var ErrBudget = errors.New("request larger than the budget")

// ErrNoRoom says that other requests in work leave no memory for this one.
var ErrNoRoom = errors.New("too many bytes in flight")

type rawBodyKey struct{}

func drain(w http.ResponseWriter, r *http.Request) {
	raw, ok := r.Context().Value(rawBodyKey{}).(*rawBody)
	// A client that waits for "100 Continue" has not sent its body, and a read
	// would ask for it.
	if !ok || !raw.touched && r.Header.Get("Expect") != "" {
		return
	}
	// Who was cut off for being slow is not waited for again.
	if raw.exchange.cut.Load() {
		return
	}
	// Without a deadline a slow sender would hold the answer.
	if err := http.NewResponseController(w).SetReadDeadline(time.Now().Add(drainTime)); err != nil {
		return
	}
	_, _ = io.CopyN(io.Discard, raw.ReadCloser, drainSize)
}
