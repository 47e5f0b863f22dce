package redact

import (
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/checks"
)

// maxIBANLead is how far before the digits that give it away an IBAN may
// start: country, check digits, and the letters of a bank, printed in groups.
const maxIBANLead = 16

// iban looks for an IBAN that starts before the digits at g, and returns its
// end, 0 for none. Its letters are of one case; it is compact
// or in groups of four.
func (s *Scanner) iban(v string, g int) int {
	if !s.on(s.e.id.iban) {
		return 0
	}
	for q := g - 1; q >= 0 && g-q <= maxIBANLead; q-- {
		c := v[q]
		if !is(c, clAlpha) {
			if c != ' ' && c != '+' && c != '%' && c-'0' > 9 {
				return 0
			}
			continue
		}
		if q+4 >= len(v) || v[q+2]-'0' > 9 || v[q+3]-'0' > 9 || !is(v[q+1], clAlpha) {
			continue
		}
		length := checks.IBANLength(upper(c), upper(v[q+1]))
		if length == 0 || q > 0 && !ibanMayStart(v, q) {
			continue
		}
		if end := s.ibanAt(v, q, length); end > 0 {
			if s.idKeyBefore(v, q) {
				return 0
			}
			s.add(s.e.id.iban, q, end)
			s.bic(v, q, end)
			return end
		}
	}
	return 0
}

// ibanAt reads length letters and digits from q on. Where groups are
// separated, each but the last has four, and all separators are the same.
func (s *Scanner) ibanAt(v string, q, length int) int {
	s.compact = s.compact[:0]
	sep := ""
	i := q
	for len(s.compact) < length {
		if i >= len(v) {
			return 0
		}
		if n := len(s.compact); n > 0 && n%4 == 0 && (n == 4 || sep != "") {
			found := ibanSep(v, i)
			if n == 4 {
				sep = found
			}
			if found != sep {
				return 0
			}
			i += len(sep)
			if i >= len(v) {
				return 0
			}
		}
		if !isAlnum(v[i]) || is(v[i], clAlpha) && (v[i]^v[q])&0x20 != 0 {
			return 0
		}
		s.compact = append(s.compact, upper(v[i]))
		i++
	}
	if i < len(v) && (isAlnum(v[i]) || v[i] == '_') || !checks.IBAN(s.compact) {
		return 0
	}
	return i
}

// ibanMayStart: not inside a longer word, but for the name of the number itself.
func ibanMayStart(v string, q int) bool {
	if c := v[q-1]; c == '-' || isAlnum(c) {
		return c != '-' && (afterEscape(v, q) || afterPercent(v, q) || hasFold(v, q-4, "iban"))
	}
	return true
}

func upper(c byte) byte {
	if c-'a' < 26 {
		return c &^ 0x20
	}
	return c
}

func ibanSep(v string, i int) string {
	for _, sep := range [...]string{" ", "-", "+", "%20"} {
		if strings.HasPrefix(v[i:], sep) {
			return sep
		}
	}
	return ""
}
