package findcmd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// jaeger asks the query API of Jaeger: traces by id in api_v3, searches by tag
// in the older API where there is one. Up to version 2.13 at least, api_v3
// takes the attributes of a search and ignores them; after 2.20 the older API is
// gone. What is found is checked here in both cases.
type jaeger struct {
	client      *client
	attribute   string
	maxTraces   int
	maxServices int
}

// defaultMaxServices bounds the services that are searched one by one.
const defaultMaxServices = 300

func (j *jaeger) find(ctx context.Context, q *question) (items []item, notes []string, err error) {
	traces := make([]string, 0, len(q.traces))
	for _, t := range q.traces {
		traces = append(traces, t.String())
	}
	for _, id := range q.ids {
		found, more, err := j.search(ctx, id, q)
		notes = append(notes, more...)
		for _, t := range found {
			if !slices.Contains(traces, t) {
				traces = append(traces, t)
			}
		}
		if err != nil {
			return items, notes, err
		}
	}
	if len(traces) > j.maxTraces {
		traces = traces[:j.maxTraces]
		notes = append(notes, "has more traces than --max-traces, some are missing")
	}
	for _, t := range traces {
		found, err := j.trace(ctx, t)
		if err != nil {
			return items, notes, err
		}
		items = append(items, found...)
		if len(items) > q.limit {
			return items[:q.limit], append(notes, cutNote), nil
		}
	}
	return items, notes, nil
}

// trace returns the spans and events of a trace, none when Jaeger does not know
// it.
func (j *jaeger) trace(ctx context.Context, id string) ([]item, error) {
	answer := tracesAnswer{attribute: j.attribute}
	err := j.client.get(ctx, "/api/v3/traces/"+id, nil, &answer)
	if hasStatus(err, http.StatusNotFound) {
		return nil, nil
	}
	return answer.items, err
}

// search returns the traces in which a span carries the correlation id.
func (j *jaeger) search(ctx context.Context, id string, q *question) (traces, notes []string, err error) {
	services, err := j.services(ctx)
	if err != nil {
		return nil, nil, err
	}
	if len(services) > j.maxServices {
		services = services[:j.maxServices]
		notes = append(notes, fmt.Sprintf("has more than %d services, the others are not searched", j.maxServices))
	}
	tags, err := json.Marshal(map[string]string{j.attribute: id})
	if err != nil {
		return nil, notes, err
	}
	for _, service := range services {
		found, err := j.searchOlder(ctx, service, string(tags), q)
		if errors.Is(err, errNoOlderAPI) {
			traces, err = j.searchV3(ctx, services, id, string(tags), q)
			return traces, notes, err
		}
		if err != nil {
			return traces, notes, err
		}
		for _, t := range found {
			if !slices.Contains(traces, t) {
				traces = append(traces, t)
			}
		}
		if len(traces) > j.maxTraces {
			break
		}
	}
	return traces, notes, nil
}

func (j *jaeger) services(ctx context.Context) ([]string, error) {
	var answer struct {
		Services []string `json:"services"`
	}
	if err := j.client.get(ctx, "/api/v3/services", nil, &answer); err != nil && !hasStatus(err, http.StatusNotFound) {
		return nil, err
	}
	slices.Sort(answer.Services)
	return answer.Services, nil
}

var errNoOlderAPI = errors.New("there is no older API")

// searchOlder searches one service, as this API must be asked.
func (j *jaeger) searchOlder(ctx context.Context, service, tags string, q *question) ([]string, error) {
	values := url.Values{
		"service": {service},
		"tags":    {tags},
		"start":   {strconv.FormatInt(q.from.UnixMicro(), 10)},
		"end":     {strconv.FormatInt(q.to.UnixMicro(), 10)},
		"limit":   {strconv.Itoa(j.maxTraces + 1)},
	}
	var answer olderAnswer
	err := j.client.get(ctx, "/api/traces", values, &answer)
	// Where there is no such API the user interface answers, with a page.
	if hasStatus(err, http.StatusNotFound) || errors.Is(err, errMalformed) {
		return nil, errNoOlderAPI
	}
	return answer.traces, err
}

// olderAnswer is the answer of /api/traces, of which only the ids are read.
type olderAnswer struct{ traces []string }

func (a *olderAnswer) decode(text []byte) error {
	var answer struct {
		Data *[]struct {
			TraceID string `json:"traceID"`
		} `json:"data"`
	}
	if json.Unmarshal(text, &answer) != nil || answer.Data == nil {
		return errMalformed
	}
	for _, trace := range *answer.Data {
		// Leading zeroes are left out there.
		if len(trace.TraceID) > 32 {
			return errMalformed
		}
		id := normalTrace(strings.Repeat("0", 32-len(trace.TraceID)) + trace.TraceID)
		if id == "" {
			return errMalformed
		}
		a.traces = append(a.traces, id)
	}
	return nil
}

