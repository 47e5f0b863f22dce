package main

import (
	"fmt"
	"strconv"
	"strings"
)

// weigh is the sum of the digits by their weights.
func weigh(digits string, weights ...int) int {
	sum := 0
	for i, w := range weights {
		sum += w * int(digits[i]-'0')
	}
	return sum
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		panic(err)
	}
	return n
}

// until repeats a recipe until it gives a number: some bodies have no check
// digit.
func until(try func() string) string {
	for {
		if s := try(); s != "" {
			return s
		}
	}
}

func (r random) date() (year, month, day int) {
	return r.between(1940, 2004), r.between(1, 12), r.between(1, 28)
}

func (r random) yymmdd() string {
	y, m, d := r.date()
	return fmt.Sprintf("%02d%02d%02d", y%100, m, d)
}

var verhoeffProduct = [10][10]int{
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
	{1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
	{2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
	{3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
	{4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
	{5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
	{6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
	{7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
	{8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
	{9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
}

// verhoeff is the check digit of Verhoeff's dihedral code.
func verhoeff(digits string) string {
	step := [10]int{1, 5, 7, 6, 2, 8, 3, 0, 9, 4}
	c := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		for range i + 1 {
			d = step[d]
		}
		c = verhoeffProduct[c][d]
	}
	for d := range 10 {
		if verhoeffProduct[c][d] == 0 {
			return strconv.Itoa(d)
		}
	}
	panic("a group has inverses")
}

// mod11x10 is the check digit of ISO/IEC 7064 modulo 11,10.
func mod11x10(digits string) string {
	p := 10
	for _, c := range digits {
		if p = (p + int(c-'0')) % 10; p == 0 {
			p = 10
		}
		p = p * 2 % 11
	}
	return strconv.Itoa((11 - p) % 10)
}

func brazilianPerson(r random) string {
	d := r.digits(9)
	for range 2 {
		sum := 0
		for i := range len(d) {
			sum += int(d[i]-'0') * (len(d) + 1 - i)
		}
		d += strconv.Itoa(sum * 10 % 11 % 10)
	}
	return d
}

func brazilianCompany(r random) string {
	d := r.chars(8, digitChars+upperChars) + "0001"
	for range 2 {
		sum := 0
		for i := range len(d) {
			sum += int(d[i]-'0') * ((len(d)-1-i)%8 + 2)
		}
		check := 0
		if sum%11 > 1 {
			check = 11 - sum%11
		}
		d += strconv.Itoa(check)
	}
	return d
}

func italian(r random) string {
	const consonants = "BCDFGLMNPRSTVZ"
	y, m, d := r.date()
	if r.IntN(2) == 0 {
		d += 40
	}
	s := r.chars(6, consonants) + fmt.Sprintf("%02d%c%02d", y%100, "ABCDEHLMPRST"[m-1], d) + r.one("H501", "F205", "L219", "A944", "D612")
	odd := []int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}
	sum := 0
	for i, c := range s {
		n := int(c - '0')
		if c >= 'A' {
			n = int(c - 'A')
		}
		if i%2 == 0 {
			n = odd[n]
		}
		sum += n
	}
	return s + string(rune('A'+sum%26))
}

func french(r random) string {
	y, m, _ := r.date()
	s := r.one("1", "2") + fmt.Sprintf("%02d%02d%02d", y%100, m, r.between(21, 95)) + fmt.Sprintf("%03d%03d", r.between(1, 900), r.between(1, 999))
	return s + fmt.Sprintf("%02d", 97-atoi(s)%97)
}

func mexican(r random) string {
	const alphabet = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
	y, m, d := r.date()
	letters := []rune(alphabet)
	s := r.chars(1, "BCDGHLMPRS") + r.chars(1, "AEIOU") + r.chars(2, "BCDGHLMPRS") + fmt.Sprintf("%02d%02d%02d", y%100, m, d) +
		r.one("H", "M") + r.one("DF", "JC", "NL", "OC", "VZ") + r.chars(3, "BCDFGHJKLMNPRSTVZ")
	if y < 2000 {
		s += r.digits(1)
	} else {
		s += r.chars(1, "ABCD")
	}
	sum := 0
	for i, c := range s {
		for n, a := range letters {
			if a == c {
				sum += n * (18 - i)
			}
		}
	}
	return s + strconv.Itoa((10-sum%10)%10)
}

func chinese(r random) string {
	y, m, d := r.date()
	s := r.one("110101", "310104", "440306", "330106", "510107") + fmt.Sprintf("%04d%02d%02d", y, m, d) + fmt.Sprintf("%03d", r.between(1, 999))
	return s + string("10X98765432"[weigh(s, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)%11])
}

func socialSecurity(r random) (area, group, serial string) {
	a := r.between(1, 899)
	for a == 666 {
		a = r.between(1, 899)
	}
	return fmt.Sprintf("%03d", a), fmt.Sprintf("%02d", r.between(1, 99)), fmt.Sprintf("%04d", r.between(1, 9999))
}

func germanTax(r random) string {
	// One digit occurs twice in the first ten, and one not at all.
	order := r.Perm(10)
	order[9] = order[r.IntN(9)]
	r.Shuffle(10, func(i, k int) { order[i], order[k] = order[k], order[i] })
	if order[0] == 0 {
		for i, d := range order {
			if d != 0 {
				order[0], order[i] = order[i], order[0]
				break
			}
		}
	}
	var b strings.Builder
	for _, d := range order {
		b.WriteByte(byte('0' + d))
	}
	return b.String() + mod11x10(b.String())
}

func identity() []detector {
	numbered := func(name string, k kind, names []string, make func(random) string) detector {
		return detector{name: name, kind: k, names: names, make: func(r random) planted { return number(make(r)) }}
	}
	lettered := func(name string, k kind, names []string, make func(random) string) detector {
		return detector{name: name, kind: k, names: names, make: func(r random) planted { return planted{text: make(r)} }}
	}
	return []detector{
		// These are told by their shape.
		numbered("us_ssn_dashed", shaped, nil, func(r random) string {
			a, g, s := socialSecurity(r)
			return a + "-" + g + "-" + s
		}),
		numbered("ch_ahv", shaped, nil, func(r random) string {
			d := "756" + r.digits(9)
			d += strconv.Itoa((10 - weigh(d, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3)%10) % 10)
			return group(d, ".", []int{3, 4, 4, 2})
		}),
		numbered("br_cpf_formatted", shaped, nil, func(r random) string {
			d := brazilianPerson(r)
			return d[:3] + "." + d[3:6] + "." + d[6:9] + "-" + d[9:]
		}),
		lettered("br_cnpj_formatted", shaped, nil, func(r random) string {
			d := brazilianCompany(r)
			return d[:2] + "." + d[2:5] + "." + d[5:8] + "/" + d[8:12] + "-" + d[12:]
		}),
		lettered("it_codice_fiscale", shaped, nil, italian),
		numbered("fr_nir", shaped, nil, french),
		lettered("mx_curp", shaped, nil, mexican),
		lettered("cn_resident_id", shaped, nil, chinese),
		// These need a name beside them.
		numbered("us_ssn_bare", named, []string{"ssn", "social security number", "us ssn"}, func(r random) string {
			a, g, s := socialSecurity(r)
			return a + g + s
		}),
		numbered("gb_nhs", named, []string{"nhs number", "nhs"}, func(r random) string {
			return until(func() string {
				d := r.number(9)
				c := (11 - weigh(d, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11) % 11
				if c == 10 {
					return ""
				}
				return d + strconv.Itoa(c)
			})
		}),
		lettered("gb_nino", named, []string{"nino", "national insurance number"}, func(r random) string {
			return r.chars(1, "ABCEGHJKLMNPRSTWXYZ") + r.chars(1, "ACEHJLMPRSWXY") + r.digits(6) + r.chars(1, "ABCD")
		}),
		numbered("de_tax_id", named, []string{"steuer id", "tax id", "steueridentifikationsnummer"}, germanTax),
		lettered("es_dni", named, []string{"dni", "nif"}, func(r random) string {
			d := r.digits(8)
			return d + string("TRWAGMYFPDXBNJZSQVHLCKE"[atoi(d)%23])
		}),
		numbered("nl_bsn", named, []string{"bsn", "burgerservicenummer"}, func(r random) string {
			return until(func() string {
				d := r.number(8)
				c := weigh(d, 9, 8, 7, 6, 5, 4, 3, 2) % 11
				if c == 10 {
					return ""
				}
				return d + strconv.Itoa(c)
			})
		}),
		numbered("be_national_number", named, []string{"rijksregisternummer", "national number"}, func(r random) string {
			y, m, d := r.date()
			s := fmt.Sprintf("%02d%02d%02d%03d", y%100, m, d, r.between(1, 997))
			n := atoi(s)
			if y >= 2000 {
				n += 2_000_000_000
			}
			return s + fmt.Sprintf("%02d", 97-n%97)
		}),
		numbered("pl_pesel", named, []string{"pesel"}, func(r random) string {
			y, m, d := r.date()
			if y >= 2000 {
				m += 20
			}
			s := fmt.Sprintf("%02d%02d%02d", y%100, m, d) + r.digits(4)
			return s + strconv.Itoa((10-weigh(s, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3)%10)%10)
		}),
		numbered("se_personnummer", named, []string{"personnummer"}, func(r random) string {
			s := r.yymmdd() + r.digits(3)
			s += luhn(s)
			return r.one(s, s[:6]+"-"+s[6:])
		}),
		lettered("fi_hetu", named, []string{"hetu", "henkilotunnus"}, func(r random) string {
			y, m, d := r.date()
			date := fmt.Sprintf("%02d%02d%02d", d, m, y%100)
			serial := fmt.Sprintf("%03d", r.between(2, 899))
			sign := "-"
			if y >= 2000 {
				sign = "A"
			}
			return date + sign + serial + string("0123456789ABCDEFHJKLMNPRSTUVWXY"[atoi(date+serial)%31])
		}),
		numbered("br_cpf_bare", named, []string{"cpf"}, brazilianPerson),
		numbered("in_aadhaar", named, []string{"aadhaar", "aadhaar number"}, func(r random) string {
			d := r.chars(1, "23456789") + r.digits(10)
			d += verhoeff(d)
			return r.one(d, group(d, " ", []int{4, 4, 4}))
		}),
		lettered("in_pan", named, []string{"pan card", "permanent account number"}, func(r random) string {
			return r.chars(3, upperChars) + "P" + r.chars(1, upperChars) + r.digits(4) + r.chars(1, upperChars)
		}),
		numbered("kr_rrn", named, []string{"resident registration number", "rrn"}, func(r random) string {
			s := r.yymmdd() + r.one("1", "2") + r.digits(5)
			s += strconv.Itoa((11 - weigh(s, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)%11) % 10)
			return s[:6] + "-" + s[6:]
		}),
		numbered("jp_my_number", named, []string{"my number", "mynumber"}, func(r random) string {
			d := r.number(11)
			c := 11 - weigh(d, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11
			if c >= 10 {
				c = 0
			}
			return d + strconv.Itoa(c)
		}),
		numbered("ca_sin", named, []string{"sin number", "social insurance number"}, func(r random) string {
			d := r.chars(1, "1234567") + r.digits(7)
			d += luhn(d)
			return r.one(d, group(d, "-", []int{3, 3, 3}), group(d, " ", []int{3, 3, 3}))
		}),
		numbered("au_tfn", named, []string{"tfn", "tax file number"}, func(r random) string {
			return until(func() string {
				d := r.number(9)
				if weigh(d, 1, 4, 3, 7, 5, 8, 6, 9, 10)%11 != 0 {
					return ""
				}
				return d
			})
		}),
		numbered("tr_kimlik", named, []string{"tc kimlik", "kimlik no"}, func(r random) string {
			d := r.number(9)
			odd, even := weigh(d, 1, 0, 1, 0, 1, 0, 1, 0, 1), weigh(d, 0, 1, 0, 1, 0, 1, 0, 1, 0)
			d += strconv.Itoa(((odd*7-even)%10 + 10) % 10)
			return d + strconv.Itoa(weigh(d, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)%10)
		}),
		lettered("sg_nric", named, []string{"nric"}, func(r random) string {
			d := r.digits(7)
			return "S" + d + string("JZIHGFEDCBA"[weigh(d, 2, 7, 6, 5, 4, 3, 2)%11])
		}),
		numbered("za_id", named, []string{"south african id", "sa id number"}, func(r random) string {
			s := r.yymmdd() + r.digits(4) + r.one("0", "1") + "8"
			return s + luhn(s)
		}),
	}
}
