package main

import (
	"fmt"
	"os"
	"sync"
)

// record is a log or a span that was sent.
type record struct {
	ID      string `json:"id"`
	Signal  string `json:"signal"`
	TraceID string `json:"trace_id"`
}

// records is what this service has sent: the tests look for exactly these.
type records struct {
	mu   sync.Mutex
	last int
	sent []record
}

// next names the next record and remembers it.
func (r *records) next(signal, traceID string) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.last++
	id := fmt.Sprintf("%s.%d", os.Getenv("OTEL_SERVICE_NAME"), r.last)
	r.sent = append(r.sent, record{ID: id, Signal: signal, TraceID: traceID})
	return id
}

func (r *records) remember(id, signal, traceID string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.sent = append(r.sent, record{ID: id, Signal: signal, TraceID: traceID})
}

func (r *records) all() []record {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sent
}
