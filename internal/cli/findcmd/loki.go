package findcmd

import (
	"context"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// loki asks the query API of Grafana Loki.
//
// Source: https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time
type loki struct {
	client   *client
	selector string
	// attribute is the name that the attribute with the correlation id has in
	// structured metadata.
	attribute string
}

// logQL returns the query. A selector of streams is always needed; the ids are
// structured metadata.
func (l *loki) logQL(q *question) string {
	var filters []string
	for _, id := range q.ids {
		filters = append(filters, l.attribute+"="+strconv.Quote(id))
	}
	for _, t := range q.traces {
		if t.IsShort() {
			// The upper half may be known there.
			filters = append(filters, "trace_id=~"+strconv.Quote("[0-9a-f]{16}"+t.String()[16:]))
			continue
		}
		filters = append(filters, "trace_id="+strconv.Quote(t.String()))
	}
	return l.selector + " | " + strings.Join(filters, " or ")
}

func (l *loki) find(ctx context.Context, q *question) ([]item, []string, error) {
	return paged(q, func(from time.Time, limit int) ([]item, error) {
		return l.page(ctx, q, from, limit)
	})
}

func (l *loki) page(ctx context.Context, q *question, from time.Time, limit int) ([]item, error) {
	values := url.Values{
		"query":     {l.logQL(q)},
		"start":     {strconv.FormatInt(from.UnixNano(), 10)},
		"end":       {strconv.FormatInt(q.to.UnixNano(), 10)},
		"limit":     {strconv.Itoa(limit)},
		"direction": {"forward"},
	}
	answer := lokiAnswer{attribute: l.attribute}
	if err := l.client.get(ctx, "/loki/api/v1/query_range", values, &answer); err != nil {
		return nil, err
	}
	return answer.items, nil
}

// lokiAnswer is the answer to a range query.
type lokiAnswer struct {
	attribute string
	items     []item
}

func (a *lokiAnswer) decode(text []byte) error {
	var answer struct {
		Data struct {
			ResultType string `json:"resultType"`
			Result     []struct {
				Stream map[string]string   `json:"stream"`
				Values [][]json.RawMessage `json:"values"`
			} `json:"result"`
		} `json:"data"`
	}
	if json.Unmarshal(text, &answer) != nil || answer.Data.ResultType != "streams" {
		return errMalformed
	}
	for _, stream := range answer.Data.Result {
		for _, value := range stream.Values {
			it, ok := a.item(stream.Stream, value)
			if !ok {
				return errMalformed
			}
			a.items = append(a.items, it)
		}
	}
	return nil
}

// item reads an entry: a time, a line, and with some settings of the server the
// structured metadata apart from the labels.
func (a *lokiAnswer) item(labels map[string]string, value []json.RawMessage) (item, bool) {
	var nano, line string
	if len(value) < 2 || json.Unmarshal(value[0], &nano) != nil || json.Unmarshal(value[1], &line) != nil {
		return item{}, false
	}
	ts, err := strconv.ParseInt(nano, 10, 64)
	if err != nil {
		return item{}, false
	}
	var apart struct {
		StructuredMetadata map[string]string `json:"structuredMetadata"`
	}
	if len(value) > 2 && json.Unmarshal(value[2], &apart) != nil {
		return item{}, false
	}
	get := func(name string) string {
		if v, ok := apart.StructuredMetadata[name]; ok {
			return v
		}
		return labels[name]
	}
	it := item{
		Time: time.Unix(0, ts).UTC(), Kind: kindLog, Name: line,
		Service: get("service_name"), Detail: get("severity_text"),
		TraceID: normalTrace(get("trace_id")), SpanID: get("span_id"),
		CorrelationID: get(a.attribute), RecordID: recordID(get("lethe_record_id")),
		Backends: []string{lokiName},
	}
	if get("event_name") == pairEventName {
		it.Kind = kindPair
	}
	return it, true
}

// paged asks for one page after the other, each from the time of the last item
// on: what stands on both is dropped by whoever collects. More items of one
// time than a page holds cannot be told apart.
func paged(q *question, page func(from time.Time, limit int) ([]item, error)) (items []item, notes []string, err error) {
	seen := map[string]bool{}
	from := q.from
	for {
		limit := min(pageSize, q.limit+1)
		found, err := page(from, limit)
		if err != nil {
			return items, notes, err
		}
		last := from
		for _, it := range found {
			if it.Time.After(last) {
				last = it.Time
			}
			if key := it.key(); !seen[key] {
				seen[key] = true
				items = append(items, it)
			}
		}
		switch {
		case len(items) > q.limit:
			return items[:q.limit], append(notes, cutNote), nil
		case len(found) < limit || last.After(q.to):
			return items, notes, nil
		case !last.After(from):
			notes = append(notes, "has more items of one moment than a page holds, some are missing")
			last = last.Add(time.Nanosecond)
		}
		from = last
	}
}

// normalTrace returns 32 lower-case digits, empty where there is no trace id.
func normalTrace(id string) string {
	for _, t := range correlate.Readings(id) {
		if len(id) == 32 || len(id) == 16 {
			return t.String()
		}
	}
	return ""
}

// recordID returns a record id of the gateway, and what is none as "".
func recordID(id string) string {
	if len(id) != 32 {
		return ""
	}
	for i := range len(id) {
		if c := id[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return ""
		}
	}
	return id
}
