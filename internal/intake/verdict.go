package intake

import (
	"errors"
	"net/http"

	"go.opentelemetry.io/collector/consumer/consumererror"
)

// Verdict is what a sender is told about the data that it sent.
type Verdict int

const (
	// Taken is data that is safe: in a queue on disk, or in the backends.
	Taken Verdict = iota
	// Busy is data that the sender keeps and sends again later.
	Busy
	// Refused is data that the pipeline will never take.
	Refused
)

// What takes the place of the pipeline's error in the collector's own telemetry:
// its text may quote what the pipeline was given.
var (
	errBusy    = consumererror.NewDownstream(errors.New("the pipeline does not take data now"))
	errRefused = consumererror.NewDownstream(errors.New("the pipeline refuses data for good"))
)

// Judge tells what the answer of ConsumeLogs means for the sender. An error is
// Refused only when each error joined in it is permanent: behind a fan-out, one
// exporter that refuses for good must not make the sender drop what another
// exporter still waits for.
func Judge(err error) Verdict {
	switch {
	case err == nil:
		return Taken
	case permanent(err):
		return Refused
	}
	return Busy
}

func permanent(err error) bool {
	if !consumererror.IsPermanent(err) {
		return false
	}
	//nolint:errorlint // Walks the tree itself: errors.As stops at the first error that matches.
	switch err := err.(type) {
	case interface{ Unwrap() []error }:
		for _, joined := range err.Unwrap() {
			if !permanent(joined) {
				return false
			}
		}
		return true
	case interface{ Unwrap() error }:
		inner := err.Unwrap()
		// Nothing below is permanent: this error is the one that says so.
		return !consumererror.IsPermanent(inner) || permanent(inner)
	}
	return true
}

// Status is the HTTP status of a verdict that is not Taken: 429 for Busy, on
// which clients wait and send again, while some send again without a pause on
// 503; 400 for Refused.
func (v Verdict) Status() int {
	switch v {
	case Busy:
		return http.StatusTooManyRequests
	case Refused:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// Err is the verdict as an error for the report of a receiver, free of content;
// nil for Taken.
func (v Verdict) Err() error {
	switch v {
	case Busy:
		return errBusy
	case Refused:
		return errRefused
	}
	return nil
}
