//go:build e2e

package lokiexporter

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// realLoki returns the base URL of a Loki to test with; make e2e starts one.
func realLoki(t *testing.T) string {
	t.Helper()
	base := os.Getenv("LETHE_TEST_LOKI_URL")
	if base == "" {
		t.Fatal("LETHE_TEST_LOKI_URL is not set")
	}
	return base
}

type storedEntry struct {
	line   string
	stream map[string]string
}

func queryLoki(t *testing.T, base, query string, from, to time.Time) []storedEntry {
	t.Helper()
	values := url.Values{
		"query": {query}, "limit": {"5000"}, "direction": {"forward"},
		"start": {strconv.FormatInt(from.UnixNano(), 10)}, "end": {strconv.FormatInt(to.UnixNano(), 10)},
	}
	defer http.DefaultClient.CloseIdleConnections()
	resp, err := http.Get(base + "/loki/api/v1/query_range?" + values.Encode())
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	var answer struct {
		Data struct {
			Result []struct {
				Stream map[string]string
				Values [][2]string
			}
		}
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&answer))
	var out []storedEntry
	for _, result := range answer.Data.Result {
		for _, value := range result.Values {
			out = append(out, storedEntry{line: value[1], stream: result.Stream})
		}
	}
	return out
}

// A record of every shape arrives whole, and a copy of the whole batch changes
// nothing.
func TestRealLokiStoresOnce(t *testing.T) {
	base := realLoki(t)
	e := startExporter(t, newConfig(base))
	service := fmt.Sprintf("once-%d", time.Now().UnixNano())
	now := time.Now()

	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", service)
	rl.Resource().Attributes().PutStr("host.name", "h1")
	sl := rl.ScopeLogs().AppendEmpty()
	sl.Scope().SetName("lib")
	for i := range 200 {
		lr := sl.LogRecords().AppendEmpty()
		lr.SetTimestamp(pcommon.NewTimestampFromTime(now.Add(-time.Duration(i) * time.Millisecond)))
		lr.Body().SetStr(fmt.Sprintf("line %d", i))
		lr.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", i))
		lr.Attributes().PutStr("correlation.id", "order-1")
		lr.Attributes().PutStr("___", "only underscores")
		lr.Attributes().PutStr("", "no name")
		lr.Attributes().PutStr("9lives", "digit first")
		lr.Attributes().PutStr("a..b", "x")
		lr.Attributes().PutStr("__error__", "reserved by Loki")
		lr.Attributes().PutStr("bad\xffname", "bad\xffvalue")
		lr.SetTraceID(pcommon.TraceID{1, 2, 3})
		lr.SetSpanID(pcommon.SpanID{4, 5, 6})
		lr.SetSeverityNumber(plog.SeverityNumberWarn)
	}
	// Two records that differ in their id alone are two.
	twin := sl.LogRecords().AppendEmpty()
	sl.LogRecords().At(0).CopyTo(twin)
	twin.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", 1000))

	for range 3 {
		require.NoError(t, e.consume(t.Context(), ld))
	}
	got := queryLoki(t, base, fmt.Sprintf("{service_name=%q}", service), now.Add(-time.Minute), now.Add(time.Minute))
	require.Len(t, got, 201)
	want := map[string]string{
		"service_name": service, "host_name": "h1", "scope_name": "lib", "correlation_id": "order-1",
		"trace_id": "01020300000000000000000000000000", "span_id": "0405060000000000",
		"severity_number": "13", "key_9lives": "digit first", "a_b": "x", "_error_": "reserved by Loki",
		"bad_name": "badvalue", "key": "no name", "attribute_key": "only underscores", "detected_level": "warn",
	}
	for name, value := range want {
		require.Equal(t, value, got[0].stream[name], name)
	}
	require.NotContains(t, got[0].stream, "__error__")
}

// Every label that a resource can lead to is one that Loki reads.
func TestRealLokiTakesEveryLabel(t *testing.T) {
	base := realLoki(t)
	e := startExporter(t, newConfig(base))
	stamp := strconv.FormatInt(time.Now().UnixNano(), 10)
	for i, value := range []string{
		`quote " and \ backslash`, "new\nline", "tab\tnul\x00", "bad \xff byte", "replacement \ufffd", "日本語 \U0001f600", "{a=\"b\"}",
	} {
		ld := oneRecord("line")
		ld.ResourceLogs().At(0).Resource().Attributes().PutStr("service.name", value)
		ld.ResourceLogs().At(0).Resource().Attributes().PutStr("service.namespace", stamp+"-"+strconv.Itoa(i))
		require.NoError(t, e.consume(t.Context(), ld), "%q", value)
	}
	got := queryLoki(t, base, fmt.Sprintf("{service_namespace=~\"%s-.*\"}", stamp), time.Now().Add(-time.Minute), time.Now().Add(time.Minute))
	require.Len(t, got, 7)
}

