package redact

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// gitleaksExamplesEnv names the file that tests/gitleaks writes.
const gitleaksExamplesEnv = "LETHE_GITLEAKS_EXAMPLES"

// TestExamplesOfGitleaks puts the examples of gitleaks into log lines: 99 of a
// hundred true ones must be masked by some rule, and one of a hundred false
// ones may be by the rule that it is an example of.
func TestExamplesOfGitleaks(t *testing.T) {
	name := os.Getenv(gitleaksExamplesEnv)
	if name == "" {
		t.Skipf("%s is not set: run make eval-secrets", gitleaksExamplesEnv)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	s := newScanner(t, Options{})
	s.CacheValues(false)
	var secrets, masked, others, mistaken int
	for d := json.NewDecoder(f); ; {
		var e struct {
			Rule, Text, Path string
			Secret           []string
		}
		if err := d.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		line := "2026-11-22T18:56:45Z INFO read " + e.Text
		got, _ := s.String(Key{}, line)
		if e.Secret == nil && e.Path != "" {
			continue // false because of its path alone
		}
		if e.Secret == nil {
			others++
			for _, f := range s.Findings() {
				if s.e.RuleName(f.Rule) == ourName(e.Rule) {
					mistaken++
					t.Logf("%s: no secret, but %q became %q", e.Rule, line, got)
					break
				}
			}
			continue
		}
		for _, secret := range e.Secret {
			secrets++
			if strings.Contains(got, secret) {
				t.Logf("%s: %q became %q", e.Rule, line, got)
			} else {
				masked++
			}
		}
	}
	t.Logf("%d of %d secrets masked, %d of %d other texts masked by their rule", masked, secrets, mistaken, others)
	if secrets < 1000 || masked*100 < secrets*99 {
		t.Errorf("%d of %d secrets masked, want 99 of 100", masked, secrets)
	}
	if mistaken*100 > others {
		t.Errorf("%d of %d texts that hold no secret are masked by their rule, want 1 of 100 at most", mistaken, others)
	}
}

// ourName is the name of the rule that stands for one of gitleaks; what another
// detector stands for is judged by the examples of that one.
func ourName(id string) string {
	return strings.ReplaceAll(strings.Replace(id, "1password", "onepassword", 1), "-", "_")
}
