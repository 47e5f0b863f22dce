package jaegerexporter

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

func partialAnswer(rejected int64) ptraceotlp.ExportResponse {
	resp := ptraceotlp.NewExportResponse()
	resp.PartialSuccess().SetRejectedSpans(rejected)
	resp.PartialSuccess().SetErrorMessage("bad value " + planted)
	return resp
}

func protoAnswer(rejected int64) string {
	content, err := partialAnswer(rejected).MarshalProto()
	if err != nil {
		panic(err)
	}
	return string(content)
}

func jsonAnswer(rejected int64) string {
	content, err := partialAnswer(rejected).MarshalJSON()
	if err != nil {
		panic(err)
	}
	return string(content)
}

func TestHTTPAnswers(t *testing.T) {
	const n = 5
	for name, tt := range map[string]struct {
		code        int
		contentType string
		header      map[string]string
		body        string
		want        string // the reason why all spans wait, or "" when all are settled
		reject      string // the reason why all spans are rejected
	}{
		"ok in protobuf":               {code: 200, contentType: "application/x-protobuf", body: ""},
		"ok in protobuf, other name":   {code: 200, contentType: "application/protobuf", body: ""},
		"ok in JSON":                   {code: 200, contentType: "application/json; charset=utf-8", body: "{}"},
		"ok without a type":            {code: 200, contentType: "none"},
		"rejected all, protobuf":       {code: 200, contentType: "application/x-protobuf", body: protoAnswer(n), reject: "partial_success"},
		"rejected all, JSON":           {code: 200, contentType: "application/json", body: jsonAnswer(n), reject: "partial_success"},
		"rejected less than none":      {code: 200, contentType: "application/x-protobuf", body: protoAnswer(-1), want: "malformed_answer"},
		"a web page":                   {code: 200, contentType: "text/html", body: "<html>" + planted, want: "malformed_answer"},
		"an empty web page":            {code: 200, contentType: "text/html", want: "malformed_answer"},
		"a page without a type":        {code: 200, contentType: "none", body: "welcome", want: "malformed_answer"},
		"a type that is none":          {code: 200, contentType: ";;;", want: "malformed_answer"},
		"bad protobuf":                 {code: 200, contentType: "application/x-protobuf", body: "\x0a\xff" + planted, want: "malformed_answer"},
		"bad JSON":                     {code: 200, contentType: "application/json", body: `{"partialSuccess":` + planted, want: "malformed_answer"},
		"empty JSON":                   {code: 200, contentType: "application/json", body: "", want: "malformed_answer"},
		"an answer without end":        {code: 200, contentType: "application/x-protobuf", body: strings.Repeat("x", maxAnswerBytes+1), want: "malformed_answer"},
		"an answer cut short":          {code: 200, contentType: "application/x-protobuf", header: map[string]string{"Content-Length": "100"}, body: "x", want: "malformed_answer"},
		"accepted is not stored":       {code: 202, want: "http_202"},
		"no content is not stored":     {code: 204, want: "http_204"},
		"multiple choices":             {code: 300, want: "http_300"},
		"moved":                        {code: 301, header: map[string]string{"Location": "/elsewhere"}, want: "http_301"},
		"temporary redirect":           {code: 307, header: map[string]string{"Location": "/elsewhere"}, want: "http_307"},
		"bad request":                  {code: 400, body: planted, reject: "http_400"},
		"unauthorized":                 {code: 401, body: planted, want: "http_401"},
		"forbidden":                    {code: 403, body: planted, want: "http_403"},
		"not found":                    {code: 404, body: planted, want: "http_404"},
		"method not allowed":           {code: 405, body: planted, want: "http_405"},
		"request timeout":              {code: 408, want: "http_408"},
		"too large":                    {code: 413, body: planted, reject: "too_large"},
		"unsupported type":             {code: 415, want: "http_415"},
		"too many":                     {code: 429, want: "5 spans to be sent again: http_429"},
		"too many, pause in seconds":   {code: 429, header: map[string]string{"Retry-After": "7"}, want: "Throttle (7s), error: 5 spans to be sent again: http_429"},
		"unavailable, pause":           {code: 503, header: map[string]string{"Retry-After": "8"}, body: planted, want: "Throttle (8s), error: 5 spans to be sent again: http_503"},
		"unavailable, senseless pause": {code: 503, header: map[string]string{"Retry-After": planted}, want: "5 spans to be sent again: http_503"},
		"unavailable, pause of a year": {code: 503, header: map[string]string{"Retry-After": "31536000"}, want: "Throttle (10m0s), error: 5 spans to be sent again: http_503"},
		"internal":                     {code: 500, body: planted, want: "http_500"},
		"not implemented":              {code: 501, want: "http_501"},
		"bad gateway":                  {code: 502, want: "http_502"},
		"gateway timeout":              {code: 504, want: "http_504"},
		"a code that nobody knows":     {code: 799, want: "http_other"},
	} {
		t.Run(name, func(t *testing.T) {
			backend := &httpBackend{answer: func(w http.ResponseWriter, _ *http.Request) {
				for key, value := range tt.header {
					w.Header().Set(key, value)
				}
				if tt.contentType == "none" {
					w.Header()["Content-Type"] = nil
				} else {
					w.Header().Set("Content-Type", tt.contentType)
				}
				w.WriteHeader(tt.code)
				_, _ = io.WriteString(w, tt.body)
			}}
			host := newStatusHost()
			exp, tel := startExporter(t, withoutQueue(forHTTP(backend.serve(t))), host)

			err := exp.ConsumeTraces(t.Context(), someSpans(n))
			switch {
			case tt.want != "":
				requireWaiting(t, err, n, tt.want)
				require.Len(t, backend.all(), 1, "a redirect is not followed")
				require.Empty(t, delivered(t, tel))
				reason := tt.want[strings.LastIndex(tt.want, " ")+1:]
				require.Equal(t, "StatusRecoverableError: the backend does not take data: "+reason, host.next())
			case tt.reject != "":
				require.NoError(t, err)
				require.Equal(t, map[string]int64{"rejected " + tt.reject: n}, delivered(t, tel))
				require.Equal(t, "none", host.next())
			default:
				require.NoError(t, err)
				require.Equal(t, map[string]int64{"stored": n}, delivered(t, tel))
				require.Len(t, backend.all(), 1)
				require.Equal(t, "none", host.next())
			}
		})
	}
}

