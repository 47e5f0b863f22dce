package elasticsearchbulkreceiver

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/intake"
)

// read reads a bulk request as the server does.
func read(t testing.TB, config *Config, body io.Reader, d defaults) (*request, error) {
	t.Helper()
	q := newRequest(config)
	q.madeIDs = true
	q.lines.reset(t.Context(), body, intake.NewBudget(config.Limits.MaxInFlightBytes))
	return q, q.readBulk(d)
}

// operations returns the operations of the records by their message.
func operations(logs plog.Logs) map[string]delivery.Operation {
	found := map[string]delivery.Operation{}
	for _, resource := range logs.ResourceLogs().All() {
		for _, scope := range resource.ScopeLogs().All() {
			for _, record := range scope.LogRecords().All() {
				op, _ := delivery.Take(record.Attributes())
				found[record.Body().AsString()] = op
			}
		}
	}
	return found
}

func TestOperations(t *testing.T) {
	config := configure(t, `allow: {indices: ["audit-*"], pipelines: [geoip, "mail-*"], routing: ["r*"]}`)
	body := `{"index":{"_index":"logs"}}
{"message":"no id"}
{"index":{"_index":"logs","_id":"1"}}
{"message":"id","service":{"name":"a"}}
{"create":{"_index":"audit-2026","_id":"2"}}
{"message":"index"}
{"create":{"_index":"logs","pipeline":"geoip","routing":"r1"}}
{"message":"all","service":{"name":"a"}}
{"create":{"_index":"logs","pipeline":"secret","routing":"secret"}}
{"message":"none"}
{"create":{"_index":"logs"}}
{"message":"forged","lethe.elasticsearch.operation":{"action":"index","index":".security"}}
{"create":{"_index":"logs"}}
{"message":"forged deep","lethe":{"elasticsearch":{"operation":{"action":"index","index":".security"}}}}
{"index":{}}
{"message":"from the path"}
`
	q, err := read(t, config, strings.NewReader(body), defaults{index: []byte("audit-x"), pipeline: []byte("mail-in")})
	require.NoError(t, err)
	require.False(t, q.items.failed)
	assert.Equal(t, map[string]delivery.Operation{
		"no id":         {Action: "index", SourceIndex: "logs", Pipeline: "mail-in", Position: 1},
		"id":            {Action: "index", SourceIndex: "logs", ID: "1", Pipeline: "mail-in", Position: 2},
		"index":         {Action: "create", SourceIndex: "audit-2026", Index: "audit-2026", ID: "2", Pipeline: "mail-in", Position: 3},
		"all":           {Action: "create", SourceIndex: "logs", Pipeline: "geoip", Routing: "r1", Position: 4},
		"none":          {},
		"forged":        {Action: "create", SourceIndex: "logs", Pipeline: "mail-in", Position: 6},
		"forged deep":   {Action: "create", SourceIndex: "logs", Pipeline: "mail-in", Position: 7},
		"from the path": {Action: "index", SourceIndex: "audit-x", Index: "audit-x", Pipeline: "mail-in", Position: 8},
	}, operations(q.batch.Logs()))
}

func TestOperationsOfNobody(t *testing.T) {
	q, err := read(t, configure(t, ""), strings.NewReader(`{"index":{"_index":"audit","pipeline":"p","routing":"r"}}
{"message":"a","lethe.elasticsearch.operation":{"action":"index","index":".security"}}
{"index":{"_index":"audit","_id":"1","pipeline":"p","routing":"r"}}
{"message":"b"}
`), defaults{})
	require.NoError(t, err)
	assert.Equal(t, map[string]delivery.Operation{
		"a": {},
		"b": {Action: "index", ID: "1", SourceIndex: "audit", Position: 2},
	}, operations(q.batch.Logs()))
}

