//go:build e2e

package elasticsearchexporter

import (
	"context"
	"encoding/json"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// realServer returns the base URL of a real Elasticsearch or OpenSearch to test
// with; make e2e starts one.
func realServer(t *testing.T) string {
	t.Helper()
	u := os.Getenv("LETHE_TEST_ELASTICSEARCH_URL")
	if u == "" {
		t.Fatal("LETHE_TEST_ELASTICSEARCH_URL is not set")
	}
	return u
}

// isOpenSearch tells the two apart by what OpenSearch says of itself. An
// Elasticsearch may refuse the question.
func isOpenSearch(t *testing.T, base string) bool {
	t.Helper()
	return strings.Contains(request(t, http.MethodGet, base+"/", ""), `"opensearch"`)
}

func TestRealServer(t *testing.T) {
	base := realServer(t)
	for _, mapping := range []string{"otel", "ecs"} {
		t.Run(mapping, func(t *testing.T) {
			run := strconv.FormatInt(time.Now().UnixNano(), 36)
			cfg := testConfig(base)
			cfg.Mapping = mapping
			cfg.LogsIndex = "lethe-logs-test-" + run
			cfg.TracesIndex = "lethe-traces-test-" + run
			cfg.Template.Install = true
			h := newHarness(t, cfg)
			defer func() {
				request(t, http.MethodDelete, base+"/lethe-logs-test-"+run+"-*", "")
				request(t, http.MethodDelete, base+"/lethe-traces-test-"+run+"-*", "")
				request(t, http.MethodDelete, base+"/_index_template/"+cfg.LogsIndex, "")
				request(t, http.MethodDelete, base+"/_index_template/"+cfg.TracesIndex, "")
			}()

			traceID := pcommon.TraceID{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, byte(time.Now().UnixNano())}
			now := pcommon.NewTimestampFromTime(time.Now())
			ld, td := realLogs(traceID, now, run), realTraces(traceID, now, run)

			require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
			require.NoError(t, h.traces.ConsumeTraces(t.Context(), td))
			assert.Equal(t, map[string]int64{"stored": 4}, h.outcomes(t))

			// The same again: every document is there already.
			require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
			require.NoError(t, h.traces.ConsumeTraces(t.Context(), td))
			assert.Equal(t, map[string]int64{"stored": 4, "duplicate": 4}, h.outcomes(t))

			request(t, http.MethodPost, base+"/lethe-*-test-"+run+"-*/_refresh", "")
			both := "/lethe-logs-test-" + run + "-*,lethe-traces-test-" + run + "-*"
			search := func(field, value string) int {
				return hits(t, base+both+"/_search?size=0&track_total_hits=true", `{"query":{"term":{"`+field+`":"`+value+`"}}}`)
			}
			// Three log records, one span and its event.
			assert.Equal(t, 5, search("trace.id", traceID.String()))
			assert.Equal(t, 5, search("trace_id", traceID.String()))
			assert.Equal(t, 5, search("correlation.id", "order-"+run))
			assert.Equal(t, 5, search("service.name", "shop"))
			assert.Equal(t, 1, search("signal", "span"))
			assert.Equal(t, 1, search("signal", "span_event"))
			attributes := map[string]string{"otel": "attributes", "ecs": "labels"}[mapping]
			assert.Equal(t, 1, search(attributes+".a", "plain"))
			assert.Equal(t, 2, search(attributes+".a.b", "below"), "a map below a, and a dotted key")
			assert.Equal(t, 3, hits(t, base+both+"/_search?size=0&track_total_hits=true", `{"query":{"match":{"message":"paid"}}}`))

			// In what the two types for attributes differ.
			assert.Equal(t, map[bool]int{false: 0, true: 1}[isOpenSearch(t, base)], search(attributes+".middle", strings.Repeat("m", 2000)))
			wildcard := request(t, http.MethodPost, base+both+"/_search", `{"query":{"wildcard":{"`+attributes+`.a":{"value":"pl*n"}}}}`)
			assert.Equal(t, isOpenSearch(t, base), strings.Contains(wildcard, `"hits":[{`), wildcard)
			counts := request(t, http.MethodPost, base+both+"/_search?size=0", `{"aggs":{"a":{"terms":{"field":"`+attributes+`.a"}}}}`)
			right := strings.Contains(counts, `"key":"plain"`) && !strings.Contains(counts, `"key":"java.lang.Object@`)
			assert.Equal(t, !isOpenSearch(t, base), right, counts)
			ids := request(t, http.MethodPost, base+both+"/_search?size=0", `{"aggs":{"a":{"terms":{"field":"trace.id"}}}}`)
			assert.Contains(t, ids, `"key":"`+traceID.String()+`","doc_count":5`)

			// Numbers are exact in what comes back.
			body := request(t, http.MethodPost, base+both+"/_search", `{"query":{"term":{"`+attributes+`.big":"9007199254740993"}}}`)
			assert.Contains(t, body, `"big":9007199254740993`)
		})
	}
}

// realLogs returns records whose attributes a and a.b cannot both be fields of
// a common index.
func realLogs(traceID pcommon.TraceID, now pcommon.Timestamp, run string) plog.Logs {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", "shop")
	records := rl.ScopeLogs().AppendEmpty().LogRecords()
	for i := range 3 {
		lr := records.AppendEmpty()
		lr.SetTimestamp(now + pcommon.Timestamp(i))
		lr.SetTraceID(traceID)
		lr.SetSpanID(pcommon.SpanID{1})
		lr.SetSeverityNumber(plog.SeverityNumberInfo)
		lr.Body().SetStr("paid " + strconv.Itoa(i))
		lr.Attributes().PutStr("correlation.id", "order-"+run)
		lr.Attributes().PutStr(delivery.RecordIDAttribute, strings.Repeat("0", 31)+strconv.Itoa(i))
	}
	records.At(0).Attributes().PutStr("a", "plain")
	records.At(1).Attributes().PutStr("a.b", "below")
	records.At(2).Attributes().PutEmptyMap("a").PutStr("b", "below")
	records.At(2).Attributes().PutInt("big", 9007199254740993)
	records.At(2).Attributes().PutStr("middle", strings.Repeat("m", 2000))
	records.At(2).Attributes().PutStr("long", strings.Repeat("é", 40_000))
	records.At(2).Attributes().PutStr(strings.Repeat("k", 40_000), "v")
	return ld
}

func realTraces(traceID pcommon.TraceID, now pcommon.Timestamp, run string) ptrace.Traces {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", "shop")
	s := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	s.SetTraceID(traceID)
	s.SetSpanID(pcommon.SpanID{1})
	s.SetName("POST /orders")
	s.SetStartTimestamp(now)
	s.SetEndTimestamp(now + 1000)
	s.Attributes().PutStr("correlation.id", "order-"+run)
	s.Attributes().PutStr("a", "1")
	event := s.Events().AppendEmpty()
	event.SetName("exception")
	event.SetTimestamp(now + 1)
	event.Attributes().PutStr("exception.message", "boom")
	return td
}

func TestRealServerRejectsOnlyTheCulprit(t *testing.T) {
	base := realServer(t)
	index := "lethe-logs-strict-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	cfg := testConfig(base)
	cfg.LogsIndex = index
	h := newHarness(t, cfg)
	request(t, http.MethodPut, base+"/_index_template/"+index,
		`{"index_patterns":["`+index+`-*"],"priority":301,"template":{"mappings":{"dynamic":false,"properties":{"severity_text":{"type":"long"}}}}}`)
	defer func() {
		request(t, http.MethodDelete, base+"/"+index+"-*", "")
		request(t, http.MethodDelete, base+"/_index_template/"+index, "")
	}()
	ld := realLogs(pcommon.TraceID{1}, pcommon.NewTimestampFromTime(time.Now()), "x")
	for i, lr := range ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
		lr.SetSeverityText(strconv.Itoa(i))
	}
	ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(1).SetSeverityText("secret text")
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
	assert.Equal(t, map[string]int64{"stored": 2, "rejected": 1}, h.outcomes(t))
	reason := map[bool]string{false: "document_parsing_exception", true: "mapper_parsing_exception"}[isOpenSearch(t, base)]
	assert.Equal(t, map[string]int64{reason: 1}, h.reasons(t))
	for _, entry := range h.observed.All() {
		line, err := json.Marshal(entry.ContextMap())
		require.NoError(t, err)
		assert.NotContains(t, string(line), "secret")
	}
}

