package redact

import (
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/checks"
)

// phone looks at a number in the international form: + at p, its digits from
// after on, with the separators that people use. Where a number is followed by
// other digits, the longest length that its country has counts.
func (s *Scanner) phone(v string, p, after int) {
	if !s.on(s.e.id.phone) || p > 0 && !phoneMayStart(v, p) {
		return
	}
	s.compact = s.compact[:0]
	end := 0
	for i := after; i < len(v) && len(s.compact) <= checks.MaxPhone; {
		if is(v[i], clDigit) {
			s.compact = append(s.compact, v[i])
			i++
			last := i >= len(v) || !is(v[i], clDigit)
			// Seven digits without separators are rather a difference: +8885923.
			counts := len(s.compact) > 7 || i-after > len(s.compact)
			if last && counts && checks.PhoneE164(s.compact) && phoneMayEnd(v, i) {
				end = i
			}
			continue
		}
		next := phoneSep(v, i)
		if trunk := trunkZero(v, i); trunk > i && len(s.compact) <= 3 {
			next = trunk
		}
		if next == i {
			break
		}
		i = next
	}
	if end == 0 || decimalNumber(v[after:end]) || rowOfNumbers(v[after:end]) || s.idKeyBefore(v, p) {
		return
	}
	s.add(s.e.id.phone, p, end)
}

// phoneMayStart: not behind a letter, digit or anything that makes the + a
// sign of arithmetic, a zone or a part of base64.
func phoneMayStart(v string, p int) bool {
	c := v[p-1]
	if isAlnum(c) {
		return afterEscape(v, p) || afterPercent(v, p)
	}
	return c != '_' && c != '/' && c != '.' && c != '+' && c != '-'
}

// decimalNumber: a signed number such as a latitude. One dot alone also stands
// in numbers as registries of domains print them (RFC 5733 section 2.5:
// +1.7035555555), which have eight digits or more behind it.
func decimalNumber(t string) bool {
	whole, part, ok := strings.Cut(t, ".")
	return ok && len(whole) <= 3 && len(part) < 8 && strings.Trim(whole, "0123456789") == "" && strings.Trim(part, "0123456789") == ""
}

// rowOfNumbers: decimals with blanks between them (+203.15 348.64), or two
// counts of changes (+32548/-72113).
func rowOfNumbers(t string) bool {
	if strings.Contains(t, "/-") {
		return true
	}
	_, rest, dotted := strings.Cut(t, ".")
	_, rest, spaced := strings.Cut(rest, " ")
	return dotted && spaced && strings.IndexByte(rest, '.') >= 0
}

// trunkZero moves behind the (0) that is dialled at home alone: +44 (0)20.
func trunkZero(v string, i int) int {
	j := skipOneBlank(v, i)
	if j+3 >= len(v) || v[j:j+3] != "(0)" {
		return i
	}
	if j = skipOneBlank(v, j+3); j < len(v) && is(v[j], clDigit) {
		return j
	}
	return i
}

func phoneMayEnd(v string, i int) bool {
	if i >= len(v) {
		return true
	}
	switch c := v[i]; c {
	case '_', '=':
		return false
	case '.', ',', ':':
		return i+1 >= len(v) || !is(v[i+1], clDigit) || c == '.'
	case '+', '/':
		return false
	case 'x':
		return i+1 < len(v) && is(v[i+1], clDigit) // an extension
	case '%':
		return true
	default:
		return !isAlnum(c)
	}
}

// nbsp is the blank at which no line breaks.
const nbsp = "\u00a0"

// phoneSep moves behind what may stand between two digits of a phone number: a
// blank, a dash, a dot, a slash, brackets around an area code.
func phoneSep(v string, i int) int {
	j := i
	for n := 0; n < 3 && j < len(v); n++ {
		switch v[j] {
		case ' ', '-', '.', '(', ')', '/':
			j++
			continue
		case nbsp[0]:
			if strings.HasPrefix(v[j:], nbsp) {
				j += len(nbsp)
				continue
			}
		}
		break
	}
	if j == i || j >= len(v) || !is(v[j], clDigit) {
		return i
	}
	return j
}
