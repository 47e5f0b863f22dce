package redact

import "strings"

// A mask is maskPrefix, the name of a rule, maskSuffix, or the configured text
// for it. Nothing else is taken for a mask: what only looks like one is scanned
// as any text.
const (
	maskPrefix = "[REDACTED:"
	maskSuffix = "]"
	// userinfoMask is the mask of user and password in a URL. Brackets would
	// make the URL unreadable for parsers, and this is the form that the
	// semantic conventions of OpenTelemetry recommend for url.full.
	userinfoMask = "REDACTED:REDACTED"
)

// maskAt returns the length of the token of ours that v starts with at i, 0 for
// none: a mask or a pseudonym, by its exact grammar. What partial leaves is
// partialAt's.
func (e *Engine) maskAt(v string, i int) int {
	if i >= len(v) {
		return 0
	}
	if v[i] == '[' {
		if strings.HasPrefix(v[i:], maskPrefix) {
			rest := v[i+len(maskPrefix):]
			if n := e.ruleName(rest); n > 0 && len(rest) > n && rest[n] == ']' {
				return len(maskPrefix) + n + 1
			}
		}
		if n := e.pseudonymAt(v, i); n > 0 {
			return n
		}
	}
	if m := e.maskText; m != nil && strings.HasPrefix(v[i:], m.before) {
		if !m.named {
			return len(m.before)
		}
		rest := v[i+len(m.before):]
		if n := e.ruleName(rest); n > 0 && strings.HasPrefix(rest[n:], m.behind) {
			return len(m.before) + n + len(m.behind)
		}
	}
	return 0
}

// ruleName returns the length of the rule's name that v starts with, 0 for none.
// No name ends where another letter, digit or underscore follows.
func (e *Engine) ruleName(v string) int {
	n := 0
	for n < len(v) && n <= e.longestName && ruleNameByte(v[n]) {
		n++
	}
	if _, ok := e.numbers[v[:n]]; !ok {
		return 0
	}
	return n
}

func ruleNameByte(c byte) bool { return c-'a' < 26 || c-'0' < 10 || c == '_' }

// isMask reports whether v[i:j] is exactly one token of ours.
func (e *Engine) isMask(v string, i, j int) bool {
	n := e.maskAt(v, i)
	return n > 0 && i+n == j
}

// tokenAt is maskAt for a value that stands under a name of the rule.
func (e *Engine) tokenAt(v string, i int, rule uint16) int {
	if n := e.partialAt(v, i, rule); n > 0 {
		return n
	}
	return e.maskAt(v, i)
}

// isToken is isMask for a value that stands under a name of the rule.
func (e *Engine) isToken(v string, i, j int, rule uint16) bool {
	n := e.tokenAt(v, i, rule)
	return n > 0 && i+n == j || e.isMask(v, i, j)
}
