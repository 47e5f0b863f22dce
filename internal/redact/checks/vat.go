package checks

// vatChecks are the checks of the numbers behind the country of a VAT id, as
// the administrations publish them. Countries of the union that are not here
// have their format checked alone.
var vatChecks = map[string]Func{
	"AT": func(b []byte) bool {
		if len(b) != 9 || b[0] != 'U' || !allDigits(b[1:]) {
			return false
		}
		total := 4
		for i, c := range b[1:8] {
			n := int(c - '0')
			if i%2 == 1 {
				if n *= 2; n > 9 {
					n -= 9
				}
			}
			total += n
		}
		return (10-total%10)%10 == int(b[8]-'0')
	},
	"BE": func(b []byte) bool { return digitsOf(b, 10) && b[0] <= '1' && 97-number(b[:8])%97 == number(b[8:]) },
	"BG": func(b []byte) bool { return digitsOf(b, 9) || digitsOf(b, 10) },
	"CY": func(b []byte) bool { return len(b) == 9 && allDigits(b[:8]) && letter(b[8]) },
	"CZ": func(b []byte) bool { return len(b) >= 8 && len(b) <= 10 && allDigits(b) },
	"DE": func(b []byte) bool { return digitsOf(b, 9) && b[0] != '0' && mod1110(b) },
	"DK": func(b []byte) bool { return digitsOf(b, 8) && b[0] != '0' && sum(b, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0 },
	"EE": func(b []byte) bool { return digitsOf(b, 9) && sum(b, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0 },
	"EL": func(b []byte) bool {
		return digitsOf(b, 9) && sum(b, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == int(b[8]-'0')
	},
	"ES": func(b []byte) bool { return len(b) == 9 && allDigits(b[1:8]) && (letter(b[0]) || letter(b[8])) },
	"FI": func(b []byte) bool { return digitsOf(b, 8) && sum(b, 7, 9, 10, 5, 8, 4, 2, 1)%11 == 0 },
	"FR": func(b []byte) bool {
		if len(b) != 11 || !digitsOf(b[2:], 9) || !allDigits(b[:2]) {
			return len(b) == 11 && allDigits(b[2:])
		}
		return (number(b[2:])*100+12)%97 == number(b[:2])
	},
	"GB": vatGB,
	"HR": func(b []byte) bool { return digitsOf(b, 11) && mod1110(b) },
	"HU": func(b []byte) bool { return digitsOf(b, 8) && sum(b, 9, 7, 3, 1, 9, 7, 3, 1)%10 == 0 },
	"IE": IEPPS,
	"IT": func(b []byte) bool { return digitsOf(b, 11) && luhn(b) },
	"LT": func(b []byte) bool { return digitsOf(b, 9) || digitsOf(b, 12) },
	"LU": func(b []byte) bool { return digitsOf(b, 8) && number(b[:6])%89 == number(b[6:]) },
	"LV": func(b []byte) bool {
		return digitsOf(b, 11) && (b[0] <= '3' || sum(b, 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1)%11 == 3)
	},
	"MT": func(b []byte) bool { return digitsOf(b, 8) && sum(b, 3, 4, 6, 7, 8, 9, 10, 1)%37 == 0 },
	"NL": func(b []byte) bool { return len(b) == 12 && digitsOf(b[:9], 9) && b[9] == 'B' && allDigits(b[10:]) },
	"PL": PLNIP,
	"PT": PTNIF,
	"RO": func(b []byte) bool { return len(b) >= 6 && len(b) <= 10 && allDigits(b) },
	"SE": func(b []byte) bool { return digitsOf(b, 12) && luhn(b[:10]) },
	"SI": func(b []byte) bool {
		if !digitsOf(b, 8) || b[0] == '0' {
			return false
		}
		return (11-sum(b, 8, 7, 6, 5, 4, 3, 2)%11)%10 == int(b[7]-'0')
	},
	"SK": func(b []byte) bool { return digitsOf(b, 10) && number(b)%11 == 0 },
	"XI": vatGB,
}

// vatGB: the weights 8 to 2, modulo 97, or modulo 97 less 55 for newer numbers.
func vatGB(b []byte) bool {
	if !digitsOf(b, 9) && !digitsOf(b, 12) {
		return false
	}
	n := (sum(b, 8, 7, 6, 5, 4, 3, 2) + number(b[7:9])) % 97
	return n == 0 || n == 42
}

// VAT checks an identification number for value-added tax with its country in
// front, of the European Union or the United Kingdom.
func VAT(b []byte) bool {
	if len(b) < 8 {
		return false
	}
	check := vatChecks[string(b[:2])]
	return check != nil && check(b[2:])
}
