package redact

import "strings"

// A mask is maskPrefix, the name of a rule, maskSuffix. Nothing else is taken
// for a mask: what only looks like one is scanned as any text.
const (
	maskPrefix = "[REDACTED:"
	maskSuffix = "]"
	// userinfoMask is the mask of user and password in a URL. Brackets would
	// make the URL unreadable for parsers, and this is the form that the
	// semantic conventions of OpenTelemetry recommend for url.full.
	userinfoMask = "REDACTED:REDACTED"
)

// maskAt returns the length of the mask that v starts with at i, 0 for none.
func (e *Engine) maskAt(v string, i int) int {
	if i >= len(v) || v[i] != '[' || !strings.HasPrefix(v[i:], maskPrefix) {
		return 0
	}
	rest := v[i+len(maskPrefix):]
	for _, r := range e.rules {
		if n := len(r.Name); len(rest) > n && rest[n] == ']' && rest[:n] == r.Name {
			return len(maskPrefix) + n + 1
		}
	}
	return 0
}

// isMask reports whether v[i:j] is exactly one mask.
func (e *Engine) isMask(v string, i, j int) bool {
	n := e.maskAt(v, i)
	return n > 0 && i+n == j
}
