package main

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

const (
	// uniqueMark is where each sent record gets a number of its own: patched in
	// the encoded bytes, so that generating costs little beside sending.
	uniqueMark = "qjxzqjxzqjxz"
	// plantEvery is how many records share one planted secret.
	plantEvery = 10
)

// traceMark opens each trace id before it is patched.
var traceMark = [8]byte{0xf1, 0x5a, 0xe7, 0x0d, 0xf1, 0x5a, 0xe7, 0x0d}

var lines = []string{
	"GET /api/v1/carts/" + uniqueMark + " HTTP/1.1 200 1483 bytes in 12.8 ms from 10.3.18.77",
	"reserved 3 items of order " + uniqueMark + " in warehouse eu-west-1b after 2 attempts",
	`{"level":"info","msg":"payment authorised","order":"` + uniqueMark + `","amount":129.90,"currency":"EUR","elapsed_ms":48}`,
	"2026-11-22T18:42:13.482Z INFO  [pool-7-thread-3] c.e.shop.CheckoutService - order " + uniqueMark + " moved from PENDING to PAID",
	"level=debug ts=2026-11-22T18:42:13.482Z caller=cache.go:118 component=cache msg=\"cache miss\" key=product:" + uniqueMark + " shard=14",
	"WARN connection 4711 to inventory-db-2.internal:5432 was idle for 300s and is closed (" + uniqueMark + ")",
	"java.lang.IllegalStateException: stock of " + uniqueMark + " below zero\n\tat com.example.shop.Stock.take(Stock.java:141)\n\tat com.example.shop.Checkout.run(Checkout.java:88)",
	"kafka consumer group shop-orders rebalanced: partitions [3 7 11] assigned, lag 0, generation 218, member " + uniqueMark,
	"rendered template product/detail.html for sku " + uniqueMark + " with 37 fragments, 214 KiB, cache=hit",
	"job nightly-export " + uniqueMark + " finished: 48211 rows, 12 files, 0 errors, duration 00:03:41.207",
}

// request is one encoded OTLP request and where in it the marks stand.
type request struct {
	method  string
	body    []byte
	records int
	unique  []int
	traces  []int
}

// stamp makes every record of the request unlike all others ever sent.
func (r *request) stamp(n uint64) {
	var digits [len(uniqueMark)]byte
	var raw [6]byte
	for i, at := range r.unique {
		v := n*uint64(len(r.unique)) + uint64(i)
		raw[0], raw[1] = byte(v>>40), byte(v>>32)
		binary.BigEndian.PutUint32(raw[2:], uint32(v))
		hex.Encode(digits[:], raw[:])
		copy(r.body[at:], digits[:])
	}
	for i, at := range r.traces {
		binary.BigEndian.PutUint64(r.body[at:], (n<<16|uint64(i))*0x9e3779b97f4a7c15|1)
	}
}

func (r *request) clone() *request {
	c := *r
	c.body = bytes.Clone(r.body)
	return &c
}

func newRequest(method string, body []byte, records int) *request {
	return &request{
		method: method, body: body, records: records,
		unique: offsets(body, []byte(uniqueMark)),
		traces: offsets(body, traceMark[:]),
	}
}

func offsets(body, mark []byte) []int {
	var at []int
	for from := 0; ; {
		i := bytes.Index(body[from:], mark)
		if i < 0 {
			return at
		}
		at = append(at, from+i)
		from += i + len(mark)
	}
}

func resource(res pcommon.Resource, service string) {
	attrs := res.Attributes()
	attrs.PutStr("service.name", service)
	attrs.PutStr("service.namespace", "shop")
	attrs.PutStr("service.version", "3.18.2")
	attrs.PutStr("service.instance.id", service+"-7c9d8f6b5d-x2x7k")
	attrs.PutStr("deployment.environment.name", "production")
	attrs.PutStr("host.name", "ip-10-3-18-77.eu-west-1.compute.internal")
	attrs.PutStr("telemetry.sdk.language", "java")
	attrs.PutInt("process.pid", 4711)
}

// traceID is unlike the others of its batch, and starts with the mark.
func traceID(i int) pcommon.TraceID {
	var id pcommon.TraceID
	copy(id[:], traceMark[:])
	binary.BigEndian.PutUint64(id[8:], uint64(i)*0x9e3779b97f4a7c15+0xabcdef)
	return id
}

func spanID(i int) pcommon.SpanID {
	var id pcommon.SpanID
	binary.BigEndian.PutUint64(id[:], uint64(i+1)*0x9e3779b97f4a7c15)
	return id
}

