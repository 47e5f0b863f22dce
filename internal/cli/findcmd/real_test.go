//go:build e2e

package findcmd

import (
	"context"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter"
	"github.com/lethe-otel/lethe/internal/delivery"
)

// TestRealSearchFindsWhatTheExporterWrote: in either mapping, from the
// correlation id, the trace id and its lower half, and from an attribute that
// has no field of its own. make e2e-servers runs it against each server.
func TestRealSearchFindsWhatTheExporterWrote(t *testing.T) {
	base := os.Getenv("LETHE_TEST_ELASTICSEARCH_URL")
	if base == "" {
		t.Fatal("LETHE_TEST_ELASTICSEARCH_URL is not set")
	}
	for _, mapping := range []string{"otel", "ecs"} {
		t.Run(mapping, func(t *testing.T) {
			run := strconv.FormatInt(time.Now().UnixNano(), 36)
			logs, traces := "lethe-logs-find-"+run, "lethe-traces-find-"+run
			t.Cleanup(func() {
				for _, index := range []string{logs, traces} {
					call(t, http.MethodDelete, base+"/"+index+"-*")
					call(t, http.MethodDelete, base+"/_index_template/"+index)
				}
			})
			now := time.Now()
			export(t, base, mapping, logs, traces, oneRequest(now))
			call(t, http.MethodPost, base+"/"+logs+"-*,"+traces+"-*/_refresh")

			ask := func(attribute, input string) *search {
				var all settings
				all.Elasticsearch.Endpoint, all.Elasticsearch.Indexes = base, logs+"-*,"+traces+"-*"
				all.Attribute = attribute
				all.defaults()
				require.NoError(t, all.validate())
				seeds, err := readSeeds(input)
				require.NoError(t, err)
				s := newSearch()
				s.from, s.to = now.Add(-time.Hour), now.Add(time.Hour)
				s.connect(t.Context(), &all)
				s.run(t.Context(), seeds)
				require.Empty(t, s.failed)
				return s
			}
			want := []string{
				"-E- log GET /pay",
				"-E- span POST /pay",
				"-E- log paying",
				"-E- event exception",
				"-E- pair correlation.pair",
			}
			for _, input := range []string{testID, testTrace, testTrace[16:], `{"msg":"paying","trace_id":"` + testTrace + `"}`} {
				s := ask("", input)
				assert.Equal(t, want, texts(s), input)
				assert.Equal(t, []string{testTrace}, s.traces, input)
				assert.Equal(t, []string{testID}, s.ids, input)
				first := s.items.sorted()
				assert.Equal(t, "INFO", first[0].Detail)
				assert.Equal(t, "shop", first[0].Service)
				assert.Equal(t, record(1), first[0].RecordID)
				assert.Equal(t, 12345*time.Microsecond, first[1].Duration)
				assert.True(t, first[1].Error)
			}
			// From the id of an attribute to its trace.
			assert.Equal(t, want[1:], texts(ask("order.number", "A-2000-7")))
			assert.Empty(t, texts(ask("", "req-that-nobody-has")))
		})
	}
}

// oneRequest holds the records of one request, and one that is of another.
func oneRequest(now time.Time) []rec {
	later := func(us int) time.Time { return now.Add(time.Duration(us) * time.Microsecond) }
	return []rec{
		{signal: "log", at: later(0), text: "GET /pay", id: testID, record: record(1), level: "INFO"},
		{signal: "span", at: later(100), text: "POST /pay", trace: testTrace, span: "b7ad6b7169203331", id: testID, record: record(2), failed: true},
		{signal: "log", at: later(400), text: "paying", trace: testTrace, span: "b7ad6b7169203331", record: record(3), level: "WARN"},
		{signal: "log", at: later(20000), text: "correlation.pair", trace: testTrace, id: testID, record: record(5), event: pairEventName, level: "INFO"},
		{signal: "log", at: later(300), text: "someone else", trace: otherTrace, id: otherID, record: record(6), level: "INFO"},
	}
}

// export sends records as the gateway does.
func export(t *testing.T, base, mapping, logsIndex, tracesIndex string, records []rec) {
	t.Helper()
	factory := elasticsearchexporter.NewFactory()
	cfg := factory.CreateDefaultConfig().(*elasticsearchexporter.Config)
	cfg.ClientConfig.Endpoint = base
	cfg.Mapping, cfg.LogsIndex, cfg.TracesIndex = mapping, logsIndex, tracesIndex
	cfg.Template.Install = true
	// What cannot be stored is an error here.
	cfg.QueueConfig.Get().WaitForResult = true
	cfg.RetryConfig.Enabled = false
	set := exportertest.NewNopSettings(factory.Type())
	logs, err := factory.CreateLogs(t.Context(), set, cfg)
	require.NoError(t, err)
	traces, err := factory.CreateTraces(t.Context(), set, cfg)
	require.NoError(t, err)
	for _, c := range []component.Component{logs, traces} {
		require.NoError(t, c.Start(t.Context(), componenttest.NewNopHost()))
		defer func() { require.NoError(t, c.Shutdown(context.Background())) }()
	}

	ld, td := plog.NewLogs(), ptrace.NewTraces()
	rl, rs := ld.ResourceLogs().AppendEmpty(), td.ResourceSpans().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", "shop")
	rs.Resource().Attributes().PutStr("service.name", "shop")
	lines, spans := rl.ScopeLogs().AppendEmpty().LogRecords(), rs.ScopeSpans().AppendEmpty().Spans()
	for _, r := range records {
		ts := pcommon.NewTimestampFromTime(r.at)
		attrs := pcommon.NewMap()
		attrs.PutStr(delivery.RecordIDAttribute, r.record)
		if r.id != "" {
			attrs.PutStr(correlationAttribute, r.id)
		}
		if r.signal == "span" {
			s := spans.AppendEmpty()
			s.SetName(r.text)
			s.SetTraceID(traceID(t, r.trace))
			s.SetSpanID(pcommon.SpanID{1})
			s.SetStartTimestamp(ts)
			s.SetEndTimestamp(ts + 12_345_000)
			s.Status().SetCode(ptrace.StatusCodeError)
			event := s.Events().AppendEmpty()
			event.SetName("exception")
			event.SetTimestamp(ts + 500_000)
			attrs.PutStr("order.number", "A-2000-7")
			attrs.CopyTo(s.Attributes())
			continue
		}
		lr := lines.AppendEmpty()
		lr.SetTimestamp(ts)
		lr.SetEventName(r.event)
		lr.SetSeverityText(r.level)
		lr.SetTraceID(traceID(t, r.trace))
		lr.Body().SetStr(r.text)
		attrs.CopyTo(lr.Attributes())
	}
	require.NoError(t, logs.ConsumeLogs(t.Context(), ld))
	require.NoError(t, traces.ConsumeTraces(t.Context(), td))
}

func traceID(t *testing.T, hex string) (id pcommon.TraceID) {
	t.Helper()
	for i := 0; i < len(hex); i += 2 {
		n, err := strconv.ParseUint(hex[i:i+2], 16, 8)
		require.NoError(t, err)
		id[i/2] = byte(n)
	}
	return id
}

func call(t *testing.T, method, address string) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, address, strings.NewReader(""))
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
}
