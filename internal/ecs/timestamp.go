package ecs

import (
	"math"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

// maxMillis is the last millisecond that the nanoseconds of an int64 reach.
const maxMillis = math.MaxInt64 / int64(time.Millisecond)

// millis returns the time of a number of milliseconds since 1970, which may
// have a fraction. Time 0 says that there is none.
func millis(b []byte) pcommon.Timestamp {
	var ms int64
	i := 0
	for ; i < len(b) && b[i]-'0' <= 9; i++ {
		if ms = ms*10 + int64(b[i]-'0'); ms >= maxMillis {
			return 0
		}
	}
	if i == 0 {
		return 0
	}
	ns := ms * int64(time.Millisecond)
	if i < len(b) && b[i] == '.' {
		unit := int64(time.Millisecond) / 10
		for i++; i < len(b) && b[i]-'0' <= 9; i++ {
			ns += int64(b[i]-'0') * unit
			unit /= 10
		}
	}
	if i < len(b) {
		return 0
	}
	return pcommon.Timestamp(ns)
}

// moment reads a time as Elasticsearch's strict_date_optional_time does: a date
// of ISO 8601, whose time, fraction and offset may be missing. Digits beyond the
// nanosecond are not kept. Time 0 says that there is none.
func moment(b []byte) pcommon.Timestamp {
	r := reader{b: b}
	year, month, day := r.digits(4), 1, 1
	var hour, minute, second, fraction, offset int
	if r.skip('-') {
		month = r.digits(2)
		if r.skip('-') {
			day = r.digits(2)
			if r.skip('T') || r.skip(' ') || r.skip('t') {
				hour = r.digits(2)
				if r.skip(':') {
					minute = r.digits(2)
					if r.skip(':') {
						second = r.digits(2)
						if r.skip('.') || r.skip(',') {
							fraction = r.fraction()
						}
					}
				}
				offset = r.offset()
			}
		}
	}
	if r.bad || r.at != len(b) || year < 1970 || year > 2261 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour > 23 || minute > 59 || second > 59 {
		return 0
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, fraction, time.UTC).UnixNano() - int64(offset)*int64(time.Minute)
	return pcommon.Timestamp(max(t, 0))
}

// clock reads times. Lines of one file have most of their time in common: it
// remembers the minute of the last.
type clock struct {
	minute [17]byte // 2026-11-22T10:11:
	start  int64    // in nanoseconds since 1970
}

// moment is the function of that name.
func (c *clock) moment(b []byte) pcommon.Timestamp {
	if t, ok := c.within(b); ok {
		return t
	}
	t := moment(b)
	if t > 0 && len(b) >= len("2026-11-22T10:11:12Z") && b[13] == ':' && b[16] == ':' && b[len(b)-1] == 'Z' {
		c.minute = [17]byte(b)
		c.start = int64(t) - int64(t)%int64(time.Minute)
	}
	return t
}

// within reads a time of the minute of the last.
func (c *clock) within(b []byte) (pcommon.Timestamp, bool) {
	last := len(b) - 1
	if c.start == 0 || last < 19 || last > 29 || b[last] != 'Z' || [17]byte(b) != c.minute {
		return 0, false
	}
	tens, ones := b[17]-'0', b[18]-'0'
	if tens > 5 || ones > 9 {
		return 0, false
	}
	ns := c.start + int64(tens*10+ones)*int64(time.Second)
	if last == 19 {
		return pcommon.Timestamp(ns), true
	}
	if b[19] != '.' || last == 20 {
		return 0, false
	}
	fraction := int64(0)
	for _, d := range b[20:last] {
		if d -= '0'; d > 9 {
			return 0, false
		}
		fraction = fraction*10 + int64(d)
	}
	return pcommon.Timestamp(ns + fraction*powersOfTen[29-last]), true
}

var powersOfTen = [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

type reader struct {
	b   []byte
	at  int
	bad bool
}

func (r *reader) skip(c byte) bool {
	if r.at < len(r.b) && r.b[r.at] == c {
		r.at++
		return true
	}
	return false
}

// digits reads n digits.
func (r *reader) digits(n int) (v int) {
	if len(r.b)-r.at < n {
		r.bad = true
		return 0
	}
	for _, c := range r.b[r.at : r.at+n] {
		if c-'0' > 9 {
			r.bad = true
		}
		v = v*10 + int(c-'0')
	}
	r.at += n
	return v
}

// fraction reads the digits of a fraction of a second as nanoseconds.
func (r *reader) fraction() (ns int) {
	start := r.at
	unit := int(time.Second) / 10
	for ; r.at < len(r.b) && r.b[r.at]-'0' <= 9; r.at++ {
		ns += int(r.b[r.at]-'0') * unit
		unit /= 10
	}
	r.bad = r.bad || r.at == start
	return ns
}

// offset reads Z, +hh, +hhmm, +hh:mm or nothing, in minutes.
func (r *reader) offset() int {
	if r.skip('Z') || r.skip('z') {
		return 0
	}
	sign := 1
	switch {
	case r.skip('+'):
	case r.skip('-'):
		sign = -1
	default:
		return 0
	}
	hours, minutes := r.digits(2), 0
	if r.skip(':') || r.at < len(r.b) {
		minutes = r.digits(2)
	}
	r.bad = r.bad || hours > 18 || minutes > 59
	return sign * (hours*60 + minutes)
}
