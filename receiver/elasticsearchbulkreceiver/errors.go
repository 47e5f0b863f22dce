package elasticsearchbulkreceiver

import (
	"net/http"

	"github.com/lethe-otel/lethe/internal/intake"
)

// failure is an error as Elasticsearch tells it. The reason is a fixed text: it
// never quotes what a client sent.
type failure struct {
	status int
	kind   string
	reason string
	// allow are the methods that a path has, on 405.
	allow string
	// count is the reason in the metric of refused requests; "" counts nothing.
	count string
}

func (f failure) Error() string { return f.kind + ": " + f.reason }

const (
	illegalArgument  = "illegal_argument_exception"
	parseException   = "parse_exception"
	validationFailed = "action_request_validation_exception"
	rejected         = "es_rejected_execution_exception"
	documentParsing  = "document_parsing_exception"
	notFound         = "resource_not_found_exception"
	securityFailed   = "security_exception"
	tooLarge         = "content_too_long_exception"
	unavailable      = "unavailable_exception"
	timedOut         = "timeout_exception"
)

// Reasons of the metric of refused requests.
const (
	countMalformed = "malformed"
	countTooLarge  = "too_large"
	countSlow      = "slow"
	countBusy      = "busy"
	countPermanent = "permanent"
	countStopping  = "stopping"
	countStranger  = "authentication"
)

var (
	errUnknownPath = failure{
		status: http.StatusNotFound, kind: notFound,
		reason: "no handler found for this path; this endpoint takes documents in",
	}
	errReadsNothing = failure{
		status: http.StatusNotFound, kind: notFound,
		reason: "this endpoint takes documents in; it does not search or read them",
	}
	errChangesNothing = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "this endpoint takes documents in; it does not change or delete them",
	}
	errBodyRequired = failure{
		status: http.StatusBadRequest, kind: parseException,
		reason: "request body is required", count: countMalformed,
	}
	errNoRequests = failure{
		status: http.StatusBadRequest, kind: validationFailed,
		reason: "Validation Failed: 1: no requests added;", count: countMalformed,
	}
	errIndexMissing = failure{
		status: http.StatusBadRequest, kind: validationFailed,
		reason: "Validation Failed: 1: index is missing;", count: countMalformed,
	}
	errNoDocument = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "the bulk request ends behind an action without its document", count: countMalformed,
	}
	errActions = failure{
		status: http.StatusRequestEntityTooLarge, kind: tooLarge,
		reason: "the bulk request has more actions than limits::max_actions allows", count: countTooLarge,
	}
	errActionSize = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "an action line is longer than limits::max_action_bytes allows", count: countMalformed,
	}
	errFilterPath = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "filter_path is longer than this endpoint reads", count: countMalformed,
	}
	errParameter = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "a parameter of the request is too long or no text", count: countMalformed,
	}
	errInFlight = failure{
		status: http.StatusTooManyRequests, kind: rejected,
		reason: "too many bytes in flight; send again later", count: countBusy,
	}
	errBusy = failure{
		status: http.StatusTooManyRequests, kind: rejected,
		reason: "rejected execution of the bulk request: not stored yet; send again later", count: countBusy,
	}
	errPermanent = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "the pipeline refuses this request for good", count: countPermanent,
	}
	errStopping = failure{
		status: http.StatusServiceUnavailable, kind: unavailable,
		reason: "the server is stopping; send again later", count: countStopping,
	}
	errTooLarge = failure{
		status: http.StatusRequestEntityTooLarge, kind: tooLarge,
		reason: "the request is longer than max_request_body_size allows", count: countTooLarge,
	}
	errTooCostly = failure{
		status: http.StatusRequestEntityTooLarge, kind: tooLarge,
		reason: "the request takes more memory than limits::max_in_flight_bytes allows", count: countTooLarge,
	}
	errSlow = failure{
		status: http.StatusRequestTimeout, kind: timedOut,
		reason: "the request did not arrive in time", count: countSlow,
	}
	errBody = failure{
		status: http.StatusBadRequest, kind: parseException,
		reason: "the body ends early or is not compressed as Content-Encoding says", count: countMalformed,
	}
	errEncoding = failure{
		status: http.StatusBadRequest, kind: illegalArgument,
		reason: "Content-Encoding is not one that this endpoint reads, or the body does not begin as it says", count: countMalformed,
	}
	errUnauthorized = failure{
		status: http.StatusUnauthorized, kind: securityFailed,
		reason: "missing or wrong authentication credentials for this request", count: countStranger,
	}
)

// bodyFailure says what an error while reading a body means for the sender.
func bodyFailure(err error) failure {
	switch intake.BodyStatus(err) {
	case http.StatusRequestEntityTooLarge:
		return errTooLarge
	case http.StatusRequestTimeout:
		return errSlow
	}
	return errBody
}

// answer is the body of an error. On 405 alone, Elasticsearch tells a text.
func (f failure) answer() object {
	if f.status == http.StatusMethodNotAllowed {
		return object{{"error", f.reason}, {"status", f.status}}
	}
	cause := object{{"type", f.kind}, {"reason", f.reason}}
	return object{
		{"error", append(object{{"root_cause", []any{cause}}}, cause...)},
		{"status", f.status},
	}
}