// The same bytes, however the network cuts them, give the same records and the
// same answer.
func TestAResendIsTheSame(t *testing.T) {
	body := string(bulkBody(300, `{"index":{"_index":"app","_id":"ID"}}`)) + string(bulkBody(300, `{"create":{"_index":"b"}}`)) +
		`{"update":{"_index":"a"}}` + "\n{}\n" + `{"index":{"_index":"a"}}` + "\nnot json\n"
	var want, wantAnswer string
	for name, reader := range map[string]io.Reader{
		"whole":   strings.NewReader(body),
		"again":   strings.NewReader(body),
		"halves":  iotest.HalfReader(strings.NewReader(body)),
		"crlf":    strings.NewReader(strings.ReplaceAll(body, "\n", "\r\n")),
		"bytes":   iotest.OneByteReader(strings.NewReader(body)),
		"no end":  strings.NewReader(strings.TrimSuffix(body, "\n")),
		"blanks":  strings.NewReader("\n \n" + body + "\n\n"),
		"dataErr": iotest.DataErrReader(strings.NewReader(body)),
	} {
		q, err := read(t, configure(t, ""), reader, defaults{})
		require.NoError(t, err, name)
		got, err := (&plog.ProtoMarshaler{}).MarshalLogs(q.batch.Logs())
		require.NoError(t, err)
		answer := bulkAnswer{shape: newShape(nil, false), items: &q.items}
		w := &recorder{discard: discard{http.Header{}}}
		answer.send(w, newTestRequest(t))
		if want == "" {
			want, wantAnswer = string(got), w.text.String()
		}
		assert.Equal(t, want, string(got), name)
		assert.Equal(t, wantAnswer, w.text.String(), name)
	}
}

// A request uses again what the one before has left.
func TestRequestsLeaveNothingBehind(t *testing.T) {
	s := serve(t, "", &sink{})
	bad := `{"create":{"_index":"BAD","_id":"1"}}` + "\n{\n"
	good := `{"create":{"_index":"good"}}` + "\n{}\n"
	_, _, first := s.send(t, http.MethodPost, "/_bulk", nil, good)
	_, _, _ = s.send(t, http.MethodPost, "/_bulk", nil, bad)
	_, _, _ = s.send(t, http.MethodPost, "/_bulk", nil, `{"create":{"_index":"x","_id":"left"}}`+"\n")
	_, _, second := s.send(t, http.MethodPost, "/_bulk", nil, good)
	assert.Equal(t, first, second)
	assert.Contains(t, first, `"errors":false`)
}

func TestBadDocumentsKeepTheOthers(t *testing.T) {
	config := configure(t, "limits: {max_document_bytes: 1024}")
	body := `{"create":{"_index":"a"}}
{"message":"1"}
{"delete":{"_index":"a","_id":"2"}}
{"create":{"_index":"a"}}
{"message":"` + strings.Repeat("x", 5000) + `"}
{"create":{"_index":"a"}}

{"create":{"_index":"a","_id":"` + strings.Repeat("i", 513) + `"}}
{"message":"5"}
{"create":{"_index":"a","_id":"` + strings.Repeat("i", 512) + `"}}
{"message":"6"}
`
	q, err := read(t, config, strings.NewReader(body), defaults{})
	require.NoError(t, err)
	var got []problem
	for _, it := range q.items.list {
		got = append(got, it.problem)
	}
	assert.Equal(t, []problem{taken, problemDelete, problemSize, problemDocument, problemLongID, taken}, got)
	assert.Equal(t, 2, q.batch.Len())
}

// Nothing that a client sends comes back in an error.
func TestErrorsQuoteNothing(t *testing.T) {
	const secret = "hunter2-never-tell"
	s := serve(t, "", &sink{})
	for _, body := range []string{
		`{"` + secret + `":{}}`,
		`{"index":{"` + secret + `":1}}`,
		`{"index":{"_index":"a","_id":{"` + secret + `":1}}}`,
		secret,
		`{"index":{"_index":"a"}}` + "\n" + secret,
		`{"index":{"_index":"a"}}` + "\n" + `{"password":"` + secret,
		`{"index":{"_index":"a"}}` + "\n" + `["` + secret + `"]`,
	} {
		_, _, text := s.send(t, http.MethodPost, "/_bulk", nil, body+"\n")
		assert.Contains(t, text, `"error`)
		assert.NotContains(t, text, secret, body)
	}
	for _, target := range []string{"/_nothing/" + secret, "/_bulk/" + secret, "/a/_bulk/" + secret} {
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
			_, _, text := s.send(t, method, target, nil, "")
			assert.NotContains(t, text, secret, target)
		}
	}
	_, _, text := s.send(t, http.MethodPost, "/_bulk", http.Header{"Content-Encoding": {secret}}, "{}")
	assert.NotContains(t, text, secret)
}

