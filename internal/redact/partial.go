package redact

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/checks"
	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// partialForm is what partial leaves of a rule's values.
type partialForm uint8

const (
	partialNone   partialForm = iota // nothing: the rule cannot have the action
	partialCard                      // the last four digits (PCI DSS 3.4.1)
	partialIBAN                      // the country and the last four characters
	partialEmail                     // the domain
	partialPhone                     // the last two digits
	partialPrefix                    // what every token of the provider starts with
)

// What has to stay hidden for a billion candidates to be left.
const (
	// Four of a card's digits are shown and one follows from the others.
	minPartialCard = 14
	// Two of a phone's digits are shown.
	minPartialPhone = 11
	// minHiddenToken is far more than a billion in every alphabet of a provider.
	minHiddenToken = 12
	shownOfCard    = 4
	shownOfPhone   = 2
	shownOfIBAN    = 4
)

func partialOf(r rules.Rule) (partialForm, []string) {
	switch r.Name {
	case rules.CardNumber:
		return partialCard, nil
	case rules.IBAN:
		return partialIBAN, nil
	case rules.Email:
		return partialEmail, nil
	case rules.Phone:
		return partialPhone, nil
	}
	if r.Secret != nil {
		if prefixes := publicPrefixes(r.Secret); len(prefixes) > 0 {
			return partialPrefix, prefixes
		}
	}
	return partialNone, nil
}

// whyNotPartial says why a rule cannot have the action.
func whyNotPartial(r rules.Rule) string {
	switch {
	case Enumerable(r):
		return "its values are a small set, and what would stay hidden could be tried out"
	case r.Secret != nil:
		return "its tokens do not start with a fixed text that everybody knows"
	}
	return "it has no part that could be shown"
}

// partialSplit divides a text that a rule has found into what is shown before
// and behind its mask. ok is false if it is no value of the rule, or if what
// would stay hidden is too little.
func (e *Engine) partialSplit(rule uint16, text string) (before, behind string, ok bool) {
	switch e.partial[rule].form {
	case partialCard:
		digits, ok := fewDigits(text)
		if !ok || len(digits) < minPartialCard || !isCard(digits, true) {
			return "", "", false
		}
		return "", lastOf(text, shownOfCard), true
	case partialPhone:
		digits, ok := fewDigits(text)
		if !ok || len(digits) < minPartialPhone {
			return "", "", false
		}
		return "", lastOf(text, shownOfPhone), true
	case partialIBAN:
		account := make([]byte, 0, 40)
		account = appendCapitals(account, encoding{percent: 1}.decode(text))
		if len(account) > 34 || !checks.IBAN(account) || !hidesAccount(account) {
			return "", "", false
		}
		return string(account[:2]), string(account[len(account)-shownOfIBAN:]), true
	case partialEmail:
		at := strings.LastIndexByte(text, '@')
		if at < 0 {
			if at = strings.LastIndex(text, "%40"); at < 0 {
				return "", "", false
			}
		}
		if at == 0 || domainEnd(text, strings.IndexAny(text[at:], "@0")+at+1) != len(text) {
			return "", "", false
		}
		return "", text[at:], true
	case partialPrefix:
		for _, p := range e.partial[rule].prefixes {
			if strings.HasPrefix(text, p) && len(text)-len(p) >= minHiddenToken {
				return p, "", true
			}
		}
	}
	return "", "", false
}

// hidesAccount: an IBAN names its bank and branch, which directories list, and
// its account number, of which the last four characters are shown. From 23
// characters on at least six digits of the account are hidden beside thousands
// of branches, in Germany with 22.
func hidesAccount(iban []byte) bool {
	return len(iban) >= 23 || len(iban) == 22 && string(iban[:2]) == "DE"
}

// fewDigits are the digits of a number with separators. ok is false where there
// is anything else.
func fewDigits(text string) (digits []byte, ok bool) {
	text = encoding{percent: 1}.decode(text)
	digits = make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case is(c, clDigit):
			digits = append(digits, c)
		case strings.IndexByte(" -+./()", c) < 0:
			return nil, false
		}
	}
	return digits, true
}

