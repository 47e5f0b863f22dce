package safeerrorsextension

import (
	"net/http"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

const (
	jsonType     = "application/json"
	protobufType = "application/x-protobuf"
	plainType    = "text/plain; charset=utf-8"
)

// encode writes the text in the form that the answer was to have: the Status
// message that OTLP demands, as protobuf or JSON, or plain text.
func encode(contentType string, httpCode int, text string) (string, []byte) {
	message := &spb.Status{Code: int32(grpcCode(httpCode)), Message: text}
	var content []byte
	var err error
	switch mediaType(contentType) {
	case protobufType:
		content, err = proto.Marshal(message)
	case jsonType:
		content, err = protojson.Marshal(message)
	default:
		return plainType, []byte(text + "\n")
	}
	if err != nil {
		return plainType, []byte(text + "\n")
	}
	return contentType, content
}

// grpcCode is the code that belongs to a status of HTTP: what the OTLP
// receiver makes of it, for the codes that have a status of their own there.
func grpcCode(httpCode int) codes.Code {
	switch httpCode {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		return codes.InvalidArgument
	case http.StatusUnauthorized:
		return codes.Unauthenticated
	case http.StatusForbidden:
		return codes.PermissionDenied
	case http.StatusNotFound:
		return codes.Unimplemented
	case http.StatusTooManyRequests:
		return codes.ResourceExhausted
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return codes.Unavailable
	case http.StatusInternalServerError:
		return codes.Internal
	default:
		return codes.Unknown
	}
}
