package document

import (
	"math"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// representable reports whether a date_nanos field takes the time: it holds
// the nanoseconds in a signed number, up to the year 2262.
func representable(ts pcommon.Timestamp) bool { return ts <= math.MaxInt64 }

// appendTime appends ts as a JSON string in RFC 3339 with all nine digits of
// the fraction, in UTC.
func appendTime(dst []byte, ts pcommon.Timestamp) []byte {
	t := time.Unix(int64(ts/1e9), 0).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	dst = append(dst, '"')
	dst = appendDigits(dst, uint64(year), 4)
	dst = append(dst, '-')
	dst = appendDigits(dst, uint64(month), 2)
	dst = append(dst, '-')
	dst = appendDigits(dst, uint64(day), 2)
	dst = append(dst, 'T')
	dst = appendDigits(dst, uint64(hour), 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, uint64(minute), 2)
	dst = append(dst, ':')
	dst = appendDigits(dst, uint64(second), 2)
	dst = append(dst, '.')
	dst = appendDigits(dst, uint64(ts%1e9), 9)
	return append(dst, 'Z', '"')
}

func appendDigits(dst []byte, v uint64, width int) []byte {
	end := len(dst) + width
	for range width {
		dst = append(dst, '0')
	}
	for i := end - 1; v > 0 && i >= end-width; i-- {
		dst[i] = byte('0' + v%10)
		v /= 10
	}
	return dst
}
