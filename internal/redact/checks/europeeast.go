package checks

// PLPESEL checks a number of the population register of Poland: month with its
// century, day, weights 1, 3, 7, 9.
func PLPESEL(d []byte) bool {
	if !digitsOf(d, 11) {
		return false
	}
	month, day := number(d[2:4])%20, number(d[4:6])
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && sum(d, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)%10 == 0
}

// PLNIP checks a tax number of Poland: modulo 11.
func PLNIP(d []byte) bool {
	return digitsOf(d, 10) && !same(d) && sum(d, 6, 5, 7, 2, 3, 4, 5, 6, 7)%11 == int(d[9]-'0')
}

// BGEGN checks a civil number of Bulgaria: month with its century, modulo 11.
func BGEGN(d []byte) bool {
	if !digitsOf(d, 10) {
		return false
	}
	month, day := number(d[2:4])%20, number(d[4:6])
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && sum(d, 2, 4, 8, 5, 10, 9, 7, 3, 6)%11%10 == int(d[9]-'0')
}

// CZRodneCislo checks a birth number of the Czech Republic or Slovakia: month
// with its sex, day, divisible by 11.
func CZRodneCislo(d []byte) bool {
	if !digitsOf(d, 10) {
		return false
	}
	month, day := number(d[2:4])%50, number(d[4:6])
	if month > 20 {
		month -= 20
	}
	if month < 1 || month > 12 || day < 1 || day > 31 {
		return false
	}
	return number(d)%11 == 0 || number(d[:9])%11 == 10 && d[9] == '0'
}

// ROCNP checks a personal code of Romania: sex and century, date, county,
// modulo 11.
func ROCNP(d []byte) bool {
	if !digitsOf(d, 13) || d[0] == '0' || !date(d[3:5], d[5:7]) {
		return false
	}
	county := number(d[7:9])
	return (county >= 1 && county <= 52 || county == 70 || county >= 80 && county <= 83) && "01234567891"[sum(d, 2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9)%11] == d[12]
}

// EMSO checks a citizen's number of Slovenia and the other countries of former
// Yugoslavia: a date, modulo 11.
func EMSO(d []byte) bool {
	if !digitsOf(d, 13) || !date(d[2:4], d[:2]) || d[4] != '9' && d[4] != '0' {
		return false
	}
	return (11-sum(d, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11)%11%10 == int(d[12]-'0')
}

// HROIB checks a personal number of Croatia: modulo 11,10 of ISO/IEC 7064.
func HROIB(d []byte) bool { return digitsOf(d, 11) && mod1110(d) }

// HUTax checks a tax number of a person of Hungary: 8 in front, modulo 11.
func HUTax(d []byte) bool {
	return digitsOf(d, 10) && d[0] == '8' && sum(d, 1, 2, 3, 4, 5, 6, 7, 8, 9)%11 == int(d[9]-'0')
}

// GRAMKA checks a social security number of Greece: a date, Luhn.
func GRAMKA(d []byte) bool { return digitsOf(d, 11) && date(d[2:4], d[:2]) && luhn(d) }

// TRKimlik checks an identity number of Turkey: its last two digits.
func TRKimlik(d []byte) bool {
	if !digitsOf(d, 11) || d[0] == '0' {
		return false
	}
	odd, even := sum(d, 1, 0, 1, 0, 1, 0, 1, 0, 1), sum(d, 0, 1, 0, 1, 0, 1, 0, 1)
	check := ((odd*7-even)%10 + 10) % 10
	return check == int(d[9]-'0') && (odd+even+check)%10 == int(d[10]-'0')
}

// UATax checks a tax number of a person of Ukraine: modulo 11.
func UATax(d []byte) bool {
	if !digitsOf(d, 10) {
		return false
	}
	total := sum(d, -1, 5, 7, 9, 4, 6, 10, 5, 7) % 11
	return (total+11)%11%10 == int(d[9]-'0')
}

// RUSNILS checks an insurance number of Russia: modulo 101.
func RUSNILS(d []byte) bool {
	return digitsOf(d, 11) && !same(d[:9]) && sum(d, 9, 8, 7, 6, 5, 4, 3, 2, 1)%101%100 == number(d[9:])
}
