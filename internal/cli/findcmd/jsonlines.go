package findcmd

import (
	"bufio"
	"encoding/json"
	"io"
	"time"
)

// jsonItem is a line of --json.
type jsonItem struct {
	Time          string   `json:"time"`
	Kind          string   `json:"kind"`
	Service       string   `json:"service,omitempty"`
	Name          string   `json:"name,omitempty"`
	Message       string   `json:"message,omitempty"`
	SpanKind      string   `json:"span_kind,omitempty"`
	Severity      string   `json:"severity,omitempty"`
	DurationNano  *int64   `json:"duration_ns,omitempty"`
	Error         bool     `json:"error,omitempty"`
	TraceID       string   `json:"trace_id,omitempty"`
	SpanID        string   `json:"span_id,omitempty"`
	ParentSpanID  string   `json:"parent_span_id,omitempty"`
	CorrelationID string   `json:"correlation_id,omitempty"`
	RecordID      string   `json:"record_id,omitempty"`
	Backends      []string `json:"backends"`
}

// jsonSummary is the last line of --json.
type jsonSummary struct {
	Kind           string            `json:"kind"` // "summary"
	Items          int               `json:"items"`
	CorrelationIDs []string          `json:"correlation_ids,omitempty"`
	Traces         []string          `json:"traces,omitempty"`
	Links          []link            `json:"links,omitempty"`
	Notes          []string          `json:"notes,omitempty"`
	NotAsked       map[string]string `json:"not_asked,omitempty"`
}

// writeJSON writes one line for each item and a summary.
func writeJSON(out io.Writer, v *view, notes []string, notAsked map[string]string) error {
	buffered := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for _, it := range v.items {
		line := jsonItem{
			Time: it.Time.UTC().Format(time.RFC3339Nano), Kind: it.Kind, Service: it.Service, Error: it.Error,
			TraceID: it.TraceID, SpanID: it.SpanID, ParentSpanID: it.ParentID,
			CorrelationID: it.CorrelationID, RecordID: it.RecordID, Backends: it.Backends,
		}
		switch it.Kind {
		case kindSpan:
			line.Name, line.SpanKind = it.Name, it.Detail
		case kindEvent:
			line.Name = it.Name
		default:
			line.Message, line.Severity = it.Name, it.Detail
		}
		if it.HasDuration {
			nano := int64(it.Duration)
			line.DurationNano = &nano
		}
		if err := encoder.Encode(line); err != nil {
			return err
		}
	}
	err := encoder.Encode(jsonSummary{
		Kind: "summary", Items: len(v.items), CorrelationIDs: v.ids, Traces: v.traces, Links: v.links,
		Notes: notes, NotAsked: notAsked,
	})
	if err != nil {
		return err
	}
	return buffered.Flush()
}
