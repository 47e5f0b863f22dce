package redact

import "strings"

// Under a sensitive name there may stand what is wrong with the secret, where it
// comes from, or where in a text a parser met the name.

// message reports whether the value under a sensitive name is such a text.
func (s *Scanner) message(v string, p int, k keyRef, rule uint16, start, end int) bool {
	value := v[start:end]
	if complaint(value) || complaints(value) {
		return true
	}
	if value != "" && value[0] == '(' && end < len(v) && v[end] == ')' && blackedOut(v[start:end+1]) {
		return true // (none): the value ends before the bracket
	}
	switch rule {
	case s.e.id.cookie:
		return v[k.end-1]|0x20 == 's' && count(value, 5) // how many there are
	case s.e.id.oneTimeCode:
		return pinOfChip(value)
	case s.e.id.authorization:
		scheme, rest, ok := strings.Cut(value, " ")
		return ok && isScheme(scheme) && isVariable(strings.TrimLeft(rest, " "))
	case s.e.id.token:
		return v[p] == ':' && k.quote == 0 && (parsed(value) || errorCode(v[k.start:k.end]) && sentence(value, 4))
	}
	return v[p] == '=' && (v[k.start] == '$' || k.start > 0 && v[k.start-1] == '$') && cmdlet(value)
}

// complaintStarts are how the messages of validators go on behind the name of a
// field, as Rails, Django, Laravel, Bean Validation and JSON Schema write them.
var complaintStarts = [...]string{
	"must be ", "must have ", "must contain ", "must not ", "must include ", "must match ", "must differ ", "should be ", "should have ", "should contain ",
	"should not ", "is too ", "is required", "is invalid", "is not ", "is missing", "is incorrect", "is empty", "is wrong", "is expired", "is weak",
	"can't be ", "cannot be ", "can not be ", "may not be ", "does not match", "doesn't match", "has already ", "has expired", "required field",
	"field required", "this field ", "this password ", "too short", "too long", "too weak", "at least ",
}

// complaint: a message of a validator, of words and small numbers only.
func complaint(t string) bool {
	if len(t) < len("too weak") || len(t) > 200 || t[0]|0x20 < 'a' || t[0]|0x20 > 't' {
		return false
	}
	for _, start := range complaintStarts {
		if hasFold(t, 0, start) {
			return sentence(t, 2)
		}
	}
	return false
}

// complaints: a list of them.
func complaints(t string) bool {
	if len(t) < 4 || t[0] != '[' || t[len(t)-1] != ']' {
		return false
	}
	for i := 1; ; {
		for i < len(t) && (is(t[i], clSpace) || t[i] == ',') {
			i++
		}
		if i == len(t)-1 {
			return i > 1
		}
		if t[i] != '"' && t[i] != '\'' {
			return false
		}
		end, closed := stringEnd(t, i+1, t[i], 0)
		if !closed || !complaint(t[i+1:end]) {
			return false
		}
		i = end + 1
	}
}

// sentence reports whether a text is of so many words or more, with numbers of
// up to three digits among them.
func sentence(t string, least int) bool {
	n := 0
	for w := range strings.FieldsSeq(t) {
		w = strings.Trim(w, ".,:;!?()'")
		if looksSecret(w) && !count(w, 3) {
			return false
		}
		n++
	}
	return n >= least
}

// pinOfChip: GPIO17, D13, A0.
func pinOfChip(t string) bool {
	if number, ok := strings.CutPrefix(t, "GPIO"); ok {
		return count(number, 3)
	}
	return len(t) > 1 && (t[0] == 'A' || t[0] == 'D' || t[0] == 'P') && count(t[1:], 2)
}

// parsed: the kind of a token and where a parser met it: IDENT at line 3.
func parsed(t string) bool {
	kind, where, ok := strings.Cut(t, " at ")
	if !ok || looksSecret(strings.ReplaceAll(kind, "_", "")) {
		return false
	}
	unit, number, ok := strings.Cut(where, " ")
	switch unit {
	case "line", "position", "column", "offset", "index", "byte", "pos":
		return ok && number != "" && is(number[0], clDigit) && len(number) < 40
	}
	return false
}

// errorCode: the name says what is wrong with the token, as the errors of AWS
// do: ExpiredToken, InvalidClientTokenId.
func errorCode(name string) bool {
	for _, start := range [...]string{"Expired", "Invalid", "Missing", "Unrecognized", "Unknown", "Revoked", "Unexpected"} {
		if len(name) > len(start) && strings.HasPrefix(name, start) && name[len(start)]-'A' < 26 {
			return true
		}
	}
	return false
}

// cmdlet: a command of PowerShell that a variable is assigned: Read-Host.
func cmdlet(t string) bool {
	verb, noun, ok := strings.Cut(t, "-")
	if !ok || noun == "" {
		return false
	}
	switch strings.ToLower(verb) {
	case "get", "read", "new", "import", "convertto", "convertfrom", "unprotect", "invoke", "select":
	default:
		return false
	}
	for i := range len(noun) {
		if !is(noun[i], clAlpha) {
			return false
		}
	}
	return true
}
