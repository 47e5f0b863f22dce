package document

import (
	"encoding/base64"
	"math"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

// maxDepth is how deep maps and lists may stand in each other before the rest
// is written as a string of JSON. Elasticsearch refuses a document whose
// flattened field is deeper than its depth limit, 20 by default.
const maxDepth = 16

// appendValue appends any value; at a depth below zero as plain JSON, else so
// that it fits into a flattened field. Bytes become base64.
func (e *Encoder) appendValue(dst []byte, v pcommon.Value, depth int) []byte {
	switch v.Type() {
	case pcommon.ValueTypeStr:
		if depth < 0 {
			return jsontext.AppendString(dst, v.Str())
		}
		return appendPieces(dst, v.Str())
	case pcommon.ValueTypeInt:
		return appendInt(dst, v.Int())
	case pcommon.ValueTypeDouble:
		return appendDouble(dst, v.Double())
	case pcommon.ValueTypeBool:
		return appendBool(dst, v.Bool())
	case pcommon.ValueTypeBytes:
		if depth < 0 || v.Bytes().Len() <= safeBytes/2 {
			return appendBytes(dst, v.Bytes())
		}
		return appendPieces(dst, base64.StdEncoding.EncodeToString(v.Bytes().AsRaw()))
	case pcommon.ValueTypeMap:
		if depth == maxDepth {
			return e.appendAsPieces(dst, v)
		}
		return e.appendMap(dst, v.Map(), depth, nil)
	case pcommon.ValueTypeSlice:
		if depth == maxDepth {
			return e.appendAsPieces(dst, v)
		}
		return e.appendSlice(dst, v.Slice(), depth)
	default:
		return append(dst, "null"...)
	}
}

// appendAsText appends the JSON of v as one string.
func (e *Encoder) appendAsText(dst []byte, v pcommon.Value) []byte {
	start := len(dst)
	// No further limit: a string of JSON in a string of JSON doubles its
	// backslashes each time.
	dst = e.appendValue(dst, v, math.MinInt)
	text := string(dst[start:])
	return jsontext.AppendString(dst[:start], text)
}

// appendAsPieces is appendAsText for a flattened field.
func (e *Encoder) appendAsPieces(dst []byte, v pcommon.Value) []byte {
	start := len(dst)
	dst = e.appendValue(dst, v, math.MinInt)
	text := string(dst[start:])
	return appendPieces(dst[:start], text)
}

func (e *Encoder) appendSlice(dst []byte, s pcommon.Slice, depth int) []byte {
	dst = append(dst, '[')
	for i := range s.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = e.appendValue(dst, s.At(i), depth+1)
	}
	return append(dst, ']')
}

// appendMap appends m without the keys for which skip is true. Of a key that
// comes more than once the first counts, as for pcommon.Map.Get.
func (e *Encoder) appendMap(dst []byte, m pcommon.Map, depth int, skip func(string, pcommon.Value) bool) []byte {
	base := len(e.seen)
	dst = append(dst, '{')
	first := true
	for k, v := range m.All() {
		k = canonicalKey(k)
		if e.duplicate(base, k) {
			continue
		}
		e.seen = append(e.seen, k)
		if skip != nil && skip(k, v) {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = jsontext.AppendString(dst, k)
		dst = append(dst, ':')
		dst = e.appendValue(dst, v, depth+1)
	}
	delete(e.tables, base)
	clear(e.seen[base:])
	e.seen = e.seen[:base]
	return append(dst, '}')
}

func appendBool(dst []byte, v bool) []byte {
	if v {
		return append(dst, "true"...)
	}
	return append(dst, "false"...)
}

func appendBytes(dst []byte, b pcommon.ByteSlice) []byte {
	dst = append(dst, '"')
	dst = base64.StdEncoding.AppendEncode(dst, b.AsRaw())
	return append(dst, '"')
}
