package redact

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// tokens is what the engine knows about the texts that it puts in the place of
// findings.
type tokens struct {
	maskText    *maskText         // nil for the default
	numbers     map[string]uint16 // of the rules, by name
	longestName int
	pseudonyms  PseudonymKeys
	canonical   []canonicalForm // by rule number
	partial     []partialRule   // by rule number
}

type partialRule struct {
	form     partialForm
	prefixes []string
}

func newTokens(e *Engine, numbers map[string]uint16, text *maskText, keys PseudonymKeys) tokens {
	t := tokens{
		maskText: text, numbers: numbers, pseudonyms: keys,
		canonical: make([]canonicalForm, len(e.rules)), partial: make([]partialRule, len(e.rules)),
	}
	for i, r := range e.rules {
		t.longestName = max(t.longestName, len(r.Name))
		t.canonical[i] = canonicalOf(r)
		if e.actions[i] == Partial {
			t.partial[i].form, t.partial[i].prefixes = partialOf(r)
		}
	}
	return t
}

// fits says why a rule cannot have an action that names it.
func (o Options) fits(r rules.Rule, a Action) error {
	switch a {
	case Pseudonym:
		if Enumerable(r) && !o.AcceptEnumeration {
			return errors.New("its values are a small set, and who can send and read records can try out all of them without the key: mask it, or accept that (accept_enumeration: true)")
		}
	case Partial:
		if form, _ := partialOf(r); form == partialNone {
			return errors.New(whyNotPartial(r))
		}
	case Truncate:
		if !canTruncate(r) {
			return errors.New("only addresses and coordinates can be less precise")
		}
	}
	return nil
}

// fitsName is fits for a rule, a pack or the default; what is none of ours has
// nothing that could be shown.
func (o Options) fitsName(all []rules.Rule, name string, a Action) error {
	if name == defaultActionKey || slices.Contains(PackNames(), name) {
		inPack := func(r rules.Rule) bool { return r.Pack == name && canTruncate(r) }
		if a == Truncate && !slices.ContainsFunc(all, inPack) {
			return errors.New("no rule there can have it")
		}
		return nil
	}
	if i := slices.IndexFunc(all, func(r rules.Rule) bool { return r.Name == name }); i >= 0 {
		return o.fits(all[i], a)
	}
	return o.fits(rules.Rule{Name: name}, a)
}

// checkPseudonyms: no rule has the action without a key.
func (e *Engine) checkPseudonyms() error {
	if e.pseudonyms.Current.set() {
		return nil
	}
	for i, a := range e.actions {
		if a == Pseudonym {
			return fmt.Errorf("action %q of %q needs a pseudonym key", a, e.rules[i].Name)
		}
	}
	return nil
}

// withoutTokens drops what was found in the digits of a pseudonym.
func (e *Engine) withoutTokens(v string, spans []span) []span {
	if !e.pseudonyms.Current.set() {
		return spans
	}
	out := spans[:0]
	for _, sp := range spans {
		if !e.inPseudonym(v, sp.Start, sp.End) {
			out = append(out, sp)
		}
	}
	return out
}

// settleActions gives each finding the action that its value can have, and
// drops those that nothing would become of.
func (e *Engine) settleActions(v string, spans []span) []span {
	out := spans[:0]
	for _, sp := range spans {
		text := v[sp.Start:sp.End]
		switch {
		case sp.Action < Partial:
		case sp.structure:
			sp.Action = Mask
		default:
			sp.Action = e.actionFor(sp.Rule, sp.Action, text)
			if sp.Action == Truncate {
				if t, _ := truncateValue(e.rules[sp.Rule].Name, text); t == text {
					continue
				}
			}
		}
		out = append(out, sp)
	}
	return out
}

// actionFor is the action that a value can have under the rule's: what is no
// value of the rule, and what would show too much, is masked.
func (e *Engine) actionFor(rule uint16, a Action, text string) Action {
	switch a {
	case Partial:
		if _, _, ok := e.partialSplit(rule, text); !ok {
			return Mask
		}
	case Pseudonym:
		// A card under another name: its pseudonym must not stand beside its last
		// digits, nor where cards have none.
		if e.actions[e.id.cardNumber] != Pseudonym && e.looksLikeCard(text) {
			return Mask
		}
	case Truncate:
		if _, ok := truncateValue(e.rules[rule].Name, text); !ok {
			return Mask
		}
	}
	return a
}

func (e *Engine) looksLikeCard(text string) bool {
	if len(text) < 12 || len(text) > 64 {
		return false
	}
	digits, ok := fewDigits(text)
	return ok && isCard(digits, true)
}

func (s *Scanner) truncatedAlready(rule uint16, text string) bool {
	t, _ := truncateValue(s.e.rules[rule].Name, text)
	return t == text
}

// replacement is what takes the place of a value that stands alone.
func (s *Scanner) replacement(rule uint16, a Action, text string) string {
	switch a {
	case Mask:
		return s.Replacement(rule)
	case Remove:
		return ""
	}
	return string(s.replace(s.buf[:0], rule, a, text, encoding{}))
}

// replace appends what takes the place of a finding.
func (s *Scanner) replace(out []byte, rule uint16, a Action, text string, enc encoding) []byte {
	mask := s.Replacement(rule)
	switch a {
	case Partial:
		if before, behind, ok := s.e.partialSplit(rule, text); ok {
			return append(append(append(out, before...), mask...), behind...)
		}
	case Pseudonym:
		return s.pseudonym(out, rule, text, enc)
	case Truncate:
		if t, ok := truncateValue(s.e.rules[rule].Name, text); ok {
			return append(out, t...)
		}
	}
	return append(out, mask...)
}

// isNumber reports whether a text is a number of JSON.
func isNumber(t []byte) bool {
	return len(t) > 0 && (is(t[0], clDigit) || t[0] == '-') && json.Valid(t)
}

// ActionFits says why a rule, a pack or the default cannot have an action that
// the configuration gives it by its name; nil if it can.
func ActionFits(name string, a Action, acceptEnumeration bool) error {
	return Options{AcceptEnumeration: acceptEnumeration}.fitsName(rules.All(), name, a)
}
