package findcmd

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// The request of the tests: a correlation id that two services logged, a trace
// that knows it from its last span on, and a pair record that joins them.
const (
	testID     = "req-7f3a91c2"
	otherID    = "order-5512-22"
	testTrace  = "0af7651916cd43dd8448eb211c80319c"
	otherTrace = "4bf92f3577b34da6a3ce929d0e0e4736"
	shortTrace = "0000000000000000a3ce929d0e0e4736"
)

var begin = time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)

func at(microseconds int) time.Time { return begin.Add(time.Duration(microseconds) * time.Microsecond) }

// rec is a record as the gateway delivers it to the backends.
type rec struct {
	signal             string // log, span or span_event
	at                 time.Time
	service, text      string
	trace, span, id    string
	record             string
	duration           time.Duration
	event, level, kind string
	failed             bool
}

func record(n int) string { return fmt.Sprintf("%032x", n) }

// world is what the three fakes hold.
func world() []rec {
	return []rec{
		{signal: "log", at: at(10), service: "edge", text: "GET /pay x-request-id=" + testID, id: testID, record: record(1), level: "INFO"},
		{signal: "span", at: at(100), service: "checkout", text: "POST /pay", trace: testTrace, span: "b7ad6b7169203331", id: testID, record: record(2), duration: 12345 * time.Microsecond, kind: "Server"},
		{signal: "log", at: at(400), service: "checkout", text: "paying\n\x1b[31mred", trace: testTrace, span: "b7ad6b7169203331", record: record(3), level: "WARN"},
		{signal: "span", at: at(500), service: "stock", text: "reserve", trace: testTrace, span: "00f067aa0ba902b7", record: record(4), duration: 3 * time.Millisecond, kind: "Internal", failed: true},
		{signal: "span_event", at: at(700), service: "stock", text: "exception", trace: testTrace, span: "00f067aa0ba902b7", record: record(4)},
		{signal: "log", at: at(20000), service: "lethe", text: "correlation.pair", trace: testTrace, id: testID, record: record(5), event: pairEventName, level: "INFO"},
		// Another request, which nothing here belongs to.
		{signal: "log", at: at(300), service: "edge", text: "someone else", trace: otherTrace, id: otherID, record: record(6), level: "INFO"},
		{signal: "span", at: at(301), service: "edge", text: "GET /else", trace: otherTrace, span: "53995c3f42cd8ad8", id: otherID, record: record(7), duration: time.Millisecond, kind: "Server"},
	}
}

// fakes are the three servers. They answer in the shapes of the real ones.
type fakes struct {
	loki, elasticsearch, jaeger *httptest.Server
	mu                          sync.Mutex
	requests                    []*http.Request
	bodies                      []string
	// newer makes Jaeger one without the older API.
	newer bool
}

func startFakes(t *testing.T, records []rec) *fakes {
	t.Helper()
	f := &fakes{}
	start := func(answer func(r *http.Request, body string) (int, any)) *httptest.Server {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			f.mu.Lock()
			f.requests = append(f.requests, r)
			f.bodies = append(f.bodies, string(body))
			f.mu.Unlock()
			status, value := answer(r, string(body))
			if page, ok := value.(string); ok {
				w.WriteHeader(status)
				fmt.Fprint(w, page)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(value)
		}))
		t.Cleanup(server.Close)
		return server
	}
	f.loki = start(func(r *http.Request, _ string) (int, any) { return fakeLoki(records, r) })
	f.elasticsearch = start(func(_ *http.Request, body string) (int, any) { return fakeElasticsearch(records, body) })
	f.jaeger = start(func(r *http.Request, _ string) (int, any) { return f.fakeJaeger(records, r) })
	return f
}

type object = map[string]any

var lokiFilter = regexp.MustCompile(`(correlation_id|trace_id)(=~?)"([^"]+)"`)

