package elasticsearchexporter

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/document"
	"github.com/lethe-otel/lethe/internal/delivery"
)

// usualLogs returns records as services write them: a line, six attributes,
// ids.
func usualLogs(n int) plog.Logs {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	for k, v := range map[string]string{"service.name": "checkout", "service.version": "1.17.3", "k8s.pod.name": "checkout-7d9c-x2x", "k8s.namespace.name": "shop", "host.name": "node-17", "telemetry.sdk.language": "go"} {
		rl.Resource().Attributes().PutStr(k, v)
	}
	sl := rl.ScopeLogs().AppendEmpty()
	sl.Scope().SetName("checkout/http")
	for i := range n {
		lr := sl.LogRecords().AppendEmpty()
		lr.SetTimestamp(pcommon.Timestamp(1_795_373_805_123_456_789 + i*1000))
		lr.SetObservedTimestamp(lr.Timestamp() + 1)
		lr.SetTraceID(pcommon.TraceID{1, byte(i), byte(i >> 8)})
		lr.SetSpanID(pcommon.SpanID{1, byte(i)})
		lr.SetSeverityNumber(plog.SeverityNumberInfo)
		lr.SetSeverityText("INFO")
		lr.Body().SetStr(fmt.Sprintf("POST /orders 201 in %d ms for customer [email:k1:9f3a0c11aa22bb33cc44dd55]", i))
		a := lr.Attributes()
		a.PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", i))
		a.PutStr("correlation.id", fmt.Sprintf("order-%d", i))
		a.PutStr("http.request.method", "POST")
		a.PutInt("http.response.status_code", 201)
		a.PutStr("url.path", "/orders")
		a.PutDouble("duration_ms", 12.5)
		a.PutBool("cache.hit", false)
	}
	return ld
}

// BenchmarkEncodeLogs is the way of a record from pdata to the body of a bulk
// request.
func BenchmarkEncodeLogs(b *testing.B) {
	for name, mapping := range map[string]document.Mapping{"otel": document.OTel, "ecs": document.ECS} {
		b.Run(name, func(b *testing.B) {
			const n = 1000
			ld := logs{usualLogs(n)}
			cfg := testConfig("http://127.0.0.1:1")
			cfg.FlushBytes = maxFlushBytes
			a := newAttempt(&esExporter{cfg: cfg, index: cfg.LogsIndex, mapping: mapping})
			b.ReportAllocs()
			for b.Loop() {
				a.reset(context.Background(), n)
				ld.encode(a)
			}
			b.SetBytes(int64(len(a.body)))
			perRecord(b, n)
		})
	}
}

func BenchmarkEncodeSpans(b *testing.B) {
	const n = 1000
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for i := range n {
		s := spans.AppendEmpty()
		s.SetName("POST /orders")
		s.SetTraceID(pcommon.TraceID{1, byte(i), byte(i >> 8)})
		s.SetSpanID(pcommon.SpanID{1, byte(i)})
		s.SetStartTimestamp(1_795_373_805_123_456_789)
		s.SetEndTimestamp(1_795_373_805_223_456_789)
		s.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", i))
		s.Attributes().PutStr("http.request.method", "POST")
		s.Attributes().PutInt("http.response.status_code", 201)
	}
	cfg := testConfig("http://127.0.0.1:1")
	cfg.FlushBytes = maxFlushBytes
	a := newAttempt(&esExporter{cfg: cfg, index: cfg.TracesIndex})
	b.ReportAllocs()
	for b.Loop() {
		a.reset(context.Background(), n)
		traces{td}.encode(a)
	}
	b.SetBytes(int64(len(a.body)))
	perRecord(b, n)
}

// BenchmarkPush is the whole exporter, compression, wire and answer included;
// the server only throws away.
func BenchmarkPush(b *testing.B) {
	const n = 5000
	answer := []byte(`{"errors":false,"items":[` + strings.TrimSuffix(strings.Repeat(`{"create":{"status":201}},`, n), ",") + `]}`)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write(answer)
	}))
	defer server.Close()
	ld := usualLogs(n)
	h := newHarness(b, testConfig(server.URL))
	b.ReportAllocs()
	for b.Loop() {
		require.NoError(b, h.logs.ConsumeLogs(context.Background(), ld))
	}
	perRecord(b, n)
}

func perRecord(b *testing.B, n int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/record")
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "records/s")
}
