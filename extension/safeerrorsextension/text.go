package safeerrorsextension

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"google.golang.org/grpc/codes"

	"github.com/lethe-otel/lethe/internal/nesting"
)

const (
	textLater    = "the data cannot be taken now: send it again later"
	textInternal = "the request failed inside the gateway: its log says more"
)

// httpTexts are the reasons by status. None of them holds anything of the
// request.
var httpTexts = map[int]string{
	http.StatusUnauthorized:          "not authenticated",
	http.StatusForbidden:             "not allowed",
	http.StatusNotFound:              "nothing is served at this path",
	http.StatusMethodNotAllowed:      "method not allowed: use POST",
	http.StatusRequestTimeout:        "the request took too long",
	http.StatusRequestEntityTooLarge: "request body too large",
	http.StatusUnsupportedMediaType:  "unsupported media type: use application/x-protobuf or application/json",
	http.StatusTooManyRequests:       textLater,
	http.StatusInternalServerError:   textInternal,
	http.StatusBadGateway:            textLater,
	http.StatusServiceUnavailable:    textLater,
	http.StatusGatewayTimeout:        textLater,
}

func httpText(code int) string {
	if text, ok := httpTexts[code]; ok {
		return text
	}
	if text := http.StatusText(code); text != "" {
		return strings.ToLower(text)
	}
	return "the request failed"
}

// complaint is the reason for a 400, told from how reading the body ended and
// from the type that the client declared.
func (b *watchedBody) complaint(contentType string) string {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(b.err, &tooLarge):
		return "request body too large"
	case errors.Is(b.err, nesting.ErrTooDeep):
		return nesting.ErrTooDeep.Error()
	case b.err != nil && !errors.Is(b.err, io.EOF):
		return "request body cannot be read: cut short, or not compressed as declared"
	}
	switch mediaType(contentType) {
	case jsonType:
		return "malformed request body: not valid OTLP JSON"
	case protobufType:
		return "malformed request body: not valid OTLP protobuf"
	default:
		return "malformed request"
	}
}

// grpcTexts are the reasons by code.
var grpcTexts = map[codes.Code]string{
	codes.Canceled:           "the request was canceled",
	codes.InvalidArgument:    "the request is not valid",
	codes.DeadlineExceeded:   "the request took too long: send it again later",
	codes.NotFound:           "not found",
	codes.PermissionDenied:   "not allowed",
	codes.Unauthenticated:    "not authenticated",
	codes.ResourceExhausted:  textLater,
	codes.FailedPrecondition: "the request cannot be processed in this state",
	codes.Aborted:            textLater,
	codes.OutOfRange:         textLater,
	codes.Unimplemented:      "not implemented",
	codes.Internal:           textInternal,
	codes.Unavailable:        textLater,
	codes.DataLoss:           textLater,
}

func grpcText(code codes.Code) string {
	if text, ok := grpcTexts[code]; ok {
		return text
	}
	return "the request failed"
}
