package pdatawalk

import (
	"encoding/binary"
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// The canonical form of a record is made to be hashed: every text carries its
// length, every value its type and every list its number of elements, so that
// no two different records have the same bytes. Attributes keep the order in
// which they were received. The form must never change: record ids depend on it.
const (
	canonicalResource = 'R'
	canonicalScope    = 'S'
	canonicalLog      = 'L'
	canonicalSpan     = 'T'
)

// AppendResource appends the canonical form of a resource.
func AppendResource(b []byte, g Group) []byte {
	b = append(b, canonicalResource)
	b = appendText(b, g.Schema.SchemaUrl())
	b = appendCount(b, g.Resource.DroppedAttributesCount())
	return AppendMap(b, g.Resource.Attributes())
}

// AppendScope appends the canonical form of a scope.
func AppendScope(b []byte, g Group) []byte {
	b = append(b, canonicalScope)
	b = appendText(b, g.Schema.SchemaUrl())
	b = appendText(b, g.Scope.Name())
	b = appendText(b, g.Scope.Version())
	b = appendCount(b, g.Scope.DroppedAttributesCount())
	return AppendMap(b, g.Scope.Attributes())
}

// AppendLog appends the canonical form of a log record. The observed time
// counts only where there is no other: a record sent again has a new one.
func AppendLog(b []byte, r plog.LogRecord) []byte {
	b = append(b, canonicalLog)
	b = appendTime(b, LogTime(r))
	trace, span := r.TraceID(), r.SpanID()
	b = append(b, trace[:]...)
	b = append(b, span[:]...)
	b = appendCount(b, uint32(r.Flags()))
	b = appendCount(b, uint32(r.SeverityNumber()))
	b = appendCount(b, r.DroppedAttributesCount())
	b = appendText(b, r.SeverityText())
	b = appendText(b, r.EventName())
	b = AppendValue(b, r.Body())
	return AppendMap(b, r.Attributes())
}

// LogTime is the time of a log record, the observed one where it has no other,
// zero where it has neither.
func LogTime(r plog.LogRecord) pcommon.Timestamp {
	if t := r.Timestamp(); t != 0 {
		return t
	}
	return r.ObservedTimestamp()
}

// AppendSpan appends the canonical form of a span.
func AppendSpan(b []byte, s ptrace.Span) []byte {
	b = append(b, canonicalSpan)
	trace, span, parent := s.TraceID(), s.SpanID(), s.ParentSpanID()
	b = append(b, trace[:]...)
	b = append(b, span[:]...)
	b = append(b, parent[:]...)
	b = appendTime(b, s.StartTimestamp())
	b = appendTime(b, s.EndTimestamp())
	b = appendCount(b, s.Flags())
	b = appendCount(b, uint32(s.Kind()))
	b = appendCount(b, s.DroppedAttributesCount())
	b = appendCount(b, s.DroppedEventsCount())
	b = appendCount(b, s.DroppedLinksCount())
	b = appendText(b, s.TraceState().AsRaw())
	b = appendText(b, s.Name())
	b = appendCount(b, uint32(s.Status().Code()))
	b = appendText(b, s.Status().Message())
	b = AppendMap(b, s.Attributes())
	b = binary.AppendUvarint(b, uint64(s.Events().Len()))
	for _, e := range s.Events().All() {
		b = appendTime(b, e.Timestamp())
		b = appendText(b, e.Name())
		b = appendCount(b, e.DroppedAttributesCount())
		b = AppendMap(b, e.Attributes())
	}
	b = binary.AppendUvarint(b, uint64(s.Links().Len()))
	for _, l := range s.Links().All() {
		trace, span := l.TraceID(), l.SpanID()
		b = append(b, trace[:]...)
		b = append(b, span[:]...)
		b = appendCount(b, l.Flags())
		b = appendText(b, l.TraceState().AsRaw())
		b = appendCount(b, l.DroppedAttributesCount())
		b = AppendMap(b, l.Attributes())
	}
	return b
}

// AppendMap appends the canonical form of a map.
func AppendMap(b []byte, m pcommon.Map) []byte { return appendMap(b, m, 0) }

// AppendValue appends the canonical form of a value.
func AppendValue(b []byte, v pcommon.Value) []byte { return appendValue(b, v, 0) }

// What lies deeper than this is not told apart. No redaction passes it on, and
// a hostile record of a million levels must not exhaust the stack.
const maxCanonicalDepth = 256

func appendMap(b []byte, m pcommon.Map, depth int) []byte {
	b = appendCount(b, uint32(m.Len()))
	if depth > maxCanonicalDepth {
		return b
	}
	for k, v := range m.All() {
		b = appendText(b, k)
		b = appendValue(b, v, depth+1)
	}
	return b
}

func appendSlice(b []byte, s pcommon.Slice, depth int) []byte {
	b = appendCount(b, uint32(s.Len()))
	if depth > maxCanonicalDepth {
		return b
	}
	for _, e := range s.All() {
		b = appendValue(b, e, depth+1)
	}
	return b
}

func appendValue(b []byte, v pcommon.Value, depth int) []byte {
	t := v.Type()
	b = append(b, byte(t))
	switch t {
	case pcommon.ValueTypeStr:
		b = appendText(b, v.Str())
	case pcommon.ValueTypeInt:
		b = binary.LittleEndian.AppendUint64(b, uint64(v.Int()))
	case pcommon.ValueTypeDouble:
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v.Double()))
	case pcommon.ValueTypeBool:
		if v.Bool() {
			b = append(b, 1)
		} else {
			b = append(b, 0)
		}
	case pcommon.ValueTypeMap:
		b = appendMap(b, v.Map(), depth)
	case pcommon.ValueTypeSlice:
		b = appendSlice(b, v.Slice(), depth)
	case pcommon.ValueTypeBytes:
		raw := v.Bytes().AsRaw()
		b = appendCount(b, uint32(len(raw)))
		b = append(b, raw...)
	}
	return b
}

func appendTime(b []byte, t pcommon.Timestamp) []byte {
	return binary.LittleEndian.AppendUint64(b, uint64(t))
}

func appendCount(b []byte, n uint32) []byte {
	if n < 0x80 {
		return append(b, byte(n))
	}
	return binary.AppendUvarint(b, uint64(n))
}

func appendText(b []byte, s string) []byte {
	b = appendCount(b, uint32(len(s)))
	return append(b, s...)
}
