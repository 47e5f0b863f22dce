package redact

import (
	"strings"
	"testing"
	"time"
)

// measureLinear reads 64 KiB of a repeated text in well under what anything
// but a linear scan would take.
func measureLinear(t *testing.T, name string, s *Scanner, unit string) {
	t.Helper()
	if unit == "" {
		return
	}
	const size = 1 << 16
	v := strings.Repeat(unit, size/len(unit))
	start := time.Now()
	s.String(Key{}, v)
	if took := time.Since(start); took > 250*time.Millisecond {
		t.Errorf("%s: 64 KiB of %q took %v", name, unit, took)
	}
}