// logsRequest builds n log records, a tenth of them with a planted secret.
func logsRequest(n int, rng *rand.Rand) (*request, error) {
	ld := plog.NewLogs()
	now := time.Now()
	var records plog.LogRecordSlice
	for i := range n {
		if i%100 == 0 {
			rl := ld.ResourceLogs().AppendEmpty()
			resource(rl.Resource(), fmt.Sprintf("service-%d", i/100%8))
			sl := rl.ScopeLogs().AppendEmpty()
			sl.Scope().SetName("com.example.shop.CheckoutService")
			records = sl.LogRecords()
		}
		lr := records.AppendEmpty()
		at := pcommon.NewTimestampFromTime(now.Add(time.Duration(i) * 13219 * time.Nanosecond))
		lr.SetTimestamp(at)
		lr.SetObservedTimestamp(at)
		lr.SetSeverityNumber(plog.SeverityNumberInfo)
		lr.SetSeverityText("INFO")
		lr.SetTraceID(traceID(i / 4))
		lr.SetSpanID(spanID(i))
		attrs := lr.Attributes()
		attrs.PutStr("thread.name", "pool-7-thread-3")
		attrs.PutStr("code.function.name", "com.example.shop.CheckoutService.checkout")
		attrs.PutInt("code.line.number", 118)
		attrs.PutStr("order.reference", uniqueMark)
		attrs.PutStr("http.request.method", "POST")
		attrs.PutStr("url.path", "/api/v1/carts/"+uniqueMark+"/checkout")
		if i%4 == 0 {
			attrs.PutStr("http.request.header.x-request-id", "req-"+uniqueMark)
		}
		if i%plantEvery != 0 {
			lr.Body().SetStr(lines[rng.IntN(len(lines))])
			continue
		}
		p := plants[i/plantEvery%len(plants)]
		if p.text != "" {
			lr.Body().SetStr(p.text + " ref " + uniqueMark)
		} else {
			lr.Body().SetStr(lines[rng.IntN(len(lines))])
			attrs.PutStr(p.key, p.value)
			attrs.PutStr("note", p.marker)
		}
	}
	body, err := plogotlp.NewExportRequestFromLogs(ld).MarshalProto()
	return newRequest("/opentelemetry.proto.collector.logs.v1.LogsService/Export", body, n), err
}

// tracesRequest builds n spans, a tenth of them with a planted secret.
func tracesRequest(n int) (*request, error) {
	td := ptrace.NewTraces()
	now := time.Now()
	var spans ptrace.SpanSlice
	for i := range n {
		if i%100 == 0 {
			rs := td.ResourceSpans().AppendEmpty()
			resource(rs.Resource(), fmt.Sprintf("service-%d", i/100%8))
			ss := rs.ScopeSpans().AppendEmpty()
			ss.Scope().SetName("io.opentelemetry.tomcat-10.0")
			spans = ss.Spans()
		}
		span := spans.AppendEmpty()
		span.SetTraceID(traceID(i / 4))
		span.SetSpanID(spanID(i))
		span.SetParentSpanID(spanID(i / 4))
		span.SetName("POST /api/v1/carts/{id}/checkout")
		span.SetKind(ptrace.SpanKindServer)
		span.SetStartTimestamp(pcommon.NewTimestampFromTime(now))
		span.SetEndTimestamp(pcommon.NewTimestampFromTime(now.Add(12*time.Millisecond + time.Duration(i))))
		attrs := span.Attributes()
		attrs.PutStr("http.request.method", "POST")
		attrs.PutStr("url.full", "https://shop.example.com/api/v1/carts/"+uniqueMark+"/checkout?step=2&lang=de")
		attrs.PutStr("http.route", "/api/v1/carts/{id}/checkout")
		attrs.PutInt("http.response.status_code", 200)
		attrs.PutStr("server.address", "shop.example.com")
		attrs.PutInt("server.port", 443)
		attrs.PutStr("client.address", "10.3.18.77")
		attrs.PutStr("user_agent.original", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36")
		attrs.PutStr("network.protocol.version", "1.1")
		if i%4 == 0 {
			attrs.PutStr("http.request.header.x-request-id", "req-"+uniqueMark)
		}
		if i%8 == 0 {
			ev := span.Events().AppendEmpty()
			ev.SetName("cart.validated")
			ev.Attributes().PutStr("cart.id", uniqueMark)
		}
		if i%plantEvery != 0 {
			continue
		}
		p := plants[i/plantEvery%len(plants)]
		if p.text != "" {
			attrs.PutStr("app.message", p.text)
		} else {
			attrs.PutStr(p.key, p.value)
			attrs.PutStr("note", p.marker)
		}
	}
	body, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	return newRequest("/opentelemetry.proto.collector.trace.v1.TraceService/Export", body, n), err
}
