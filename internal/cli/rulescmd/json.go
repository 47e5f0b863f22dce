package rulescmd

import (
	"encoding/json"
	"io"

	"github.com/lethe-otel/lethe/internal/redact"
)

// document is the form of --format json.
type document struct {
	Version string  `json:"version"`
	Rules   []entry `json:"rules"`
}

// entry is one rule. Pack is empty for rules that are always on; the default is
// an action, or "off".
type entry struct {
	Name        string   `json:"name"`
	Pack        string   `json:"pack"`
	Default     string   `json:"default"`
	Description string   `json:"description"`
	Source      string   `json:"source"`
	Match       []string `json:"match,omitempty"`
	NoMatch     []string `json:"no_match,omitempty"`
}

func entryOf(r redact.RuleInfo, examples bool) entry {
	e := entry{Name: r.Name, Pack: r.Pack, Default: actionOf(r), Description: r.Description, Source: r.Source}
	if examples {
		for _, m := range r.Match {
			e.Match = append(e.Match, m.Text)
		}
		e.NoMatch = r.NoMatch
	}
	return e
}

func (s *ruleSet) document() document {
	d := document{Version: s.version}
	for _, r := range s.rules {
		d.Rules = append(d.Rules, entryOf(r, false))
	}
	return d
}

func writeJSON(out io.Writer, v any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}
