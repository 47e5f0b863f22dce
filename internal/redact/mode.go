package redact

import (
	"fmt"
	"math/bits"
)

// Mode says whether a finding was acted upon.
type Mode uint8

const (
	// Enforce says that the finding's action was carried out.
	Enforce Mode = iota
	// Observe says that the rule is only counted. The finding's action is what would
	// happen to it.
	Observe
	// Exempt says that an exemption lets the finding stay. Its action is Keep.
	Exempt
)

var modeNames = [...]string{Enforce: "enforce", Observe: "observe", Exempt: "exempt"}

// String returns the mode's name in metrics and reports.
func (m Mode) String() string {
	if int(m) < len(modeNames) {
		return modeNames[m]
	}
	return fmt.Sprintf("mode(%d)", uint8(m))
}

// MaxExemptions is how many exemptions an engine takes.
const MaxExemptions = 64

// Exemptions are a set of numbers of Options.Exempt: those that hold where a
// value stands.
type Exemptions uint64

// exempts reports whether one of the exemptions that hold is for the rule.
func (e *Engine) exempts(set Exemptions, rule uint16) bool {
	for ; set != 0; set &= set - 1 {
		if i := bits.TrailingZeros64(uint64(set)); i < len(e.exempt) && e.exempt[i] == rule {
			return true
		}
	}
	return false
}

// act is what the engine does with a finding of the rule where the exemptions
// hold: Keep for what is observed or exempt.
func (e *Engine) act(rule uint16, set Exemptions) (Action, Mode) {
	if set != 0 && e.exempts(set, rule) {
		return Keep, Exempt
	}
	return e.actions[rule], Enforce
}

// KeyFinding is what is reported of a value under a sensitive name.
func (e *Engine) KeyFinding(k Key) Finding { return e.reported(e.keyFinding(k, 0)) }

func (e *Engine) keyFinding(k Key, end int) Finding {
	f := Finding{Rule: k.Rule, End: end, Action: k.Action}
	if k.Exempt != 0 && e.exempts(k.Exempt, k.Rule) {
		f.Action, f.Mode = Keep, Exempt
	}
	return f
}

// Exempted is the key where exemptions hold: the value under a sensitive name
// stays if one of them is for its rule.
func (e *Engine) Exempted(k Key, set Exemptions) Key {
	k.Exempt = set
	if set != 0 && k.Class == KeySensitive && e.exempts(set, k.Rule) {
		k.Action = Keep
	}
	return k
}

// reported gives a finding of an observed rule, which the scan treats as one to
// be kept, the action that it would have.
func (e *Engine) reported(f Finding) Finding {
	if f.Mode == Enforce && e.observed != nil && e.observed[f.Rule] {
		f.Mode, f.Action = Observe, e.would[f.Rule]
	}
	return f
}

// observe makes the rules keep what they find, and remembers what they would do.
func (e *Engine) observe(numbers map[string]uint16, names []string) {
	if len(names) == 0 {
		return
	}
	e.would = append([]Action(nil), e.actions...)
	e.observed = make([]bool, len(e.rules))
	for _, name := range names {
		e.observed[numbers[name]] = true
		e.actions[numbers[name]] = Keep
	}
}
