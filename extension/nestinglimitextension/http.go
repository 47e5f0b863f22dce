package nestinglimitextension

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"

	"github.com/lethe-otel/lethe/internal/nesting"
)

// nestingLimit has no state but its limit: the servers that use it hold the
// handlers.
type nestingLimit struct {
	component.StartFunc
	component.ShutdownFunc
	maxDepth int
}

var (
	_ extension.Extension            = (*nestingLimit)(nil)
	_ extensionmiddleware.HTTPServer = (*nestingLimit)(nil)
	_ extensionmiddleware.GRPCServer = (*nestingLimit)(nil)
)

// GetHTTPHandler returns what a server wraps its handler with. The body that
// the handler reads ends with nesting.ErrTooDeep where it is too deep.
func (l *nestingLimit) GetHTTPHandler(context.Context) (extensionmiddleware.WrapHTTPHandlerFunc, error) {
	return func(_ context.Context, next http.Handler) (http.Handler, error) {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = &limitedBody{ReadCloser: r.Body, scanners: l.scanners(r)}
			next.ServeHTTP(w, r)
		}), nil
	}, nil
}

// scanners returns those for the request's type and path. A path that does not
// tell the signal gets all of them.
func (l *nestingLimit) scanners(r *http.Request) []io.Writer {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && media == "application/json" {
		return []io.Writer{nesting.NewJSON(l.maxDepth)}
	}
	for suffix, signal := range map[string]nesting.Signal{
		"/logs": nesting.Logs, "/traces": nesting.Traces, "/metrics": nesting.Metrics,
	} {
		if strings.HasSuffix(r.URL.Path, suffix) {
			return []io.Writer{nesting.NewProtobuf(signal, l.maxDepth)}
		}
	}
	return []io.Writer{
		nesting.NewProtobuf(nesting.Logs, l.maxDepth),
		nesting.NewProtobuf(nesting.Traces, l.maxDepth),
		nesting.NewProtobuf(nesting.Metrics, l.maxDepth),
	}
}

// limitedBody shows the scanners what is read.
type limitedBody struct {
	io.ReadCloser
	scanners []io.Writer
	err      error
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.ReadCloser.Read(p)
	for _, scanner := range b.scanners {
		if _, tooDeep := scanner.Write(p[:n]); tooDeep != nil {
			b.err = tooDeep
			// A client that still sends would see a reset instead of the answer. The
			// server's limit on the body bounds this.
			_, _ = io.Copy(io.Discard, b.ReadCloser)
			return 0, tooDeep
		}
	}
	return n, err
}
