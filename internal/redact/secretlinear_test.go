package redact

import (
	"strings"
	"testing"
	"time"
)

// tries is how often growth is measured before it counts: a machine that stands
// still for a moment is not a quadratic rule, which is slow every time.
const tries = 5

// measureLinear reads a repeated text; where that takes long, an eighth of it
// must take about an eighth of the time. A quadratic scan takes a sixty-fourth.
func measureLinear(t *testing.T, name string, s *Scanner, unit string) {
	t.Helper()
	if unit == "" {
		return
	}
	measure := func(size int) time.Duration {
		v := strings.Repeat(unit, size/len(unit)+1)
		start := time.Now()
		s.String(Key{}, v)
		return time.Since(start)
	}
	const size = hostileLarge / 4
	var small, large time.Duration
	for range tries {
		if large = measure(size); large < 100*time.Millisecond {
			return
		}
		if small = measure(size / 8); large <= 32*small {
			return
		}
	}
	t.Errorf("%s: %q repeated: %d bytes took %v, %d took %v", name, unit, size/8, small, size, large)
}
