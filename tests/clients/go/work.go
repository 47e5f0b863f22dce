package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"

	"go.opentelemetry.io/contrib/bridges/otelslog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/log"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
)

const (
	recordAttribute = "test.record"
	requestIDHeader = "X-Request-Id"
)

// edgeOnly: the request id stands nowhere but on the server span of the service
// that the request reaches first, as where a proxy's header is recorded.
var edgeOnly = os.Getenv("EDGE_ONLY") == "true"

type service struct {
	records records
	tracer  trace.Tracer
	log     *slog.Logger
	logs    log.Logger // for bodies that slog has not
}

func newService(t *telemetry) *service {
	return &service{
		tracer: t.traces.Tracer("work"),
		log:    otelslog.NewLogger("work", otelslog.WithLoggerProvider(t.logs)),
		logs:   t.logs.Logger("plants"),
	}
}

var propagator propagation.TraceContext

// work does one request: a server span, perhaps a call of the next service, and
// three logs.
func (s *service) work(w http.ResponseWriter, r *http.Request) {
	requestID := r.Header.Get(requestIDHeader)
	ctx := propagator.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
	attributes := []attribute.KeyValue{attribute.String("http.request.method", http.MethodGet), attribute.String("url.path", "/work")}
	if !edgeOnly || !trace.SpanContextFromContext(ctx).IsValid() {
		attributes = append(attributes, attribute.StringSlice("http.request.header.x-request-id", []string{requestID}))
	}
	ctx, span := s.tracer.Start(ctx, "GET /work", trace.WithSpanKind(trace.SpanKindServer), trace.WithAttributes(attributes...))
	traceID := span.SpanContext().TraceID().String()
	span.SetAttributes(attribute.String(recordAttribute, s.records.next("span", traceID)))
	known := []any{recordAttribute, s.records.next("log", traceID)}
	if !edgeOnly {
		known = append(known, "request_id", requestID)
	}
	s.log.InfoContext(ctx, "work begins", known...)
	if url := os.Getenv("DOWNSTREAM"); url != "" {
		if err := s.call(ctx, url+"/work", requestID); err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
	}
	s.log.InfoContext(ctx, "work is done", recordAttribute, s.records.next("log", traceID))
	span.End()
	if !edgeOnly {
		// A log outside the span, as from a background task that kept only the id.
		s.log.InfoContext(context.Background(), "cleaned up", recordAttribute, s.records.next("log", traceID), "request_id", requestID)
	}
	answer(w, map[string]string{"trace_id": traceID})
}

func (s *service) call(ctx context.Context, url, requestID string) error {
	ctx, span := s.tracer.Start(ctx, http.MethodGet, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(
		attribute.String("http.request.method", http.MethodGet),
		attribute.String("url.full", url),
	))
	defer span.End()
	span.SetAttributes(attribute.String(recordAttribute, s.records.next("span", span.SpanContext().TraceID().String())))
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
	if err != nil {
		return err
	}
	req.Header.Set(requestIDHeader, requestID)
	propagator.Inject(ctx, propagation.HeaderCarrier(req.Header))
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("downstream: %s", resp.Status)
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}