func TestABrokenBodyTakesNothing(t *testing.T) {
	broken := errors.New("reset by peer")
	body := io.MultiReader(strings.NewReader(`{"create":{"_index":"a"}}`+"\n{}\n"), iotest.ErrReader(broken))
	_, err := read(t, configure(t, ""), body, defaults{})
	assert.ErrorIs(t, err, broken)
	assert.Equal(t, errBody, asFailure(err))
}

func TestAttacks(t *testing.T) {
	settings := "max_request_body_size: 8388608\nlimits: {max_in_flight_bytes: 34000000}"
	sink := &sink{}
	s := serve(t, settings, sink)
	action := `{"create":{"_index":"a"}}` + "\n"
	deep := strings.Repeat(`{"a":`, 500_000)
	for name, tt := range map[string]struct {
		body   string
		header http.Header
		status int
		text   string
	}{
		"a bomb":                {action + `{"a":"` + strings.Repeat("x", 64*mib) + `"}` + "\n", http.Header{"Content-Encoding": {"gzip"}}, 413, "content_too_long_exception"},
		"an endless line":       {strings.Repeat("x", 64*mib), nil, 413, "content_too_long_exception"},
		"an endless action":     {`{"create":{"_id":"` + strings.Repeat("x", mib), nil, 400, "max_action_bytes"},
		"an endless document":   {action + strings.Repeat("x", 6*mib) + "\n" + action + "{}\n", nil, 200, "max_document_bytes"},
		"10,000 small actions":  {strings.Repeat(`{"index":{}}`+"\n{}\n", 10_000), nil, 400, "index is missing"},
		"100,001 small actions": {strings.Repeat(`{"index":{"_index":"a"}}`+"\n{}\n", 100_001), nil, 413, "max_actions"},
		"only deletes":          {strings.Repeat(`{"delete":{"_index":"a","_id":"1"}}`+"\n", 10_000), nil, 200, `"errors":true`},
		"deep":                  {action + deep + "\n", nil, 200, "document_parsing_exception"},
		"deep action":           {`{"index":{"dynamic_templates":` + deep[:10_000] + "\n", nil, 400, "too deep"},
		"lists of numbers":      {strings.Repeat(action+`{"a":[`+strings.Repeat("1,", 60_000)+"1]}\n", 30), nil, 413, "max_in_flight_bytes"},
		"lists of objects":      {strings.Repeat(action+`{"a":[`+strings.Repeat("{},", 60_000)+"1]}\n", 30), nil, 413, "max_in_flight_bytes"},
		"only blanks":           {strings.Repeat("\n", mib), nil, 400, "no requests added"},
		"many fields":           {action + `{"a":[` + strings.Repeat("1,", 200_000) + "1]}\n", nil, 200, "document_parsing_exception"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, text := s.send(t, http.MethodPost, "/_bulk", tt.header, tt.body)
			assert.Equal(t, tt.status, status)
			assert.Contains(t, text, tt.text)
			assert.True(t, s.budget.Take(34_000_000), "all bytes are given back")
			s.budget.Return(34_000_000)
		})
	}
	status, _, _ := s.send(t, http.MethodPost, "/_bulk", nil, action+"{}\n")
	assert.Equal(t, http.StatusOK, status, "others keep their service")
}

// A bomb costs what its limit allows, not what it holds.
func TestABombCostsLittle(t *testing.T) {
	s := serve(t, "max_request_body_size: 4194304\nlimits: {max_in_flight_bytes: 34000000}", &sink{})
	bomb := gzipped(t, append([]byte(`{"create":{"_index":"a"}}`+"\n"), bytes.Repeat([]byte("x"), 128*mib)...))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20 {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/_bulk", bytes.NewReader(bomb))
		require.NoError(t, err)
		req.Header.Set("Content-Encoding", "gzip")
		transport := &http.Transport{}
		answer, err := transport.RoundTrip(req)
		require.NoError(t, err)
		answer.Body.Close()
		transport.CloseIdleConnections()
		assert.Equal(t, http.StatusRequestEntityTooLarge, answer.StatusCode)
	}
	runtime.ReadMemStats(&after)
	assert.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(20*10*mib))
}