func hits(t *testing.T, u, query string) int {
	t.Helper()
	var answer struct {
		Hits struct {
			Total struct{ Value int }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(request(t, http.MethodPost, u, query)), &answer))
	return answer.Hits.Total.Value
}

func request(t *testing.T, method, u, body string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, u, strings.NewReader(body))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	require.NoError(t, err)
	out, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
	return string(out)
}

// TestRealServerTakesEverything: no record is rejected, whatever is in it. The
// batches are those of the wire snapshots, and one with what senders made of
// names, depths, lengths and numbers.
func TestRealServerTakesEverything(t *testing.T) {
	base := realServer(t)
	folders, err := filepath.Glob("testdata/wire/*/input.json")
	require.NoError(t, err)
	for mapping := range mappings {
		t.Run(mapping, func(t *testing.T) {
			run := strconv.FormatInt(time.Now().UnixNano(), 36)
			cfg := testConfig(base)
			cfg.Mapping = mapping
			cfg.LogsIndex, cfg.TracesIndex = "lethe-logs-all-"+run, "lethe-traces-all-"+run
			cfg.Template.Install = true
			h := newHarness(t, cfg)
			defer func() {
				for _, index := range []string{cfg.LogsIndex, cfg.TracesIndex} {
					request(t, http.MethodDelete, base+"/"+index+"-*", "")
					request(t, http.MethodDelete, base+"/_index_template/"+index, "")
				}
			}()
			records := 0
			for _, path := range folders {
				if strings.Contains(path, "client-operations") {
					continue // a client's indexes and pipelines are not ours
				}
				input, err := os.ReadFile(path)
				require.NoError(t, err)
				if ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(input); err == nil && ld.LogRecordCount() > 0 {
					records += ld.LogRecordCount()
					require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
				}
				if td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(input); err == nil && td.SpanCount() > 0 {
					records += td.SpanCount()
					require.NoError(t, h.traces.ConsumeTraces(t.Context(), td))
				}
			}
			odd := oddLogs()
			records += odd.LogRecordCount()
			require.NoError(t, h.logs.ConsumeLogs(t.Context(), odd))
			assert.Equal(t, int64(records), total(h.outcomes(t)))
			assert.Empty(t, h.reasons(t))
		})
	}
}

