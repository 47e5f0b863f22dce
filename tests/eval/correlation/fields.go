package main

import (
	"fmt"
	"math/big"
	"strings"
)

// fieldFormat is a convention that names its values.
type fieldFormat struct {
	name string
	// flat says that the names can stand in a line without quotes.
	flat bool
	make func(r random) ([]field, idsOf)
}

const zeroes = "0000000000000000"

// pair is a format of two keys for a trace id and a span id, as they are.
func pair(trace, span string) fieldFormat {
	return fieldFormat{
		name: trace + ", " + span,
		flat: !strings.ContainsAny(trace+span, "/@"),
		make: func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return []field{{trace, t}, {span, s}}, idsOf{t, s, ""}
		},
	}
}

// one is a format of one key.
func one(name, key string, make func(r random) (string, idsOf)) fieldFormat {
	return fieldFormat{name: name, flat: true, make: func(r random) ([]field, idsOf) {
		v, ids := make(r)
		return []field{{key, v}}, ids
	}}
}

// several is a format of several keys.
func several(name string, flat bool, make func(r random) ([]field, idsOf)) fieldFormat {
	return fieldFormat{name: name, flat: flat, make: make}
}

// correlationKey is a key of a correlation id, with ids of the usual makes.
func correlationKey(key string) fieldFormat {
	return one(key, key, func(r random) (string, idsOf) {
		id := correlationID(r)
		return id, idsOf{correlation: id}
	})
}

func correlationID(r random) string {
	switch r.IntN(7) {
	case 0:
		return "order-" + r.word(6) + "7"
	case 1:
		return "0HMB" + strings.ToUpper(r.word(8)) + "1:" + fmt.Sprintf("%08d", r.IntN(100)+1)
	case 2:
		return "01" + strings.ToUpper(r.chars(24, "0123456789abcdefghjkmnpqrstvwxyz"))
	case 3:
		return "req_" + r.word(15) + "4"
	case 4:
		return "Fx" + r.word(17) + "9"
	default:
		return r.uuid()
	}
}

func fieldFormats() []fieldFormat {
	formats := []fieldFormat{
		pair("trace_id", "span_id"),
		pair("traceId", "spanId"),
		pair("TraceId", "SpanId"),
		pair("traceID", "spanID"),
		pair("traceid", "spanid"),
		pair("trace-id", "span-id"),
		pair("trace.id", "span.id"),
		pair("trace.id", "transaction.id"),
		pair("TRACE_ID", "SPAN_ID"),
		pair("_trace_id", "_span_id"),
		pair("otelTraceID", "otelSpanID"),
		pair("@tr", "@sp"),
		pair("dt.trace_id", "dt.span_id"),
		pair("X-B3-TraceId", "X-B3-SpanId"),
		pair("x_b3_traceid", "x_b3_spanid"),
		pair("opencensusTraceId", "opencensusSpanId"),
		pair("logging.googleapis.com/trace", "logging.googleapis.com/spanId"),
		pair("contextMap.traceId", "contextMap.spanId"),
		pair("mdc.trace_id", "mdc.span_id"),
		pair("named_tags.trace_id", "named_tags.span_id"),
		several("upper case", true, func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return []field{{"trace_id", strings.ToUpper(t)}, {"span_id", strings.ToUpper(s)}}, idsOf{t, s, ""}
		}),
		several("64 bits", true, func(r random) ([]field, idsOf) {
			t, s := r.hex(16), r.hex(16)
			return []field{{"traceId", t}, {"spanId", s}}, idsOf{zeroes + t, s, ""}
		}),
		several("digits alone", true, func(r random) ([]field, idsOf) {
			t, s := r.chars(32, "123456789"), r.chars(16, "123456789")
			return []field{{"trace_id", t}, {"span_id", s}}, idsOf{t, s, ""}
		}),
		one("UUID as trace id", "trace_id", func(r random) (string, idsOf) {
			t := r.hex(32)
			return hyphens(t), idsOf{t, "", ""}
		}),
		one("operation_Id", "operation_Id", func(r random) (string, idsOf) {
			t := r.hex(32)
			return t, idsOf{t, "", ""}
		}),
		several("trace and request id", true, func(r random) ([]field, idsOf) {
			t, s, id := r.hex(32), r.hex(16), r.uuid()
			return []field{{"trace_id", t}, {"span_id", s}, {"request_id", id}}, idsOf{t, s, id}
		}),
		several("beside parents", true, func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return []field{{"parent_span_id", r.hex(16)}, {"trace_id", t}, {"parentId", r.hex(16)}, {"span_id", s}, {"ParentSpanId", r.hex(16)}}, idsOf{t, s, ""}
		}),
		several("ECS, nested", false, func(r random) ([]field, idsOf) {
			t, s, id := r.hex(32), r.hex(16), r.uuid()
			return []field{
				{"trace", map[string]any{"id": t}},
				{"span", map[string]any{"id": s}},
				{"http", map[string]any{"request": map[string]any{"id": id}}},
			}, idsOf{t, s, id}
		}),
		several("ECS, transaction nested", false, func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return []field{{"trace", map[string]any{"id": t}}, {"transaction", map[string]any{"id": s}}}, idsOf{t, s, ""}
		}),
		several("pino", false, func(r random) ([]field, idsOf) {
			t, s, id := r.hex(32), r.hex(16), r.uuid()
			return []field{
				{"req", map[string]any{"id": id, "method": "GET", "headers": map[string]any{"traceparent": "00-" + t + "-" + s + "-01"}}},
				{"res", map[string]any{"headers": map[string]any{"x-request-id": r.uuid()}}},
			}, idsOf{t, s, id}
		}),
		several("caddy", false, func(r random) ([]field, idsOf) {
			id := r.uuid()
			return []field{{"request", map[string]any{"uri": "/", "headers": map[string]any{"X-Request-Id": []any{id}}}}}, idsOf{correlation: id}
		}),
	}
	formats = append(formats, headerFormats()...)
	formats = append(formats, datadogFormats()...)
	for _, key := range []string{
		"correlation_id", "correlationId", "CorrelationId", "correlationID", "X-Correlation-ID", "x_correlationid", "x-correlation-id",
		"http.request.id", "x-request-id", "X-Request-Id", "request_id", "requestId", "RequestId", "req_id", "reqId",
		"http.request.header.x-request-id", "HTTP_X_REQUEST_ID", "vcap_request_id", "aws_request_id", "function_request_id",
		"aws-request-id", "x-amzn-requestid", "azure.service.request.id", "x-ms-client-request-id", "cf-ray",
		"messaging.message.conversation_id", "mdc.request_id", "named_tags.request_id",
	} {
		formats = append(formats, correlationKey(key))
	}
	return formats
}