func TestHTTPPauseAsADate(t *testing.T) {
	backend := &httpBackend{answer: func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", time.Now().Add(90*time.Second).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusServiceUnavailable)
	}}
	exp, _ := startExporter(t, withoutQueue(forHTTP(backend.serve(t))), newStatusHost())
	require.Regexp(t, `^Throttle \(1m(2\d|30)\.\d+s\)|^Throttle \(1m(2\d|30)s\)`, exp.ConsumeTraces(t.Context(), someSpans(1)).Error())
}

// The halves find the one span that the server will not have, by 400 and by
// partial success in turn.
func TestHTTPCulpritStandsAlone(t *testing.T) {
	for _, how := range []string{"400", "413", "partial success"} {
		t.Run(how, func(t *testing.T) {
			backend := &httpBackend{}
			backend.answer = func(w http.ResponseWriter, _ *http.Request) {
				requests := backend.all()
				has := false
				for _, i := range indexes(requests[len(requests)-1].td) {
					has = has || i == 11
				}
				switch code, err := strconv.Atoi(how); {
				case has && err == nil:
					w.WriteHeader(code)
				case has:
					w.Header().Set("Content-Type", "application/x-protobuf")
					_, _ = io.WriteString(w, protoAnswer(1))
				default:
					w.Header().Set("Content-Type", "application/x-protobuf")
				}
			}
			exp, tel := startExporter(t, withoutQueue(forHTTP(backend.serve(t))), newStatusHost())
			require.NoError(t, exp.ConsumeTraces(t.Context(), someSpans(16)))
			reason := map[string]string{"400": "http_400", "413": "too_large", "partial success": "partial_success"}[how]
			require.Equal(t, map[string]int64{"stored": 15, "rejected " + reason: 1}, delivered(t, tel))
			require.Len(t, backend.all(), 9, "halving sixteen spans down to one culprit")
		})
	}
}

func TestHTTPUntrustedCertificate(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	exp, _ := startExporter(t, withoutQueue(forHTTP(server.URL)), newStatusHost())
	requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "tls")
}

func TestHTTPNobodyThere(t *testing.T) {
	exp, _ := startExporter(t, withoutQueue(forHTTP("http://"+closedPort(t))), newStatusHost())
	requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "connection")
}

func TestHTTPDeadlineOfARequest(t *testing.T) {
	for name, afterHeader := range map[string]bool{"before the header": false, "within the body": true} {
		t.Run(name, func(t *testing.T) {
			backend := &httpBackend{answer: func(w http.ResponseWriter, r *http.Request) {
				if afterHeader {
					w.Header().Set("Content-Type", "application/x-protobuf")
					w.WriteHeader(http.StatusOK)
					w.(http.Flusher).Flush()
				}
				<-r.Context().Done()
			}}
			cfg := withoutQueue(forHTTP(backend.serve(t)))
			cfg.Timeout = 50 * time.Millisecond
			exp, _ := startExporter(t, cfg, newStatusHost())
			requireWaiting(t, exp.ConsumeTraces(t.Context(), someSpans(2)), 2, "timeout")
		})
	}
}

func FuzzSuccessAnswer(f *testing.F) {
	f.Add("application/x-protobuf", []byte(protoAnswer(3)))
	f.Add("application/json", []byte(jsonAnswer(3)))
	f.Add("application/json", []byte(`{"partialSuccess":{"rejectedSpans":"18446744073709551615"}}`))
	f.Add("", []byte{})
	f.Add("text/html; charset=\"", []byte("<html>"))
	f.Fuzz(func(t *testing.T, contentType string, content []byte) {
		got := successAnswer(contentType, content)
		switch got.verdict {
		case accepted:
			require.GreaterOrEqual(t, got.rejected, int64(0))
		case failed:
			require.Equal(t, reasonMalformed, got.cause.Reason)
		default:
			t.Fatalf("a 200 cannot refuse a request")
		}
	})
}