func fakeLoki(records []rec, r *http.Request) (int, any) {
	q := r.URL.Query()
	if r.URL.Path != "/loki/api/v1/query_range" || q.Get("direction") != "forward" || !strings.HasPrefix(q.Get("query"), `{service_name=~".+"} | `) {
		return http.StatusBadRequest, "parse error"
	}
	from, _ := strconv.ParseInt(q.Get("start"), 10, 64)
	to, _ := strconv.ParseInt(q.Get("end"), 10, 64)
	limit, _ := strconv.Atoi(q.Get("limit"))
	filters := lokiFilter.FindAllStringSubmatch(q.Get("query"), -1)
	var result []object
	for _, rec := range sortedRecords(records) {
		if rec.signal != "log" || rec.at.UnixNano() < from || rec.at.UnixNano() > to || len(result) >= limit {
			continue
		}
		matches := slices.ContainsFunc(filters, func(f []string) bool {
			value := map[string]string{"correlation_id": rec.id, "trace_id": rec.trace}[f[1]]
			if f[2] == "=~" {
				ok, _ := regexp.MatchString("^(?:"+f[3]+")$", value)
				return ok
			}
			return value == f[3]
		})
		if !matches {
			continue
		}
		stream := map[string]string{"service_name": rec.service, "lethe_record_id": rec.record, "severity_text": rec.level}
		for name, value := range map[string]string{"trace_id": rec.trace, "span_id": rec.span, "correlation_id": rec.id, "event_name": rec.event} {
			if value != "" {
				stream[name] = value
			}
		}
		result = append(result, object{"stream": stream, "values": [][]string{{strconv.FormatInt(rec.at.UnixNano(), 10), rec.text}}})
	}
	return http.StatusOK, object{"status": "success", "data": object{"resultType": "streams", "result": orEmpty(result), "stats": object{}}}
}

func orEmpty(list []object) []object {
	if list == nil {
		return []object{}
	}
	return list
}

func sortedRecords(records []rec) []rec {
	return slices.SortedStableFunc(slices.Values(records), func(a, b rec) int { return a.at.Compare(b.at) })
}

func fakeElasticsearch(records []rec, body string) (int, any) {
	var search struct {
		Size  int `json:"size"`
		Query struct {
			Bool struct {
				Filter []struct {
					Range map[string]struct {
						GTE, LTE time.Time
					} `json:"range"`
				} `json:"filter"`
				Should []struct {
					Terms    map[string][]string `json:"terms"`
					Wildcard map[string]struct {
						Value string `json:"value"`
					} `json:"wildcard"`
				} `json:"should"`
			} `json:"bool"`
		} `json:"query"`
	}
	if err := json.Unmarshal([]byte(body), &search); err != nil {
		return http.StatusBadRequest, "parsing_exception"
	}
	between := search.Query.Bool.Filter[0].Range["@timestamp"]
	var hits []object
	for _, rec := range sortedRecords(records) {
		if rec.at.Before(between.GTE) || rec.at.After(between.LTE) || len(hits) >= search.Size {
			continue
		}
		matches := false
		for _, s := range search.Query.Bool.Should {
			matches = matches || slices.Contains(s.Terms["correlation.id"], rec.id) || slices.Contains(s.Terms["trace.id"], rec.trace)
			if w := s.Wildcard["trace.id"].Value; w != "" {
				matches = matches || rec.trace != "" && strings.HasSuffix(rec.trace, w[1:])
			}
		}
		if !matches {
			continue
		}
		doc := object{
			"@timestamp": rec.at.Format(time.RFC3339Nano), "signal": rec.signal, "service.name": rec.service,
			"resource": object{"attributes": object{"service.name": rec.service}}, "scope": object{},
		}
		set := func(name, value string) {
			if value != "" {
				doc[name] = value
			}
		}
		set("trace_id", rec.trace)
		set("span_id", rec.span)
		if rec.id != "" {
			doc["correlation"] = object{"id": rec.id}
		}
		id := "1n1q1n1q1n1q1-" + rec.record
		switch rec.signal {
		case "log":
			doc["body"] = object{"text": rec.text}
			set("severity_text", rec.level)
			set("event_name", rec.event)
		case "span":
			doc["name"], doc["kind"], doc["duration"] = rec.text, rec.kind, int64(rec.duration)
			doc["status"] = object{"code": map[bool]string{true: "Error", false: "Unset"}[rec.failed]}
		case "span_event":
			doc["event_name"] = rec.text
			id += "-0"
		}
		hits = append(hits, object{"_index": "lethe-logs-2026.11.22", "_id": id, "_score": nil, "_source": doc, "sort": []int64{rec.at.UnixNano()}})
	}
	return http.StatusOK, object{
		"took": 3, "timed_out": false, "_shards": object{"total": 2, "successful": 2, "skipped": 0, "failed": 0},
		"hits": object{"max_score": nil, "hits": orEmpty(hits)},
	}
}

