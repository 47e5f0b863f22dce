package redact

import (
	"strings"
	"testing"
)

// TestNumbersBetweenOtherSigns are numbers beside commas of a row and beside
// quotation marks outside of ASCII, and what must not be taken for such.
func TestNumbersBetweenOtherSigns(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range []string{"42,756.9217.0769.85,shipped", "Größe „756.9217.0769.85“ — geprüft", "«756.9217.0769.85»", "x,756.9217.0769.85"} {
		if out, changed := s.String(Key{}, text); !changed || strings.Contains(out, "9217") {
			t.Errorf("%s became %s", text, out)
		}
	}
	for _, text := range []string{"42,756.9217.0769.85", "ü756.9217.0769.85", "42,756.9217.0769.86,shipped", "1,000,000,000,000"} {
		if out, changed := s.String(Key{}, text); changed {
			t.Errorf("%s became %s", text, out)
		}
	}
}