func oddLogs() plog.Logs {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", strings.Repeat("long ", 10_000))
	records := rl.ScopeLogs().AppendEmpty().LogRecords()
	add := func(fill func(pcommon.Map)) plog.LogRecord {
		lr := records.AppendEmpty()
		lr.SetTimestamp(pcommon.Timestamp(1_795_373_805_000_000_000 + records.Len()))
		fill(lr.Attributes())
		return lr
	}
	for _, v := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, math.Copysign(0, -1)} {
		add(func(m pcommon.Map) { m.PutDouble("number", v) })
	}
	add(func(m pcommon.Map) {
		m.PutStr("", "v")
		m.PutStr(" ", "v")
		m.PutStr(".", "v")
		m.PutStr("..", "v")
		m.PutStr("a..b", "v")
	})
	add(func(m pcommon.Map) { m.PutStr("\x00", "\x00\x01\x1f") })
	add(func(m pcommon.Map) { m.PutStr("\xff\xfe", "\xff\xfe") })
	add(func(m pcommon.Map) { m.PutStr(strings.Repeat("é", 20_000), strings.Repeat("漢", 40_000)) })
	add(func(m pcommon.Map) { m.PutStr("correlation.id", strings.Repeat("c", 40_000)) })
	add(func(m pcommon.Map) { m.PutStr("http.request.method", strings.Repeat("M", 40_000)) })
	add(func(m pcommon.Map) { m.PutInt("http.response.status_code", math.MinInt64) })
	add(func(m pcommon.Map) {
		for range 100 {
			m = m.PutEmptyMap("deeper")
		}
	})
	add(func(m pcommon.Map) {
		// As long as a path, and a value behind it, ever get.
		for range 30 {
			m = m.PutEmptyMap(strings.Repeat("n", 1000))
			m.PutStr(strings.Repeat("s", 1000), strings.Repeat("x", 24_000))
		}
	})
	add(func(m pcommon.Map) {
		m.PutEmpty("null")
		m.PutEmptyMap("empty map")
		m.PutEmptySlice("empty list")
		m.PutStr("a=b", "c=d")
		m.PutStr("*", "?")
		s := m.PutEmptySlice("list of all")
		s.AppendEmpty()
		s.AppendEmpty().SetInt(1)
		s.AppendEmpty().SetEmptyMap().PutEmpty("null")
		s.AppendEmpty().SetEmptySlice().AppendEmpty().SetEmptyMap()
	})
	add(func(m pcommon.Map) {
		s := m.PutEmptySlice("list")
		for range 100 {
			s = s.AppendEmpty().SetEmptySlice()
		}
	})
	add(func(m pcommon.Map) {
		for i := range 3000 {
			m.PutInt("key"+strconv.Itoa(i), int64(i))
		}
	})
	add(func(m pcommon.Map) { m.PutStr("mixed", "text") })
	add(func(m pcommon.Map) { m.PutInt("mixed", 1) })
	add(func(m pcommon.Map) { m.PutEmptyMap("mixed").PutBool("x", true) })
	add(func(pcommon.Map) {}).Body().SetStr(strings.Repeat("word", 50_000))
	add(func(pcommon.Map) {}).SetSeverityText(strings.Repeat("S", 40_000))
	add(func(pcommon.Map) {}).SetEventName(strings.Repeat("E", 40_000))
	add(func(pcommon.Map) {}).SetSeverityNumber(math.MaxInt32)
	for _, ts := range []uint64{0, 1, math.MaxInt64, math.MaxInt64 + 1, math.MaxUint64} {
		lr := add(func(pcommon.Map) {})
		lr.SetTimestamp(pcommon.Timestamp(ts))
		lr.SetObservedTimestamp(pcommon.Timestamp(ts))
	}
	return ld
}

