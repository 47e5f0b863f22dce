package rulescmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact"
)

// always stands where a rule belongs to no pack.
const always = "(always on)"

// ruleSet is what is compiled in, under the default options or those of a
// configuration.
type ruleSet struct {
	version string
	rules   []redact.RuleInfo
}

func load() (*ruleSet, error) {
	engine, err := redact.New(redact.Options{})
	if err != nil {
		return nil, err
	}
	return describe(engine)
}

// describe lists the rules of an engine. The version is that of its rules, so
// that own rules have a part in it.
func describe(engine *redact.Engine) (*ruleSet, error) {
	version, err := engine.Version()
	if err != nil {
		return nil, err
	}
	return &ruleSet{version: version, rules: engine.Describe()}, nil
}

// rule finds a rule by its name. The error names those that come close.
func (s *ruleSet) rule(name string) (redact.RuleInfo, error) {
	var alike []string
	for _, r := range s.rules {
		if r.Name == name {
			return r, nil
		}
		if near(r.Name, name) {
			alike = append(alike, r.Name)
		}
	}
	hint := "\"lethe rules\" lists them"
	if len(alike) > 0 {
		hint = "did you mean " + strings.Join(alike, " or ") + "?"
	}
	return redact.RuleInfo{}, fmt.Errorf("there is no rule %q: %s", name, hint)
}

// near says that two names share a word, or that one continues the other.
func near(a, b string) bool {
	b = strings.ToLower(strings.ReplaceAll(b, "-", "_"))
	if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
		return true
	}
	words := strings.Split(b, "_")
	return slices.ContainsFunc(strings.Split(a, "_"), func(w string) bool {
		return len(w) > 2 && slices.Contains(words, w)
	})
}

func packOf(r redact.RuleInfo) string {
	if r.Pack == "" {
		return always
	}
	return r.Pack
}

// actionOf is what happens, "off" for a pack that is not on.
func actionOf(r redact.RuleInfo) string {
	if !r.On {
		return "off"
	}
	if r.Observed {
		return "observe (" + r.Action.String() + ")"
	}
	return r.Action.String()
}
