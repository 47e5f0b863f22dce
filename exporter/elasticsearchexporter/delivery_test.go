package elasticsearchexporter

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// someLogs returns n records of the same size that are told apart by "record i".
func someLogs(n int) plog.Logs {
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for i := range n {
		lr := records.AppendEmpty()
		lr.SetTimestamp(1_790_000_000_000_000_000)
		lr.Body().SetStr(fmt.Sprintf("record %03d", i))
		lr.Attributes().PutStr(delivery.RecordIDAttribute, fmt.Sprintf("%032x", i))
	}
	return ld
}

func bodies(ld plog.Logs) []string {
	var out []string
	for _, rl := range ld.ResourceLogs().All() {
		for _, sl := range rl.ScopeLogs().All() {
			for _, lr := range sl.LogRecords().All() {
				out = append(out, lr.Body().AsString())
			}
		}
	}
	return out
}

// retryOf returns the records that an error asks to send again.
func retryOf(t testing.TB, err error) plog.Logs {
	t.Helper()
	var again consumererror.Logs
	require.ErrorAs(t, err, &again)
	assert.False(t, consumererror.IsPermanent(err))
	assert.NotContains(t, err.Error(), "secret")
	return again.Data()
}

// TestAnswers goes through what a server can answer to a batch of four
// records, of which record 001 is the one that it has something against.
func TestAnswers(t *testing.T) {
	culprit := func(d fakeDoc) bool { return strings.Contains(d.source, "record 001") }
	item := func(status int, errorType string) func(fakeDoc) (int, string) {
		return func(d fakeDoc) (int, string) {
			if culprit(d) {
				return status, errorType
			}
			return 0, ""
		}
	}
	whole := func(status int) func(int, *fakeRequest, http.ResponseWriter) bool {
		return func(_ int, _ *fakeRequest, w http.ResponseWriter) bool {
			w.WriteHeader(status)
			fmt.Fprint(w, `{"error":{"reason":"secret text"}}`)
			return true
		}
	}
	wholeCulprit := func(status int) func(int, *fakeRequest, http.ResponseWriter) bool {
		return func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
			bad := slices.ContainsFunc(r.docs, culprit)
			if bad {
				w.WriteHeader(status)
			}
			return bad
		}
	}
	answer := func(change func(string) string) func(int, []byte, http.ResponseWriter) bool {
		return func(_ int, body []byte, w http.ResponseWriter) bool {
			fmt.Fprint(w, change(string(body)))
			return true
		}
	}
	only := []string{"record 001"}
	all := []string{"record 000", "record 001", "record 002", "record 003"}

	tests := []struct {
		name     string
		whole    func(int, *fakeRequest, http.ResponseWriter) bool
		item     func(fakeDoc) (int, string)
		answer   func(int, []byte, http.ResponseWriter) bool
		outcomes map[string]int64
		reasons  map[string]int64
		again    []string
		cause    string
		status   string
	}{
		{name: "all stored", outcomes: map[string]int64{"stored": 4}},
		{
			name: "a mapping error", item: item(400, "document_parsing_exception"),
			outcomes: map[string]int64{"stored": 3, "rejected": 1},
			reasons:  map[string]int64{"document_parsing_exception": 1},
		},
		{
			name: "an error of OpenSearch", item: item(400, "mapper_parsing_exception"),
			outcomes: map[string]int64{"stored": 3, "rejected": 1},
			reasons:  map[string]int64{"mapper_parsing_exception": 1},
		},
		{
			name: "an error that nobody knows", item: item(400, "made up with secret text"),
			outcomes: map[string]int64{"stored": 3, "rejected": 1},
			reasons:  map[string]int64{"other": 1},
		},
		{
			name: "there already", item: item(409, "version_conflict_engine_exception"),
			outcomes: map[string]int64{"stored": 3, "duplicate": 1},
		},
		{
			name: "overload of one shard", item: item(429, "es_rejected_execution_exception"),
			outcomes: map[string]int64{"stored": 3}, again: only, cause: "es_rejected_execution_exception",
		},
		{
			name: "a block", item: item(403, "cluster_block_exception"),
			outcomes: map[string]int64{"stored": 3}, again: only, cause: "cluster_block_exception",
			status: "StatusRecoverableError: the backend does not take data: cluster_block_exception, the cluster or the index is blocked for writing, for example because a disk is full",
		},
		{
			name: "no such index", item: item(404, "index_not_found_exception"),
			outcomes: map[string]int64{"stored": 3}, again: only, cause: "index_not_found_exception",
			status: "StatusRecoverableError: the backend does not take data: index_not_found_exception, the index does not exist and must not be created automatically",
		},
		{
			name: "no room for a new index", item: item(400, "validation_exception"),
			outcomes: map[string]int64{"stored": 3}, again: only, cause: "validation_exception",
			status: "StatusRecoverableError: the backend does not take data: validation_exception, the cluster has no room for another index; check cluster.max_shards_per_node",
		},
		{
			name: "a shard is away", item: item(503, "unavailable_shards_exception"),
			outcomes: map[string]int64{"stored": 3}, again: only, cause: "unavailable_shards_exception",
		},
		{
			name: "a status of nothing", item: item(999, ""),
			outcomes: map[string]int64{"stored": 3}, again: only, cause: "other",
		},
		{
			name: "in the failure store",
			answer: answer(func(s string) string {
				return strings.Replace(s, `{"status":201}`, `{"status":201,"failure_store":"used"}`, 1)
			}),
			outcomes: map[string]int64{"stored": 3, "failure_store": 1},
		},
		{
			name: "an item too few", answer: answer(func(s string) string {
				return strings.Replace(s, `{"create":{"status":201}},`, "", 1)
			}),
			again: all, cause: "malformed_answer",
		},
		{
			name: "an item too many", answer: answer(func(s string) string {
				return strings.Replace(s, `[`, `[{"create":{"status":201}},`, 1)
			}),
			again: all, cause: "malformed_answer",
		},
		{
			name: "another operation", answer: answer(func(s string) string {
				return strings.ReplaceAll(s, `create`, `index`)
			}),
			again: all, cause: "other",
		},
		{
			name: "cut short", answer: answer(func(s string) string { return s[:len(s)-1] }),
			again: all, cause: "malformed_answer",
		},
		{
			name: "cut short on the wire", answer: func(_ int, body []byte, w http.ResponseWriter) bool {
				w.Header().Set("Content-Length", strconv.Itoa(len(body)))
				_, _ = w.Write(body[:len(body)/2])
				return true
			},
			again: all, cause: "malformed_answer",
		},
		{
			name: "a login page", answer: answer(func(string) string { return "<html>" }),
			again: all, cause: "malformed_answer",
		},
		{name: "an empty answer", answer: answer(func(string) string { return "" }), again: all, cause: "malformed_answer"},
		{
			name: "no content", whole: whole(204), again: all, cause: "http_204",
		},
		{
			name: "a redirect", whole: func(_ int, _ *fakeRequest, w http.ResponseWriter) bool {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(http.StatusTemporaryRedirect)
				return true
			}, again: all, cause: "http_307",
			status: "StatusRecoverableError: the backend does not take data: http_307, the server redirects; set endpoint to where it points",
		},
		{
			name: "a wrong password", whole: whole(401), again: all, cause: "http_401",
			status: "StatusRecoverableError: the backend does not take data: http_401, the server does not accept the credentials",
		},
		{name: "no right", whole: whole(403), again: all, cause: "http_403", status: "StatusRecoverableError: the backend does not take data: http_403, the user has no right to write"},
		{name: "no such path", whole: whole(404), again: all, cause: "http_404"},
		{name: "no such method", whole: whole(405), again: all, cause: "http_405"},
		{name: "overload", whole: whole(429), again: all, cause: "http_429"},
		{name: "broken", whole: whole(500), again: all, cause: "http_500"},
		{name: "a gateway without a backend", whole: whole(502), again: all, cause: "http_502"},
		{name: "away", whole: whole(503), again: all, cause: "http_503"},
		{
			name: "one record spoils the request", whole: wholeCulprit(400),
			outcomes: map[string]int64{"stored": 3, "rejected": 1}, reasons: map[string]int64{"http_400": 1},
		},
		{
			name: "one record is too large", whole: wholeCulprit(413),
			outcomes: map[string]int64{"stored": 3, "rejected": 1}, reasons: map[string]int64{"http_413": 1},
		},
		{
			name: "requests are too large, records are not", whole: func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
				if len(r.docs) > 1 {
					w.WriteHeader(http.StatusRequestEntityTooLarge)
				}
				return len(r.docs) > 1
			},
			outcomes: map[string]int64{"stored": 4},
		},
		{
			name: "everything is refused", whole: whole(400), again: all, cause: "http_400",
			status: "StatusRecoverableError: the backend does not take data: http_400, every request is refused; check endpoint, proxy and what stands between",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := newFakeServer(t)
			f.whole, f.item, f.answer = tt.whole, tt.item, tt.answer
			h := newHarness(t, testConfig(f.URL))
			ld := someLogs(4)

			err := h.logs.ConsumeLogs(t.Context(), ld)

			if tt.again == nil {
				require.NoError(t, err)
			} else {
				assert.Equal(t, tt.again, bodies(retryOf(t, err)))
				assert.ErrorContains(t, err, tt.cause)
			}
			if tt.outcomes == nil {
				tt.outcomes = map[string]int64{}
			}
			if tt.reasons == nil {
				tt.reasons = map[string]int64{}
			}
			assert.Equal(t, tt.outcomes, h.outcomes(t))
			assert.Equal(t, tt.reasons, h.reasons(t))
			if tt.status != "" {
				assert.Equal(t, []string{tt.status}, h.status.statuses())
			}
			assert.Equal(t, all, bodies(ld), "the batch is not ours to change")
			for _, entry := range h.observed.All() {
				assert.NotContains(t, fmt.Sprint(entry.Message, entry.ContextMap()), "secret")
			}
		})
	}
}

