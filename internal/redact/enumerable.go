package redact

import "github.com/lethe-otel/lethe/internal/redact/rules"

// Enumerable reports whether the values of a rule are a small set, so that who
// can send records and read them can try out all of them and compare the
// pseudonyms, without the key.
func Enumerable(r rules.Rule) bool {
	switch r.Pack {
	case rules.PackPayment, rules.PackIdentity, rules.PackNetwork, rules.PackLocation:
		return true
	}
	switch r.Name {
	case rules.Phone, "phone_national", "one_time_code":
		return true
	}
	return false
}

// resolveAction is the action of a rule. A pack, or the default, never gives a
// rule an action that would not be safe for it or that it cannot have: it is
// masked then. Only its own name can ask for that, which validate answers.
func (o Options) resolveAction(r rules.Rule) Action {
	if r.Name == rules.Unscanned {
		return Mask
	}
	if a, ok := o.Actions[r.Name]; ok {
		return a
	}
	a, ok := o.Actions[r.Pack]
	if !ok || r.Pack == "" {
		if a, ok = o.Actions[defaultActionKey]; !ok {
			return Mask
		}
	}
	switch a {
	case Pseudonym:
		if Enumerable(r) {
			return Mask
		}
	case Partial:
		if form, _ := partialOf(r); form == partialNone {
			return Mask
		}
	case Truncate:
		if !canTruncate(r) {
			return Mask
		}
	}
	return a
}
