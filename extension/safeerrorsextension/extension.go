package safeerrorsextension

import (
	"context"
	"net/http"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"
	"google.golang.org/grpc"
)

// safeErrors has no state: the servers that use it hold the handlers.
type safeErrors struct {
	component.StartFunc
	component.ShutdownFunc
}

var (
	_ extension.Extension            = (*safeErrors)(nil)
	_ extensionmiddleware.HTTPServer = (*safeErrors)(nil)
	_ extensionmiddleware.GRPCServer = (*safeErrors)(nil)
)

// GetHTTPHandler returns what a server wraps its handler with.
func (*safeErrors) GetHTTPHandler(context.Context) (extensionmiddleware.WrapHTTPHandlerFunc, error) {
	return func(_ context.Context, next http.Handler) (http.Handler, error) {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body := &watchedBody{ReadCloser: r.Body}
			r.Body = body
			next.ServeHTTP(&answerWriter{ResponseWriter: w, request: r, body: body}, r)
		}), nil
	}, nil
}

// GetGRPCServerOptions returns the interceptors of a gRPC server. They see the
// errors of the pipeline. A message that cannot be decoded is answered before
// them, with positions and field numbers, but no content.
func (*safeErrors) GetGRPCServerOptions(context.Context) ([]grpc.ServerOption, error) {
	return []grpc.ServerOption{
		grpc.ChainUnaryInterceptor(unary),
		grpc.ChainStreamInterceptor(stream),
	}, nil
}
