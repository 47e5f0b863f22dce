package record

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestProxyKeepsAndPassesOn(t *testing.T) {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.WriteHeader(http.StatusAccepted)
		_, _ = w.Write(append([]byte("got "), body...))
	}))
	defer backend.Close()
	proxy, err := Start(backend.URL, false)
	require.NoError(t, err)
	t.Cleanup(func() { _ = proxy.Close() })

	resp, err := http.Post(proxy.URL()+"/push?a=b", "text/plain", strings.NewReader("hello"))
	require.NoError(t, err)
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	assert.Equal(t, http.StatusAccepted, resp.StatusCode)
	assert.Equal(t, "got hello", string(answer))

	proxy.SetDown(true)
	_, err = http.Post(proxy.URL()+"/push", "text/plain", strings.NewReader("lost"))
	require.Error(t, err, "a backend that is down does not answer")

	requests, err := proxy.Requests()
	require.NoError(t, err)
	// The client may try again on a new connection after the first one broke.
	require.GreaterOrEqual(t, len(requests), 2)
	assert.Equal(t, "/push?a=b", requests[0].Path)
	assert.Equal(t, "hello", string(requests[0].Body))
	assert.Equal(t, "lost", string(requests[1].Body))
}

func TestProxyCarriesHTTP2WithoutTLS(t *testing.T) {
	backend := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Trailer", "Grpc-Status")
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write(body)
		w.Header().Set("Grpc-Status", "0")
	}))
	var h2c http.Protocols
	h2c.SetUnencryptedHTTP2(true)
	backend.Config.Protocols = &h2c
	backend.Start()
	defer backend.Close()
	proxy, err := Start(backend.URL, true)
	require.NoError(t, err)
	t.Cleanup(func() { _ = proxy.Close() })

	transport := &http.Transport{Protocols: &h2c}
	defer transport.CloseIdleConnections()
	req, err := http.NewRequest(http.MethodPost, proxy.URL()+"/service/Export", strings.NewReader(string(frame(0, []byte(text)))))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/grpc")
	resp, err := (&http.Client{Transport: transport}).Do(req)
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	_, err = io.ReadAll(resp.Body)
	require.NoError(t, err)
	assert.Equal(t, 2, resp.ProtoMajor)
	assert.Equal(t, "0", resp.Trailer.Get("Grpc-Status"))

	requests, err := proxy.Requests()
	require.NoError(t, err)
	require.Len(t, requests, 1)
	assert.Equal(t, text, string(requests[0].Body))
}
