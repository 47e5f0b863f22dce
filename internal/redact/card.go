package redact

import (
	"slices"
	"strings"
)

// digitsAt counts the digits from i on.
func digitsAt(v string, i int) int {
	j := i
	for j < len(v) && is(v[j], clDigit) {
		j++
	}
	return j - i
}

// afterEscapedDigits moves the start of a run behind digits that belong to an
// escape: %20 and \u0020 in front of a card number.
func afterEscapedDigits(v string, p int) int {
	for i := p; i < p+2 && i < len(v); i++ {
		if afterPercent(v, i+1) && i+1 > p {
			return i + 1
		}
	}
	for i := p; i < p+4 && i < len(v); i++ {
		if i >= 5 && v[i-5] == '\\' && v[i-4] == 'u' && afterEscape(v, i+1) {
			return i + 1
		}
	}
	return p
}

// cardGroupings are the ways in which card numbers are written in groups.
var cardGroupings = [...][]int{
	{4, 4, 4, 4},
	{4, 6, 5},
	{4, 6, 4},
	{4, 4, 4, 4, 3},
	{4, 4, 4, 3},
	{4, 4, 5},
	{4, 4, 4, 2},
	{4, 4, 4, 4, 2},
	{4, 4, 4},
	{6, 13},
}

// groupSep is what separates the group of digits that ends before i from the
// next one, "" if no group follows.
func groupSep(v string, i int) string {
	n := 0
	switch {
	case i >= len(v):
		return ""
	case v[i] == ' ' || v[i] == '-' || v[i] == '+' || v[i] == '.':
		n = 1
	case v[i] == '%' && strings.HasPrefix(v[i:], "%20"):
		n = 3
	}
	if n == 0 || i+n >= len(v) || !is(v[i+n], clDigit) {
		return ""
	}
	return v[i : i+n]
}

// maxColumns is the length of three groups of four digits, the last perhaps of
// five: with blanks between them rather columns, such as the ids of a user, a
// process and a thread, than one of the rare cards of 12 and 13 digits.
const maxColumns = len("1234 1234 12345")

// cardAt returns the end of the card number whose first group of n digits
// starts at g, 0 if there is none. run is the start of the whole run.
func (s *Scanner) cardAt(v string, run, g, n int, first, keyed bool) int {
	end := 0
	switch {
	case n >= 12 && n <= 19:
		var digits [19]byte
		copy(digits[:], v[g:g+n])
		if !luhn(digits[:n]) || !cardNeighbours(v, g, g+n, first, false) {
			return 0
		}
		kind := issuer(digits[:n])
		if kind == issuerNone || kind == issuerRare && !keyed && !cardWordBefore(v, run) && !cardWordAfter(v, g+n) {
			return 0
		}
		end = g + n
	case n == 4 || n == 6:
		if end = groupedCard(v, g, first); end == 0 {
			return 0
		}
		if end-g <= maxColumns && v[g+n] == ' ' && !keyed && !cardWordBefore(v, run) && !cardWordAfter(v, end) {
			return 0
		}
	default:
		return 0
	}
	if s.idKeyBefore(v, g) {
		return 0
	}
	return end
}

// groupedCard returns the end of the grouped card number at g, 0 for none. All
// separators must be the same.
func groupedCard(v string, g int, first bool) int {
	var digits [19]byte
	var sizes, ends [5]int
	count, total := 0, 0
	var sep string
	for i := g; count < len(sizes); {
		size := digitsAt(v, i)
		if count == 1 && size != 4 && size != 6 && size != 13 {
			return 0 // no grouping goes on like that
		}
		if size == 0 || total+size > len(digits) {
			break
		}
		copy(digits[total:], v[i:i+size])
		total += size
		i += size
		sizes[count], ends[count] = size, i
		count++
		next := groupSep(v, i)
		if next == "" || sep != "" && next != sep {
			break
		}
		sep = next
		i += len(sep)
	}
	for _, sizesOf := range cardGroupings {
		if len(sizesOf) > count || !slices.Equal(sizesOf, sizes[:len(sizesOf)]) {
			continue
		}
		n := 0
		for _, size := range sizesOf {
			n += size
		}
		if sep == "." && n < 15 {
			continue // dots make versions, too
		}
		end := ends[len(sizesOf)-1]
		if luhn(digits[:n]) && issuer(digits[:n]) != issuerNone && cardNeighbours(v, g, end, first, true) && !inDump(v, g, end, sizesOf) {
			return end
		}
	}
	return 0
}

