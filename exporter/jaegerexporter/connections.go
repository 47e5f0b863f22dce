package jaegerexporter

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configmiddleware"
	"go.opentelemetry.io/collector/extension/extensionmiddleware"
)

// connections gets hold of the transport at the bottom of the collector's HTTP
// client. The layers above it hide CloseIdleConnections, so that the client
// would keep its connections for a minute and a half after the shutdown.
type connections struct {
	component.StartFunc
	component.ShutdownFunc
	transport http.RoundTripper
}

var _ extensionmiddleware.HTTPClient = (*connections)(nil)

// client is what cfg.ToClient returns, with c as its innermost middleware.
func (c *connections) client(
	ctx context.Context,
	cfg *confighttp.ClientConfig,
	extensions map[component.ID]component.Component,
	set component.TelemetrySettings,
) (*http.Client, error) {
	id := component.MustNewIDWithName("jaeger", "connections")
	extensions = maps.Clone(extensions)
	if extensions == nil {
		extensions = map[component.ID]component.Component{}
	}
	extensions[id] = c
	own := *cfg
	own.Middlewares = append(slices.Clone(cfg.Middlewares), configmiddleware.Config{ID: id})
	return own.ToClient(ctx, extensions, set)
}

// GetHTTPRoundTripper is called while the client is built.
func (c *connections) GetHTTPRoundTripper(context.Context) (extensionmiddleware.WrapHTTPRoundTripperFunc, error) {
	return func(_ context.Context, base http.RoundTripper) (http.RoundTripper, error) {
		c.transport = base
		return base, nil
	}, nil
}

func (c *connections) close() {
	if transport, ok := c.transport.(*http.Transport); ok {
		transport.CloseIdleConnections()
	}
}
