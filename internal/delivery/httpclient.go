package delivery

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

// HTTPClient is a client of the collector's own making (TLS, authentication,
// headers, proxy, compression), with two differences that an exporter needs:
// it does not follow redirects, because a followed one turns a POST into a GET
// and a login page into a success, and its connections can be closed. It is
// safe for concurrent use.
type HTTPClient struct {
	*http.Client
	idle interface{ CloseIdleConnections() }
}

// NewHTTPClient makes a client as the configuration says. It does not connect.
func NewHTTPClient(ctx context.Context, cfg confighttp.ClientConfig, host component.Host, set component.TelemetrySettings) (*HTTPClient, error) {
	c := &HTTPClient{}
	// The collector wraps its transport several times, and the wrappers do not
	// pass CloseIdleConnections on: the connections of an exporter would
	// outlive it. The last middleware is given the transport itself.
	id := component.MustNewID("lethe_connections")
	extensions := maps.Clone(host.GetExtensions())
	if extensions == nil {
		extensions = map[component.ID]component.Component{}
	}
	extensions[id] = &connections{client: c}
	cfg.Middlewares = append(slices.Clone(cfg.Middlewares), configmiddleware.Config{ID: id})

	client, err := cfg.ToClient(ctx, extensions, set)
	if err != nil {
		return nil, err
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.Client = client
	return c, nil
}

// CloseIdleConnections closes the connections that no request uses.
func (c *HTTPClient) CloseIdleConnections() {
	if c.idle != nil {
		c.idle.CloseIdleConnections()
	}
}

// connections is a middleware that changes nothing and remembers the transport.
type connections struct {
	component.StartFunc
	component.ShutdownFunc
	client *HTTPClient
}

var _ extensionmiddleware.HTTPClient = (*connections)(nil)

func (m *connections) GetHTTPRoundTripper(context.Context) (extensionmiddleware.WrapHTTPRoundTripperFunc, error) {
	return func(_ context.Context, transport http.RoundTripper) (http.RoundTripper, error) {
		m.client.idle, _ = transport.(interface{ CloseIdleConnections() })
		return transport, nil
	}, nil
}
