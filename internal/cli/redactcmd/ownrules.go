package redactcmd

import (
	"fmt"

	"github.com/lethe-otel/lethe/internal/redact"
)

// ownRule is a rule of the configuration; the names are the processor's.
type ownRule struct {
	Name        string `mapstructure:"name"`
	Anchor      string `mapstructure:"anchor"`
	Pattern     string `mapstructure:"pattern"`
	Check       string `mapstructure:"check"`
	Action      string `mapstructure:"action"`
	Description string `mapstructure:"description"`
}

// own adds the operator's rules and what is only observed.
func (s *redactionSection) own(o *redact.Options) error {
	o.Observe = s.Observe
	for i, r := range s.Rules {
		o.Own = append(o.Own, redact.OwnRule{Name: r.Name, Anchor: r.Anchor, Pattern: r.Pattern, Check: r.Check, Description: r.Description})
		if r.Action == "" {
			continue
		}
		action, err := redact.ParseAction(r.Action)
		if err != nil {
			return fmt.Errorf("redaction::rules[%d]::action: %w", i, err)
		}
		o.Actions[r.Name] = action
	}
	return nil
}

// changes says that a finding is not only counted.
func changes(action redact.Action, mode redact.Mode) bool {
	return action != redact.Keep && mode == redact.Enforce
}

// doing names what happens to a finding.
func doing(action redact.Action, mode redact.Mode) string {
	switch mode {
	case redact.Observe:
		return "observe (" + action.String() + ")"
	case redact.Exempt:
		return "exempt"
	}
	return action.String()
}
