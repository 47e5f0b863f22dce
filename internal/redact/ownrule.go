package redact

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/redact/checks"
	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// OwnRule is a rule of the operator's configuration.
type OwnRule struct {
	// Name is lower_snake_case, at most 64 bytes, and no name of a rule or pack.
	Name string
	// Anchor is a text of 3 to 64 bytes that every match of Pattern holds, in
	// its case unless the pattern ignores case. Only where it stands is the
	// pattern tried.
	Anchor string
	// Pattern is an expression in the syntax of the package regexp, with bounds
	// for all that it repeats. What its group matches is the finding, or else
	// the whole match.
	Pattern string
	// Check is the name of a check over the digits (and letters) of the
	// finding, one of checks.GeneralNames. Default: none.
	Check string
	// Description is one sentence for people. Default: one made of the pattern.
	Description string
}

// OwnRuleError says what is wrong with a field of an own rule.
type OwnRuleError struct {
	// Index is the rule's place in the list, -1 for the list as a whole.
	Index int
	// Field is the name of the field as configurations have it.
	Field string
	// Reason says what is wrong and what is allowed. It begins with a verb.
	Reason string
}

func (e *OwnRuleError) Error() string {
	if e.Index < 0 {
		return "own rules: " + e.Reason
	}
	return fmt.Sprintf("own rule %d: %s: %s", e.Index, e.Field, e.Reason)
}

const (
	// MaxOwnRules is how many own rules an engine takes.
	MaxOwnRules = 100
	maxOwnName  = 64
)

var ownName = regexp.MustCompile(`^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$`)

// CheckOwnRules returns every mistake in a list of own rules.
func CheckOwnRules(own []OwnRule) []*OwnRuleError {
	_, mistakes := compileOwn(own)
	return mistakes
}

// ownShape is a compiled own rule.
type ownShape struct {
	*ownPattern
	index  int
	prefix secretPrefix
	check  checks.Func
	digits bool // the check sees digits only
}

// compileOwn compiles the rules, as far as they are right.
func compileOwn(own []OwnRule) (shapes []*ownShape, mistakes []*OwnRuleError) {
	if len(own) > MaxOwnRules {
		return nil, []*OwnRuleError{{Index: -1, Reason: fmt.Sprintf("has %d entries, use at most %d", len(own), MaxOwnRules)}}
	}
	masks := masksOf(own)
	for i, r := range own {
		refuse := func(field, format string, args ...any) {
			mistakes = append(mistakes, &OwnRuleError{i, field, fmt.Sprintf(format, args...)})
		}
		if reason := nameMistake(own, i); reason != "" {
			refuse("name", "%s", reason)
		}
		s := &ownShape{index: i}
		if r.Check != "" {
			var ok bool
			if s.check, s.digits, ok = checks.General(r.Check); !ok {
				refuse("check", "%q is not a check, use one of %s", r.Check, strings.Join(checks.GeneralNames(), ", "))
			}
		}
		anchor := anchorMistake(r.Anchor)
		if anchor != "" {
			refuse("anchor", "%s", anchor)
		}
		p, prog, err := parseOwn(r.Pattern)
		if err != nil {
			refuse("pattern", "%v", err)
			continue
		}
		s.ownPattern = p
		if what, text := harmed(p.re, masks); what != "" {
			refuse("pattern", "matches in the %s %q, which must stay as it is; use one that says more", what, text)
		}
		if anchor != "" {
			continue
		}
		if !provenIn(prog, r.Anchor, false) {
			if s.anyCase = p.folds; !p.folds || !provenIn(prog, r.Anchor, true) {
				refuse("pattern", "can match a text without the anchor %q, use an anchor that every match holds", r.Anchor)
				continue
			}
		}
		for _, c := range []byte(r.Anchor) {
			var set byteSet
			set.add(c)
			if l := c | 0x20; s.anyCase && l-'a' < 26 {
				set.add(l)
				set.add(l &^ 0x20)
			}
			s.prefix.sets = append(s.prefix.sets, set)
		}
		shapes = append(shapes, s)
	}
	return shapes, mistakes
}

// masksOf are all masks that an engine with the rules writes.
func masksOf(own []OwnRule) []string {
	masks := []string{userinfoMask}
	for _, r := range rules.All() {
		masks = append(masks, maskPrefix+r.Name+maskSuffix)
	}
	for _, r := range own {
		masks = append(masks, maskPrefix+r.Name+maskSuffix)
	}
	return masks
}

func nameMistake(own []OwnRule, i int) string {
	name := own[i].Name
	switch {
	case name == "":
		return "is missing, use lower_snake_case"
	case len(name) > maxOwnName || !ownName.MatchString(name):
		return fmt.Sprintf("%q is not lower_snake_case of at most %d bytes, such as customer_number", name, maxOwnName)
	case slices.Contains(RuleNames(), name):
		return fmt.Sprintf("%q is a rule already, use another name", name)
	case name == defaultActionKey || name == rules.PackOwn || slices.Contains(PackNames(), name):
		return fmt.Sprintf("%q is the name of a pack, use another name", name)
	case slices.ContainsFunc(own[:i], func(r OwnRule) bool { return r.Name == name }):
		return fmt.Sprintf("%q stands twice, use another name", name)
	}
	return ""
}

func anchorMistake(anchor string) string {
	switch n := len(anchor); {
	case n == 0:
		return fmt.Sprintf("is missing: use a text of at least %d bytes that every match holds, so that the pattern is tried only there", minOwnAnchor)
	case n < minOwnAnchor:
		return fmt.Sprintf("%q has %d bytes, use at least %d: a shorter one stands everywhere", anchor, n, minOwnAnchor)
	case n > maxOwnAnchor:
		return fmt.Sprintf("has %d bytes, use at most %d", n, maxOwnAnchor)
	case !utf8.ValidString(anchor):
		return "is no valid UTF-8"
	case strings.Trim(anchor, "0123456789") == "" && n < 5:
		return fmt.Sprintf("%q is %d digits, use at least 5: fewer stand in every time and port", anchor, n)
	case strings.TrimSpace(anchor) == "":
		return "is blank, use a text that tells your values apart"
	}
	return ""
}

// rule is the own rule as the engine lists it.
func (r OwnRule) rule() rules.Rule {
	d := r.Description
	if d == "" {
		d = "What " + r.Pattern + " matches."
	}
	return rules.Rule{
		Name: r.Name, Pack: rules.PackOwn, Description: d, Source: "the operator's configuration",
		Own: &rules.Own{Anchor: r.Anchor, Pattern: r.Pattern, Check: r.Check},
	}
}

// ownSecrets makes a set of anchors that holds those of the own rules, too.
func ownSecrets(all []rules.Rule, enabled []bool, own []OwnRule) *secretGrams {
	shapes, _ := compileOwn(own)
	first := len(all) - len(own)
	anchors := make([]secretAnchor, len(shapes))
	for i, s := range shapes {
		anchors[i] = secretAnchor{prefix: s.prefix, shapes: []*secretShape{{rule: uint16(first + s.index), own: s}}}
	}
	offToo := false
	for i, r := range all {
		offToo = offToo || r.OffByDefault && enabled[i]
	}
	return compileSecrets(func(r rules.Rule) bool { return offToo || !r.OffByDefault }, anchors)
}
