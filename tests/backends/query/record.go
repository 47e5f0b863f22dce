// Package query reads back, through the servers' own query APIs, what the
// end-to-end tests have delivered to Loki, Elasticsearch and Jaeger.
package query

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// GatewayService is the service of the gateway's own records: those that join a
// correlation id with a trace.
const GatewayService = "lethe"

// RecordAttribute is the attribute by which the tests know their records: each
// log record, span and span event that they send carries a value of its own.
const RecordAttribute = "test.record"

// Record is a log record, a span or a span event as a server gave it back.
type Record struct {
	// ID is the value of RecordAttribute, empty where it is missing.
	ID string
	// Signal is "log", "span" or "span_event".
	Signal string
	// Service is the service.name of the resource.
	Service string
	// TraceID and SpanID are lower-case hexadecimal.
	TraceID, SpanID string
	// CorrelationID is the value of correlation.id.
	CorrelationID string
	// Raw is the answer's text for this record.
	Raw []byte
}

// client has no deadline of its own: the context of each query does.
var client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 4, IdleConnTimeout: 5 * time.Second}}

// statusError is an answer other than 200.
type statusError struct {
	url    string
	status int
	body   string
}

func (e *statusError) Error() string { return fmt.Sprintf("GET %s: %d: %s", e.url, e.status, e.body) }

// get returns the body of a 200.
func get(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, &statusError{url: url, status: resp.StatusCode, body: string(body[:min(len(body), 500)])}
	}
	return body, nil
}

// getJSON decodes the body of a 200 into out.
func getJSON(ctx context.Context, url string, out any) error {
	body, err := get(ctx, url)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, out); err != nil {
		return fmt.Errorf("GET %s: %w", url, err)
	}
	return nil
}
