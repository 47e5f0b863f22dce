package redact

import (
	"fmt"
	"strings"
)

// Action is what happens to a finding.
type Action uint8

const (
	// Keep counts the finding and changes nothing.
	Keep Action = iota
	// Mask puts the mask text, [REDACTED:rule], in the place of the finding.
	Mask
	// Remove takes the finding away: an attribute under a sensitive key
	// disappears, a finding inside a text is cut out of it. Inside JSON the
	// whole member goes (a card in a number's place becomes null), in other
	// pairs of key and value the pair.
	Remove
	// Partial masks the finding but for a little that is of use: the last four
	// digits of a card, the domain of an e-mail address. What would leave too
	// few candidates is masked.
	Partial
	// Pseudonym puts a keyed hash of the finding in its place, [email:k1:…]:
	// the same value is the same token wherever it stands.
	Pseudonym
	// Truncate makes the finding less precise: the network of an address.
	Truncate
)

var actionNames = [...]string{
	Keep: "keep", Mask: "mask", Remove: "remove", Partial: "partial", Pseudonym: "pseudonym", Truncate: "truncate",
}

// ActionCount is how many actions there are; they are 0 to ActionCount-1.
const ActionCount = len(actionNames)

// ActionNames lists the names of all actions, as ParseAction takes them.
func ActionNames() []string { return actionNames[:] }

// String returns the action's name in a configuration.
func (a Action) String() string {
	if int(a) < len(actionNames) {
		return actionNames[a]
	}
	return fmt.Sprintf("action(%d)", uint8(a))
}

// ParseAction is the inverse of String. The error lists what is allowed.
func ParseAction(name string) (Action, error) {
	for i, n := range actionNames {
		if n == name {
			return Action(i), nil
		}
	}
	return Keep, fmt.Errorf("unknown action %q, expected one of %s", name, strings.Join(actionNames[:], ", "))
}
