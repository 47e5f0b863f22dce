//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
)

// oneLog is a log record by hand; fill sets what it knows of ids.
func oneLog(service, id string, fill func(plog.LogRecord)) plog.Logs {
	logs := plog.NewLogs()
	rl := logs.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", service)
	record := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	record.SetTimestamp(pcommon.NewTimestampFromTime(time.Now()))
	record.Body().SetStr("by hand")
	record.Attributes().PutStr(query.RecordAttribute, id)
	fill(record)
	return logs
}

// oneSpan is a span by hand.
func oneSpan(service, id string, trace pcommon.TraceID, fill func(ptrace.Span)) ptrace.Traces {
	traces := ptrace.NewTraces()
	rs := traces.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", service)
	span := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	span.SetTraceID(trace)
	span.SetSpanID(newSpanID())
	span.SetName("by hand")
	span.SetStartTimestamp(pcommon.NewTimestampFromTime(time.Now()))
	span.SetEndTimestamp(span.StartTimestamp() + 1000)
	span.Attributes().PutStr(query.RecordAttribute, id)
	fill(span)
	return traces
}

// What one signal tells of a pair of ids fills the other, in requests of their
// own.
func TestPairsCrossThePipelines(t *testing.T) {
	s := startDirect(t, servers())
	tests := map[string]func(service, requestID string, trace pcommon.TraceID){
		"a log teaches": func(service, requestID string, trace pcommon.TraceID) {
			sendLogs(t, s.gateway, oneLog(service, service+".teacher-log", func(record plog.LogRecord) {
				record.SetTraceID(trace)
				record.Attributes().PutStr("x-request-id", requestID)
			}), nil)
			sendTraces(t, s.gateway, oneSpan(service, service+".teacher-span", trace, func(ptrace.Span) {}), nil)
		},
		"a span teaches": func(service, requestID string, trace pcommon.TraceID) {
			sendTraces(t, s.gateway, oneSpan(service, service+".teacher-span", trace, func(span ptrace.Span) {
				span.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(requestID)
			}), nil)
			sendLogs(t, s.gateway, oneLog(service, service+".teacher-log", func(record plog.LogRecord) {
				record.SetTraceID(trace)
			}), nil)
		},
	}
	for name, teach := range tests {
		t.Run(name, func(t *testing.T) {
			service, requestID, trace := newService("pairs"), "req-"+letters(lower+digits, 20), newTraceID()
			teach(service, requestID, trace)
			// These know one of the two ids each.
			sendLogs(t, s.gateway, oneLog(service, service+".only-request", func(record plog.LogRecord) {
				record.Body().SetStr("cleaned up request_id=" + requestID)
			}), nil)
			sendLogs(t, s.gateway, oneLog(service, service+".only-trace", func(record plog.LogRecord) {
				record.Attributes().PutStr("traceparent", fmt.Sprintf("00-%s-%s-01", trace, newSpanID()))
			}), nil)
			logs := []string{service + ".teacher-log", service + ".only-request", service + ".only-trace"}
			span := service + ".teacher-span"
			check := func() error {
				l, errL := loki().ByTrace(t.Context(), trace.String())
				lc, errLC := loki().ByCorrelation(t.Context(), requestID)
				e, errE := elasticsearch().ByTrace(t.Context(), trace.String())
				ec, errEC := elasticsearch().ByCorrelation(t.Context(), requestID)
				j, errJ := jaeger().ByCorrelation(t.Context(), service, requestID)
				return errors.Join(
					expect.Once("loki by trace id", logs, l, errL),
					expect.Once("loki by correlation id", logs, lc, errLC),
					expect.Once("elasticsearch by trace id", append(logs, span), e, errE),
					expect.Once("elasticsearch by correlation id", append(logs, span), ec, errEC),
					expect.Once("jaeger by correlation id", []string{span}, j, errJ),
				)
			}
			eventually(t, 30*time.Second, check)
			settled(t, check)
		})
	}
}

// A client that did not see the answer sends the same request again: nothing is
// doubled. Two records that are equal but real stay two.
func TestResendIsHarmless(t *testing.T) {
	s := startDirect(t, servers())
	service := newService("resend")
	logs := oneLog(service, service+".log", func(plog.LogRecord) {})
	traces := oneSpan(service, service+".span", newTraceID(), func(ptrace.Span) {})
	twin := oneLog(service, service+".twin", func(plog.LogRecord) {})
	records := twin.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords()
	records.At(0).CopyTo(records.AppendEmpty())

	logsBody, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	twinBody, err := (&plog.ProtoMarshaler{}).MarshalLogs(twin)
	require.NoError(t, err)
	tracesBody, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(traces)
	require.NoError(t, err)
	for range 3 {
		for _, request := range []struct {
			path, contentType string
			body              []byte
		}{
			{"/v1/logs", "application/json", logsBody},
			{"/v1/logs", "application/x-protobuf", twinBody},
			{"/v1/traces", "application/x-protobuf", tracesBody},
		} {
			status, answer, err := post(t.Context(), s.gateway, request.path, request.contentType, request.body, nil)
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, status, answer)
		}
		time.Sleep(500 * time.Millisecond)
	}
	check := func() error {
		l, errL := loki().ByService(t.Context(), service)
		e, errE := elasticsearch().ByService(t.Context(), service)
		j, errJ := jaeger().ByService(t.Context(), service)
		return errors.Join(
			twice("loki", service+".twin", &l), twice("elasticsearch", service+".twin", &e),
			expect.Once("loki", []string{service + ".log", service + ".twin"}, l, errL),
			expect.Once("elasticsearch", []string{service + ".log", service + ".span", service + ".twin"}, e, errE),
			expect.Once("jaeger", []string{service + ".span"}, j, errJ),
		)
	}
	eventually(t, 30*time.Second, check)
	settled(t, check)
}

// twice checks that a record is there two times, and leaves one of them.
func twice(where, id string, records *[]query.Record) error {
	var kept []query.Record
	count := 0
	for _, record := range *records {
		if record.ID == id {
			if count++; count > 1 {
				continue
			}
		}
		kept = append(kept, record)
	}
	*records = kept
	if count != 2 {
		return fmt.Errorf("%s: the twins are there %d times, not twice", where, count)
	}
	return nil
}
