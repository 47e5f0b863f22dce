package redactcorrelateprocessor

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

const benchRecords = 1000

// The batches are what SDKs send: ten resources of six attributes, each with
// one scope and a hundred records; every record is another one.

func BenchmarkLogs(b *testing.B) {
	benchmarkLogs(b, benchLogs(), func(ctx context.Context) context.Context { return ctx })
}

// BenchmarkOperations adds what an Elasticsearch client asked for to each record.
func BenchmarkOperations(b *testing.B) {
	ld, n := benchLogs(), 0
	eachRecord(ld, func(r plog.LogRecord) {
		id := benchID(n)
		delivery.Operation{Action: delivery.ActionIndex, ID: hex.EncodeToString(id[:]), SourceIndex: "filebeat-9.1.0", Position: n}.Put(r.Attributes())
		n++
	})
	benchmarkLogs(b, ld, delivery.WithClientOperations)
}

func benchmarkLogs(b *testing.B, ld plog.Logs, mark func(context.Context) context.Context) {
	b.Helper()
	p, err := NewFactory().CreateLogs(b.Context(), processortest.NewNopSettings(metadata.Type), testConfig(), consumertest.NewNop())
	require.NoError(b, err)
	require.NoError(b, p.Start(b.Context(), componenttest.NewNopHost()))
	defer func() { require.NoError(b, p.Shutdown(context.Background())) }()
	wire, err := new(plog.ProtoMarshaler).MarshalLogs(ld)
	require.NoError(b, err)
	benchmark(b, len(wire), func() plog.Logs {
		ld, err := new(plog.ProtoUnmarshaler).UnmarshalLogs(wire)
		require.NoError(b, err)
		return ld
	}, func(ctx context.Context, ld plog.Logs) error { return p.ConsumeLogs(mark(ctx), ld) })
}

func BenchmarkSpans(b *testing.B) {
	p, err := NewFactory().CreateTraces(b.Context(), processortest.NewNopSettings(metadata.Type), testConfig(), consumertest.NewNop())
	require.NoError(b, err)
	require.NoError(b, p.Start(b.Context(), componenttest.NewNopHost()))
	defer func() { require.NoError(b, p.Shutdown(context.Background())) }()
	wire, err := new(ptrace.ProtoMarshaler).MarshalTraces(benchSpans())
	require.NoError(b, err)
	benchmark(b, len(wire), func() ptrace.Traces {
		td, err := new(ptrace.ProtoUnmarshaler).UnmarshalTraces(wire)
		require.NoError(b, err)
		return td
	}, p.ConsumeTraces)
}

