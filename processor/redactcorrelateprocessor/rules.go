package redactcorrelateprocessor

import (
	"fmt"
	"maps"
	"slices"

	"github.com/lethe-otel/lethe/internal/redact"
	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// RuleConfig is an own rule of the configuration.
type RuleConfig struct {
	// Name is lower_snake_case and stands in the mask. Required.
	Name string `mapstructure:"name"`
	// Anchor is a text of 3 to 64 bytes that every match holds; the pattern is
	// tried only where it stands. Required.
	Anchor string `mapstructure:"anchor"`
	// Pattern is an expression in the syntax of Go's package regexp with bounds
	// for all that it repeats. Its group is what is masked, or the whole match.
	// Required.
	Pattern string `mapstructure:"pattern"`
	// Check is luhn, verhoeff, damm, mod97, mod11_2 or mod11_10, over what is
	// to be masked. Default: none.
	Check string `mapstructure:"check"`
	// Action as in actions, which may name the rule instead. Default: that of
	// actions::default.
	Action string `mapstructure:"action"`
	// Description is one sentence for people. Default: made of the pattern.
	Description string `mapstructure:"description"`

	// prevent unkeyed literal initialization
	_ struct{}
}

func (c *RedactionConfig) ownRules() []redact.OwnRule {
	own := make([]redact.OwnRule, len(c.Rules))
	for i, r := range c.Rules {
		own[i] = redact.OwnRule{Name: r.Name, Anchor: r.Anchor, Pattern: r.Pattern, Check: r.Check, Description: r.Description}
	}
	return own
}

// ruleNames are the names of all rules, the own ones last.
func (c *RedactionConfig) ruleNames() []string {
	names := redact.RuleNames()
	for _, r := range c.Rules {
		names = append(names, r.Name)
	}
	return names
}

// allActions are the actions of the list and those of the own rules.
func (c *RedactionConfig) allActions() map[string]string {
	all := make(map[string]string, len(c.Actions)+len(c.Rules))
	maps.Copy(all, c.Actions)
	for _, r := range c.Rules {
		if r.Action != "" {
			all[r.Name] = r.Action
		}
	}
	return all
}

func (c *RedactionConfig) validateOwnRules() []error {
	var errs []error
	for _, m := range redact.CheckOwnRules(c.ownRules()) {
		if m.Index < 0 {
			errs = append(errs, fmt.Errorf("redaction::rules: %s", m.Reason))
			continue
		}
		errs = append(errs, fmt.Errorf("redaction::rules[%d]::%s: %s", m.Index, m.Field, m.Reason))
	}
	for i, r := range c.Rules {
		if r.Action == "" {
			continue
		}
		if action, err := redact.ParseAction(r.Action); err != nil {
			errs = append(errs, fmt.Errorf("redaction::rules[%d]::action: %q is not an action, use %s", i, r.Action, list(redact.ActionNames())))
		} else if err := redact.ActionFits(r.Name, action, c.AcceptEnumeration); err != nil {
			errs = append(errs, fmt.Errorf("redaction::rules[%d]::action: %q cannot be the action: %w", i, r.Action, err))
		}
		if _, twice := c.Actions[r.Name]; twice {
			errs = append(errs, fmt.Errorf("redaction::rules[%d]::action: redaction::actions::%s says what to do as well, use one of them", i, r.Name))
		}
	}
	return errs
}

// validateObserve: what is observed is a rule that could be enforced.
func (c *RedactionConfig) validateObserve() []error {
	var errs []error
	names := c.ruleNames()
	for i, name := range c.Observe {
		switch {
		case name == rules.Unscanned:
			errs = append(errs, fmt.Errorf("redaction::observe[%d]: %q cannot be observed: what could not be scanned is always replaced", i, name))
		case slices.Contains(redact.PackNames(), name):
			errs = append(errs, fmt.Errorf("redaction::observe[%d]: %q is a pack, use the names of rules: `lethe rules` lists them", i, name))
		case !slices.Contains(names, name):
			errs = append(errs, fmt.Errorf("redaction::observe[%d]: %q is not a rule, use the name of a rule, such as email, or of an own rule", i, name))
		case slices.Contains(c.Observe[:i], name):
			errs = append(errs, fmt.Errorf("redaction::observe[%d]: %q is listed twice", i, name))
		}
	}
	return errs
}