// TestRealServerRefusesTheTooLarge: what is too large for the server is not held
// against what comes with it. The limit is that of the tests' configuration.
func TestRealServerRefusesTheTooLarge(t *testing.T) {
	base := realServer(t)
	cfg := testConfig(base)
	cfg.LogsIndex = "lethe-logs-large-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	cfg.ClientConfig.Compression = ""
	h := newHarness(t, cfg)
	h.logs.(*boundedLogs).e.cfg.FlushBytes = 64 << 20
	defer request(t, http.MethodDelete, base+"/"+cfg.LogsIndex+"-*", "")
	ld := someLogs(4)
	ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(2).Body().SetStr(strings.Repeat("large ", 3<<20))
	// The server closes the connection behind its answer, which is lost now and
	// then while the request is still on its way.
	require.Eventually(t, func() bool { return h.logs.ConsumeLogs(t.Context(), ld) == nil }, 30*time.Second, 50*time.Millisecond)
	outcomes := h.outcomes(t)
	assert.Equal(t, []int64{3, 1}, []int64{outcomes["stored"], outcomes["rejected"]})
	assert.Equal(t, map[string]int64{"http_413": 1}, h.reasons(t))
}

// TestRealServerBlocks: records wait while their index takes none, whatever the
// server answers, and are stored once when it does.
func TestRealServerBlocks(t *testing.T) {
	base := realServer(t)
	for _, tt := range []struct {
		name, reason string
		// Each is a method, a path behind the index and a body.
		block, lift [3]string
	}{
		{
			"write block", "cluster_block_exception",
			[3]string{http.MethodPut, "/_settings", `{"index.blocks.write":true}`},
			[3]string{http.MethodPut, "/_settings", `{"index.blocks.write":null}`},
		},
		{
			"disk full", "cluster_block_exception",
			[3]string{http.MethodPut, "/_settings", `{"index.blocks.read_only_allow_delete":true}`},
			[3]string{http.MethodPut, "/_settings", `{"index.blocks.read_only_allow_delete":null}`},
		},
		{
			"closed", "index_closed_exception",
			[3]string{http.MethodPost, "/_close", ""},
			[3]string{http.MethodPost, "/_open", ""},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := testConfig(base)
			cfg.LogsIndex = "lethe-logs-block-" + strconv.FormatInt(time.Now().UnixNano(), 36)
			h := newHarness(t, cfg)
			defer request(t, http.MethodDelete, base+"/"+cfg.LogsIndex+"-*", "")
			require.NoError(t, h.logs.ConsumeLogs(t.Context(), someLogs(1)))
			do := func(step [3]string) {
				answered := request(t, step[0], base+"/"+cfg.LogsIndex+"-*"+step[1], step[2])
				require.Contains(t, answered, `"acknowledged":true`)
			}
			do(tt.block)
			err := h.logs.ConsumeLogs(t.Context(), someLogs(3))
			require.Equal(t, 3, retryOf(t, err).LogRecordCount())
			require.ErrorContains(t, err, tt.reason)
			do(tt.lift)
			require.Eventually(t, func() bool { return h.logs.ConsumeLogs(t.Context(), someLogs(3)) == nil }, 10*time.Second, 50*time.Millisecond)
			assert.Equal(t, map[string]int64{"stored": 3, "duplicate": 1}, h.outcomes(t))
		})
	}
}

// TestRealServerSaysThatTemplatesOverlap: two templates of equal priority for the
// same indexes are refused, which would never end by itself.
func TestRealServerSaysThatTemplatesOverlap(t *testing.T) {
	base := realServer(t)
	index := "lethe-logs-overlap-" + strconv.FormatInt(time.Now().UnixNano(), 36)
	request(t, http.MethodPut, base+"/_index_template/"+index+"-other", `{"index_patterns":["`+index+`*"],"priority":300}`)
	defer request(t, http.MethodDelete, base+"/_index_template/"+index+"-other", "")
	cfg := testConfig(base)
	cfg.LogsIndex, cfg.TracesIndex = index, "lethe-traces-overlap-"+index
	cfg.Template.Install = true
	h := newHarness(t, cfg)
	defer request(t, http.MethodDelete, base+"/_index_template/"+cfg.TracesIndex, "")
	err := h.logs.ConsumeLogs(t.Context(), someLogs(1))
	require.Equal(t, 1, retryOf(t, err).LogRecordCount())
	assert.Contains(t, h.status.statuses()[0], "template_http_400, the server refuses the index template")
}
