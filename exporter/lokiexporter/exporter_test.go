package lokiexporter

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componentstatus"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/lethe-otel/lethe/exporter/lokiexporter/internal/metadatatest"
)

// secret stands for content: it must show up in no error, log or status.
const secret = "hunter2-made-up"

type statusHost struct{ events []string }

func (h *statusHost) GetExtensions() map[component.ID]component.Component { return nil }

func (h *statusHost) Report(event *componentstatus.Event) {
	text := event.Status().String()
	if event.Err() != nil {
		text += ": " + event.Err().Error()
	}
	h.events = append(h.events, text)
}

// What each answer of the server does to two records.
func TestAnswers(t *testing.T) {
	answer := func(code int, text string, header ...string) func(w responseWriter, r request) {
		return func(w responseWriter, _ request) {
			for i := 0; i < len(header); i += 2 {
				w.Header().Set(header[i], header[i+1])
			}
			w.WriteHeader(code)
			_, _ = w.Write([]byte(text))
		}
	}
	for _, tt := range []struct {
		name     string
		respond  func(w responseWriter, r request)
		stored   int64
		rejected map[string]int64
		err      string
		requests int
		status   string
	}{
		{name: "204", respond: noContent, stored: 2, requests: 1},
		{name: "200", respond: answer(200, "ok"), stored: 2, requests: 1},
		{name: "260", respond: answer(260, secret), err: "2 log records to be sent again: http_260", requests: 1, status: "http_260"},
		{name: "202", respond: answer(202, secret), err: "2 log records to be sent again: http_2xx", requests: 1, status: "http_2xx"},
		{
			name: "400 culprit", requests: 3, stored: 1, rejected: map[string]int64{reasonLineTooLong: 1},
			respond: func(w responseWriter, r request) {
				for _, e := range r.entries() {
					if e.Line == "second "+secret {
						http.Error(w, "max entry size '1' bytes exceeded for stream '"+secret+"'", http.StatusBadRequest)
						return
					}
				}
				noContent(w, r)
			},
		},
		{name: "400 of unknown text", respond: answer(400, secret), rejected: map[string]int64{reasonBadRequest: 2}, requests: 3},
		{name: "400 about the labels", respond: answer(400, "stream '{}' has label value too long: '"+secret+"'"), rejected: map[string]int64{reasonLabelValueTooLong: 2}, requests: 1},
		{name: "400 of a proxy", respond: answer(400, "<html>"+secret, "Content-Type", "text/html; charset=utf-8"), err: "2 log records to be sent again: proxy_400", requests: 1, status: "proxy_400"},
		{name: "400 for a rate", respond: answer(400, "Per stream rate limit exceeded (limit: 3MB/sec)"), err: "2 log records to be sent again: stream_rate_limit", requests: 2},
		{name: "401", respond: answer(401, "no org id "+secret), err: "2 log records to be sent again: http_401", requests: 1, status: "http_401"},
		{name: "403", respond: answer(403, secret), err: "2 log records to be sent again: http_403", requests: 1, status: "http_403"},
		{name: "404", respond: answer(404, secret), err: "2 log records to be sent again: http_404", requests: 1, status: "http_404"},
		{name: "405", respond: answer(405, secret), err: "2 log records to be sent again: http_405", requests: 1, status: "http_405"},
		{name: "418", respond: answer(418, secret), err: "2 log records to be sent again: http_4xx", requests: 1, status: "http_4xx"},
		{name: "302", respond: answer(302, secret, "Location", "/login"), err: "2 log records to be sent again: http_302", requests: 1, status: "http_302"},
		{name: "413", respond: answer(413, secret), rejected: map[string]int64{reasonTooLarge: 2}, requests: 3},
		{name: "429", respond: answer(429, "ingestion rate limit exceeded for user "+secret), err: "2 log records to be sent again: rate_limit", requests: 2},
		{name: "429 with a pause", respond: answer(429, "", "Retry-After", "7"), err: "Throttle (7s), error: 2 log records to be sent again: http_429", requests: 1},
		{name: "500", respond: answer(500, secret), err: "2 log records to be sent again: http_500", requests: 1},
		{name: "503 with a pause", respond: answer(503, secret, "Retry-After", "3"), err: "Throttle (3s), error: 2 log records to be sent again: http_503", requests: 1},
		{name: "599", respond: answer(599, secret), err: "2 log records to be sent again: http_5xx", requests: 1},
		{
			name: "reset", err: "2 log records to be sent again: connection", requests: 1, status: "connection",
			respond: func(responseWriter, request) { panic(http.ErrAbortHandler) },
		},
		{
			name: "truncated answer", err: "2 log records to be sent again: truncated_answer", requests: 1,
			respond: func(w responseWriter, _ request) {
				w.Header().Set("Content-Length", "100")
				w.WriteHeader(http.StatusOK)
				_, _ = w.Write([]byte(secret))
			},
		},
		{
			name: "slow to finish", err: "2 log records to be sent again: timeout", requests: 1, status: "timeout",
			respond: func(w responseWriter, _ request) {
				w.Header().Set("Content-Length", "100")
				w.WriteHeader(http.StatusOK)
				w.(http.Flusher).Flush()
				time.Sleep(400 * time.Millisecond)
			},
		},
		{
			name: "slow", err: "2 log records to be sent again: timeout", requests: 1, status: "timeout",
			respond: func(w responseWriter, r request) { time.Sleep(400 * time.Millisecond); noContent(w, r) },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			telemetry := componenttest.NewTelemetry()
			defer func() { require.NoError(t, telemetry.Shutdown(context.Background())) }()
			server := newServer(t, tt.respond)
			cfg := newConfig(server.URL)
			cfg.ClientConfig.Timeout = 200 * time.Millisecond
			set := metadatatest.NewSettings(telemetry)
			core, logs := observer.New(zap.DebugLevel)
			set.Logger = zap.New(core)
			e, err := newLokiExporter(cfg, set)
			require.NoError(t, err)
			host := &statusHost{}
			require.NoError(t, e.start(t.Context(), host))
			defer func() { require.NoError(t, e.shutdown(t.Context())) }()

			ld := plog.NewLogs()
			fixedRecord(ld, "first "+secret)
			fixedRecord(ld, "second "+secret)
			err = e.consume(t.Context(), ld)
			if tt.err == "" {
				require.NoError(t, err)
			} else {
				require.EqualError(t, err, tt.err)
				assert.False(t, consumererror.IsPermanent(err))
			}
			assert.Len(t, server.all(), tt.requests)

			var points []metricdata.DataPoint[int64]
			point := func(n int64, outcome, reason string) {
				points = append(points, metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(
					attribute.String("exporter", "loki"), attribute.String("outcome", outcome), attribute.String("reason", reason))})
			}
			if tt.stored > 0 {
				point(tt.stored, "stored", "")
			}
			for reason, n := range tt.rejected {
				point(n, "rejected", reason)
			}
			if len(points) > 0 {
				metadatatest.AssertEqualExporterDeliveryRecords(t, telemetry, points, metricdatatest.IgnoreTimestamp())
			} else {
				_, err := telemetry.GetMetric("otelcol_exporter_delivery_records")
				assert.Error(t, err, "nothing came to an end")
			}
			var want []string
			if tt.status != "" {
				want = []string{"StatusRecoverableError: the backend does not take data: " + tt.status}
			}
			assert.Equal(t, want, host.events)
			assert.Equal(t, min(len(tt.rejected), 1), logs.Len(), "one line for a batch with rejections")
			for _, entry := range logs.All() {
				assert.NotContains(t, fmt.Sprint(entry.Message, entry.ContextMap()), secret)
			}
		})
	}
}

