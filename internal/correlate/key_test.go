package correlate

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestKindOfKey(t *testing.T) {
	for name, want := range map[string]KeyKind{
		"trace_id":                           keyTrace,
		"Trace-Id":                           keyTrace,
		"trace.id":                           keyTrace,
		"TRACE_ID":                           keyTrace,
		"trace.trace_id":                     keyTrace,
		"contextMap.traceId":                 keyTrace,
		"attributes.log.mdc.trace_id":        keyTrace,
		"span.id":                            keySpan,
		"transaction.id":                     keyTransaction,
		"transaction_id":                     KeyNone,
		"transactionId":                      KeyNone,
		"operation_Id":                       keyTrace32,
		"ai.operation.id":                    keyTrace32,
		"trace":                              keyTraceEntry,
		"jsonPayload.trace":                  keyTraceEntry,
		"stack.trace":                        KeyNone,
		"ActivityId":                         keyActivity,
		"elastic-apm-traceparent":            keyTraceparent,
		"request_X-Request-Id":               keyRequestHeader,
		"request_Traceparent":                keyTraceparent,
		"downstream_X-Request-Id":            KeyNone,
		"origin_X-Request-Id":                KeyNone,
		"operation_id":                       KeyNone,
		"http.request.header.traceparent":    keyTraceparent,
		"http.request.header.x-request-id":   keyRequestHeader,
		"http.response.header.x-request-id":  KeyNone,
		"http.request.id":                    keyHTTPRequestID,
		"request.id":                         keyRequest,
		"named_tags.request_id":              keyRequest,
		"req.id":                             keyRequestCounter,
		"messaging.message.conversation_id":  keyConversation,
		"azure.service.request.id":           keyRequestVendor,
		"parent_id":                          KeyNone,
		"parent.trace.id":                    KeyNone,
		"trace.parent_id":                    KeyNone,
		"trace.parent.id":                    KeyNone,
		"parentSpanId":                       KeyNone,
		"span.parent.span_id":                KeyNone,
		"links.trace_id":                     KeyNone,
		"id":                                 KeyNone,
		"session.id":                         KeyNone,
		"user_id":                            KeyNone,
		"trace_id_suffix":                    KeyNone,
		"":                                   KeyNone,
		".":                                  KeyNone,
		"....trace_id":                       keyTrace,
		"a.b.c.d.e.f.g.h.i.j.trace_id":       KeyNone,
		"trace_id\x00":                       KeyNone,
		"träce_id":                           KeyNone,
		strings.Repeat("_", 200) + "traceid": KeyNone,
	} {
		assert.Equal(t, want, KindOfKey(name), name)
	}
}

func TestWhatAKindHolds(t *testing.T) {
	for name, want := range map[string][3]bool{
		"trace_id": {true, false, false}, "span_id": {false, true, false}, "traceparent": {true, true, false},
		"dd.trace_id": {true, false, false}, "_dd.p.tid": {false, false, false}, "x-request-id": {false, false, true},
		"baggage": {false, false, true}, "b3": {true, true, false}, "service.name": {},
	} {
		k := KindOfKey(name)
		assert.Equal(t, want, [3]bool{k.HoldsTrace(), k.HoldsSpan(), k.HoldsCorrelation()}, name)
	}
}

func TestValidCorrelationID(t *testing.T) {
	for id, want := range map[string]Reason{
		"order-7f3a":                           ReasonNone,
		uuid:                                   ReasonNone,
		"0HMBV49007J8A:00000004":               ReasonNone,
		"a.b_c:d+e/f=g@h|i~j-k":                ReasonNone,
		strings.Repeat("a1", 64):               ReasonNone,
		strings.Repeat("a1", 64) + "b":         ReasonLength,
		"abc12":                                ReasonLength,
		"":                                     ReasonLength,
		"-abc123":                              ReasonCharset,
		"abc 123":                              ReasonCharset,
		"abc\"123":                             ReasonCharset,
		"abc<123>":                             ReasonCharset,
		"abc{123}":                             ReasonCharset,
		"abc\n123":                             ReasonCharset,
		"abc123é":                              ReasonCharset,
		"aaaaaaaa":                             ReasonRepeated,
		"00000000-0000-0000-0000-000000000000": ReasonRepeated,
		"ffffffff-ffff-ffff-ffff-ffffffffffff": ReasonRepeated,
		"test":                                 ReasonBlocklisted,
		"null":                                 ReasonBlocklisted,
		"Undefined":                            ReasonBlocklisted,
		"x-request-id":                         ReasonBlocklisted,
	} {
		assert.Equal(t, want, ValidCorrelationID(id), id)
	}
}

func TestRefusalsAreReported(t *testing.T) {
	var ids IDs
	Attr(KindOfKey("trace_id"), "4bf92f3577b34da6a3", &ids)
	assert.Equal(t, ReasonForm, ids.RefusedTrace)
	Attr(KindOfKey("x-request-id"), strings.Repeat("x1", 1<<19), &ids)
	assert.Equal(t, ReasonLength, ids.RefusedCorrelation)
	ids = IDs{}
	Text(`{"request_id":"abc\"def","reqId":"req-1a"}`, &ids)
	assert.Equal(t, ReasonCharset, ids.RefusedCorrelation)
	for _, absent := range []string{"", "-", "0"} {
		ids = IDs{}
		Attr(KindOfKey("trace_id"), absent, &ids)
		Attr(KindOfKey("request_id"), absent, &ids)
		assert.Equal(t, IDs{}, ids, "absent is not refused")
	}
	for _, r := range Reasons() {
		assert.NotEqual(t, "none", r.String())
	}
}

// What the caller knows beforehand is kept, and what disagrees is left out.
func TestOwnIDsAreKept(t *testing.T) {
	own := TraceID{1: 1, 15: 2}
	ids := IDs{Trace: own, Correlation: "mine-123", Source: SourceBaggage}
	Attr(KindOfKey("trace_id"), tr32, &ids)
	Attr(KindOfKey("span_id"), sp16, &ids)
	Attr(KindOfKey("correlation_id"), "order-7f3a", &ids)
	Text("traceparent="+w3c+" request_id="+uuid, &ids)
	assert.Equal(t, own, ids.Trace)
	assert.True(t, ids.Span.IsZero(), "the span is that of another trace")
	assert.True(t, ids.Conflict)
	assert.Equal(t, "mine-123", ids.Correlation)

	ids = IDs{Trace: mustTrace(t, tr32)}
	Text("trace_id="+tr32+" span_id="+sp16, &ids)
	assert.False(t, ids.Conflict)
	assert.False(t, ids.Span.IsZero())
}

func mustTrace(t *testing.T, s string) TraceID {
	t.Helper()
	id, ok := parseTrace32(s)
	assert.True(t, ok)
	return id
}
