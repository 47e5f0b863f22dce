package elasticsearchexporter

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/exporter/exportertest"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/metadata"
)

func TestShutdownWithoutStartAndTwice(t *testing.T) {
	f := NewFactory()
	cfg := createDefaultConfig().(*Config)
	cfg.ClientConfig.Endpoint = "http://127.0.0.1:1"
	logs, err := f.CreateLogs(t.Context(), exportertest.NewNopSettings(metadata.Type), cfg)
	require.NoError(t, err)
	traces, err := f.CreateTraces(t.Context(), exportertest.NewNopSettings(metadata.Type), cfg)
	require.NoError(t, err)
	for range 2 {
		require.NoError(t, logs.Shutdown(context.Background()))
		require.NoError(t, traces.Shutdown(context.Background()))
	}
}

// TestQueueAndRetry: with the collector's queue and retry around it, all
// arrives once, through failures of every kind.
func TestQueueAndRetry(t *testing.T) {
	f := newFakeServer(t)
	f.whole = func(n int, _ *fakeRequest, w http.ResponseWriter) bool {
		if n == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return n == 1
	}
	items := 0
	f.item = func(fakeDoc) (int, string) {
		if items++; items%3 == 0 {
			return 429, "es_rejected_execution_exception"
		}
		return 0, ""
	}
	f.answer = func(n int, body []byte, w http.ResponseWriter) bool {
		if n == 3 {
			_, _ = w.Write(body[:10])
		}
		return n == 3
	}
	cfg := testConfig(f.URL)
	cfg.QueueConfig = configoptional.Some(exporterhelper.NewDefaultQueueConfig())
	cfg.RetryConfig = createDefaultConfig().(*Config).RetryConfig
	cfg.RetryConfig.InitialInterval = time.Millisecond
	cfg.RetryConfig.MaxInterval = 5 * time.Millisecond
	h := newHarness(t, cfg)
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), someLogs(40)))
	require.Eventually(t, func() bool { return total(h.outcomes(t)) == 40 }, 10*time.Second, 5*time.Millisecond)
	assert.Len(t, f.sources(), 40)
}

// TestShutdownIsBounded: a server that hangs does not keep a shutdown longer
// than its context allows.
func TestShutdownIsBounded(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer server.Close()
	defer close(release)
	cfg := testConfig(server.URL)
	cfg.ClientConfig.Timeout = time.Hour
	cfg.QueueConfig = configoptional.Some(exporterhelper.NewDefaultQueueConfig())
	h := newHarness(t, cfg)
	for range 20 {
		require.NoError(t, h.logs.ConsumeLogs(t.Context(), someLogs(1)))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_ = h.logs.Shutdown(ctx)
	assert.Less(t, time.Since(start), 5*time.Second)
}

func TestUntrustedCertificate(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	server.Config.ErrorLog = nil
	h := newHarness(t, testConfig(server.URL))
	err := h.logs.ConsumeLogs(t.Context(), someLogs(1))
	assert.ErrorContains(t, err, "again: tls")
	assert.Equal(t, []string{"StatusRecoverableError: the backend does not take data: tls, no trusted connection; check tls and the server's certificate"}, h.status.statuses())
}
