package findcmd

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"
)

// elasticsearch asks the search API of Elasticsearch or OpenSearch for the
// documents that the gateway writes, in either mapping.
type elasticsearch struct {
	client  *client
	indexes string
	// attribute is the attribute with the correlation id.
	attribute string
}

const correlationAttribute = "correlation.id"

// fields are where the attribute with the correlation id stands. The default
// one has a field of its own; others stay with the attributes.
func (e *elasticsearch) fields() []string {
	if e.attribute == correlationAttribute {
		return []string{correlationAttribute}
	}
	return []string{"attributes." + e.attribute, "labels." + e.attribute}
}

// body returns the search. It is sorted by time alone: what orders equal times
// has another name in OpenSearch.
func (e *elasticsearch) body(q *question, from time.Time, limit int) map[string]any {
	var should []any
	if len(q.ids) > 0 {
		for _, field := range e.fields() {
			should = append(should, map[string]any{"terms": map[string]any{field: q.ids}})
		}
	}
	var whole []string
	for _, t := range q.traces {
		if t.IsShort() {
			// The upper half may be known there.
			should = append(should, map[string]any{"wildcard": map[string]any{"trace.id": map[string]any{"value": "*" + t.String()[16:]}}})
			continue
		}
		whole = append(whole, t.String())
	}
	if len(whole) > 0 {
		should = append(should, map[string]any{"terms": map[string]any{"trace.id": whole}})
	}
	return map[string]any{
		"size":             limit,
		"track_total_hits": false,
		"sort":             []any{map[string]any{"@timestamp": map[string]any{"order": "asc", "unmapped_type": "date_nanos"}}},
		"query": map[string]any{"bool": map[string]any{
			"filter": []any{map[string]any{"range": map[string]any{"@timestamp": map[string]any{
				"gte": from.UTC().Format(time.RFC3339Nano), "lte": q.to.UTC().Format(time.RFC3339Nano),
			}}}},
			"should":               should,
			"minimum_should_match": 1,
		}},
	}
}

func (e *elasticsearch) find(ctx context.Context, q *question) ([]item, []string, error) {
	partial := false
	path := "/" + url.PathEscape(e.indexes) + "/_search?ignore_unavailable=true&allow_no_indices=true"
	// The comma and the star stay as people write them.
	path = strings.NewReplacer("%2C", ",", "%2A", "*").Replace(path)
	items, notes, err := paged(q, func(from time.Time, limit int) ([]item, error) {
		answer := searchAnswer{fields: e.fields()}
		if err := e.client.post(ctx, path, e.body(q, from, limit), &answer); err != nil {
			return nil, err
		}
		partial = partial || answer.partial
		return answer.items, nil
	})
	if partial {
		notes = append(notes, "could not search all shards, some items may be missing")
	}
	return items, notes, err
}

// searchAnswer is the answer to a search.
type searchAnswer struct {
	fields  []string
	items   []item
	partial bool
}

func (a *searchAnswer) decode(text []byte) error {
	var answer struct {
		TimedOut bool `json:"timed_out"`
		Shards   struct {
			Failed int `json:"failed"`
		} `json:"_shards"`
		Hits *struct {
			Hits []struct {
				ID     string         `json:"_id"`
				Source map[string]any `json:"_source"`
			} `json:"hits"`
		} `json:"hits"`
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&answer) != nil || answer.Hits == nil {
		return errMalformed
	}
	a.partial = answer.TimedOut || answer.Shards.Failed > 0
	for _, hit := range answer.Hits.Hits {
		it, ok := a.item(hit.ID, hit.Source)
		if !ok {
			return errMalformed
		}
		a.items = append(a.items, it)
	}
	return nil
}

// item reads a document of the mapping otel or ecs.
func (a *searchAnswer) item(id string, doc map[string]any) (item, bool) {
	get := func(paths ...string) string {
		for _, path := range paths {
			if v := text(lookup(doc, path)); v != "" {
				return v
			}
		}
		return ""
	}
	at, err := time.Parse(time.RFC3339Nano, get("@timestamp"))
	if err != nil {
		return item{}, false
	}
	it := item{
		Time: at.UTC(), Kind: kindLog,
		Service: get("service.name", "resource.attributes.service.name"),
		TraceID: normalTrace(get("trace_id", "trace.id")), SpanID: get("span_id", "span.id"),
		ParentID: get("parent_span_id", "parent.id"), CorrelationID: get(a.fields...),
		RecordID: documentRecord(id), Backends: []string{elasticsearchName},
	}
	switch get("signal") {
	case "span":
		it.Kind = kindSpan
		it.Name = get("name", "span.name")
		it.Detail = get("kind", "span.kind")
		it.Error = get("status.code") == "Error" || get("event.outcome") == "failure"
		duration, ok := lookup(doc, "duration").(json.Number)
		if !ok {
			duration, ok = lookup(doc, "event.duration").(json.Number)
		}
		if n, err := duration.Int64(); ok && err == nil {
			it.Duration, it.HasDuration = time.Duration(n), true
		}
	case "span_event":
		it.Kind = kindEvent
		it.Name = get("event_name", "event.action")
	default:
		it.Name = cmp.Or(get("body.text", "message", "body.structured"), text(doc["body"]))
		it.Detail = get("severity_text", "log.level")
		if get("event_name", "event.action") == pairEventName {
			it.Kind = kindPair
		}
	}
	return it, true
}

// lookup finds a field whose path may be written with dots, as objects in each
// other, or in parts.
func lookup(doc map[string]any, path string) any {
	if v, ok := doc[path]; ok {
		return v
	}
	for i := 0; i < len(path); i++ {
		if path[i] != '.' {
			continue
		}
		if inner, ok := doc[path[:i]].(map[string]any); ok {
			if v := lookup(inner, path[i+1:]); v != nil {
				return v
			}
		}
	}
	return nil
}

// text returns a string as it is, nothing as "", and all else as JSON.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// documentRecord takes the record id out of the id of a document: the time in
// 13 digits, the record id, and for the event of a span its number.
func documentRecord(id string) string {
	_, rest, ok := strings.Cut(id, "-")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, "-")
	return recordID(rest)
}
