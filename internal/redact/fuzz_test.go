package redact

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// maxGrowth bounds the output: each byte of input can at most become a mask
// with quotes and their backslashes.
func maxGrowth(text string) int { return 64 + 40*len(text) }

func addSeeds(f *testing.F) {
	f.Helper()
	for _, r := range rules.All() {
		for _, e := range r.Match {
			f.Add(e.Text)
		}
		for _, t := range r.NoMatch {
			f.Add(t)
		}
	}
	for _, c := range formCases {
		f.Add(c.text)
	}
	for _, text := range harmlessForms {
		f.Add(text)
	}
	for _, h := range hostileTexts {
		f.Add(strings.Repeat(h.unit, 3))
	}
}

// checkFuzzed asserts what must hold of every text.
func checkFuzzed(t *testing.T, s *Scanner, text string) {
	out, changed := s.String(Key{}, text)
	if s.panics > 0 {
		t.Fatalf("%q made the scan panic", text)
	}
	if changed != (out != text) {
		t.Fatalf("%q became %q, changed is %v", text, out, changed)
	}
	if len(out) > maxGrowth(text) {
		t.Fatalf("%q grew to %d bytes", text, len(out))
	}
	if again, changed := s.String(Key{}, out); changed {
		t.Fatalf("%q\nbecame\n%q\nand then\n%q", text, out, again)
	}
	if utf8.ValidString(text) && !utf8.ValidString(out) {
		t.Fatalf("%q became invalid UTF-8 %q", text, out)
	}
	if strings.IndexAny(text, `{["`) == 0 && json.Valid([]byte(text)) && !json.Valid([]byte(out)) {
		t.Fatalf("%q is JSON, became %q", text, out)
	}
	last := 0
	for _, f := range s.Findings() {
		if f.Start < 0 || f.Start > f.End || f.End > len(out) || f.Action != Keep && f.Start < last {
			t.Fatalf("%q: findings %v", text, s.Findings())
		}
		if f.Action != Keep {
			last = f.End
		}
	}
}

func FuzzString(f *testing.F) {
	addSeeds(f)
	scanners := []*Scanner{
		newScanner(f, Options{}), newScanner(f, Options{Actions: map[string]Action{"default": Remove}}),
		newScanner(f, Options{Actions: map[string]Action{"default": Keep}}),
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, s := range scanners {
			s.Reset()
			checkFuzzed(t, s, text)
		}
	})
}

// FuzzJSONValue puts a text where JSON has a string, and a secret beside it.
func FuzzJSONValue(f *testing.F) {
	addSeeds(f)
	s := newScanner(f, Options{})
	f.Fuzz(func(t *testing.T, text string) {
		s.Reset()
		b, err := json.Marshal(map[string]any{"a": text, "password": "hunter2-Xk9", "z": []any{text, 1}})
		if err != nil {
			t.Skip(err)
		}
		checkFuzzed(t, s, string(b))
		out, _ := s.String(Key{}, string(b))
		if !strings.Contains(text, "hunter2-Xk9") && strings.Contains(out, "hunter2-Xk9") {
			t.Fatalf("%s became %s", b, out)
		}
	})
}

// FuzzPairs puts a pair behind a text, on a line of its own.
func FuzzPairs(f *testing.F) {
	addSeeds(f)
	s := newScanner(f, Options{})
	f.Fuzz(func(t *testing.T, text string) {
		s.Reset()
		text += "\npassword=hunter2-Xk9\n"
		checkFuzzed(t, s, text)
		if out, _ := s.String(Key{}, text); strings.Contains(out, "password=hunter2-Xk9") {
			t.Fatalf("%q became %q", text, out)
		}
	})
}

func FuzzKey(f *testing.F) {
	for _, r := range rules.All() {
		for _, k := range r.Keys {
			f.Add(k)
		}
	}
	s := newScanner(f, Options{})
	f.Fuzz(func(t *testing.T, name string) {
		k := s.e.classify(name, formAttribute)
		if int(k.Rule) >= s.e.RuleCount() {
			t.Fatalf("%q: rule %d", name, k.Rule)
		}
		n := normalise(name)
		if n.count() > maxKeyTokens || int(n.start[n.count()]) > maxKeyBytes {
			t.Fatalf("%q: %d tokens", name, n.count())
		}
	})
}