func TestRetryAfterIsPassedOn(t *testing.T) {
	for name, status := range map[string]int{"whole request": 503, "one item": 200} {
		t.Run(name, func(t *testing.T) {
			f := newFakeServer(t)
			f.item = func(fakeDoc) (int, string) { return 429, "es_rejected_execution_exception" }
			f.answer = func(_ int, body []byte, w http.ResponseWriter) bool {
				w.Header().Set("Retry-After", "17")
				w.WriteHeader(status)
				_, _ = w.Write(body)
				return true
			}
			h := newHarness(t, testConfig(f.URL))
			err := h.logs.ConsumeLogs(t.Context(), someLogs(2))
			assert.ErrorContains(t, err, "Throttle (17s)")
		})
	}
}

// TestConnectionLostAfterStoring: the answer never arrives, the documents are
// there, and sending them again doubles nothing.
func TestConnectionLostAfterStoring(t *testing.T) {
	f := newFakeServer(t)
	f.answer = func(n int, _ []byte, w http.ResponseWriter) bool {
		if n > 1 {
			return false
		}
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
		return true
	}
	h := newHarness(t, testConfig(f.URL))

	err := h.logs.ConsumeLogs(t.Context(), someLogs(3))
	require.ErrorContains(t, err, "connection")
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), retryOf(t, err)))

	assert.Len(t, f.sources(), 3)
	assert.Equal(t, map[string]int64{"duplicate": 3}, h.outcomes(t))
	assert.Equal(t, []string{"StatusRecoverableError: the backend does not take data: connection", "StatusOK"}, h.status.statuses())
}

