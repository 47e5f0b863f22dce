package main

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// issuers are ranges and lengths as the networks publish them.
var issuers = []struct {
	name     string
	prefixes []string
	length   int
	groups   []int
}{
	{"visa", []string{"4"}, 16, []int{4, 4, 4, 4}},
	{"mastercard", []string{"51", "52", "53", "54", "55", "2221", "2345", "2720"}, 16, []int{4, 4, 4, 4}},
	{"amex", []string{"34", "37"}, 15, []int{4, 6, 5}},
	{"discover", []string{"6011", "644", "649", "65"}, 16, []int{4, 4, 4, 4}},
	{"jcb", []string{"3528", "3550", "3589"}, 16, []int{4, 4, 4, 4}},
	{"diners", []string{"300", "305", "36", "38"}, 14, []int{4, 6, 4}},
	{"unionpay", []string{"6222", "6250"}, 16, []int{4, 4, 4, 4}},
	{"maestro", []string{"5018", "5020", "5038", "6304"}, 16, []int{4, 4, 4, 4}},
}

// luhn is the check digit of ISO/IEC 7812-1 for the digits before it.
func luhn(digits string) string {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return strconv.Itoa((10 - sum%10) % 10)
}

func group(digits, separator string, sizes []int) string {
	parts := make([]string, 0, len(sizes))
	for _, n := range sizes {
		parts = append(parts, digits[:n])
		digits = digits[n:]
	}
	return strings.Join(parts, separator)
}

func cardOf(issuer int) func(random) string {
	is := issuers[issuer]
	return func(r random) string {
		prefix := r.one(is.prefixes...)
		body := prefix + r.digits(is.length-1-len(prefix))
		return body + luhn(body)
	}
}

// ibans are the structures of the registry: n digits, a upper-case letters, c
// both.
var ibans = []struct{ country, bban string }{
	{"DE", "18n"},
	{"FR", "10n11c2n"},
	{"GB", "4a14n"},
	{"NL", "4a10n"},
	{"ES", "20n"},
	{"IT", "1a10n12c"},
	{"AT", "16n"},
	{"BE", "12n"},
	{"CH", "5n12c"},
	{"PL", "24n"},
	{"SE", "20n"},
	{"NO", "11n"},
	{"DK", "14n"},
	{"FI", "14n"},
	{"PT", "21n"},
	{"IE", "4a14n"},
	{"CZ", "20n"},
	{"HU", "24n"},
	{"RO", "4a16c"},
	{"GR", "7n16c"},
	{"TR", "5n1n16c"},
	{"SA", "2n18c"},
	{"AE", "19n"},
	{"MT", "4a5n18c"},
	{"UA", "6n19c"},
}

func iban(r random) string {
	entry := ibans[r.IntN(len(ibans))]
	var bban strings.Builder
	for rest := entry.bban; rest != ""; {
		end := strings.IndexAny(rest, "nac")
		n, err := strconv.Atoi(rest[:end])
		if err != nil {
			panic(err)
		}
		set := map[byte]string{'n': digitChars, 'a': upperChars, 'c': digitChars + upperChars}[rest[end]]
		bban.WriteString(r.chars(n, set))
		rest = rest[end+1:]
	}
	var digits strings.Builder
	for _, c := range bban.String() + entry.country + "00" {
		if c >= 'A' {
			digits.WriteString(strconv.Itoa(int(c-'A') + 10))
		} else {
			digits.WriteRune(c)
		}
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	check := 98 - new(big.Int).Mod(n, big.NewInt(97)).Int64()
	return fmt.Sprintf("%s%02d%s", entry.country, check, bban.String())
}

func inFours(s string) string {
	var parts []string
	for ; len(s) > 4; s = s[4:] {
		parts = append(parts, s[:4])
	}
	return strings.Join(append(parts, s), " ")
}

func payment() []detector {
	var all []detector
	for i, is := range issuers {
		card := cardOf(i)
		all = append(all, detector{name: "card_" + is.name, make: func(r random) planted { return number(card(r)) }})
		all = append(all, detector{name: "card_" + is.name + "_grouped", make: func(r random) planted {
			return number(group(card(r), r.one(" ", "-"), is.groups))
		}})
	}
	return append(all,
		detector{name: "track_2", make: func(r random) planted {
			pan := cardOf(r.IntN(2))(r)
			return planted{text: ";" + pan + "=2912101" + r.digits(10) + "?", hidden: []string{pan}, digits: true}
		}},
		detector{name: "track_1", make: func(r random) planted {
			pan := cardOf(r.IntN(2))(r)
			return planted{text: "%B" + pan + "^" + strings.ToUpper(r.word()+"/"+r.word()) + "^2912101" + r.digits(14) + "?", hidden: []string{pan}, digits: true}
		}},
		detector{name: "iban", make: func(r random) planted {
			text := iban(r)
			return planted{text: text, hidden: []string{text, text[4:]}}
		}},
		detector{name: "iban_grouped", make: func(r random) planted {
			text := inFours(iban(r))
			return planted{text: text, hidden: []string{text, text[5:]}}
		}},
		detector{name: "card_by_name", kind: named, names: []string{"card number", "credit card", "cc number", "pan number"}, make: func(r random) planted {
			return number(r.number(16))
		}},
		detector{name: "aba_routing", kind: named, names: []string{"routing number", "aba routing", "bank routing number"}, make: func(r random) planted {
			for {
				d := fmt.Sprintf("%02d", r.between(1, 12)) + r.digits(7)
				sum := 0
				for i, w := range []int{3, 7, 1, 3, 7, 1, 3, 7, 1} {
					sum += w * int(d[i]-'0')
				}
				if sum%10 == 0 {
					return number(d)
				}
			}
		}},
	)
}
