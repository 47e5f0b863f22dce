package document

import (
	"encoding/hex"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

// The functions of this file append members of an object, each with a comma in
// front; names are constants that need no escaping.

func appendName(dst []byte, name string) []byte {
	dst = append(dst, ',', '"')
	dst = append(dst, name...)
	return append(dst, '"', ':')
}

// appendOptionalText appends nothing for the empty string.
func appendOptionalText(dst []byte, name, value string) []byte {
	if value == "" {
		return dst
	}
	return jsontext.AppendString(appendName(dst, name), value)
}

func appendOptionalCount(dst []byte, name string, n uint32) []byte {
	if n == 0 {
		return dst
	}
	return appendInt(appendName(dst, name), int64(n))
}

func appendTraceID(dst []byte, name string, id pcommon.TraceID) []byte {
	if id.IsEmpty() {
		return dst
	}
	return appendHex(appendName(dst, name), id[:])
}

func appendSpanID(dst []byte, name string, id pcommon.SpanID) []byte {
	if id.IsEmpty() {
		return dst
	}
	return appendHex(appendName(dst, name), id[:])
}

func appendHex(dst, raw []byte) []byte {
	dst = append(dst, '"')
	dst = hex.AppendEncode(dst, raw)
	return append(dst, '"')
}

// appendTimestamp opens a document with the time that the index sorts by. A
// time that the field cannot hold is written as the start of 1970, and its
// number kept beside it.
func appendTimestamp(dst []byte, ts pcommon.Timestamp) []byte {
	dst = append(dst, `{"@timestamp":`...)
	if representable(ts) {
		return appendTime(dst, ts)
	}
	dst = appendTime(dst, 0)
	return appendUnixNano(dst, "time_unix_nano", ts)
}

// appendOptionalTime appends nothing for the zero time.
func appendOptionalTime(dst []byte, name string, ts pcommon.Timestamp) []byte {
	switch {
	case ts == 0:
		return dst
	case representable(ts):
		return appendTime(appendName(dst, name), ts)
	default:
		return appendUnixNano(dst, "observed_time_unix_nano", ts)
	}
}

func appendUnixNano(dst []byte, name string, ts pcommon.Timestamp) []byte {
	dst = append(appendName(dst, name), '"')
	dst = appendDigits(dst, uint64(ts), 20)
	return append(dst, '"')
}

// appendCorrelation appends the correlation id of a record, or else of its
// resource.
func (e *Encoder) appendCorrelation(dst []byte, attrs pcommon.Map) []byte {
	v, ok := attrs.Get(CorrelationAttribute)
	if !ok {
		if v, ok = e.resource.Attributes().Get(CorrelationAttribute); !ok {
			return dst
		}
	}
	return appendOptionalText(dst, "correlation.id", v.AsString())
}

// closeObject ends an object whose members begin at start, the first with a
// comma in front like all others.
func closeObject(dst []byte, start int) []byte {
	if len(dst) > start {
		dst = append(dst[:start], dst[start+1:]...)
	}
	return append(dst, '}')
}

// appendAttributes appends a field with free names, unless there are none.
func (e *Encoder) appendAttributes(dst []byte, name string, m pcommon.Map, skip func(string, pcommon.Value) bool) []byte {
	if m.Len() == 0 {
		return dst
	}
	dst = appendName(dst, name)
	return e.appendMap(dst, m, 0, skip)
}

// appendObserved appends the observed time of a record, and notes where.
func (e *Encoder) appendObserved(dst []byte, name string, own, observed pcommon.Timestamp) []byte {
	from := len(dst)
	dst = appendOptionalTime(dst, name, observed)
	if own != 0 {
		e.observedFrom, e.observedTo = from, len(dst)
	}
	return dst
}

// appendLinks appends the links of a span, if there are any.
func (e *Encoder) appendLinks(dst []byte, name string, links ptrace.SpanLinkSlice) []byte {
	if links.Len() == 0 {
		return dst
	}
	dst = append(appendName(dst, name), '[')
	for i := range links.Len() {
		link := links.At(i)
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, '{')
		start := len(dst)
		dst = appendTraceID(dst, "trace_id", link.TraceID())
		dst = appendSpanID(dst, "span_id", link.SpanID())
		dst = appendOptionalText(dst, "trace_state", link.TraceState().AsRaw())
		dst = e.appendAttributes(dst, "attributes", link.Attributes(), nil)
		dst = appendOptionalCount(dst, "dropped_attributes_count", link.DroppedAttributesCount())
		dst = closeObject(dst, start)
	}
	return append(dst, ']')
}