func TestTimeout(t *testing.T) {
	f := newFakeServer(t)
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	f.whole = func(int, *fakeRequest, http.ResponseWriter) bool {
		<-release
		return true
	}
	cfg := testConfig(f.URL)
	cfg.ClientConfig.Timeout = 50 * time.Millisecond
	h := newHarness(t, cfg)
	err := h.logs.ConsumeLogs(t.Context(), someLogs(1))
	require.ErrorContains(t, err, "timeout")
	assert.Equal(t, 1, retryOf(t, err).LogRecordCount())
}

func TestEmptyBatchIsDoneWithoutASend(t *testing.T) {
	f := newFakeServer(t)
	h := newHarness(t, testConfig(f.URL))
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), plog.NewLogs()))
	require.NoError(t, h.traces.ConsumeTraces(t.Context(), ptrace.NewTraces()))
	assert.Empty(t, f.requests())
}

func TestRequestsAreSplitByBytes(t *testing.T) {
	f := newFakeServer(t)
	cfg := testConfig(f.URL)
	cfg.FlushBytes = minFlushBytes
	h := newHarness(t, cfg)
	ld := someLogs(200)
	ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(7).Body().SetStr(strings.Repeat("large ", 5000))

	require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))

	assert.Len(t, f.sources(), 200)
	for _, r := range f.requests() {
		if len(r.docs) > 1 {
			assert.LessOrEqual(t, len(r.body), minFlushBytes)
		}
	}
	assert.Greater(t, len(f.requests()), 4)
}

// TestFailureStopsTheAttempt: a server that is away is not asked again for
// every part of the batch, and what no answer covered is sent again.
func TestFailureStopsTheAttempt(t *testing.T) {
	f := newFakeServer(t)
	f.whole = func(n int, _ *fakeRequest, w http.ResponseWriter) bool {
		if n == 2 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		return n == 2
	}
	cfg := testConfig(f.URL)
	cfg.FlushBytes = minFlushBytes
	h := newHarness(t, cfg)

	err := h.logs.ConsumeLogs(t.Context(), someLogs(200))

	rest := retryOf(t, err)
	assert.Len(t, f.requests(), 2)
	assert.Equal(t, 200, rest.LogRecordCount()+len(f.sources()))
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), rest))
	assert.Equal(t, map[string]int64{"stored": 200}, h.outcomes(t), "nothing is sent twice")
}

