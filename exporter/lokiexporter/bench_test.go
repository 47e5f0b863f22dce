package lokiexporter

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/klauspost/compress/s2"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

const benchRecords = 10_000

// benchLogs looks like what five services send in ten requests each.
func benchLogs() plog.Logs {
	ld := plog.NewLogs()
	for r := range 50 {
		rl := ld.ResourceLogs().AppendEmpty()
		resource := rl.Resource().Attributes()
		resource.PutStr("service.name", fmt.Sprint("service-", r%5))
		resource.PutStr("service.namespace", "shop")
		resource.PutStr("deployment.environment.name", "production")
		resource.PutStr("k8s.pod.name", fmt.Sprint("service-7d9f5c-", r))
		resource.PutStr("host.name", "node-17.example.com")
		sl := rl.ScopeLogs().AppendEmpty()
		sl.Scope().SetName("com.example.shop.Checkout")
		for i := range benchRecords / 50 {
			n := r*benchRecords/50 + i
			lr := sl.LogRecords().AppendEmpty()
			lr.SetTimestamp(pcommon.NewTimestampFromTime(fixedTime.Add(time.Duration(n) * time.Millisecond)))
			lr.SetSeverityNumber(plog.SeverityNumberInfo)
			lr.SetSeverityText("INFO")
			lr.SetTraceID(pcommon.TraceID{byte(n), byte(n >> 8), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
			lr.SetSpanID(pcommon.SpanID{byte(n), byte(n >> 8), 1, 2, 3, 4, 5, 6})
			lr.Body().SetStr(fmt.Sprintf("GET /api/v1/carts/%d/items 200 in %d ms for customer %d, 3 items, total 42.50 EUR", n, n%90, n*7))
			lr.Attributes().PutStr("http.request.method", "GET")
			lr.Attributes().PutInt("http.response.status_code", 200)
			lr.Attributes().PutStr("correlation.id", fmt.Sprintf("order-%d", n/10))
			lr.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", n))
		}
	}
	return ld
}

// Records into entries, sorted, in streams.
func BenchmarkEncode(b *testing.B) {
	cfg := newConfig("http://127.0.0.1:1")
	all := newBatches(cfg)
	ld := benchLogs()
	size := 0
	b.ReportAllocs()
	for b.Loop() {
		batch := all.get()
		batch.fill(ld, delivery.NewLedger(benchRecords), map[string]int{})
		size = len(batch.arena)
		all.put(batch)
	}
	b.SetBytes(int64(size))
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
}

// Entries into compressed requests.
func BenchmarkBody(b *testing.B) {
	cfg := newConfig("http://127.0.0.1:1")
	batch := newBatches(cfg).get()
	d := newDelivering(&lokiExporter{limit: newPushLimit(cfg.MaxRequestSize)}, batch, benchRecords)
	batch.fill(benchLogs(), d.ledger, d.rejected)
	buffers := takeBuffers()
	b.SetBytes(int64(len(batch.arena)))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range batch.streams {
			for lo := 0; lo < len(s.entries); {
				hi := d.cut(s, lo)
				d.body(buffers, s, lo, hi)
				lo = hi
			}
		}
	}
}

// A whole batch to a server on loopback that reads and throws away.
func BenchmarkDeliver(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	e := startExporter(b, newConfig(server.URL))
	ld := benchLogs()
	b.ReportAllocs()
	for b.Loop() {
		if err := e.consume(context.Background(), ld); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
}

// For comparison: the compression alone.
func BenchmarkSnappy(b *testing.B) {
	batch := newBatches(newConfig("http://127.0.0.1:1")).get()
	batch.fill(benchLogs(), delivery.NewLedger(benchRecords), map[string]int{})
	dst := make([]byte, s2.MaxEncodedLen(len(batch.arena)))
	b.SetBytes(int64(len(batch.arena)))
	b.ReportAllocs()
	for b.Loop() {
		s2.EncodeSnappy(dst, batch.arena)
	}
}
