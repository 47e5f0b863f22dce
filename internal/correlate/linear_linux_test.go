package correlate

import (
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// threadTime is the processor time of this thread, which a busy machine does
// not stretch as it does the time on the wall.
func threadTime(t *testing.T) time.Duration {
	t.Helper()
	var ts unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts); err != nil {
		t.Fatal(err)
	}
	return time.Duration(ts.Nano())
}

// The cost of a text is linear whatever it holds.
func TestTextIsLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 80 MiB of hostile texts")
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cost := func(text string) time.Duration {
		start := threadTime(t)
		ids := IDs{Options: &Options{Patterns: patternsEnd - 1}}
		Text(text, &ids)
		return threadTime(t) - start
	}
	const small, large = 1 << 16, 1 << 20
	smallTexts := longTexts(small)
	for name, text := range longTexts(large) {
		a := min(cost(smallTexts[name]), cost(smallTexts[name]), cost(smallTexts[name]))
		// 16 times the bytes may take 16 times as long, and a few times that for
		// caches and neighbours; a square would take 256 times.
		limit := max(80*a, 20*time.Millisecond)
		b := cost(text)
		for range 2 {
			if b > limit {
				b = min(b, cost(text))
			}
		}
		if b > limit {
			t.Errorf("%q: %d bytes take %s, %d bytes take %s", name, small, a, large, b)
		}
	}
}
