package redact

import (
	"testing"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// FuzzApart: the scans of the opt-in packs never fail, change nothing in their
// own output, and what is truncated stays as it is.
func FuzzApart(f *testing.F) {
	s := newScanner(f, Options{Packs: PackNames()})
	s.CacheValues(false)
	for _, r := range rules.All() {
		if r.Pack == rules.PackNetwork || r.Pack == rules.PackLocation {
			for _, ex := range r.Match {
				f.Add(ex.Text)
			}
			for _, text := range r.NoMatch {
				f.Add(text)
			}
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, _ := s.String(Key{}, text)
		if again, changed := s.String(Key{}, got); changed {
			t.Errorf("%q became %q and then %q", text, got, again)
		}
		if s.panics > 0 {
			t.Fatalf("the scan of %q failed", text)
		}
		s.scanApart(Key{}, text)
		for _, a := range s.apart {
			rule := s.e.rules[a.rule].Name
			once, ok := truncateValue(rule, text[a.start:a.end])
			if !ok {
				t.Errorf("%s: %q cannot be truncated", rule, text[a.start:a.end])
			}
			if twice, ok := truncateValue(rule, once); !ok || twice != once {
				t.Errorf("%s: %q became %q and then %q", rule, text[a.start:a.end], once, twice)
			}
		}
	})
}

func TestFailedScanOfAPackWithholdsTheValue(t *testing.T) {
	s := networkScanner(t)
	s.e.network.public = 60_000 // out of range
	if got, changed := s.String(Key{}, "from 203.0.113.7 on"); !changed || got != s.Replacement(s.e.id.unscanned) {
		t.Errorf("became %q", got)
	}
}

// BenchmarkApart reads the clean lines with the scans that the opt-in packs add.
func BenchmarkApart(b *testing.B) {
	lines := cleanLines(b)
	for _, pack := range []string{rules.PackSecrets, rules.PackNetwork, rules.PackLocation} {
		b.Run(pack, func(b *testing.B) {
			s := newScanner(b, Options{Packs: []string{pack}})
			s.CacheValues(false)
			b.ReportAllocs()
			onCPU(b, total(lines))
			for b.Loop() {
				for _, l := range lines {
					s.scanApartOnly(l)
				}
			}
		})
	}
}

// scanApartOnly is the part of a scan that opt-in packs add.
func (s *Scanner) scanApartOnly(v string) {
	if s.e.apart {
		s.scanApart(Key{}, v)
	}
}