// benchmark times the processor alone. The processor changes a batch, so that
// each turn needs a fresh one; they are decoded in packs, because stopping the
// clock costs more than a batch.
func benchmark[D any](b *testing.B, size int, decode func() D, consume func(context.Context, D) error) {
	const pack = 32
	b.ReportAllocs()
	b.SetBytes(int64(size))
	batches := make([]D, 0, pack)
	var cpu int64
	b.ResetTimer()
	for range b.N {
		if len(batches) == 0 {
			b.StopTimer()
			for range pack {
				batches = append(batches, decode())
			}
			b.StartTimer()
		}
		d := batches[len(batches)-1]
		batches = batches[:len(batches)-1]
		start := cpuTime()
		if err := consume(b.Context(), d); err != nil {
			b.Fatal(err)
		}
		cpu += cpuTime() - start
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
	b.ReportMetric(float64(cpu)/float64(b.N)/benchRecords, "cpu-ns/record")
}

// BenchmarkRecordID is the part of the record id: the canonical form, the
// hash, the search for equals and the text of the id.
func BenchmarkRecordID(b *testing.B) {
	p := startedProcessor(b, testConfig(), signalLogs, nil)
	w := newWorker(p)
	ld := benchLogs()
	pass := &identifyOnly{w}
	b.ReportAllocs()
	var cpu int64
	for b.Loop() {
		start := cpuTime()
		pdatawalk.EachLog(ld, pass)
		w.request = w.digestRequest()
		for i := range w.records {
			w.ids.text(w.recordID(&w.records[i]))
		}
		w.reset()
		cpu += cpuTime() - start
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchRecords, "ns/record")
	b.ReportMetric(float64(cpu)/float64(b.N)/benchRecords, "cpu-ns/record")
}

type identifyOnly struct{ w *worker }

func (p *identifyOnly) Resource(g pdatawalk.Group) { p.w.readResource(g) }
func (p *identifyOnly) Scope(g pdatawalk.Group)    { p.w.readScope(g) }

func (p *identifyOnly) Record(r plog.LogRecord) {
	rec := p.w.add()
	p.w.scratch = pdatawalk.AppendLog(p.w.openRecord(), r)
	rec.digest = p.w.sum(p.w.scratch)
}

func benchResource(r pcommon.Resource, i int) {
	a := r.Attributes()
	a.PutStr("service.name", fmt.Sprintf("checkout-%d", i))
	a.PutStr("service.version", "1.24.3")
	a.PutStr("deployment.environment.name", "production")
	a.PutStr("k8s.pod.name", fmt.Sprintf("checkout-7d9c5b6f4-x%dk2p", i))
	a.PutStr("k8s.namespace.name", "shop")
	a.PutStr("telemetry.sdk.language", "go")
}

// benchID makes ids that look random.
func benchID(i int) [16]byte {
	var id [16]byte
	binary.BigEndian.PutUint64(id[:], uint64(i+1)*0x9e3779b97f4a7c15)
	binary.BigEndian.PutUint64(id[8:], uint64(i+1)*0xc2b2ae3d27d4eb4f)
	return id
}

func benchLogs() plog.Logs {
	ld := plog.NewLogs()
	start := time.Unix(1_700_000_000, 0)
	for r := range 10 {
		rl := ld.ResourceLogs().AppendEmpty()
		benchResource(rl.Resource(), r)
		sl := rl.ScopeLogs().AppendEmpty()
		sl.Scope().SetName("github.com/example/checkout")
		for i := range benchRecords / 10 {
			n := r*100 + i
			lr := sl.LogRecords().AppendEmpty()
			lr.SetTimestamp(pcommon.NewTimestampFromTime(start.Add(time.Duration(n) * 1_234_567)))
			lr.SetObservedTimestamp(lr.Timestamp() + 1000)
			lr.SetSeverityNumber(plog.SeverityNumberInfo)
			lr.SetSeverityText("INFO")
			trace := benchID(n / 10)
			span := benchID(n)
			lr.SetTraceID(trace)
			lr.SetSpanID([8]byte(span[:8]))
			lr.Body().SetStr(fmt.Sprintf("GET /api/v2/carts/%d/items completed in %d.%03dms, upstream inventory answered with 200 after 1 attempt; cache hit for region eu-central-1, bytes_out=%d, worker thread %d is going back to the pool", n*7919, n%90, n%1000, n*31, n%16))
			a := lr.Attributes()
			a.PutStr("http.request.method", "GET")
			a.PutStr("http.route", "/api/v2/carts/{id}/items")
			a.PutInt("http.response.status_code", 200)
			a.PutStr("server.address", "inventory.shop.svc.cluster.local")
			a.PutStr("thread.name", fmt.Sprintf("worker-%d", n%16))
			a.PutStr("code.function.name", "checkout.(*Cart).Items")
			if n%10 == 0 {
				a.PutStr("x-request-id", hex.EncodeToString(trace[:12]))
			}
		}
	}
	return ld
}

func benchSpans() ptrace.Traces {
	td := ptrace.NewTraces()
	start := time.Unix(1_700_000_000, 0)
	for r := range 10 {
		rs := td.ResourceSpans().AppendEmpty()
		benchResource(rs.Resource(), r)
		ss := rs.ScopeSpans().AppendEmpty()
		ss.Scope().SetName("github.com/example/checkout")
		for i := range benchRecords / 10 {
			n := r*100 + i
			s := ss.Spans().AppendEmpty()
			trace := benchID(n / 10)
			span, parent := benchID(n), benchID(n/10*10)
			s.SetTraceID(trace)
			s.SetSpanID([8]byte(span[:8]))
			s.SetParentSpanID([8]byte(parent[:8]))
			s.SetName("GET /api/v2/carts/{id}/items")
			s.SetKind(ptrace.SpanKindServer)
			s.SetStartTimestamp(pcommon.NewTimestampFromTime(start.Add(time.Duration(n) * 1_234_567)))
			s.SetEndTimestamp(s.StartTimestamp() + 5_000_000)
			a := s.Attributes()
			a.PutStr("http.request.method", "GET")
			a.PutStr("url.path", fmt.Sprintf("/api/v2/carts/%d/items", n*7919))
			a.PutStr("url.query", "page=3&sort=price")
			a.PutInt("http.response.status_code", 200)
			a.PutStr("server.address", "inventory.shop.svc.cluster.local")
			a.PutInt("server.port", 8443)
			a.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36")
			a.PutStr("network.protocol.version", "1.1")
			if n%10 == 0 {
				a.PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(hex.EncodeToString(trace[:12]))
			}
			if n%4 == 0 {
				e := s.Events().AppendEmpty()
				e.SetName("cache miss")
				e.Attributes().PutStr("cache.key", fmt.Sprintf("cart:%d", n))
			}
		}
	}
	return td
}
