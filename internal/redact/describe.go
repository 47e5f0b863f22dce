package redact

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// RuleInfo is what people want to know about a rule of an engine.
type RuleInfo struct {
	// Name stands in the mask; Pack is "" for rules that are always on.
	Name, Pack string
	// Description is one sentence, Source the standard or document behind it.
	Description, Source string
	// On says whether the engine's options switch the rule on.
	On bool
	// Action is what the engine does with a finding of the rule, or would do if
	// the rule were not only observed.
	Action Action
	// Observed: findings of the rule are counted and left as they are.
	Observed bool
	// Match are texts in which the rule finds something, NoMatch texts in which
	// no rule does. All secrets in them are made up.
	Match   []rules.Example
	NoMatch []string
}

// Describe lists the rules of the engine, in the order of their numbers.
func (e *Engine) Describe() []RuleInfo {
	infos := make([]RuleInfo, len(e.rules))
	for i, r := range e.rules {
		infos[i] = RuleInfo{
			Name: r.Name, Pack: r.Pack, Description: r.Description, Source: r.Source,
			On: e.enabled[i], Action: e.actions[i], Observed: e.observed != nil && e.observed[i],
			Match: slices.Clone(r.Match), NoMatch: slices.Clone(r.NoMatch),
		}
	}
	for i := range infos {
		if infos[i].Observed {
			infos[i].Action = e.would[i]
		}
	}
	return infos
}

// RulesVersion names the set of rules that is compiled in: twelve hexadecimal
// digits of a hash over everything in the rules, and what they share, but their examples. Equal
// versions find the same things with the same release of the engine.
func RulesVersion() (string, error) { return versionOf(rules.All(), rules.GlobalSecretAllowlist()) }

// Version is RulesVersion for the rules of the engine, those of its
// configuration included.
func (e *Engine) Version() (string, error) {
	return versionOf(e.rules, rules.GlobalSecretAllowlist())
}

// versionOf leaves out fields that are not set, so that a new kind of data in a
// rule changes the version only with the first rule that uses it.
func versionOf(all []rules.Rule, shared ...any) (string, error) {
	hash := sha256.New()
	encoder := json.NewEncoder(hash)
	for _, r := range all {
		r.Match, r.NoMatch = nil, nil
		set := map[string]any{}
		for field, value := range reflect.ValueOf(r).Fields() {
			if field.IsExported() && !value.IsZero() {
				set[field.Name] = value.Interface()
			}
		}
		if err := encoder.Encode(set); err != nil {
			return "", fmt.Errorf("version of rule %q: %w", r.Name, err)
		}
	}
	for _, s := range shared {
		if err := encoder.Encode(s); err != nil {
			return "", fmt.Errorf("version of what the rules share: %w", err)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:6]), nil
}
