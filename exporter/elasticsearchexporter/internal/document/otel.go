package document

import (
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

func (e *Encoder) appendOTelLog(dst []byte, lr plog.LogRecord) []byte {
	dst = appendTimestamp(dst, RecordTime(lr))
	dst = append(dst, `,"signal":"log"`...)
	dst = e.appendObserved(dst, "observed_timestamp", lr.Timestamp(), lr.ObservedTimestamp())
	dst = appendTraceID(dst, "trace_id", lr.TraceID())
	dst = appendSpanID(dst, "span_id", lr.SpanID())
	dst = appendOptionalCount(dst, "trace_flags", uint32(lr.Flags()))
	dst = e.appendCorrelation(dst, lr.Attributes())
	if n := lr.SeverityNumber(); n != 0 {
		dst = appendInt(appendName(dst, "severity_number"), int64(n))
	}
	dst = appendOptionalText(dst, "severity_text", severityText(lr))
	dst = appendOptionalText(dst, "event_name", lr.EventName())
	dst = e.appendOTelBody(dst, lr.Body())
	dst = e.appendAttributes(dst, "attributes", lr.Attributes(), skipRecord)
	dst = appendOptionalCount(dst, "dropped_attributes_count", lr.DroppedAttributesCount())
	return e.finish(dst)
}

// appendOTelBody appends a text, or else the structure. A flattened field
// takes objects only, so a list stands in one.
func (e *Encoder) appendOTelBody(dst []byte, body pcommon.Value) []byte {
	switch body.Type() {
	case pcommon.ValueTypeEmpty:
		return dst
	case pcommon.ValueTypeMap:
		dst = append(dst, `,"body":{"structured":`...)
		dst = e.appendValue(dst, body, 0)
	case pcommon.ValueTypeSlice:
		dst = append(dst, `,"body":{"structured":{"value":`...)
		dst = e.appendValue(dst, body, 1)
		dst = append(dst, '}')
	default:
		dst = append(dst, `,"body":{"text":`...)
		dst = e.appendScalarText(dst, body)
	}
	return append(dst, '}')
}

func (e *Encoder) appendOTelSpan(dst []byte, span ptrace.Span) []byte {
	dst = appendTimestamp(dst, span.StartTimestamp())
	dst = append(dst, `,"signal":"span"`...)
	dst = appendTraceID(dst, "trace_id", span.TraceID())
	dst = appendSpanID(dst, "span_id", span.SpanID())
	dst = appendSpanID(dst, "parent_span_id", span.ParentSpanID())
	dst = appendOptionalText(dst, "trace_state", span.TraceState().AsRaw())
	dst = appendOptionalCount(dst, "trace_flags", span.Flags())
	dst = e.appendCorrelation(dst, span.Attributes())
	dst = appendOptionalText(dst, "name", span.Name())
	dst = appendOptionalText(dst, "kind", span.Kind().String())
	dst = appendDuration(dst, "duration", span)
	dst = append(dst, `,"status":{"code":`...)
	dst = jsontext.AppendString(dst, span.Status().Code().String())
	dst = appendOptionalText(dst, "message", span.Status().Message())
	dst = append(dst, '}')
	dst = e.appendLinks(dst, "links", span.Links())
	dst = e.appendAttributes(dst, "attributes", span.Attributes(), skipRecord)
	dst = appendOptionalCount(dst, "dropped_attributes_count", span.DroppedAttributesCount())
	dst = appendOptionalCount(dst, "dropped_events_count", span.DroppedEventsCount())
	dst = appendOptionalCount(dst, "dropped_links_count", span.DroppedLinksCount())
	return e.finish(dst)
}

func (e *Encoder) appendOTelSpanEvent(dst []byte, span ptrace.Span, event ptrace.SpanEvent) []byte {
	dst = appendTimestamp(dst, eventTime(span, event))
	dst = append(dst, `,"signal":"span_event"`...)
	dst = appendTraceID(dst, "trace_id", span.TraceID())
	dst = appendSpanID(dst, "span_id", span.SpanID())
	dst = e.appendCorrelation(dst, span.Attributes())
	dst = appendOptionalText(dst, "event_name", event.Name())
	dst = e.appendAttributes(dst, "attributes", event.Attributes(), nil)
	dst = appendOptionalCount(dst, "dropped_attributes_count", event.DroppedAttributesCount())
	return e.finish(dst)
}

// finish appends what the records of the scope share, and ends the document.
func (e *Encoder) finish(dst []byte) []byte {
	dst = append(dst, e.shared...)
	return append(dst, '}')
}

// appendScalarText appends a value that is neither map nor list as a string.
func (e *Encoder) appendScalarText(dst []byte, v pcommon.Value) []byte {
	if v.Type() == pcommon.ValueTypeStr {
		return jsontext.AppendString(dst, v.Str())
	}
	start := len(dst)
	dst = e.appendValue(dst, v, math.MinInt)
	if dst[start] == '"' {
		return dst
	}
	text := string(dst[start:])
	return jsontext.AppendString(dst[:start], text)
}

// severityText returns the record's own word, or the one that its number has
// in the data model.
func severityText(lr plog.LogRecord) string {
	if text := lr.SeverityText(); text != "" || lr.SeverityNumber() == 0 {
		return text
	}
	return lr.SeverityNumber().String()
}

// appendDuration appends nanoseconds, below zero when the clocks say so. A
// span without an end has none.
func appendDuration(dst []byte, name string, span ptrace.Span) []byte {
	if span.EndTimestamp() == 0 {
		return dst
	}
	return appendInt(appendName(dst, name), int64(span.EndTimestamp()-span.StartTimestamp()))
}

// eventTime returns the time of an event, or of its span if it has none.
func eventTime(span ptrace.Span, event ptrace.SpanEvent) pcommon.Timestamp {
	if ts := event.Timestamp(); ts != 0 {
		return ts
	}
	return span.StartTimestamp()
}

// appendRootService appends the name of the service at the root, where views
// and dashboards look for it.
func appendRootService(dst []byte, resource pcommon.Map) []byte {
	v, ok := resource.Get("service.name")
	if !ok {
		return dst
	}
	return appendOptionalText(dst, "service.name", v.AsString())
}