// headerFormats are the headers of propagation.
func headerFormats() []fieldFormat {
	w3c := func(key string) fieldFormat {
		return one(key, key, func(r random) (string, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return "00-" + t + "-" + s + "-0" + r.chars(1, "0123"), idsOf{t, s, ""}
		})
	}
	return []fieldFormat{
		w3c("traceparent"),
		w3c("Traceparent"),
		w3c("HTTP_TRACEPARENT"),
		w3c("http.request.header.traceparent"),
		one("traceparent of tomorrow", "traceparent", func(r random) (string, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return "cc-" + t + "-" + s + "-01-" + r.word(5), idsOf{t, s, ""}
		}),
		one("b3", "b3", func(r random) (string, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return t + "-" + s + []string{"", "-1", "-0", "-d", "-1-" + r.hex(16)}[r.IntN(5)], idsOf{t, s, ""}
		}),
		one("b3, 64 bits", "b3", func(r random) (string, idsOf) {
			t, s := r.hex(16), r.hex(16)
			return t + "-" + s + "-1-" + r.hex(16), idsOf{zeroes + t, s, ""}
		}),
		several("b3 multi, 64 bits", true, func(r random) ([]field, idsOf) {
			t, s := r.hex(16), r.hex(16)
			return []field{{"X-B3-TraceId", t}, {"X-B3-ParentSpanId", r.hex(16)}, {"X-B3-SpanId", s}, {"X-B3-Sampled", "1"}}, idsOf{zeroes + t, s, ""}
		}),
		one("uber-trace-id", "uber-trace-id", func(r random) (string, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return strings.TrimLeft(t, "0") + ":" + strings.TrimLeft(s, "0") + ":0:1", idsOf{t, s, ""}
		}),
		one("uber-trace-id, encoded", "uber-trace-id", func(r random) (string, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return t + "%3A" + s + "%3A" + r.hex(16) + "%3A1", idsOf{t, s, ""}
		}),
		one("uber-trace-id, short", "uber-trace-id", func(r random) (string, idsOf) {
			t, s := r.Uint64()>>20|1, r.Uint64()>>30|1
			return fmt.Sprintf("%x:%x:0:1", t, s), idsOf{zeroes + hex16(t), hex16(s), ""}
		}),
		one("X-Amzn-Trace-Id", "X-Amzn-Trace-Id", func(r random) (string, idsOf) {
			t := r.hex(32)
			return "Root=1-" + t[:8] + "-" + t[8:] + ";Parent=" + r.hex(16) + ";Sampled=1", idsOf{t, "", ""}
		}),
		one("X-Amzn-Trace-Id, Self and Lineage", "X-Amzn-Trace-Id", func(r random) (string, idsOf) {
			t, self := r.hex(32), r.hex(32)
			return "Self=1-" + self[:8] + "-" + self[8:] + ";Root=1-" + t[:8] + "-" + t[8:] + ";Lineage=" + r.hex(8) + ":0", idsOf{t, "", ""}
		}),
		several("xray_trace_id", true, func(r random) ([]field, idsOf) {
			t := r.hex(32)
			return []field{{"xray_trace_id", "1-" + t[:8] + "-" + t[8:]}}, idsOf{t, "", ""}
		}),
		one("X-Cloud-Trace-Context", "X-Cloud-Trace-Context", func(r random) (string, idsOf) {
			t, s := r.hex(32), r.Uint64()|1
			return t + "/" + decimal(s) + ";o=1", idsOf{t, hex16(s), ""}
		}),
		one("X-Cloud-Trace-Context, trace alone", "x-cloud-trace-context", func(r random) (string, idsOf) {
			t := r.hex(32)
			return t, idsOf{t, "", ""}
		}),
		several("Google's path", false, func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return []field{
				{"logging.googleapis.com/trace", "projects/shop-" + r.word(4) + "/traces/" + t},
				{"logging.googleapis.com/spanId", s},
			}, idsOf{t, s, ""}
		}),
		several("ot-tracer", true, func(r random) ([]field, idsOf) {
			t, s := r.hex(16), r.hex(16)
			return []field{{"ot-tracer-traceid", t}, {"ot-tracer-spanid", s}, {"ot-tracer-sampled", "true"}}, idsOf{zeroes + t, s, ""}
		}),
		one(".NET Request-Id", "Request-Id", func(r random) (string, idsOf) {
			t, s := r.hex(32), r.hex(16)
			return "|" + t + "." + s + ".", idsOf{t, s, ""}
		}),
		one(".NET Request-Id, other root", "Request-Id", func(r random) (string, idsOf) {
			root := r.hex(8) + "-" + r.hex(7) + "a7"
			return "|" + root + ".1." + r.hex(8) + "_1.", idsOf{correlation: root}
		}),
		one("baggage", "baggage", func(r random) (string, idsOf) {
			id := r.uuid()
			return "user_tier=gold,correlation_id=" + id + ",region=eu", idsOf{correlation: id}
		}),
		one("Correlation-Context", "Correlation-Context", func(r random) (string, idsOf) {
			id := r.uuid()
			return "tier=gold,correlationId=" + id, idsOf{correlation: id}
		}),
	}
}

