package redactcorrelateprocessor

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

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

// Action is the name of what happens to a finding.
type Action string

var actions = map[Action]redact.Action{
	"keep":   redact.Keep,
	"mask":   redact.Mask,
	"remove": redact.Remove,
}

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
			refuse("redaction.mode: %q lets unredacted data pass: set redaction.acknowledge_raw_data to true, or use %q", modeObserve, modeEnforce)
		}
	default:
		refuse("redaction.mode: %q is not a mode, use %q or %q", c.Redaction.Mode, modeEnforce, modeObserve)
	}
	for _, name := range slices.Sorted(maps.Keys(c.Redaction.Actions)) {
		if a := c.Redaction.Actions[name]; !a.known() {
			refuse("redaction.actions.%s: %q is not an action, use keep, mask or remove", name, a)
		}
	}
	if d := c.Redaction.Limits.MaxDepth; d < 1 || d > maxDepthLimit {
		refuse("redaction.limits.max_depth: %d is out of range, use 1 to %d", d, maxDepthLimit)
	}
	engine, err := c.engine()
	if err != nil {
		refuse("redaction: %w", err)
	}

	if !attributeName.MatchString(c.Correlation.Attribute) || c.Correlation.Attribute == delivery.RecordIDAttribute {
		refuse("correlation.attribute: %q cannot be the name, use up to 128 letters, digits and _ . - that begin with a letter, and not %s",
			c.Correlation.Attribute, delivery.RecordIDAttribute)
	}
	if _, err := parseSources(c.Correlation.Sources); err != nil {
		errs = append(errs, err)
	}
	if f := c.Correlation.FillTraceID; f != fillUnique && f != fillNever {
		refuse("correlation.fill_trace_id: %q is not allowed, use %q or %q", f, fillUnique, fillNever)
	}
	if _, err := parseRecordKey(string(c.RecordID.Key)); err != nil {
		refuse("record_id.key: %w", err)
	}
	errs = append(errs, c.validateRequestMetadata(engine)...)
	return errors.Join(errs...)
}

// A header whose name says that it holds a secret would be masked, so that to
// list it is a mistake, and one that could end on a disk if it were not.
func (c *Config) validateRequestMetadata(engine *redact.Engine) []error {
	var errs []error
	for i, name := range c.RequestMetadata.Allow {
		switch {
		case strings.TrimSpace(name) == "":
			errs = append(errs, fmt.Errorf("request_metadata.allow[%d]: is empty, use the name of a header", i))
		case engine != nil && engine.NewScanner().Key(strings.ToLower(name)).Class == redact.KeySensitive:
			errs = append(errs, fmt.Errorf("request_metadata.allow[%d]: %q is the name of a secret and cannot be passed on, use headers such as x-scope-orgid", i, name))
		}
	}
	return errs
}

func (a Action) known() bool {
	_, ok := actions[a]
	return ok
}

// engine compiles the rules.
func (c *Config) engine() (*redact.Engine, error) {
	acts := make(map[string]redact.Action, len(c.Redaction.Actions))
	for name, a := range c.Redaction.Actions {
		if a.known() {
			acts[name] = actions[a]
		}
	}
	return redact.New(redact.Options{
		Packs:     c.Redaction.Packs,
		Actions:   acts,
		DenyKeys:  c.Redaction.Keys.Deny,
		AllowKeys: c.Redaction.Keys.Allow,
		MaxDepth:  c.Redaction.Limits.MaxDepth,
	})
}