func TestStatusRecovers(t *testing.T) {
	code := http.StatusUnauthorized
	server := newServer(t, func(w responseWriter, _ request) { w.WriteHeader(code) })
	e := startExporter(t, newConfig(server.URL))
	host := &statusHost{}
	e.status.Start(host)
	ld := plog.NewLogs()
	fixedRecord(ld, "line")
	for _, code = range []int{401, 401, 204, 204, 403, 204} {
		_ = e.consume(t.Context(), ld)
	}
	assert.Equal(t, []string{
		"StatusRecoverableError: the backend does not take data: http_401", "StatusOK",
		"StatusRecoverableError: the backend does not take data: http_403", "StatusOK",
	}, host.events)
}

func TestTransportTrouble(t *testing.T) {
	tlsServer := httptest.NewUnstartedServer(http.NotFoundHandler())
	tlsServer.Config.ErrorLog = log.New(io.Discard, "", 0)
	tlsServer.StartTLS()
	defer tlsServer.Close()
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	for name, tt := range map[string]struct{ endpoint, err string }{
		"unknown authority": {tlsServer.URL, "1 log records to be sent again: tls"},
		"nobody listens":    {gone.URL, "1 log records to be sent again: connection"},
	} {
		t.Run(name, func(t *testing.T) {
			e := startExporter(t, newConfig(tt.endpoint))
			ld := plog.NewLogs()
			fixedRecord(ld, secret)
			require.EqualError(t, e.consume(t.Context(), ld), tt.err)
		})
	}
}