// TestSpanIsStoredWithAllItsEvents: a span whose event could not be stored is
// sent again, and one whose event is rejected is rejected.
func TestSpanIsStoredWithAllItsEvents(t *testing.T) {
	for _, tt := range []struct {
		status   int
		outcomes map[string]int64
		again    bool
	}{
		{429, map[string]int64{"stored": 1}, true},
		{400, map[string]int64{"stored": 1, "rejected": 1}, false},
	} {
		t.Run(strconv.Itoa(tt.status), func(t *testing.T) {
			f := newFakeServer(t)
			f.item = func(d fakeDoc) (int, string) {
				if strings.Contains(d.source, "bad event") {
					return tt.status, "illegal_argument_exception"
				}
				return 0, ""
			}
			h := newHarness(t, testConfig(f.URL))
			td := ptrace.NewTraces()
			spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
			for _, name := range []string{"good event", "bad event"} {
				s := spans.AppendEmpty()
				s.SetName("span of " + name[:3])
				s.SetStartTimestamp(1_790_000_000_000_000_000)
				s.Events().AppendEmpty().SetName("first")
				s.Events().AppendEmpty().SetName(name)
			}

			err := h.traces.ConsumeTraces(t.Context(), td)

			assert.Equal(t, tt.outcomes, h.outcomes(t))
			if !tt.again {
				require.NoError(t, err)
				return
			}
			var again consumererror.Traces
			require.ErrorAs(t, err, &again)
			require.Equal(t, 1, again.Data().SpanCount())
			f.item = nil
			require.NoError(t, h.traces.ConsumeTraces(t.Context(), again.Data()))
			assert.Len(t, f.sources(), 6)
			assert.Equal(t, int64(2), h.outcomes(t)["stored"])
		})
	}
}

// TestEqualRecordsWithoutIDs: each of two equal records keeps its id when only
// one of them is sent again.
func TestEqualRecordsWithoutIDs(t *testing.T) {
	f := newFakeServer(t)
	seen := 0
	f.item = func(fakeDoc) (int, string) {
		if seen++; seen == 2 {
			return 503, "unavailable_shards_exception"
		}
		return 0, ""
	}
	h := newHarness(t, testConfig(f.URL))
	ld := someLogs(1)
	records := ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords()
	records.At(0).Attributes().Clear()
	records.At(0).CopyTo(records.AppendEmpty())

	err := h.logs.ConsumeLogs(t.Context(), ld)
	rest := retryOf(t, err)
	require.Equal(t, 1, rest.LogRecordCount())
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), rest))

	assert.Len(t, f.sources(), 2)
	assert.Equal(t, map[string]int64{"stored": 2}, h.outcomes(t))
	for _, r := range f.requests() {
		assert.NotContains(t, string(r.body), delivery.RecordIDAttribute)
	}
	_, stamped := records.At(1).Attributes().Get(delivery.RecordIDAttribute)
	assert.False(t, stamped, "the batch is not ours to change")
}

// TestRefusalConvictsOnlyWithProof: a single record that is refused as a whole
// waits until the server has taken another request.
func TestRefusalConvictsOnlyWithProof(t *testing.T) {
	f := newFakeServer(t)
	f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
		bad := strings.Contains(r.docs[0].source, "poison")
		if bad {
			w.WriteHeader(http.StatusBadRequest)
		}
		return bad
	}
	h := newHarness(t, testConfig(f.URL))
	poison := someLogs(1)
	poison.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Body().SetStr("poison")

	err := h.logs.ConsumeLogs(t.Context(), poison)
	require.Error(t, err)
	assert.Equal(t, 1, retryOf(t, err).LogRecordCount())
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), someLogs(1)))
	require.NoError(t, h.logs.ConsumeLogs(t.Context(), poison))
	assert.Equal(t, map[string]int64{"stored": 1, "rejected": 1}, h.outcomes(t))
}

// TestRefusingEverythingEndsTheAttempt bounds what halving costs where it
// cannot help.
func TestRefusingEverythingEndsTheAttempt(t *testing.T) {
	f := newFakeServer(t)
	f.whole = func(_ int, _ *fakeRequest, w http.ResponseWriter) bool {
		w.WriteHeader(http.StatusBadRequest)
		return true
	}
	h := newHarness(t, testConfig(f.URL))
	err := h.logs.ConsumeLogs(t.Context(), someLogs(500))
	assert.Equal(t, 500, retryOf(t, err).LogRecordCount())
	assert.Len(t, f.requests(), maxBarren)
}

func TestUnreachableServer(t *testing.T) {
	f := newFakeServer(t)
	f.Close()
	h := newHarness(t, testConfig(f.URL))
	err := h.logs.ConsumeLogs(t.Context(), someLogs(2))
	assert.Equal(t, 2, retryOf(t, err).LogRecordCount())
	assert.ErrorContains(t, err, "connection")
	assert.NotContains(t, err.Error(), "127.0.0.1")
	assert.True(t, errors.As(err, new(consumererror.Logs)))
}