// One bad entry among good ones is the only one that is rejected; a backlog
// beyond the maximum age costs few requests.
func TestRealLokiRejectsOnlyTheCulprits(t *testing.T) {
	base := realLoki(t)
	e := startExporter(t, newConfig(base))
	service := fmt.Sprintf("culprit-%d", time.Now().UnixNano())
	now := time.Now()
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", service)
	records := rl.ScopeLogs().AppendEmpty().LogRecords()
	for i := range 2000 {
		lr := records.AppendEmpty()
		at := now.Add(-time.Duration(i) * time.Microsecond)
		switch {
		case i%100 == 7:
			at = at.Add(time.Hour) // too new
		case i%100 >= 50:
			at = at.Add(-200 * time.Hour) // too old
		}
		lr.SetTimestamp(pcommon.NewTimestampFromTime(at))
		lr.Body().SetStr(fmt.Sprintf("line %d", i))
	}
	b := e.batches.get()
	d := newDelivering(e, b, records.Len())
	b.fill(ld, d.ledger, d.rejected)
	d.run(t.Context(), 1, 0)
	require.Zero(t, d.ledger.Pending())
	require.Equal(t, map[string]int{reasonTooOld: 1000, reasonTooNew: 20}, d.rejected)
	got := queryLoki(t, base, fmt.Sprintf("{service_name=%q}", service), now.Add(-time.Minute), now.Add(time.Minute))
	require.Len(t, got, 980)
}

// An entry behind its stream is rejected for good; the newer ones are stored,
// and a second attempt at the same batch stays as it was.
func TestRealLokiTooFarBehind(t *testing.T) {
	base := realLoki(t)
	e := startExporter(t, newConfig(base))
	service := fmt.Sprintf("behind-%d", time.Now().UnixNano())
	send := func(age time.Duration) (*delivery.Ledger, map[string]int) {
		ld := oneRecord("line of " + age.String())
		ld.ResourceLogs().At(0).Resource().Attributes().PutStr("service.name", service)
		ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).
			SetTimestamp(pcommon.NewTimestampFromTime(time.Now().Add(-age)))
		b := e.batches.get()
		d := newDelivering(e, b, 1)
		b.fill(ld, d.ledger, d.rejected)
		d.run(t.Context(), 1, 0)
		return d.ledger, d.rejected
	}
	ledger, rejected := send(0)
	require.Equal(t, delivery.Stored, ledger.Outcome(0))
	require.Empty(t, rejected)
	ledger, rejected = send(3 * time.Hour)
	require.Equal(t, delivery.Rejected, ledger.Outcome(0))
	require.Equal(t, map[string]int{reasonTooFarBehind: 1}, rejected)
}

// Loki's answer to a push tells of the last stream only: an entry that another
// stream lost is a success. The exporter therefore sends one stream a request.
// When this test fails, Loki has mended it, and requests may hold more.
func TestRealLokiForgetsTheErrorOfAnotherStream(t *testing.T) {
	base := realLoki(t)
	service := fmt.Sprintf("forgotten-%d", time.Now().UnixNano())
	now := time.Now()
	push := func(streams ...string) int {
		body := `{"streams":[` + strings.Join(streams, ",") + `]}`
		resp, err := http.Post(base+"/loki/api/v1/push", "application/json", strings.NewReader(body))
		require.NoError(t, err)
		require.NoError(t, resp.Body.Close())
		return resp.StatusCode
	}
	stream := func(kind, line string, age time.Duration) string {
		return fmt.Sprintf(`{"stream":{"service_name":%q,"kind":%q},"values":[["%d",%q]]}`, service, kind, now.Add(-age).UnixNano(), line)
	}
	defer http.DefaultClient.CloseIdleConnections()
	require.Equal(t, http.StatusNoContent, push(stream("late", "head", 0)))

	require.Equal(t, http.StatusBadRequest, push(stream("late", "alone", 3*time.Hour)), "alone it is refused")
	require.Equal(t, http.StatusNoContent, push(stream("late", "lost", 3*time.Hour), stream("good", "stored", 0)), "before a good stream it is not")
	var lines []string
	for _, entry := range queryLoki(t, base, fmt.Sprintf(`{service_name=%q}`, service), now.Add(-4*time.Hour), now.Add(time.Minute)) {
		lines = append(lines, entry.line)
	}
	require.ElementsMatch(t, []string{"head", "stored"}, lines)
}

