package delivery

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configmiddleware"
	"go.opentelemetry.io/collector/config/configopaque"
)

// The connections end with the client (goleak would find one that stays), and
// a redirect is an answer like any other.
func TestHTTPClient(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "v", r.Header.Get("X-Test"))
		http.Redirect(w, r, "/login", http.StatusFound)
	}))
	defer server.Close()
	cfg := confighttp.NewDefaultClientConfig()
	cfg.Headers = configopaque.MapList{{Name: "X-Test", Value: "v"}}
	client, err := NewHTTPClient(t.Context(), cfg, componenttest.NewNopHost(), componenttest.NewNopTelemetrySettings())
	require.NoError(t, err)
	defer client.CloseIdleConnections()
	resp, err := client.Post(server.URL, "text/plain", http.NoBody)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusFound, resp.StatusCode)
	assert.Empty(t, cfg.Middlewares)
}

func TestHTTPClientSaysWhatIsMissing(t *testing.T) {
	cfg := confighttp.NewDefaultClientConfig()
	cfg.Middlewares = []configmiddleware.Config{{ID: component.MustNewID("nowhere")}}
	_, err := NewHTTPClient(t.Context(), cfg, componenttest.NewNopHost(), componenttest.NewNopTelemetrySettings())
	require.ErrorContains(t, err, "nowhere")
}