// lastOf are the last digits of a number that has enough of them, without the
// separators between.
func lastOf(text string, n int) string {
	last := make([]byte, n)
	for i := len(text) - 1; n > 0; i-- {
		if is(text[i], clDigit) {
			n--
			last[n] = text[i]
		}
	}
	return string(last)
}

// partialAt returns the length of what partial has left of a value under a name
// of the rule, if that is what v starts with at i, 0 if not. It counts only
// where the rule has the action, and ends where the value must end.
func (e *Engine) partialAt(v string, i int, rule uint16) int {
	if e.actions[rule] != Partial || i >= len(v) {
		return 0
	}
	j := i
	if e.partial[rule].form == partialIBAN {
		if j+2 > len(v) || checks.IBANLength(v[j], v[j+1]) == 0 {
			return 0
		}
		j += 2
	}
	mask := e.masks[rule]
	if !strings.HasPrefix(v[j:], mask) {
		return 0
	}
	j += len(mask)
	shown, classes := 0, clDigit
	switch e.partial[rule].form {
	case partialCard:
		shown = shownOfCard
	case partialPhone:
		shown = shownOfPhone
	case partialIBAN:
		shown, classes = shownOfIBAN, clDigit|clAlpha
	default:
		return 0 // no names stand for these
	}
	for range shown {
		if j >= len(v) || !is(v[j], classes) {
			return 0
		}
		j++
	}
	return j - i
}

// maxPublicPrefixes bounds the alternatives in which a token may start.
const maxPublicPrefixes = 32

// minPublicPrefix is the shortest text that tells a provider.
const minPublicPrefix = 3

// publicPrefixes are the fixed texts with which the tokens of a rule start, nil
// if there are tokens without one.
func publicPrefixes(s *rules.Secret) []string {
	pattern, assigned := ourPattern(s.Pattern)
	if assigned {
		return nil
	}
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	secret := re
	if s.Group > 0 || re.MaxCap() > 0 {
		if secret = captured(re, max(s.Group, 1)); secret == nil || re.MaxCap() > 1 && s.Group == 0 {
			return nil
		}
	}
	found, _ := literalStarts([]string{""}, secret)
	for _, p := range found {
		if len(p) < minPublicPrefix {
			return nil
		}
	}
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	return found
}

func captured(re *syntax.Regexp, group int) *syntax.Regexp {
	if re.Op == syntax.OpCapture && re.Cap == group {
		return re.Sub[0]
	}
	for _, sub := range re.Sub {
		if found := captured(sub, group); found != nil {
			return found
		}
	}
	return nil
}

// literalStarts continues each text with the fixed text that the expression
// starts with. whole: the expression is nothing but fixed text.
func literalStarts(in []string, re *syntax.Regexp) (out []string, whole bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return in, false
		}
		text := string(re.Rune)
		out = make([]string, len(in))
		for i, p := range in {
			out[i] = p + text
		}
		return out, true
	case syntax.OpCapture:
		return literalStarts(in, re.Sub[0])
	case syntax.OpWordBoundary, syntax.OpEmptyMatch, syntax.OpBeginText:
		return in, true
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if in, whole = literalStarts(in, sub); !whole {
				return in, false
			}
		}
		return in, true
	case syntax.OpAlternate:
		whole = true
		for _, sub := range re.Sub {
			more, all := literalStarts(in, sub)
			out, whole = append(out, more...), whole && all
		}
		if len(out) > maxPublicPrefixes {
			return in, false
		}
		return out, whole
	case syntax.OpCharClass:
		n := 0
		for i := 0; i < len(re.Rune); i += 2 {
			n += int(re.Rune[i+1]-re.Rune[i]) + 1
		}
		// A class of a few letters is a choice between prefixes: gh[us]_. At the
		// end of one it is the first character of what follows.
		if n*len(in) > 8 {
			return in, false
		}
		for _, p := range in {
			for i := 0; i < len(re.Rune); i += 2 {
				for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
					out = append(out, p+string(r))
				}
			}
		}
		return out, true
	}
	return in, false
}