// A backlog of hours in one batch is stored whole: requests are cut by time.
// (A Loki with its defaults does not look for entries older than three hours
// before it has written them to its store.)
func TestRealLokiTakesABacklog(t *testing.T) {
	base := realLoki(t)
	e := startExporter(t, newConfig(base))
	service := fmt.Sprintf("backlog-%d", time.Now().UnixNano())
	now := time.Now()
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", service)
	records := rl.ScopeLogs().AppendEmpty().LogRecords()
	for i := range 1000 {
		lr := records.AppendEmpty()
		lr.SetTimestamp(pcommon.NewTimestampFromTime(now.Add(-time.Duration(i) * 9 * time.Second)))
		lr.Body().SetStr(fmt.Sprintf("line %d", i))
	}
	require.NoError(t, e.consume(t.Context(), ld))
	got := queryLoki(t, base, fmt.Sprintf("{service_name=%q}", service), now.Add(-3*time.Hour), now.Add(time.Minute))
	require.Len(t, got, 1000)
}

func oneRecord(line string) plog.Logs {
	ld := plog.NewLogs()
	lr := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	lr.SetTimestamp(pcommon.NewTimestampFromTime(time.Now()))
	lr.Body().SetStr(line)
	return ld
}

// Loki counts as we do: what stands at a limit is stored, what is beyond is
// refused with the reason that the check before the send gives.
func TestRealLokiLimits(t *testing.T) {
	base := realLoki(t)
	cfg := newConfig(base)
	cfg.Limits.LineSize, cfg.Limits.MetadataSize, cfg.Limits.MetadataEntries = 0, 0, 0
	unchecked := startExporter(t, cfg)
	checked := startExporter(t, newConfig(base))
	now := pcommon.NewTimestampFromTime(time.Now())
	for _, tt := range limitCases {
		if tt.reason == reasonNoTimestamp || tt.reason == reasonTooNew {
			continue // about the time, which this test sets
		}
		for _, e := range []*lokiExporter{unchecked, checked} {
			ld := plog.NewLogs()
			tt.at(fixedRecord(ld, "at the limit"))
			tt.beyond(fixedRecord(ld, "beyond"))
			for _, rl := range ld.ResourceLogs().All() {
				rl.ScopeLogs().At(0).LogRecords().At(0).SetTimestamp(now)
			}
			b := e.batches.get()
			d := newDelivering(e, b, 2)
			b.fill(ld, d.ledger, d.rejected)
			d.run(t.Context(), 1, 0)
			require.Equal(t, delivery.Stored, d.ledger.Outcome(0), tt.reason)
			require.Equal(t, delivery.Rejected, d.ledger.Outcome(1), tt.reason)
			require.Equal(t, map[string]int{tt.reason: 1}, d.rejected)
		}
	}
}

// More than the tenant's burst (6 MB by default) arrives whole and once,
// although Loki refuses parts of it on the way.
func TestRealLokiRateLimit(t *testing.T) {
	base := realLoki(t)
	e := startExporter(t, newConfig(base))
	service := fmt.Sprintf("rate-%d", time.Now().UnixNano())
	now := time.Now()
	const n = 24_000
	ld := plog.NewLogs()
	for r := range 3 {
		rl := ld.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.namespace", service)
		rl.Resource().Attributes().PutStr("service.name", fmt.Sprint(r))
		records := rl.ScopeLogs().AppendEmpty().LogRecords()
		for i := range n / 3 {
			lr := records.AppendEmpty()
			lr.SetTimestamp(pcommon.NewTimestampFromTime(now.Add(-time.Duration(i) * time.Millisecond)))
			lr.Body().SetStr(fmt.Sprintf("line %d %s", i, strings.Repeat("x", 500)))
		}
	}
	refused := 0
	for {
		err := e.consume(t.Context(), ld)
		if err == nil {
			break
		}
		refused++
		require.ErrorContains(t, err, "log records to be sent again: rate_limit")
		require.Less(t, refused, 100)
		var rest consumererror.Logs
		require.ErrorAs(t, err, &rest)
		ld = rest.Data()
		time.Sleep(200 * time.Millisecond)
	}
	require.NotZero(t, refused, "the test sends too little")
	require.Equal(t, strconv.Itoa(n), countInLoki(t, base, fmt.Sprintf("sum(count_over_time({service_namespace=%q}[5m]))", service)))
}

func countInLoki(t *testing.T, base, query string) string {
	t.Helper()
	defer http.DefaultClient.CloseIdleConnections()
	resp, err := http.Get(base + "/loki/api/v1/query?" + url.Values{"query": {query}}.Encode())
	require.NoError(t, err)
	defer func() { _ = resp.Body.Close() }()
	require.Equal(t, http.StatusOK, resp.StatusCode)
	var answer struct {
		Data struct {
			Result []struct{ Value [2]any }
		}
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&answer))
	require.Len(t, answer.Data.Result, 1)
	return answer.Data.Result[0].Value[1].(string)
}
