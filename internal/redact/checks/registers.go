package checks

// ESNUSS checks a number of Spain's social security: a province, eight digits,
// and the number modulo 97; where the eight start with 0, province and the seven
// others count.
func ESNUSS(d []byte) bool {
	if !digitsOf(d, 12) || same(d) {
		return false
	}
	province, serial := number(d[:2]), number(d[2:10])
	if province == 0 || province > 66 {
		return false
	}
	n := province*100_000_000 + serial
	if serial < 10_000_000 {
		n = province*10_000_000 + serial
	}
	return n%97 == number(d[10:])
}

// GRAFM checks a tax number of Greece: powers of two, modulo 11.
func GRAFM(d []byte) bool {
	return digitsOf(d, 9) && !same(d) && sum(d, 256, 128, 64, 32, 16, 8, 4, 2)%11%10 == int(d[8]-'0')
}

// AUABN checks a business number of Australia: weights over the number less one
// in front, modulo 89.
func AUABN(d []byte) bool {
	return digitsOf(d, 11) && d[0] != '0' && (sum(d, 10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)-10)%89 == 0
}

// AUACN checks a company number of Australia: weights 8 to 1, modulo 10.
func AUACN(d []byte) bool {
	return digitsOf(d, 9) && !same(d) && (10-sum(d, 8, 7, 6, 5, 4, 3, 2, 1)%10)%10 == int(d[8]-'0')
}

// AUBusiness checks a number of a business or of a company of Australia.
func AUBusiness(d []byte) bool { return AUABN(d) || AUACN(d) }

// RUINN checks a tax number of a person in Russia: two digits modulo 11.
func RUINN(d []byte) bool {
	return digitsOf(d, 12) && !same(d) &&
		sum(d, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == int(d[10]-'0') &&
		sum(d, 3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)%11%10 == int(d[11]-'0')
}

// HKID checks an identity card number of Hong Kong: one or two letters, six
// digits, modulo 11 with A for ten.
func HKID(b []byte) bool {
	if len(b) == 9 {
		return letter(b[0]) && hkid(int(b[0]-'A')+10, b[1:])
	}
	return len(b) == 8 && hkid(36, b)
}

// hkid: the first letter as a number, a blank as 36, and the rest.
func hkid(first int, b []byte) bool {
	if !letter(b[0]) || !allDigits(b[1:7]) {
		return false
	}
	total := first*9 + (int(b[0]-'A')+10)*8 + sum(b[1:], 7, 6, 5, 4, 3, 2)
	return "0123456789A"[(11-total%11)%11] == b[7]
}

// DOCedula checks an identity card number of the Dominican Republic: Luhn.
func DOCedula(d []byte) bool { return digitsOf(d, 11) && !same(d) && luhn(d) }

// UYCI checks an identity card number of Uruguay: weights 2, 9, 8, 7, 6, 3, 4,
// modulo 10.
func UYCI(d []byte) bool {
	return digitsOf(d, 8) && !same(d) && (sum(d, 2, 9, 8, 7, 6, 3, 4)+int(d[7]-'0'))%10 == 0
}
