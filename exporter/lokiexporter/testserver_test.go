package lokiexporter

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/grafana/loki/pkg/push"
	"github.com/klauspost/compress/s2"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/exporter/exportertest"

	"github.com/lethe-otel/lethe/exporter/lokiexporter/internal/metadata"
)

var testContext = context.Background()

type responseWriter = http.ResponseWriter

// request is one push as the server got it.
type request struct {
	header http.Header
	path   string
	method string
	raw    []byte // uncompressed
	push   push.PushRequest
}

func (r request) entries() []push.Entry {
	var out []push.Entry
	for _, s := range r.push.Streams {
		out = append(out, s.Entries...)
	}
	return out
}

// server is a Loki that answers what the test says.
type server struct {
	*httptest.Server
	mu       sync.Mutex
	requests []request
}

// newServer starts a server; respond gets every decoded push, in turn, and
// writes the answer.
func newServer(t testing.TB, respond func(w http.ResponseWriter, r request)) *server {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, hr *http.Request) {
		r, err := readRequest(hr)
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return // the exporter was cancelled while it sent
		}
		if err != nil {
			http.Error(w, "undecodable", http.StatusBadRequest)
			t.Errorf("undecodable push: %v", err)
			return
		}
		s.mu.Lock()
		s.requests = append(s.requests, r)
		s.mu.Unlock()
		respond(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func readRequest(hr *http.Request) (request, error) {
	r := request{header: hr.Header, path: hr.URL.RequestURI(), method: hr.Method}
	body, err := io.ReadAll(hr.Body)
	if err != nil {
		return r, err
	}
	if r.raw, err = s2.Decode(nil, body); err != nil {
		return r, err
	}
	return r, r.push.Unmarshal(r.raw)
}

func (s *server) all() []request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]request(nil), s.requests...)
}

func noContent(w http.ResponseWriter, _ request) { w.WriteHeader(http.StatusNoContent) }

// newConfig returns the default configuration without queue and retry, so that
// a test sees the error of each attempt.
func newConfig(endpoint string) *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.ClientConfig.Endpoint = endpoint
	cfg.ClientConfig.Timeout = 5 * time.Second
	cfg.QueueConfig = configoptional.None[exporterhelper.QueueBatchConfig]()
	cfg.RetryConfig.Enabled = false
	return cfg
}

// newStarted returns a started exporter; the caller closes its connections.
func newStarted(t require.TestingT, cfg *Config) *lokiExporter {
	require.NoError(t, cfg.Validate())
	e, err := newLokiExporter(cfg, exportertest.NewNopSettings(metadata.Type))
	require.NoError(t, err)
	require.NoError(t, e.start(testContext, componenttest.NewNopHost()))
	return e
}

// startExporter returns a started exporter that stops with the test.
func startExporter(t testing.TB, cfg *Config) *lokiExporter {
	t.Helper()
	e := newStarted(t, cfg)
	t.Cleanup(func() { require.NoError(t, e.shutdown(testContext)) })
	return e
}