func (f *fakes) fakeJaeger(records []rec, r *http.Request) (int, any) {
	q := r.URL.Query()
	spans := slices.DeleteFunc(sortedRecords(records), func(rec rec) bool { return rec.signal != "span" })
	switch {
	case r.URL.Path == "/api/v3/services":
		var services []string
		for _, s := range spans {
			if !slices.Contains(services, s.service) {
				services = append(services, s.service)
			}
		}
		return http.StatusOK, object{"services": services}
	case r.URL.Path == "/api/traces" && f.newer:
		return http.StatusOK, "<!doctype html><html></html>"
	case r.URL.Path == "/api/traces", r.URL.Path == "/api/v3/traces":
		tags, service := q.Get("tags"), q.Get("service")
		if f.newer {
			tags, service = q.Get("query.attributes"), q.Get("query.serviceName")
		} else if service == "" {
			return http.StatusBadRequest, object{"errors": []any{object{"code": 400, "msg": "parameter 'service' is required"}}}
		}
		var wanted map[string]string
		_ = json.Unmarshal([]byte(tags), &wanted)
		var ids []object
		var found []string
		for _, s := range spans {
			if (service == "" || s.service == service) && s.id != "" && s.id == wanted["correlation.id"] {
				ids = append(ids, object{"traceID": strings.TrimLeft(s.trace, "0"), "spans": []any{}})
				found = append(found, s.trace)
			}
		}
		if f.newer {
			return f.otlp(records, func(s rec) bool { return slices.Contains(found, s.trace) })
		}
		return http.StatusOK, object{"data": orEmpty(ids), "total": len(ids), "limit": 0, "offset": 0, "errors": nil}
	}
	id := strings.TrimPrefix(r.URL.Path, "/api/v3/traces/")
	return f.otlp(records, func(s rec) bool { return s.trace == id })
}

// otlp is the answer of api_v3.
func (f *fakes) otlp(records []rec, wanted func(rec) bool) (int, any) {
	var resourceSpans []object
	for _, s := range records {
		if s.signal != "span" || !wanted(s) {
			continue
		}
		attribute := func(key, value string) object { return object{"key": key, "value": object{"stringValue": value}} }
		attributes := []object{attribute("lethe.record.id", s.record)}
		if s.id != "" {
			attributes = append(attributes, attribute("correlation.id", s.id))
		}
		status := object{}
		if s.failed {
			status["code"] = "STATUS_CODE_ERROR"
		}
		var events []object
		for _, e := range records {
			if e.signal == "span_event" && e.span == s.span {
				events = append(events, object{"timeUnixNano": strconv.FormatInt(e.at.UnixNano(), 10), "name": e.text})
			}
		}
		resourceSpans = append(resourceSpans, object{
			"resource": object{"attributes": []object{attribute("service.name", s.service)}},
			"scopeSpans": []object{{"scope": object{}, "spans": []object{{
				"traceId": s.trace, "spanId": s.span, "parentSpanId": "", "name": s.text, "kind": "SPAN_KIND_" + strings.ToUpper(s.kind),
				"startTimeUnixNano": strconv.FormatInt(s.at.UnixNano(), 10), "endTimeUnixNano": strconv.FormatInt(s.at.Add(s.duration).UnixNano(), 10),
				"attributes": attributes, "events": events, "status": status,
			}}}},
		})
	}
	if len(resourceSpans) == 0 {
		return http.StatusNotFound, object{"error": object{"httpCode": 404, "message": "No traces found"}}
	}
	return http.StatusOK, object{"result": object{"resourceSpans": resourceSpans}}
}