func TestCanceled(t *testing.T) {
	server := newServer(t, noContent)
	e := startExporter(t, newConfig(server.URL))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ld := plog.NewLogs()
	fixedRecord(ld, secret)
	require.EqualError(t, e.consume(ctx, ld), "1 log records to be sent again: canceled")
}

func TestNothingToSend(t *testing.T) {
	server := newServer(t, noContent)
	e := startExporter(t, newConfig(server.URL))
	ld := plog.NewLogs()
	require.NoError(t, e.consume(t.Context(), ld))
	ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty()
	require.NoError(t, e.consume(t.Context(), ld))
	assert.Empty(t, server.all())
}

// limitCases are records at a limit of the server, and just beyond it.
var limitCases = []struct {
	reason string
	at     func(lr plog.LogRecord) // still taken
	beyond func(lr plog.LogRecord)
}{
	{
		reasonLineTooLong,
		func(lr plog.LogRecord) { lr.Body().SetStr(strings.Repeat("x", 256<<10)) },
		func(lr plog.LogRecord) { lr.Body().SetStr(strings.Repeat("x", 256<<10+1)) },
	},
	{
		reasonMetadataTooLarge,
		func(lr plog.LogRecord) { lr.Attributes().PutStr("key", strings.Repeat("x", 64<<10-3)) },
		func(lr plog.LogRecord) { lr.Attributes().PutStr("key", strings.Repeat("x", 64<<10-2)) },
	},
	{
		reasonMetadataTooMany,
		func(lr plog.LogRecord) { putMany(lr, 128) },
		func(lr plog.LogRecord) { putMany(lr, 129) },
	},
	{
		reasonNoTimestamp,
		func(plog.LogRecord) {},
		func(lr plog.LogRecord) { lr.SetTimestamp(0) },
	},
	{
		reasonTooNew,
		func(plog.LogRecord) {},
		func(lr plog.LogRecord) { lr.SetTimestamp(1 << 63) },
	},
}

// What is beyond a limit of the server is rejected without a request, and the
// rest of the batch is stored.
func TestStaticLimits(t *testing.T) {
	for _, tt := range limitCases {
		t.Run(tt.reason, func(t *testing.T) {
			server := newServer(t, noContent)
			e := startExporter(t, newConfig(server.URL))
			ld := plog.NewLogs()
			tt.at(fixedRecord(ld, "at the limit"))
			tt.beyond(fixedRecord(ld, "beyond"))
			require.NoError(t, e.consume(t.Context(), ld))
			require.Len(t, server.all(), 1)
			assert.Len(t, server.all()[0].entries(), 1)

			b := e.batches.get()
			d := newDelivering(e, b, 2)
			b.fill(ld, d.ledger, d.rejected)
			assert.Equal(t, map[string]int{tt.reason: 1}, d.rejected)
		})
	}
}

func putMany(lr plog.LogRecord, n int) {
	for i := range n {
		lr.Attributes().PutInt(fmt.Sprint("key", i), int64(i))
	}
}

// No request is larger than max_request_size, unless it holds one entry.
func TestRequestSize(t *testing.T) {
	server := newServer(t, noContent)
	cfg := newConfig(server.URL)
	cfg.MaxRequestSize = 5000
	e := startExporter(t, cfg)
	ld := plog.NewLogs()
	for i := range 100 {
		fixedRecord(ld, strings.Repeat("x", i*40))
	}
	fixedRecord(ld, strings.Repeat("y", 20000))
	require.NoError(t, e.consume(t.Context(), ld))
	total := 0
	for _, r := range server.all() {
		require.Len(t, r.push.Streams, 1)
		entries := r.entries()
		total += len(entries)
		assert.True(t, len(r.raw) <= 5000 || len(entries) == 1)
	}
	assert.Equal(t, 101, total)
	assert.Less(t, len(server.all()), 70)
}