// datadogFormats are the decimal and hexadecimal notations of Datadog.
func datadogFormats() []fieldFormat {
	return []fieldFormat{
		several("Datadog, 64 bits", true, func(r random) ([]field, idsOf) {
			t, s := r.Uint64()|1, r.Uint64()|1
			return []field{{"dd.trace_id", decimal(t)}, {"dd.span_id", decimal(s)}}, idsOf{zeroes + hex16(t), hex16(s), ""}
		}),
		several("Datadog, 128 bits", true, func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.Uint64()|1
			return []field{{"dd.trace_id", t}, {"dd.span_id", decimal(s)}}, idsOf{t, hex16(s), ""}
		}),
		several("Datadog, 128 bits of digits alone", true, func(r random) ([]field, idsOf) {
			t, s := r.chars(32, "123456789"), r.Uint64()|1
			return []field{{"dd.trace_id", t}, {"dd.span_id", decimal(s)}}, idsOf{t, hex16(s), ""}
		}),
		several("Datadog, 16 digits are decimal", true, func(r random) ([]field, idsOf) {
			t, s := 1_000_000_000_000_000+r.Uint64N(8_000_000_000_000_000), 1_000_000_000_000_000+r.Uint64N(8_000_000_000_000_000)
			return []field{{"dd.trace_id", decimal(t)}, {"dd.span_id", decimal(s)}}, idsOf{zeroes + hex16(t), hex16(s), ""}
		}),
		several("Datadog, 128 bits in decimal", true, func(r random) ([]field, idsOf) {
			t, s := "f"+r.hex(31), r.Uint64()|1
			n, _ := new(big.Int).SetString(t, 16)
			return []field{{"dd.trace_id", n.String()}, {"dd.span_id", decimal(s)}}, idsOf{t, hex16(s), ""}
		}),
		several("Datadog, signed", true, func(r random) ([]field, idsOf) {
			t, s := r.Uint64()|1<<63, r.Uint64()|1<<63
			return []field{{"dd.trace_id", fmt.Sprint(int64(t))}, {"dd.span_id", fmt.Sprint(int64(s))}}, idsOf{zeroes + hex16(t), hex16(s), ""} //nolint:gosec // as the libraries do
		}),
		several("Datadog, two halves", true, func(r random) ([]field, idsOf) {
			high, low, s := r.hex(16), r.Uint64()|1, r.Uint64()|1
			return []field{{"_dd.p.tid", high}, {"dd.trace_id", decimal(low)}, {"dd.span_id", decimal(s)}}, idsOf{high + hex16(low), hex16(s), ""}
		}),
		several("Datadog's headers", true, func(r random) ([]field, idsOf) {
			high, low := r.hex(16), r.Uint64()|1
			return []field{
				{"x-datadog-trace-id", decimal(low)},
				{"x-datadog-parent-id", decimal(r.Uint64())},
				{"x-datadog-tags", "_dd.p.dm=-1,_dd.p.tid=" + high},
			}, idsOf{high + hex16(low), "", ""}
		}),
		several("Datadog, nested", false, func(r random) ([]field, idsOf) {
			t, s := r.hex(32), r.Uint64()|1
			return []field{{"dd", map[string]any{"trace_id": t, "span_id": decimal(s), "service": "shop"}}}, idsOf{t, hex16(s), ""}
		}),
	}
}
