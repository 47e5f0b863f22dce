package safeerrorsextension

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func serve(t *testing.T, r *http.Request, next http.HandlerFunc) *http.Response {
	t.Helper()
	wrap, err := (&safeErrors{}).GetHTTPHandler(t.Context())
	require.NoError(t, err)
	handler, err := wrap(t.Context(), next)
	require.NoError(t, err)
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, r)
	return recorder.Result()
}

func TestEveryErrorStatusHasAReason(t *testing.T) {
	for code := 400; code < 600; code++ {
		for _, contentType := range []string{"application/json", "application/x-protobuf", "text/html", ""} {
			resp := serve(t, httptest.NewRequest(http.MethodPost, "/", strings.NewReader("x")), func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", contentType)
				w.Header().Set("Retry-After", "3")
				w.Header().Set("Content-Encoding", "gzip")
				w.Header().Set("Content-Length", "9999")
				w.WriteHeader(code)
				n, err := io.WriteString(w, secret)
				require.NoError(t, err)
				require.Equal(t, len(secret), n)
				w.WriteHeader(http.StatusOK) // too late
			})
			body, err := io.ReadAll(resp.Body)
			require.NoError(t, err)
			require.Equal(t, code, resp.StatusCode)
			require.Equal(t, "3", resp.Header.Get("Retry-After"))
			require.Empty(t, resp.Header.Get("Content-Encoding"))
			require.EqualValues(t, len(body), resp.ContentLength)
			_, text := message(t, resp.Header.Get("Content-Type"), string(body))
			require.NotEmpty(t, text)
			require.NotContains(t, text, secret)
		}
	}
}

// An answer that is no error is neither held back nor changed.
func TestOtherAnswersAreStreamed(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wrap, _ := (&safeErrors{}).GetHTTPHandler(r.Context())
		handler, _ := wrap(r.Context(), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(http.StatusEarlyHints)
			w.Header().Set("ETag", `"1"`)
			_, _ = io.WriteString(w, "first")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}))
		handler.ServeHTTP(w, r)
	}))
	defer server.Close()
	resp, err := http.Get(server.URL)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, resp.StatusCode)
	require.Equal(t, `"1"`, resp.Header.Get("ETag"))
	first := make([]byte, 5)
	_, err = io.ReadFull(resp.Body, first)
	require.NoError(t, err)
	require.Equal(t, "first", string(first))
	require.NoError(t, resp.Body.Close())
}

func TestABareFlushIsASuccess(t *testing.T) {
	resp := serve(t, httptest.NewRequest(http.MethodGet, "/", nil), func(w http.ResponseWriter, _ *http.Request) {
		require.NoError(t, http.NewResponseController(w).Flush())
		w.WriteHeader(http.StatusBadRequest) // too late, the status is out
	})
	require.Equal(t, http.StatusOK, resp.StatusCode)
}
