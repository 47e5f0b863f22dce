package redactcorrelateprocessor

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// shown deals with a value under a sensitive name whose action leaves more than
// a mask of it. It reports whether the value is one that has such a form: whole
// maps and lists, and truth values, are masked.
func (w *worker) shown(p pdatawalk.Place, k redact.Key, v pcommon.Value) bool {
	var out string
	var changed bool
	switch v.Type() {
	case pcommon.ValueTypeStr:
		out, changed = w.scanText(p, k, v.Str())
	case pcommon.ValueTypeInt:
		out, changed = w.scanInt(p, k, v.Int())
	case pcommon.ValueTypeDouble:
		out, changed = w.scanDouble(p, k, v.Double())
	case pcommon.ValueTypeBytes:
		out, changed = w.scanText(p, k, string(v.Bytes().AsRaw()))
	default:
		return false
	}
	if changed {
		v.SetStr(out)
	}
	return true
}

// setNumber writes what has become of a number: one that was only truncated
// stays one.
func (w *worker) setNumber(v pcommon.Value, out string) {
	if f := w.scanner.Findings(); len(f) == 1 && f[0].Action == redact.Truncate {
		if n, err := strconv.ParseFloat(out, 64); err == nil {
			v.SetDouble(n)
			return
		}
	}
	v.SetStr(out)
}
