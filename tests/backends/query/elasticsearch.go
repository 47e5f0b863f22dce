package query

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Elasticsearch queries the indexes that the gateway writes by default.
type Elasticsearch struct{ URL string }

// elasticsearchLimit is what one search gives back at most; more is an error,
// so that no record is overlooked.
const elasticsearchLimit = 10000

// document is a document of the mapping otel.
type document struct {
	Signal      string         `json:"signal"`
	TraceID     string         `json:"trace_id"`
	SpanID      string         `json:"span_id"`
	Attributes  map[string]any `json:"attributes"`
	Correlation string         `json:"correlation.id"`
	Resource    struct {
		Attributes map[string]any `json:"attributes"`
	} `json:"resource"`
}

// Since returns every document with a time from then on.
func (e Elasticsearch) Since(ctx context.Context, since time.Time) ([]Record, error) {
	return e.Search(ctx, map[string]any{"range": map[string]any{"@timestamp": map[string]any{"gte": since.UTC().Format(time.RFC3339Nano)}}})
}

// ByTrace returns the documents of a trace, logs and spans alike.
func (e Elasticsearch) ByTrace(ctx context.Context, traceID string) ([]Record, error) {
	return e.Search(ctx, term("trace_id", traceID))
}

// ByCorrelation returns the documents with a correlation id.
func (e Elasticsearch) ByCorrelation(ctx context.Context, id string) ([]Record, error) {
	return e.Search(ctx, term("correlation.id", id))
}

// ByService returns the documents of a service.
func (e Elasticsearch) ByService(ctx context.Context, service string) ([]Record, error) {
	return e.Search(ctx, term("resource.attributes.service.name", service))
}

func term(field, value string) map[string]any {
	return map[string]any{"term": map[string]any{field: value}}
}

// Search refreshes the indexes, so that all that was acknowledged is found, and
// runs a query. Without any index it returns none.
func (e Elasticsearch) Search(ctx context.Context, query map[string]any) ([]Record, error) {
	const indexes = "/lethe-logs-*,lethe-traces-*"
	if _, err := get(ctx, e.URL+indexes+"/_refresh?ignore_unavailable=true"); err != nil {
		if status, ok := errors.AsType[*statusError](err); ok && status.status == http.StatusNotFound {
			return nil, nil
		}
		return nil, err
	}
	source, err := json.Marshal(map[string]any{"size": elasticsearchLimit, "query": query, "track_total_hits": true})
	if err != nil {
		return nil, err
	}
	values := url.Values{
		"source": {string(source)}, "source_content_type": {"application/json"}, "ignore_unavailable": {"true"},
	}
	var answer struct {
		Shards struct {
			Failed int `json:"failed"`
		} `json:"_shards"`
		Hits struct {
			Total struct {
				Value int `json:"value"`
			} `json:"total"`
			Hits []json.RawMessage `json:"hits"`
		} `json:"hits"`
	}
	if err := getJSON(ctx, e.URL+indexes+"/_search?"+values.Encode(), &answer); err != nil {
		return nil, err
	}
	if answer.Shards.Failed > 0 || answer.Hits.Total.Value > len(answer.Hits.Hits) {
		return nil, fmt.Errorf("elasticsearch: %d of %d documents, %d shards failed",
			len(answer.Hits.Hits), answer.Hits.Total.Value, answer.Shards.Failed)
	}
	records := make([]Record, 0, len(answer.Hits.Hits))
	for _, hit := range answer.Hits.Hits {
		var parsed struct {
			Source document `json:"_source"`
		}
		if err := json.Unmarshal(hit, &parsed); err != nil {
			return nil, fmt.Errorf("elasticsearch: %w", err)
		}
		doc := parsed.Source
		records = append(records, Record{
			ID:            text(doc.Attributes[RecordAttribute]),
			Signal:        doc.Signal,
			Service:       text(doc.Resource.Attributes["service.name"]),
			TraceID:       doc.TraceID,
			SpanID:        doc.SpanID,
			CorrelationID: doc.Correlation,
			Raw:           hit,
		})
	}
	return records, nil
}

// text returns a string, and what is none as "".
func text(value any) string {
	s, _ := value.(string)
	return s
}
