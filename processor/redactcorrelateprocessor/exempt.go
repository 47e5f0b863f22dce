package redactcorrelateprocessor

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/confmap"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// ExemptConfig lets findings of one rule stay where the operator says so. At
// least one of service, key and place has to be given; all that are given must
// hold.
type ExemptConfig struct {
	// Rule is the name of a rule or own rule. Required.
	Rule string `mapstructure:"rule"`
	// Service is the resource attribute service.name, exactly.
	Service string `mapstructure:"service"`
	// Key is the name of the attribute or nested field that holds the value. It
	// matches the end of a name, token by token, as keys::allow does.
	Key string `mapstructure:"key"`
	// Place is where the value stands, such as log.attributes.
	Place string `mapstructure:"place"`
	// Until is the last day, in UTC, as 2027-06-30; at most two years ahead.
	// Required.
	Until string `mapstructure:"until"`
	// Reason is for people. Required.
	Reason string `mapstructure:"reason"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ confmap.Unmarshaler = (*ExemptConfig)(nil)

// Unmarshal also takes a day without quotes, which YAML reads as a time.
func (e *ExemptConfig) Unmarshal(conf *confmap.Conf) error {
	fields := conf.ToStringMap()
	if t, ok := fields["until"].(time.Time); ok {
		fields["until"] = t.Format(dayFormat)
	}
	type plain ExemptConfig // without this method
	return confmap.NewFromStringMap(fields).Unmarshal((*plain)(e))
}

const (
	dayFormat      = "2006-01-02"
	maxExemptAhead = 2 // years
)

// neverExempt are places whose values have no scope.
var neverExempt = []pdatawalk.Place{pdatawalk.AttributeKeys, pdatawalk.RequestMetadata}

func exemptPlaces() []string {
	var names []string
	for _, d := range pdatawalk.Places() {
		if !slices.Contains(neverExempt, d.Place) {
			names = append(names, d.Name)
		}
	}
	return names
}

func (c *RedactionConfig) validateExempt(now time.Time) []error {
	var errs []error
	if n := len(c.Exempt); n > redact.MaxExemptions {
		errs = append(errs, fmt.Errorf("redaction::exempt: has %d entries, use at most %d", n, redact.MaxExemptions))
	}
	names := c.ruleNames()
	today := now.UTC().Truncate(24 * time.Hour)
	for i, e := range c.Exempt {
		refuse := func(field, format string, args ...any) {
			errs = append(errs, fmt.Errorf("redaction::exempt[%d]::%s: "+format, append([]any{i, field}, args...)...))
		}
		switch {
		case e.Rule == "":
			refuse("rule", "is missing, use the name of a rule, such as email")
		case e.Rule == rules.Unscanned:
			refuse("rule", "%q cannot be exempt: what could not be scanned is always replaced", e.Rule)
		case slices.Contains(redact.PackNames(), e.Rule):
			refuse("rule", "%q is a pack, use the name of one rule: `lethe rules` lists them", e.Rule)
		case !slices.Contains(names, e.Rule):
			refuse("rule", "%q is not a rule, use the name of a rule, such as email, or of an own rule", e.Rule)
		}
		if e.Service == "" && e.Key == "" && e.Place == "" {
			errs = append(errs, fmt.Errorf("redaction::exempt[%d]: holds everywhere, use at least one of service, key and place", i))
		}
		if e.Key != "" {
			if _, err := redact.NewKeyPattern(e.Key); err != nil {
				refuse("key", "%q %v", e.Key, err)
			}
		}
		if e.Place != "" && !slices.Contains(exemptPlaces(), e.Place) {
			refuse("place", "%q is not a place that can be exempt, use one of %s", e.Place, list(exemptPlaces()))
		}
		until, err := time.Parse(dayFormat, e.Until)
		switch {
		case e.Until == "":
			refuse("until", "is missing, use the last day on which it holds, such as %s", today.AddDate(0, 6, 0).Format(dayFormat))
		case err != nil:
			refuse("until", "%q is not a day, use a date such as %s", e.Until, today.AddDate(0, 6, 0).Format(dayFormat))
		case until.Before(today):
			refuse("until", "%s has passed (it is %s): renew the exemption of rule %q or delete it", e.Until, today.Format(dayFormat), e.Rule)
		case until.After(today.AddDate(maxExemptAhead, 0, 0)):
			refuse("until", "%s is more than %d years ahead, use a day until %s", e.Until, maxExemptAhead, today.AddDate(maxExemptAhead, 0, 0).Format(dayFormat))
		}
		if strings.TrimSpace(e.Reason) == "" {
			refuse("reason", "is missing, say who allowed it and why")
		}
	}
	return errs
}

func (c *RedactionConfig) exemptRules() []string {
	names := make([]string, len(c.Exempt))
	for i, e := range c.Exempt {
		names[i] = e.Rule
	}
	return names
}

// exemptions are those of the configuration, by what they ask for. A set holds
// where each part of it does.
type exemptions struct {
	ends     []time.Time
	services []string // "" for every one
	keys     []redact.KeyPattern
	keyed    redact.Exemptions // those that ask for a key
	places   [pdatawalk.PlaceCount]redact.Exemptions
}

func newExemptions(c *RedactionConfig) (*exemptions, error) {
	if len(c.Exempt) == 0 {
		return nil, nil
	}
	x := &exemptions{}
	for i, e := range c.Exempt {
		until, err := time.Parse(dayFormat, e.Until)
		if err != nil {
			return nil, fmt.Errorf("exempt[%d]::until: %w", i, err)
		}
		x.ends = append(x.ends, until.AddDate(0, 0, 1))
		x.services = append(x.services, e.Service)
		var key redact.KeyPattern
		bit := redact.Exemptions(1) << i
		if e.Key != "" {
			if key, err = redact.NewKeyPattern(e.Key); err != nil {
				return nil, fmt.Errorf("exempt[%d]::key: %w", i, err)
			}
			x.keyed |= bit
		}
		x.keys = append(x.keys, key)
		for _, d := range pdatawalk.Places() {
			if !slices.Contains(neverExempt, d.Place) && (e.Place == "" || e.Place == d.Name) {
				x.places[d.Place] |= bit
			}
		}
	}
	return x, nil
}

// at are those that hold at a time; an exemption ends with its day.
func (x *exemptions) at(now time.Time) (set redact.Exemptions) {
	if x == nil {
		return 0
	}
	for i, end := range x.ends {
		if now.Before(end) {
			set |= 1 << i
		}
	}
	return set
}

// in are those of a set that hold in a service.
func (x *exemptions) in(set redact.Exemptions, service string) (holds redact.Exemptions) {
	if set == 0 {
		return 0
	}
	for i, s := range x.services {
		if s == "" || s == service {
			holds |= set & (1 << i)
		}
	}
	return holds
}

// under are those that hold under a name.
func (x *exemptions) under(name string) (set redact.Exemptions) {
	if x == nil {
		return 0
	}
	set = ^x.keyed
	for i := range x.keys {
		if bit := redact.Exemptions(1) << i; x.keyed&bit != 0 && x.keys[i].Match(name) {
			set |= bit
		}
	}
	return set
}

// exempt puts the exemptions that hold for a value into its key.
func (w *worker) exempt(p pdatawalk.Place, k redact.Key, under redact.Exemptions) redact.Key {
	if w.exemptHere == 0 {
		return k
	}
	return w.p.engine.Exempted(k, w.exemptHere&w.p.exempt.places[p]&under)
}

// nameless is the key of a text or body.
func (w *worker) nameless(p pdatawalk.Place) redact.Key {
	if w.exemptHere == 0 {
		return redact.Key{}
	}
	return w.exempt(p, redact.Key{}, ^w.p.exempt.keyed)
}

// announceExemptions tells at start what is exempt.
func (p *redactCorrelate) announceExemptions() {
	for _, e := range p.cfg.Redaction.Exempt {
		fields := []zap.Field{zap.String("rule", e.Rule)}
		for _, f := range [][2]string{{"service", e.Service}, {"key", e.Key}, {"place", e.Place}} {
			if f[1] != "" {
				fields = append(fields, zap.String(f[0], f[1]))
			}
		}
		p.logger.Info("redaction::exempt: findings stay as they are", append(fields, zap.String("until", e.Until), zap.String("reason", e.Reason))...)
	}
}
