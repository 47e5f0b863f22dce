package correlate

import (
	"sync/atomic"
	"time"
)

// moment is a point in time in six bytes: microseconds around the clock's
// base, 4.4 years in both directions.
type moment [6]byte

const (
	maxMoment = 1<<47 - 1
	minMoment = -1 << 47
)

func toMoment(us int64) (m moment) {
	us = min(max(us, minMoment), maxMoment)
	for i := range m {
		m[i] = byte(us >> (8 * i))
	}
	return m
}

// us is the inverse of toMoment.
func (m moment) us() int64 {
	v := int64(m[0]) | int64(m[1])<<8 | int64(m[2])<<16 | int64(m[3])<<24 | int64(m[4])<<32 | int64(m[5])<<40
	return v << 16 >> 16
}

// clock turns times into microseconds since the first time it was given.
type clock struct{ base atomic.Int64 }

func (c *clock) us(t time.Time) int64 {
	us := t.UnixMicro()
	base := c.base.Load()
	if base == 0 {
		// 0 means unset; a store that is first used in the first microsecond of
		// 1970 takes the next one as its base.
		c.base.CompareAndSwap(0, max(us, 1))
		base = c.base.Load()
	}
	return us - base
}

// time is the inverse of us.
func (c *clock) time(us int64) time.Time { return time.UnixMicro(us + c.base.Load()) }