// cardNeighbours reports whether the text around a number lets it be a number
// of its own, and no part of an id, a decimal, or a table of numbers.
func cardNeighbours(v string, g, end int, first, grouped bool) bool {
	if g > 0 {
		switch c := v[g-1]; {
		case isAlnum(c):
			if !afterEscape(v, g) && !afterPercent(v, g) {
				return false
			}
		case c == '_' || c == '-':
			return false
		case c == '.':
			if g > 1 && is(v[g-2], clDigit) {
				return false
			}
		case c == ' ' && !first && grouped:
			// A fourth group of four before it: a table.
			if g >= 5 && digitsAt(v, g-5) == 4 && (g == 5 || !is(v[g-6], clDigit) && v[g-6] != '*') {
				return false
			}
		}
	}
	if end < len(v) {
		switch c := v[end]; {
		case isAlnum(c) || c == '_':
			return false
		case c == '-':
			return end+1 >= len(v) || !isAlnum(v[end+1])
		case c == '.':
			i := end + 1
			for i < len(v) && v[i] == '0' {
				i++
			}
			return i >= len(v) || !isAlnum(v[i])
		case c == ' ' && grouped && end+1 < len(v):
			return digitsAt(v, end+1) != 4
		}
	}
	return true
}

// maxWordBefore is how far a word about cards may stand before a number.
const maxWordBefore = 40

// cardWordsBefore are the words that make rare lengths count.
var cardWordsBefore = [...]string{
	"card", "visa", "maestro", "amex", "credit", "debit", "pan=", "pan:", "pan ", "pan<",
	"karte", "carte ", "tarjeta", "cartão", "cartao", "carta ", "kaart", "карт", "卡号", "银行卡", "カード", "카드",
}

func cardWordBefore(v string, p int) bool {
	for i := max(0, p-maxWordBefore); i < p; i++ {
		for _, w := range cardWordsBefore {
			if lower(v[i]) == w[0] && hasFold(v, i, w) {
				return true
			}
		}
	}
	return false
}

// idKeyBefore reports whether the value that starts at g, perhaps in quotes,
// stands under the name of an id.
func (s *Scanner) idKeyBefore(v string, g int) bool {
	i := g
	for i > 0 && (v[i-1] == '"' || v[i-1] == '\'' || v[i-1] == '\\') {
		i--
	}
	for n := 0; n < 4 && i > 0 && (v[i-1] == ' ' || v[i-1] == '\t'); n++ {
		i--
	}
	if i == 0 || v[i-1] != ':' && v[i-1] != '=' {
		return false
	}
	k, ok := keyBefore(v, i-1)
	return ok && s.e.classify(v[k.start:k.end], formAttribute).Class == KeyID
}

// isCard decides about the digits of a number value, which has no groups.
func isCard(digits []byte, keyed bool) bool {
	if len(digits) < 12 || len(digits) > 19 || !allDigits(digits) || !luhn(digits) {
		return false
	}
	is := issuer(digits)
	return is == issuerCommon || is == issuerRare && keyed
}

// luhn is the check of ISO/IEC 7812-1 annex B.
func luhn(digits []byte) bool {
	sum := 0
	double := false
	for _, digit := range slices.Backward(digits) {
		d := int(digit - '0')
		if double {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
		double = !double
	}
	return sum%10 == 0
}
