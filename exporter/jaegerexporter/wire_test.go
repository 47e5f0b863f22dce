package jaegerexporter

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configcompression"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// everything is a batch with each field of a span set once.
func everything() ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.SetSchemaUrl("https://opentelemetry.io/schemas/1.38.0")
	rs.Resource().Attributes().PutStr("service.name", "shop")
	rs.Resource().SetDroppedAttributesCount(1)
	ss := rs.ScopeSpans().AppendEmpty()
	ss.SetSchemaUrl("https://opentelemetry.io/schemas/1.37.0")
	ss.Scope().SetName("checkout")
	ss.Scope().SetVersion("1.2.3")
	ss.Scope().Attributes().PutBool("stable", true)
	span := ss.Spans().AppendEmpty()
	span.SetTraceID(pcommon.TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36})
	span.SetSpanID(spanID(1))
	span.SetParentSpanID(spanID(0))
	span.TraceState().FromRaw("vendor=1")
	span.SetFlags(1)
	span.SetName("GET /cart")
	span.SetKind(ptrace.SpanKindServer)
	span.SetStartTimestamp(1_790_000_000_000_000_001)
	span.SetEndTimestamp(1_790_000_000_005_000_002)
	span.Status().SetCode(ptrace.StatusCodeError)
	span.Status().SetMessage("no such cart")
	span.Attributes().PutStr("correlation.id", "order-4711")
	span.Attributes().PutInt("http.response.status_code", 404)
	span.Attributes().PutDouble("ratio", 0.5)
	span.Attributes().PutEmptyBytes("raw").FromRaw([]byte{0, 255})
	span.Attributes().PutEmptyMap("nested").PutEmptySlice("list").AppendEmpty().SetStr("item")
	event := span.Events().AppendEmpty()
	event.SetName("exception")
	event.SetTimestamp(1_790_000_000_001_000_000)
	event.Attributes().PutStr("exception.type", "NotFound")
	link := span.Links().AppendEmpty()
	link.SetTraceID(pcommon.TraceID{1})
	link.SetSpanID(spanID(7))
	link.Attributes().PutStr("why", "retry")
	return td
}

// What arrives at the server, headers and body, is a golden file: nothing is
// added, stamped or lost at export.
func TestWire(t *testing.T) {
	headers := configopaque.MapList{{Name: "X-Scope", Value: "team-a"}}

	t.Run("grpc", func(t *testing.T) {
		backend := &grpcBackend{}
		cfg := withoutQueue(forGRPC(backend.serve(t)))
		cfg.GRPC.Get().Headers = headers
		exp, _ := startExporter(t, cfg, newStatusHost())
		require.NoError(t, exp.ConsumeTraces(t.Context(), everything()))
		requireGolden(t, backend.all())
	})
	t.Run("http", func(t *testing.T) {
		backend := &httpBackend{answer: okHTTP}
		cfg := withoutQueue(forHTTP(backend.serve(t)))
		cfg.HTTP.Get().Headers = headers
		exp, _ := startExporter(t, cfg, newStatusHost())
		require.NoError(t, exp.ConsumeTraces(t.Context(), everything()))
		requireGolden(t, backend.all())
	})
	t.Run("http_uncompressed_below_a_path", func(t *testing.T) {
		backend := &httpBackend{answer: okHTTP}
		cfg := withoutQueue(forHTTP(backend.serve(t) + "/jaeger/"))
		cfg.HTTP.Get().Compression = configcompression.Type("none")
		exp, _ := startExporter(t, cfg, newStatusHost())
		require.NoError(t, exp.ConsumeTraces(t.Context(), everything()))
		requireGolden(t, backend.all())
	})
}

// A retry is byte for byte what went before, so that Jaeger sees one span.
func TestARetryIsTheSame(t *testing.T) {
	backend := &httpBackend{answer: func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }}
	exp, _ := startExporter(t, withoutQueue(forHTTP(backend.serve(t))), newStatusHost())
	td := someSpans(20)
	td.MarkReadOnly()
	for range 2 {
		requireWaiting(t, exp.ConsumeTraces(t.Context(), td), 20, "http_502")
	}
	requests := backend.all()
	require.Len(t, requests, 2)
	require.Equal(t, spelledOut(requests[0].td), spelledOut(requests[1].td))
}

func TestAnEmptyRequestIsNotSent(t *testing.T) {
	backend := &httpBackend{answer: okHTTP}
	exp, tel := startExporter(t, withoutQueue(forHTTP(backend.serve(t))), newStatusHost())
	require.NoError(t, exp.ConsumeTraces(t.Context(), ptrace.NewTraces()))
	blank := ptrace.NewTraces()
	blank.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty()
	require.NoError(t, exp.ConsumeTraces(t.Context(), blank))
	require.Empty(t, backend.all())
	require.Empty(t, delivered(t, tel))
}

func okHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/x-protobuf")
}

// requireGolden compares the requests with testdata/wire/<subtest>.json.
func requireGolden(t *testing.T, requests []received) {
	t.Helper()
	type request struct {
		Path   string            `json:"path,omitempty"`
		Header map[string]string `json:"header"`
		Body   json.RawMessage   `json:"body"`
	}
	var got []request
	for _, r := range requests {
		body, err := (&ptrace.JSONMarshaler{}).MarshalTraces(r.td)
		require.NoError(t, err)
		header := map[string]string{}
		for key, values := range r.header {
			// What names this process, its port or a length that depends on
			// the version of a compressor.
			if slices.Contains([]string{":authority", "user-agent", "content-length", "grpc-accept-encoding"}, strings.ToLower(key)) {
				continue
			}
			header[strings.ToLower(key)] = strings.Join(values, ", ")
		}
		agent := slices.Concat(r.header["User-Agent"], r.header["user-agent"])
		require.True(t, strings.HasPrefix(agent[0], "Lethe/0.0.0 ("), agent[0])
		got = append(got, request{Path: r.path, Header: header, Body: body})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(got))

	path := filepath.Join("testdata", "wire", filepath.Base(t.Name())+".json")
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, out.Bytes(), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), out.String())
}
