package document

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

func (e *Encoder) appendECSLog(dst []byte, lr plog.LogRecord) []byte {
	dst = appendTimestamp(dst, RecordTime(lr))
	dst = append(dst, `,"signal":"log"`...)
	dst = e.appendObserved(dst, "event.created", lr.Timestamp(), lr.ObservedTimestamp())
	dst = appendTraceID(dst, "trace.id", lr.TraceID())
	dst = appendSpanID(dst, "span.id", lr.SpanID())
	dst = e.appendCorrelation(dst, lr.Attributes())
	if n := lr.SeverityNumber(); n != 0 {
		dst = appendInt(appendName(dst, "event.severity"), int64(n))
	}
	dst = appendOptionalText(dst, "log.level", severityText(lr))
	dst = appendOptionalText(dst, "event.action", lr.EventName())
	if body := lr.Body(); body.Type() != pcommon.ValueTypeEmpty {
		dst = appendName(dst, "message")
		dst = e.appendECSMessage(dst, body)
	}
	dst = e.appendECSAttributes(dst, lr.Attributes())
	return e.finish(dst)
}

// appendECSMessage appends the body as text; a structure becomes its JSON.
func (e *Encoder) appendECSMessage(dst []byte, body pcommon.Value) []byte {
	switch body.Type() {
	case pcommon.ValueTypeMap, pcommon.ValueTypeSlice:
		return e.appendAsText(dst, body)
	default:
		return e.appendScalarText(dst, body)
	}
}

func (e *Encoder) appendECSSpan(dst []byte, span ptrace.Span) []byte {
	dst = appendTimestamp(dst, span.StartTimestamp())
	dst = append(dst, `,"signal":"span"`...)
	dst = appendTraceID(dst, "trace.id", span.TraceID())
	dst = appendSpanID(dst, "span.id", span.SpanID())
	dst = appendSpanID(dst, "parent.id", span.ParentSpanID())
	dst = e.appendCorrelation(dst, span.Attributes())
	dst = appendOptionalText(dst, "span.name", span.Name())
	dst = appendOptionalText(dst, "span.kind", span.Kind().String())
	dst = appendOptionalText(dst, "span.trace_state", span.TraceState().AsRaw())
	dst = appendDuration(dst, "event.duration", span)
	dst = appendOptionalText(dst, "event.outcome", outcome(span.Status().Code()))
	dst = appendOptionalText(dst, "event.reason", span.Status().Message())
	dst = e.appendLinks(dst, "span.links", span.Links())
	dst = e.appendECSAttributes(dst, span.Attributes())
	return e.finish(dst)
}

func (e *Encoder) appendECSSpanEvent(dst []byte, span ptrace.Span, event ptrace.SpanEvent) []byte {
	dst = appendTimestamp(dst, eventTime(span, event))
	dst = append(dst, `,"signal":"span_event"`...)
	dst = appendTraceID(dst, "trace.id", span.TraceID())
	dst = appendSpanID(dst, "span.id", span.SpanID())
	dst = e.appendCorrelation(dst, span.Attributes())
	dst = appendOptionalText(dst, "event.action", event.Name())
	dst = e.appendECSAttributes(dst, event.Attributes())
	return e.finish(dst)
}

// outcome is the word of the Elastic Common Schema for a status. A span
// without a status did not fail as far as anybody knows.
func outcome(code ptrace.StatusCode) string {
	switch code {
	case ptrace.StatusCodeOk:
		return "success"
	case ptrace.StatusCodeError:
		return "failure"
	default:
		return "unknown"
	}
}

// appendECSAttributes appends the attributes of a record: those that have a
// name in the schema at the root, the others below labels.
func (e *Encoder) appendECSAttributes(dst []byte, attrs pcommon.Map) []byte {
	dst = e.appendECSFields(dst, attrs, recordFields)
	return e.appendAttributes(dst, "labels", attrs, func(k string, v pcommon.Value) bool {
		return skipRecord(k, v) || hasField(recordFields, k, v)
	})
}

// appendECSResource does the same for the resource; what has no name in the
// schema stays below resource.attributes.
func (e *Encoder) appendECSResource(dst []byte, attrs pcommon.Map) []byte {
	return e.appendECSFields(dst, attrs, resourceFields)
}

func (e *Encoder) skipResource() func(string, pcommon.Value) bool {
	if e.mapping != ECS {
		return nil
	}
	return func(k string, v pcommon.Value) bool { return hasField(resourceFields, k, v) }
}

// appendECSFields appends the attributes that have a field, each once: the
// first of equal keys, and of several attributes for one field the first.
func (e *Encoder) appendECSFields(dst []byte, attrs pcommon.Map, fields map[string]field) []byte {
	base := len(e.seen)
	for k, v := range attrs.All() {
		f, ok := fields[k]
		if !ok || !f.takes(v) || e.duplicate(base, f.name) {
			continue
		}
		e.seen = append(e.seen, f.name)
		// A plain value: these fields are no flattened ones.
		dst = e.appendValue(appendName(dst, f.name), v, math.MinInt)
	}
	delete(e.tables, base)
	clear(e.seen[base:])
	e.seen = e.seen[:base]
	return dst
}
