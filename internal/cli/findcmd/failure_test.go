package findcmd

import (
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configopaque"
)

// Secrets of the tests, which no text may show.
const (
	secretPassword = "correct-horse-battery"
	secretContent  = "the customer said something private"
)

func serve(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

func TestABackendThatFailsIsNamedAndTheOthersAreShown(t *testing.T) {
	tests := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"401": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, secretContent, http.StatusUnauthorized) }, "answered 401 Unauthorized, check its credentials"},
		"400": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, secretContent, http.StatusBadRequest) }, "answered 400 Bad Request, a shorter --since may help"},
		"500": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, secretContent, http.StatusInternalServerError)
		}, "answered 500 Internal Server Error"},
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, "redirects are not followed"},
		"time-out": {func(_ http.ResponseWriter, r *http.Request) {
			// Only then does the server notice that the client has gone.
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		}, "no answer within 200ms"},
		"malformed": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"data": "`+secretContent+`"`) }, errMalformed.Error()},
		"a page":    {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>"+secretContent) }, errMalformed.Error()},
		"another":   {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{}`) }, errMalformed.Error()},
		"truncated": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, `{"data":{`)
		}, "the answer was cut off"},
	}
	for name, tt := range tests {
		for _, down := range backendNames {
			t.Run(name+" "+down, func(t *testing.T) {
				f := startFakes(t, world())
				all := f.settings()
				e := all.endpoints()[down]
				e.Endpoint = serve(t, tt.handler)
				e.Username, e.Password = "anna", secretPassword
				e.Timeout = 200 * time.Millisecond
				s := find(t, all, testTrace)
				require.Contains(t, s.failed, down)
				assert.Len(t, s.failed, 1)
				text := s.failed[down].Error()
				assert.Contains(t, text, tt.want)
				assert.NotContains(t, text, secretContent)
				assert.NotContains(t, text, secretPassword)
				assert.NotContains(t, text, testTrace)
				assert.GreaterOrEqual(t, len(s.items.byKey), 5)
			})
		}
	}
}

func TestABackendThatIsGone(t *testing.T) {
	f := startFakes(t, world())
	all := f.settings()
	f.elasticsearch.Close()
	s := find(t, all, testID)
	require.Error(t, s.failed[elasticsearchName])
	assert.Contains(t, s.failed[elasticsearchName].Error(), "cannot connect")
	assert.Equal(t, []string{
		"L-- log GET /pay x-request-id=" + testID, "--J span POST /pay", "L-- log paying ·[31mred",
		"--J span reserve", "--J event exception", "L-- pair correlation.pair",
	}, texts(s))
}

func TestAHugeAnswerIsNotRead(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		part := []byte(strings.Repeat(" ", 1<<16))
		for range 64 {
			if _, err := w.Write(part); err != nil {
				return
			}
		}
	})
	c, err := newClient(t.Context(), &endpoint{Endpoint: address, Timeout: time.Minute})
	require.NoError(t, err)
	c.limit = 1 << 20
	assert.Equal(t, errTooLarge, c.get(t.Context(), "/", nil, &struct{}{}))
}

func TestPartialAnswersOfElasticsearch(t *testing.T) {
	all := (&fakes{loki: httptest.NewServer(nil), elasticsearch: httptest.NewServer(nil), jaeger: httptest.NewServer(nil)}).settings()
	all.Loki.Endpoint, all.Jaeger.Endpoint = "", ""
	all.Elasticsearch.Endpoint = serve(t, func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"timed_out":false,"_shards":{"failed":1},"hits":{"hits":[]}}`)
	})
	s := find(t, all, testID)
	assert.Equal(t, []string{"elasticsearch could not search all shards, some items may be missing"}, s.notes)
}

func TestTheWayIn(t *testing.T) {
	tests := map[string]struct {
		endpoint endpoint
		header   string
		want     string
	}{
		"basic":   {endpoint{Username: "anna", Password: secretPassword}, "Authorization", "Basic YW5uYTpjb3JyZWN0LWhvcnNlLWJhdHRlcnk="},
		"bearer":  {endpoint{Token: "tok"}, "Authorization", "Bearer tok"},
		"api key": {endpoint{APIKey: "key"}, "Authorization", "ApiKey key"},
		"header":  {endpoint{Headers: map[string]configopaque.String{"X-Scope-OrgID": "team-a"}}, "X-Scope-Orgid", "team-a"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			tt.endpoint.Endpoint = serve(t, func(w http.ResponseWriter, r *http.Request) {
				got = r.Header.Get(tt.header)
				fmt.Fprint(w, "{}")
			})
			tt.endpoint.Timeout = time.Minute
			c, err := newClient(t.Context(), &tt.endpoint)
			require.NoError(t, err)
			require.NoError(t, c.get(t.Context(), "/", nil, &struct{}{}))
			assert.Equal(t, tt.want, got)
		})
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") }))
	t.Cleanup(server.Close)
	e := endpoint{Endpoint: server.URL, Timeout: time.Minute}
	c, err := newClient(t.Context(), &e)
	require.NoError(t, err)
	assert.ErrorContains(t, c.get(t.Context(), "/", nil, &struct{}{}), "certificate is not trusted")
	e.TLS.CAFile = filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(e.TLS.CAFile, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))
	c, err = newClient(t.Context(), &e)
	require.NoError(t, err)
	assert.NoError(t, c.get(t.Context(), "/", nil, &struct{}{}))
}
