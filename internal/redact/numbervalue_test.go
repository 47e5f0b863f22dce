package redact

import "testing"

// TestNumbersOfFormats are number values that are told by their key, or by
// themselves, and numbers that are not.
func TestNumbersOfFormats(t *testing.T) {
	s := newScanner(t, Options{})
	for _, c := range []struct {
		key   string
		value int64
		want  string
	}{
		{"nhs", 9434765870, "[REDACTED:gb_nhs]"},
		{"national_number", 85073003328, "[REDACTED:be_nn]"},
		{"note", 360426199101010071, "[REDACTED:cn_ric]"},
		{"note", 295109912611193, "[REDACTED:fr_nir]"},
		{"note", 9434765870, ""},
		{"nhs", 9434765871, ""},
		{"national_number", 17, ""},
		{"note", 360426199101010072, ""},
		{"record_id", 360426199101010071, ""},
		{"note", 1790000000123456789, ""},
		{"address", 140737488355328, ""},
	} {
		if got, _ := s.Int(s.Key(c.key), c.value); got != c.want {
			t.Errorf("%s %d is %q, want %q", c.key, c.value, got, c.want)
		}
		if c.value < 1<<53 {
			if got, _ := s.Double(s.Key(c.key), float64(c.value)); got != c.want {
				t.Errorf("%s %d as a double is %q, want %q", c.key, c.value, got, c.want)
			}
		}
	}
	if got, changed := s.Double(s.Key("nhs"), 9434765870.5); changed {
		t.Errorf("a fraction became %q", got)
	}
}
