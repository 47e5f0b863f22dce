package query

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Jaeger queries a Jaeger server. URL is the address of its query API.
type Jaeger struct{ URL string }

// jaegerLimit is the number of traces that one search gives back at most.
const jaegerLimit = 10000

// All returns every span of every service.
func (j Jaeger) All(ctx context.Context) ([]Record, error) {
	services, err := j.Services(ctx)
	if err != nil {
		return nil, err
	}
	traces := map[string]bool{}
	for _, service := range services {
		ids, err := j.search(ctx, service, nil)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			traces[id] = true
		}
	}
	return j.traces(ctx, traces)
}

// Services returns the names of the services that have spans.
func (j Jaeger) Services(ctx context.Context) ([]string, error) {
	var answer struct {
		Services []string `json:"services"`
	}
	err := getJSON(ctx, j.URL+"/api/v3/services", &answer)
	return answer.Services, err
}

// ByService returns the spans of all traces that a service takes part in.
func (j Jaeger) ByService(ctx context.Context, service string) ([]Record, error) {
	return j.find(ctx, service, nil)
}

// ByCorrelation returns the spans of all traces in which a span of the service
// has the correlation id.
func (j Jaeger) ByCorrelation(ctx context.Context, service, id string) ([]Record, error) {
	return j.find(ctx, service, map[string]string{"correlation.id": id})
}

func (j Jaeger) find(ctx context.Context, service string, tags map[string]string) ([]Record, error) {
	ids, err := j.search(ctx, service, tags)
	if err != nil {
		return nil, err
	}
	traces := map[string]bool{}
	for _, id := range ids {
		traces[id] = true
	}
	return j.traces(ctx, traces)
}

func (j Jaeger) traces(ctx context.Context, ids map[string]bool) ([]Record, error) {
	var records []Record
	for id := range ids {
		found, err := j.ByTrace(ctx, id)
		if err != nil {
			return nil, err
		}
		records = append(records, found...)
	}
	return records, nil
}

// search returns the ids of the traces of a service whose spans have the tags.
// This version of Jaeger searches by tag only in its older API.
func (j Jaeger) search(ctx context.Context, service string, tags map[string]string) ([]string, error) {
	now := time.Now()
	values := url.Values{
		"service": {service},
		"start":   {strconv.FormatInt(now.Add(-24*time.Hour).UnixMicro(), 10)},
		"end":     {strconv.FormatInt(now.Add(time.Hour).UnixMicro(), 10)},
		"limit":   {strconv.Itoa(jaegerLimit)},
	}
	if tags != nil {
		text, err := json.Marshal(tags)
		if err != nil {
			return nil, err
		}
		values.Set("tags", string(text))
	}
	var answer struct {
		Data []struct {
			TraceID string `json:"traceID"`
		} `json:"data"`
	}
	if err := getJSON(ctx, j.URL+"/api/traces?"+values.Encode(), &answer); err != nil {
		return nil, err
	}
	if len(answer.Data) >= jaegerLimit {
		return nil, fmt.Errorf("jaeger: %d traces or more, the answer may be cut", jaegerLimit)
	}
	ids := make([]string, 0, len(answer.Data))
	for _, trace := range answer.Data {
		ids = append(ids, strings.Repeat("0", max(0, 32-len(trace.TraceID)))+trace.TraceID)
	}
	return ids, nil
}

// ByTrace returns the spans of a trace; none when Jaeger does not know it.
func (j Jaeger) ByTrace(ctx context.Context, traceID string) ([]Record, error) {
	var answer struct {
		Result struct {
			ResourceSpans []struct {
				Resource   json.RawMessage `json:"resource"`
				ScopeSpans []struct {
					Scope json.RawMessage   `json:"scope"`
					Spans []json.RawMessage `json:"spans"`
				} `json:"scopeSpans"`
			} `json:"resourceSpans"`
		} `json:"result"`
	}
	if err := getJSON(ctx, j.URL+"/api/v3/traces/"+traceID, &answer); err != nil {
		if status, ok := errors.AsType[*statusError](err); ok && status.status == http.StatusNotFound {
			return nil, nil
		}
		return nil, err
	}
	var records []Record
	for _, rs := range answer.Result.ResourceSpans {
		var resource attributed
		if err := json.Unmarshal(rs.Resource, &resource); err != nil {
			return nil, fmt.Errorf("jaeger: %w", err)
		}
		for _, ss := range rs.ScopeSpans {
			for _, span := range ss.Spans {
				record, err := spanRecord(span)
				if err != nil {
					return nil, fmt.Errorf("jaeger: %w", err)
				}
				record.Service = resource.text("service.name")
				record.Raw, err = json.Marshal(map[string]json.RawMessage{
					"resource": rs.Resource, "scope": ss.Scope, "span": span,
				})
				if err != nil {
					return nil, err
				}
				records = append(records, record)
			}
		}
	}
	return records, nil
}

func spanRecord(raw json.RawMessage) (Record, error) {
	var span struct {
		attributed
		TraceID string `json:"traceId"`
		SpanID  string `json:"spanId"`
	}
	if err := json.Unmarshal(raw, &span); err != nil {
		return Record{}, err
	}
	return Record{
		ID:            span.text(RecordAttribute),
		Signal:        "span",
		TraceID:       span.TraceID,
		SpanID:        span.SpanID,
		CorrelationID: span.text("correlation.id"),
	}, nil
}

// attributed is the part of OTLP/JSON that resources and spans share.
type attributed struct {
	Attributes []struct {
		Key   string `json:"key"`
		Value struct {
			StringValue string `json:"stringValue"`
		} `json:"value"`
	} `json:"attributes"`
}

func (a attributed) text(key string) string {
	for _, attribute := range a.Attributes {
		if attribute.Key == key {
			return attribute.Value.StringValue
		}
	}
	return ""
}
