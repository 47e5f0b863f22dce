package redact

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// Options configure an Engine. The zero value is the default configuration.
type Options struct {
	// Packs are the rule packs that are on. Default (nil): DefaultPacks().
	Packs []string
	// Actions by rule, by pack, or "default"; the most specific wins. Default: mask.
	Actions map[string]Action
	// MaskText stands in the place of what is masked; {rule} in it becomes the
	// name of the rule. User and password of a URL stay REDACTED:REDACTED, and
	// what could not be scanned [REDACTED:unscanned]. Default: DefaultMaskText.
	MaskText string
	// Pseudonym are the keys of the action pseudonym, which needs one.
	Pseudonym PseudonymKeys
	// AcceptEnumeration lets rules have pseudonyms whose values are few enough
	// to try all of them (Enumerable). Default: false.
	AcceptEnumeration bool
	// DenyKeys are added to the sensitive key names, AllowKeys lift the key
	// rule (not the content rules) of a name. Both match the end of a name,
	// token by token; the longer match wins, and allow wins between equals.
	DenyKeys, AllowKeys []string
	// MaxDepth bounds how often a text may be encoded inside itself before it
	// counts as unscannable: JSON strings in JSON strings, and percent-encoding
	// of percent-encoding. Nesting of objects and arrays needs no bound, since
	// the scan does not recurse. Default: 32.
	MaxDepth int
	// Own are the rules of the operator's configuration, at most MaxOwnRules.
	Own []OwnRule
	// Observe names rules that are only counted.
	Observe []string
	// Exempt names the rule of each exemption, at most MaxExemptions. Where an
	// exemption holds is in Key.Exempt.
	Exempt []string
}

const (
	defaultMaxDepth  = 32
	defaultActionKey = "default"
)

// DefaultPacks lists the packs that are on when none are named.
func DefaultPacks() []string {
	return []string{rules.PackSecrets, rules.PackPayment, rules.PackContact, rules.PackIdentity}
}

// PackNames lists all packs.
func PackNames() []string { return append(DefaultPacks(), rules.PackNetwork, rules.PackLocation) }

// RuleNames lists the names of all rules, in the order of their numbers.
func RuleNames() []string {
	all := rules.All()
	names := make([]string, len(all))
	for i, r := range all {
		names[i] = r.Name
	}
	return names
}

// validate reports every mistake at once.
func (o Options) validate() error {
	var errs []error
	packs, names, all := PackNames(), RuleNames(), rules.All()
	for _, mistake := range CheckOwnRules(o.Own) {
		errs = append(errs, mistake)
	}
	for _, r := range o.Own {
		names = append(names, r.Name)
	}
	errs = append(errs, o.validateModes(names)...)
	for _, p := range o.Packs {
		if !slices.Contains(packs, p) {
			errs = append(errs, fmt.Errorf("unknown pack %q, expected one of %s", p, strings.Join(packs, ", ")))
		}
	}
	for _, name := range sortedKeys(o.Actions) {
		a := o.Actions[name]
		if name != defaultActionKey && !slices.Contains(packs, name) && !slices.Contains(names, name) {
			errs = append(errs, fmt.Errorf("action %q for unknown rule or pack %q, expected %q, a pack (%s) or a rule (%s)",
				a, name, defaultActionKey, strings.Join(packs, ", "), strings.Join(names, ", ")))
		}
		if int(a) >= len(actionNames) {
			errs = append(errs, fmt.Errorf("unknown action %q for %q, expected one of %s", a, name, strings.Join(actionNames[:], ", ")))
		}
		if err := o.fitsName(all, name, a); err != nil {
			errs = append(errs, fmt.Errorf("action %q for %q: %w", a, name, err))
		}
		if name == rules.Unscanned && a != Mask {
			errs = append(errs, fmt.Errorf("action %q for %q: what could not be scanned is always masked", a, name))
		}
	}
	for _, list := range []struct {
		name string
		keys []string
	}{{"denied", o.DenyKeys}, {"allowed", o.AllowKeys}} {
		for _, k := range list.keys {
			if n := normalise(k); n.count() == 0 {
				errs = append(errs, fmt.Errorf("%s key %q holds no letter or digit", list.name, k))
			}
		}
	}
	errs = append(errs, o.Pseudonym.validate()...)
	if o.MaxDepth < 0 {
		errs = append(errs, fmt.Errorf("max depth %d is negative, expected 0 (default, %d) or more", o.MaxDepth, defaultMaxDepth))
	}
	return errors.Join(errs...)
}

// validateModes: only a rule can be observed or exempt, and what could not be
// scanned never is.
func (o Options) validateModes(names []string) []error {
	var errs []error
	for _, list := range []struct {
		name  string
		rules []string
	}{{"observed", o.Observe}, {"exempt", o.Exempt}} {
		for _, name := range list.rules {
			if name == rules.Unscanned || !slices.Contains(names, name) {
				errs = append(errs, fmt.Errorf("%s rule %q: not a rule that can be %s", list.name, name, list.name))
			}
		}
	}
	if len(o.Exempt) > MaxExemptions {
		errs = append(errs, fmt.Errorf("%d exemptions, expected at most %d", len(o.Exempt), MaxExemptions))
	}
	return errs
}

func sortedKeys(m map[string]Action) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