// searchV3 searches all services at once, or one by one where the storage asks
// for that.
func (j *jaeger) searchV3(ctx context.Context, services []string, id, tags string, q *question) ([]string, error) {
	ask := func(service string) ([]string, error) {
		values := url.Values{
			"query.attributes":   {tags},
			"query.startTimeMin": {q.from.UTC().Format(time.RFC3339Nano)},
			"query.startTimeMax": {q.to.UTC().Format(time.RFC3339Nano)},
			"query.searchDepth":  {strconv.Itoa(j.maxTraces + 1)},
		}
		if service != "" {
			values.Set("query.serviceName", service)
		}
		answer := tracesAnswer{attribute: j.attribute}
		err := j.client.get(ctx, "/api/v3/traces", values, &answer)
		if hasStatus(err, http.StatusNotFound) {
			return nil, nil
		}
		var traces []string
		for _, it := range answer.items {
			if it.CorrelationID == id && !slices.Contains(traces, it.TraceID) {
				traces = append(traces, it.TraceID)
			}
		}
		return traces, err
	}
	traces, err := ask("")
	if !hasStatus(err, http.StatusBadRequest) && !hasStatus(err, http.StatusInternalServerError) {
		return traces, err
	}
	for _, service := range services {
		found, err := ask(service)
		if err != nil {
			return traces, err
		}
		for _, t := range found {
			if !slices.Contains(traces, t) {
				traces = append(traces, t)
			}
		}
	}
	return traces, nil
}

// tracesAnswer is the answer of api_v3: one value or a stream of them, each
// OTLP in JSON.
type tracesAnswer struct {
	attribute string
	items     []item
}

type otlpAttributes []struct {
	Key   string `json:"key"`
	Value struct {
		StringValue string `json:"stringValue"`
	} `json:"value"`
}

func (a otlpAttributes) text(key string) string {
	for i := range a {
		if a[i].Key == key {
			return a[i].Value.StringValue
		}
	}
	return ""
}

type otlpSpan struct {
	TraceID      string         `json:"traceId"`
	SpanID       string         `json:"spanId"`
	ParentSpanID string         `json:"parentSpanId"`
	Name         string         `json:"name"`
	Kind         enum           `json:"kind"`
	Start        nanoseconds    `json:"startTimeUnixNano"`
	End          nanoseconds    `json:"endTimeUnixNano"`
	Attributes   otlpAttributes `json:"attributes"`
	Status       struct {
		Code enum `json:"code"`
	} `json:"status"`
	Events []struct {
		Time nanoseconds `json:"timeUnixNano"`
		Name string      `json:"name"`
	} `json:"events"`
}

func (a *tracesAnswer) decode(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	for n := 0; ; n++ {
		var answer struct {
			Result *struct {
				ResourceSpans []struct {
					Resource struct {
						Attributes otlpAttributes `json:"attributes"`
					} `json:"resource"`
					ScopeSpans []struct {
						Spans []otlpSpan `json:"spans"`
					} `json:"scopeSpans"`
				} `json:"resourceSpans"`
			} `json:"result"`
		}
		err := d.Decode(&answer)
		if errors.Is(err, io.EOF) && n > 0 {
			return nil
		}
		if err != nil || answer.Result == nil {
			return errMalformed
		}
		for _, rs := range answer.Result.ResourceSpans {
			service := rs.Resource.Attributes.text("service.name")
			for _, ss := range rs.ScopeSpans {
				for i := range ss.Spans {
					if !a.add(service, &ss.Spans[i]) {
						return errMalformed
					}
				}
			}
		}
	}
}

func (a *tracesAnswer) add(service string, span *otlpSpan) bool {
	trace := normalTrace(span.TraceID)
	if trace == "" {
		return false
	}
	it := item{
		Time: span.Start.time(), Kind: kindSpan, Service: service, Name: span.Name,
		Detail: span.Kind.word("SPAN_KIND_", "", "Internal", "Server", "Client", "Producer", "Consumer"),
		Error:  span.Status.Code.word("STATUS_CODE_", "", "Ok", "Error") == "Error",
		// Span ids of zeroes stand for none.
		TraceID: trace, SpanID: span.SpanID, ParentID: strings.TrimLeft(span.ParentSpanID, "0"),
		CorrelationID: span.Attributes.text(a.attribute), RecordID: recordID(span.Attributes.text("lethe.record.id")),
		Backends: []string{jaegerName},
	}
	if it.ParentID != "" {
		it.ParentID = span.ParentSpanID
	}
	if span.End != 0 {
		it.Duration, it.HasDuration = time.Duration(span.End-span.Start), true
	}
	a.items = append(a.items, it)
	for _, event := range span.Events {
		at := event.Time
		if at == 0 {
			at = span.Start
		}
		a.items = append(a.items, item{
			Time: at.time(), Kind: kindEvent, Service: service, Name: event.Name, TraceID: trace, SpanID: span.SpanID,
			CorrelationID: it.CorrelationID, Backends: []string{jaegerName},
		})
	}
	return true
}

// nanoseconds since 1970, a string or a number in JSON.
type nanoseconds int64

func (n *nanoseconds) UnmarshalJSON(text []byte) error {
	v, err := strconv.ParseUint(strings.Trim(string(text), `"`), 10, 63)
	if string(text) == "null" {
		v, err = 0, nil
	}
	*n = nanoseconds(v)
	return err
}

func (n nanoseconds) time() time.Time { return time.Unix(0, int64(n)).UTC() }

// enum is a number or a name in JSON.
type enum string

func (e *enum) UnmarshalJSON(text []byte) error {
	*e = enum(strings.Trim(string(text), `"`))
	return nil
}

// word returns one of the words, of which each stands for its number, or as
// upper-case name behind the prefix.
func (e enum) word(prefix string, words ...string) string {
	if n, err := strconv.Atoi(string(e)); err == nil {
		if n < 0 || n >= len(words) {
			return ""
		}
		return words[n]
	}
	name := strings.TrimPrefix(string(e), prefix)
	for _, w := range words {
		if w != "" && strings.EqualFold(w, name) {
			return w
		}
	}
	return ""
}
