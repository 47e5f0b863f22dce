package redactcorrelateprocessor

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/redact"
)

const (
	modeEnforce = "enforce"
	modeObserve = "observe"

	fillUnique = "unique"
	fillNever  = "never"

	maxDepthLimit = 100
)

// attributeName is what the backends can all carry as the name of a field.
var attributeName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]{0,127}$`)

// Validate reports every mistake at once, each with its path, the value and
// what is allowed.
func (c *Config) Validate() error {
	var errs []error
	refuse := func(format string, args ...any) { errs = append(errs, fmt.Errorf(format, args...)) }

	switch c.Redaction.Mode {
	case modeEnforce:
	case modeObserve:
		if !c.Redaction.AcknowledgeRawData {
			refuse("redaction::mode: %q lets unredacted data pass: set redaction::acknowledge_raw_data to true, or use %q", modeObserve, modeEnforce)
		}
	default:
		refuse("redaction::mode: %q is not a mode, use %q or %q", c.Redaction.Mode, modeEnforce, modeObserve)
	}
	rulesOK := true
	if mistakes := c.Redaction.validateRules(); len(mistakes) > 0 {
		errs, rulesOK = append(errs, mistakes...), false
	}
	if _, mistakes := c.pseudonymKeys(); len(mistakes) > 0 {
		for _, err := range mistakes {
			refuse("redaction::%w", err)
		}
		rulesOK = false
	}
	if d := c.Redaction.Limits.MaxDepth; d < 1 || d > maxDepthLimit {
		refuse("redaction::limits::max_depth: %d is out of range, use 1 to %d", d, maxDepthLimit)
		rulesOK = false
	}
	if rulesOK {
		// What the engine alone can know.
		if _, err := c.engine(); err != nil {
			refuse("redaction: %w", err)
		}
	}

	if !attributeName.MatchString(c.Correlation.Attribute) || c.Correlation.Attribute == delivery.RecordIDAttribute {
		refuse("correlation::attribute: %q cannot be the name, use up to 128 letters, digits and _ . - that begin with a letter, and not %s",
			c.Correlation.Attribute, delivery.RecordIDAttribute)
	}
	if _, err := parseSources(c.Correlation.Sources); err != nil {
		errs = append(errs, err)
	}
	if _, err := parsePatterns(c.Correlation.Patterns); err != nil {
		errs = append(errs, err)
	}
	if f := c.Correlation.FillTraceID; f != fillUnique && f != fillNever {
		refuse("correlation::fill_trace_id: %q is not allowed, use %q or %q", f, fillUnique, fillNever)
	}
	if _, err := parseRecordKey(string(c.RecordID.Key)); err != nil {
		refuse("record_id::key: %w", err)
	}
	errs = append(errs, c.RequestMetadata.validate()...)
	return errors.Join(errs...)
}

func (c *RedactionConfig) validateRules() []error {
	var errs []error
	packs, rules := redact.PackNames(), c.ruleNames()
	if c.Packs != nil && len(c.Packs) == 0 {
		errs = append(errs, fmt.Errorf("redaction::packs: is empty, leave it out for the default packs or use some of %s", list(packs)))
	}
	if c.Actions["default"] == "keep" && !c.AcknowledgeRawData {
		errs = append(errs, errors.New(`redaction::actions::default: "keep" lets unredacted data pass: set redaction::acknowledge_raw_data to true, or use mask or remove`))
	}
	for i, p := range c.Packs {
		if !slices.Contains(packs, p) {
			errs = append(errs, fmt.Errorf("redaction::packs[%d]: %q is not a pack, use %s", i, p, list(packs)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.Actions)) {
		if name != "default" && !slices.Contains(packs, name) && !slices.Contains(rules, name) {
			errs = append(errs, fmt.Errorf("redaction::actions::%s: is neither a rule nor a pack, use default, a pack (%s) or the name of a rule, such as email", name, list(packs)))
		}
		a := c.Actions[name]
		if action, err := redact.ParseAction(a); err != nil {
			errs = append(errs, fmt.Errorf("redaction::actions::%s: %q is not an action, use %s", name, a, list(redact.ActionNames())))
		} else if err := redact.ActionFits(name, action, c.AcceptEnumeration); err != nil {
			errs = append(errs, fmt.Errorf("redaction::actions::%s: %q cannot be the action: %w", name, a, err))
		}
	}
	if c.MaskText == "" {
		errs = append(errs, fmt.Errorf("redaction::mask_text: is empty, leave it out for %s", redact.DefaultMaskText))
	} else if err := redact.CheckMaskText(c.MaskText); err != nil {
		errs = append(errs, fmt.Errorf("redaction::mask_text: %w", err))
	}
	errs = append(errs, c.validateOwnRules()...)
	errs = append(errs, c.validateObserve()...)
	return append(errs, c.validateExempt(time.Now())...)
}

func list(names []string) string { return strings.Join(names, ", ") }

// A header whose name says that it holds a secret would be masked, so that to
// list it is a mistake, and one that could end on a disk if it were not.
func (c *RequestMetadataConfig) validate() []error {
	engine, err := redact.New(redact.Options{})
	if err != nil {
		return []error{err}
	}
	scanner := engine.NewScanner()
	var errs []error
	for i, name := range c.Allow {
		switch {
		case strings.TrimSpace(name) == "":
			errs = append(errs, fmt.Errorf("request_metadata::allow[%d]: is empty, use the name of a header", i))
		case scanner.Key(strings.ToLower(name)).Class == redact.KeySensitive:
			errs = append(errs, fmt.Errorf("request_metadata::allow[%d]: %q is the name of a secret and cannot be passed on, use headers such as x-scope-orgid", i, name))
		}
	}
	return errs
}

// engine compiles the rules.
func (c *Config) engine() (*redact.Engine, error) {
	all := c.Redaction.allActions()
	acts := make(map[string]redact.Action, len(all))
	for name, a := range all {
		action, err := redact.ParseAction(a)
		if err != nil {
			return nil, fmt.Errorf("actions::%s: %w", name, err)
		}
		acts[name] = action
	}
	keys, mistakes := c.pseudonymKeys()
	if len(mistakes) > 0 {
		return nil, errors.Join(mistakes...)
	}
	return redact.New(redact.Options{
		Packs:     c.Redaction.Packs,
		Actions:   acts,
		MaskText:  c.Redaction.MaskText,
		Pseudonym: keys,
		DenyKeys:  c.Redaction.Keys.Deny,
		AllowKeys: c.Redaction.Keys.Allow,
		MaxDepth:  c.Redaction.Limits.MaxDepth,
		Own:       c.Redaction.ownRules(),
		Observe:   c.Redaction.Observe,
		Exempt:    c.Redaction.exemptRules(),

		AcceptEnumeration: c.Redaction.AcceptEnumeration,
	})
}
