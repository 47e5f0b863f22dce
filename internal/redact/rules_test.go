package redact

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

func newScanner(t testing.TB, o Options) *Scanner {
	t.Helper()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e.NewScanner()
}

func TestRuleExamples(t *testing.T) {
	scanners := map[string]*Scanner{}
	for i, r := range rules.All() {
		s := scannerFor(t, scanners, r)
		for _, ex := range r.Match {
			if !strings.Contains(ex.Text, ex.Secret) {
				t.Errorf("%s: example %q does not hold %q", r.Name, ex.Text, ex.Secret)
			}
			got, changed := s.String(Key{}, ex.Text)
			if !changed || strings.Contains(got, ex.Secret) {
				t.Errorf("%s: %q became %q", r.Name, ex.Text, got)
				continue
			}
			found := false
			for _, f := range s.Findings() {
				found = found || int(f.Rule) == i
			}
			if !found {
				t.Errorf("%s: %q became %q by other rules", r.Name, ex.Text, got)
			}
			if again, changed := s.String(Key{}, got); changed {
				t.Errorf("%s: %q became %q and then %q", r.Name, ex.Text, got, again)
			}
		}
		for _, text := range r.NoMatch {
			if got, changed := s.String(Key{}, text); changed {
				t.Errorf("%s: %q became %q", r.Name, text, got)
			}
		}
	}
}

// scannerFor switches on what a rule needs: its pack, and itself.
func scannerFor(t *testing.T, known map[string]*Scanner, r rules.Rule) *Scanner {
	t.Helper()
	var o Options
	name := "default"
	if r.Pack != "" && !slices.Contains(DefaultPacks(), r.Pack) {
		o.Packs, name = append(DefaultPacks(), r.Pack), r.Pack
	}
	if r.OffByDefault && r.Secret == nil {
		o.Actions, name = map[string]Action{r.Name: Mask}, r.Name
	}
	if known[name] == nil {
		known[name] = newScanner(t, o)
	}
	return known[name]
}

func TestRulesAreWellFormed(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	seen := map[string]bool{}
	for i, r := range rules.All() {
		if !name.MatchString(r.Name) || seen[r.Name] || r.Description == "" || r.Source == "" {
			t.Errorf("rule %d %q is not well formed or appears twice", i, r.Name)
		}
		seen[r.Name] = true
		own := r.Name == rules.Unscanned || r.Name == rules.DeniedKey
		if own != (r.Pack == "") {
			t.Errorf("rule %q: pack %q", r.Name, r.Pack)
		}
		if !own && r.Secret == nil && (len(r.Match) == 0 || len(r.NoMatch) == 0) {
			t.Errorf("rule %q lacks examples", r.Name)
		}
		for _, list := range [][]string{r.Keys, r.KeyEndings, r.WeakKeys, r.QueryKeys} {
			for _, k := range list {
				n := normalise(k)
				if string(n.tail(n.n, n.n)) != k {
					t.Errorf("rule %q: key %q is not normalised", r.Name, k)
				}
			}
		}
	}
}

// Each rule that needs a word near its number has a bit of its own in a set of
// 128: one more would never be found.
func TestWordRulesFitTheirSet(t *testing.T) {
	n := 0
	for _, r := range rules.All() {
		if len(r.WordFormats) > 0 {
			n++
		}
	}
	if n == 0 || n > 128 {
		t.Errorf("%d rules have formats that need a word, 128 have room", n)
	}
}