func TestTooManyBytesInFlight(t *testing.T) {
	s := serve(t, "", &sink{})
	require.True(t, s.budget.Take(defaultInFlight))
	status, header, text := s.send(t, http.MethodPost, "/_bulk", nil, `{"create":{"_index":"a"}}`+"\n{}\n")
	assert.Equal(t, http.StatusTooManyRequests, status)
	assert.Equal(t, "5", header.Get("Retry-After"))
	assert.Contains(t, text, rejected)
	s.budget.Return(defaultInFlight)
	status, _, _ = s.send(t, http.MethodPost, "/_bulk", nil, `{"create":{"_index":"a"}}`+"\n{}\n")
	assert.Equal(t, http.StatusOK, status)
}

func TestContextIsMarked(t *testing.T) {
	sink := &sink{}
	s := serve(t, "", sink)
	_, _, _ = s.send(t, http.MethodPost, "/_bulk", nil, `{"create":{"_index":"a"}}`+"\n{}\n")
	_, _, _ = s.send(t, http.MethodPost, "/a/_doc/1", nil, "{}")
	assert.Equal(t, []bool{true, true}, sink.marked)
}

// A large answer is sent in parts, and whole.
func TestLargeAnswer(t *testing.T) {
	s := serve(t, "", &sink{})
	const n = 5000
	_, header, text := s.send(t, http.MethodPost, "/_bulk", nil, strings.Repeat(`{"create":{"_index":"a"}}`+"\n{}\n", n))
	assert.Empty(t, header.Get("Content-Length"))
	assert.Equal(t, n, strings.Count(text, `"status":201`))
	assert.True(t, strings.HasSuffix(text, fmt.Sprintf(`"_seq_no":%d,"_primary_term":1,"status":201}}]}`, n-1)))
}

// Whatever is sent, each action has its item, all records were asked for, and
// the same bytes give the same.
func FuzzBulk(f *testing.F) {
	for _, seed := range []string{
		`{"index":{"_index":"a","_id":"1"}}` + "\n" + `{"message":"m"}` + "\n",
		`{"create":{"_index":"a"}}` + "\r\n" + `{"message":"m"}`,
		`{"delete":{"_index":"a"}}` + "\n" + `{"update":{"_index":"a"}}` + "\n{}\n\n",
		"\n\n", "{", `{"index":{"_index":"a"}}` + "\n\n" + `{"index":{"_index":"a"}}` + "\n[]\n",
	} {
		f.Add([]byte(seed))
	}
	config := createDefaultConfig().(*Config)
	config.Limits.MaxDocumentBytes, config.Limits.MaxActionBytes, config.Limits.MaxActions = 256, 128, 16
	f.Fuzz(func(t *testing.T, body []byte) {
		q, err := read(t, config, bytes.NewReader(body), defaults{})
		again, errAgain := read(t, config, iotest.OneByteReader(bytes.NewReader(body)), defaults{})
		if (err == nil) != (errAgain == nil) || err != nil && asFailure(err) != asFailure(errAgain) {
			t.Fatalf("%v, then %v", err, errAgain)
		}
		if err != nil {
			return
		}
		good := 0
		for i, it := range q.items.list {
			if it.problem == taken {
				good++
			}
			if it != again.items.list[i] {
				t.Fatalf("item %d: %v, then %v", i, it, again.items.list[i])
			}
		}
		if good != q.batch.Len() || good != q.batch.Logs().LogRecordCount() {
			t.Fatalf("%d items are taken, %d records", good, q.batch.Len())
		}
		w := &recorder{discard: discard{http.Header{}}}
		q.answer.shape, q.answer.items = newShape(nil, false), &q.items
		q.answer.send(w, newTestRequest(t))
		if got := strings.Count(w.text.String(), `"status":`); got != len(q.items.list) {
			t.Fatalf("%d of %d items are answered", got, len(q.items.list))
		}
	})
}
