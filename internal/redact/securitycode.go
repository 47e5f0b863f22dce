package redact

import "strings"

// maxCodeGap is how far from a card number the word for its security code may
// stand.
const maxCodeGap = 40

var securityCodeWords = [...]string{"cvv", "cvc", "cvn", "csc"}

// securityCode looks for a card's security code behind the card number that
// ends at p, where only a blank stands between the code and the word for it:
// card 4111111111111111 cvv 737. Alone, without a card, it would be any number.
func (s *Scanner) securityCode(v string, p int) {
	if !s.on(s.e.id.cardSecurityCode) {
		return
	}
	for i := p; i < min(len(v), p+maxCodeGap); i++ {
		if lower(v[i]) != 'c' || isAlnum(v[i-1]) || !securityCodeWord(v, i) {
			continue
		}
		i += len("cvv")
		if i < len(v) && v[i] == '2' {
			i++
		}
		start := i
		for start < len(v) && start-i < 3 && strings.IndexByte(" #:(", v[start]) >= 0 {
			start++
		}
		n := digitsAt(v, start)
		if end := start + n; start > i && (n == 3 || n == 4) && (end == len(v) || !isAlnum(v[end]) && v[end] != '_') {
			s.add(s.e.id.cardSecurityCode, start, end)
		}
		return
	}
}

func securityCodeWord(v string, i int) bool {
	for _, w := range securityCodeWords {
		if hasFold(v, i, w) {
			return true
		}
	}
	return false
}

// cardWordsAfter stand behind a card number in records that have its expiry and
// its code, too.
var cardWordsAfter = [...]string{"cvv", "cvc", "expir", "exp ", "exp_", "exp\"", "exp:", "exp=", "expm", "expy"}

func cardWordAfter(v string, p int) bool {
	for i := p; i < min(len(v), p+maxWordBefore); i++ {
		if c := lower(v[i]); c != 'c' && c != 'e' || isAlnum(v[i-1]) {
			continue
		}
		for _, w := range cardWordsAfter {
			if hasFold(v, i, w) {
				return true
			}
		}
	}
	return false
}
