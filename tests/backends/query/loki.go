package query

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// Loki queries a Loki server.
type Loki struct{ URL string }

// lokiLimit is what the tests' Loki gives back at most; more is an error, so
// that no record is overlooked.
const lokiLimit = 50000

// Since returns every log record with a time from then on, to the next hour.
func (l Loki) Since(ctx context.Context, since time.Time) ([]Record, error) {
	return l.query(ctx, `{service_name=~".+"}`, since)
}

// ByTrace returns the log records of a trace.
func (l Loki) ByTrace(ctx context.Context, traceID string) ([]Record, error) {
	return l.Query(ctx, fmt.Sprintf(`{service_name=~".+"} | trace_id=%q`, traceID))
}

// ByCorrelation returns the log records with a correlation id.
func (l Loki) ByCorrelation(ctx context.Context, id string) ([]Record, error) {
	return l.Query(ctx, fmt.Sprintf(`{service_name=~".+"} | correlation_id=%q`, id))
}

// ByService returns the log records of a service.
func (l Loki) ByService(ctx context.Context, service string) ([]Record, error) {
	return l.Query(ctx, fmt.Sprintf(`{service_name=%q}`, service))
}

// Pairs returns the records by which the gateway joins a correlation id with
// traces.
func (l Loki) Pairs(ctx context.Context, id string) ([]Record, error) {
	return l.Query(ctx, fmt.Sprintf(`{service_name=%q} |= "correlation.pair" | correlation_id=%q`, GatewayService, id))
}

// Query runs a LogQL query over the last day and the next hour.
func (l Loki) Query(ctx context.Context, logQL string) ([]Record, error) {
	return l.query(ctx, logQL, time.Now().Add(-24*time.Hour))
}

func (l Loki) query(ctx context.Context, logQL string, since time.Time) ([]Record, error) {
	values := url.Values{
		"query":     {logQL},
		"start":     {strconv.FormatInt(since.UnixNano(), 10)},
		"end":       {strconv.FormatInt(time.Now().Add(time.Hour).UnixNano(), 10)},
		"limit":     {strconv.Itoa(lokiLimit)},
		"direction": {"forward"},
	}
	var answer struct {
		Data struct {
			Result []struct {
				Stream map[string]string `json:"stream"`
				Values [][]string        `json:"values"`
			} `json:"result"`
		} `json:"data"`
	}
	if err := getJSON(ctx, l.URL+"/loki/api/v1/query_range?"+values.Encode(), &answer); err != nil {
		return nil, err
	}
	var records []Record
	for _, stream := range answer.Data.Result {
		for _, value := range stream.Values {
			// Loki puts structured metadata and labels into one map here.
			raw, err := json.Marshal(map[string]any{"stream": stream.Stream, "value": value})
			if err != nil {
				return nil, err
			}
			records = append(records, Record{
				ID:            stream.Stream["test_record"],
				Signal:        "log",
				Service:       stream.Stream["service_name"],
				TraceID:       stream.Stream["trace_id"],
				SpanID:        stream.Stream["span_id"],
				CorrelationID: stream.Stream["correlation_id"],
				Raw:           raw,
			})
		}
	}
	if len(records) >= lokiLimit {
		return nil, fmt.Errorf("loki: %d records or more, the answer may be cut", lokiLimit)
	}
	return records, nil
}
