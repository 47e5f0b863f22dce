package intake

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"
)

func start(t *testing.T, s *Server, limit int64, handler http.HandlerFunc) string {
	t.Helper()
	cfg := confighttp.NewDefaultServerConfig()
	cfg.NetAddr.Endpoint = "127.0.0.1:0"
	cfg.MaxRequestBodySize = limit
	require.NoError(t, s.Start(t.Context(), cfg, componenttest.NewNopHost(), componenttest.NewNopTelemetrySettings(), handler))
	t.Cleanup(func() { assert.NoError(t, s.Shutdown(context.Background())) })
	return "http://" + s.Addr().String()
}

func post(t *testing.T, url, encoding string, body io.Reader) (int, string, http.Header) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, body)
	require.NoError(t, err)
	req.Header.Set("Content-Encoding", encoding)
	transport := &http.Transport{DisableKeepAlives: true}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Do(req)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(text), answer.Header
}

func readAll(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		Refuse(w, r, BodyStatus(err), "text/plain", "refused")
		return
	}
	fmt.Fprint(w, len(body))
}

func gzipped(t *testing.T, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(make([]byte, n))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func zstded(t *testing.T, n int, options ...zstd.EOption) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := zstd.NewWriter(&b, options...)
	require.NoError(t, err)
	_, err = w.Write(make([]byte, n))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func TestBodiesAreBounded(t *testing.T) {
	const limit = 1 << 20
	url := start(t, new(Server), limit, readAll)
	for name, tt := range map[string]struct {
		encoding string
		body     []byte
		status   int
		text     string
	}{
		"plain":               {"", make([]byte, limit), 200, "1048576"},
		"plain, too large":    {"", make([]byte, limit+1), 413, "refused"},
		"plain, much too":     {"", make([]byte, 20<<20), 413, "refused"},
		"gzip":                {"gzip", gzipped(t, limit), 200, "1048576"},
		"gzip bomb":           {"gzip", gzipped(t, 256<<20), 413, "refused"},
		"gzip, cut":           {"gzip", gzipped(t, limit)[:500], 400, "refused"},
		"zstd":                {"zstd", zstded(t, limit), 200, "1048576"},
		"zstd bomb":           {"zstd", zstded(t, 256<<20), 413, "refused"},
		"zstd, a wide window": {"zstd", zstded(t, 256<<20, zstd.WithWindowSize(64<<20), zstd.WithSingleSegment(false)), 400, "refused"},
	} {
		t.Run(name, func(t *testing.T) {
			for range 2 { // Decoders are used again.
				status, text, _ := post(t, url, tt.encoding, bytes.NewReader(tt.body))
				assert.Equal(t, tt.status, status)
				assert.Equal(t, tt.text, text)
			}
		})
	}
}

func TestRefusalAsksForAPause(t *testing.T) {
	for status, pause := range map[int]string{429: "5", 503: "5", 400: "", 413: "", 401: ""} {
		url := start(t, new(Server), 1<<20, func(w http.ResponseWriter, r *http.Request) {
			Refuse(w, r, status, "text/plain", "no")
		})
		got, text, header := post(t, url, "", strings.NewReader("x"))
		assert.Equal(t, status, got)
		assert.Equal(t, "no", text)
		assert.Equal(t, pause, header.Get("Retry-After"), status)
	}
}

// A sender that has not sent all of its body yet must see the answer.
func TestRefusalReadsTheRestFirst(t *testing.T) {
	url := start(t, new(Server), 64<<20, func(w http.ResponseWriter, r *http.Request) {
		Refuse(w, r, http.StatusBadRequest, "text/plain", "no")
	})
	for range 5 {
		status, _, _ := post(t, url, "", bytes.NewReader(make([]byte, 16<<20)))
		assert.Equal(t, http.StatusBadRequest, status)
	}
}

func TestShutdownFinishesWhatIsInFlight(t *testing.T) {
	s := new(Server)
	entered, proceed := make(chan struct{}), make(chan struct{})
	url := start(t, s, 1<<20, func(w http.ResponseWriter, _ *http.Request) {
		close(entered)
		<-proceed
		fmt.Fprint(w, s.Stopping())
	})
	answered := make(chan string)
	go func() {
		_, text, _ := post(t, url, "", strings.NewReader("x"))
		answered <- text
	}()
	<-entered
	stopped := make(chan error)
	go func() { stopped <- s.Shutdown(context.Background()) }()
	require.Eventually(t, s.Stopping, time.Second, time.Millisecond)
	close(proceed)
	assert.Equal(t, "true", <-answered)
	assert.NoError(t, <-stopped)
	assert.NoError(t, s.Shutdown(context.Background()), "again")
}

func TestShutdownEndsWithItsContext(t *testing.T) {
	s := new(Server)
	entered := make(chan struct{})
	cfg := confighttp.NewDefaultServerConfig()
	cfg.NetAddr.Endpoint = "127.0.0.1:0"
	require.NoError(t, s.Start(t.Context(), cfg, componenttest.NewNopHost(), componenttest.NewNopTelemetrySettings(),
		http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(entered)
			<-r.Context().Done()
		})))
	conn, err := net.Dial("tcp", s.Addr().String())
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
	require.NoError(t, err)
	<-entered
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	assert.ErrorIs(t, s.Shutdown(ctx), context.DeadlineExceeded)
	assert.Less(t, time.Since(began), 5*time.Second)
}

func TestShutdownBeforeStart(t *testing.T) {
	assert.NoError(t, new(Server).Shutdown(t.Context()))
}

// Idle connections give way: a sender that arrives behind many of them is
// served.
func TestIdleConnectionsGiveWay(t *testing.T) {
	url := start(t, &Server{MaxConnections: 8}, 1<<20, readAll)
	address := strings.TrimPrefix(url, "http://")
	var idle []net.Conn
	for range 50 {
		conn, err := net.Dial("tcp", address)
		require.NoError(t, err)
		defer conn.Close()
		idle = append(idle, conn)
	}
	status, text, _ := post(t, url, "", strings.NewReader("abc"))
	assert.Equal(t, 200, status)
	assert.Equal(t, "3", text)
	// The oldest is gone, the youngest is not.
	require.NoError(t, idle[0].SetReadDeadline(time.Now().Add(2*time.Second)))
	_, err := idle[0].Read(make([]byte, 1))
	require.Error(t, err)
	assert.NotErrorIs(t, err, context.DeadlineExceeded)
	_, err = io.WriteString(idle[49], "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
	require.NoError(t, err)
	line := make([]byte, 15)
	_, err = io.ReadFull(idle[49], line)
	require.NoError(t, err)
	assert.Equal(t, "HTTP/1.1 200 OK", string(line))
}

// Who looks for the reason why no agent gets through finds the address in the log.
func TestStartSaysWhereItListens(t *testing.T) {
	core, logs := observer.New(zap.InfoLevel)
	set := componenttest.NewNopTelemetrySettings()
	set.Logger = zap.New(core)
	cfg := confighttp.NewDefaultServerConfig()
	cfg.NetAddr.Endpoint = "127.0.0.1:0"
	s := &Server{}
	require.NoError(t, s.Start(t.Context(), cfg, componenttest.NewNopHost(), set, http.NotFoundHandler()))
	require.NoError(t, s.Shutdown(t.Context()))
	said := logs.FilterMessage("Listening over HTTP").All()
	require.Len(t, said, 1)
	assert.Equal(t, map[string]any{"address": s.Addr().String(), "tls": false}, said[0].ContextMap())
}
