package checks

// INAadhaar checks a number of the register of India: Verhoeff, first digit
// from 2 on.
func INAadhaar(d []byte) bool { return digitsOf(d, 12) && d[0] >= '2' && !same(d) && verhoeff(d) }

// CNRIC checks a resident number of China (GB 11643): province, a date of this
// or the last century, modulo 11-2 of ISO/IEC 7064.
func CNRIC(b []byte) bool {
	if len(b) != 18 || !allDigits(b[:17]) || b[0] < '1' || b[0] > '8' || !date(b[10:12], b[12:14]) {
		return false
	}
	if c := number(b[6:8]); c != 19 && c != 20 {
		return false
	}
	return "10X98765432"[sum(b, 7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)%11] == b[17]
}

// KRRRN checks a resident number of Korea as given out until October 2020: a
// date, modulo 11.
func KRRRN(d []byte) bool {
	return digitsOf(d, 13) && date(d[2:4], d[4:6]) && (11-sum(d, 2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)%11)%10 == int(d[12]-'0')
}

// JPMyNumber checks an individual number of Japan: modulo 11.
func JPMyNumber(d []byte) bool {
	if !digitsOf(d, 12) || same(d) {
		return false
	}
	check := 11 - sum(d, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11
	if check > 9 {
		check = 0
	}
	return check == int(d[11]-'0')
}

// SGNRIC checks an identity number of Singapore: S, T, F, G or M, modulo 11.
func SGNRIC(b []byte) bool {
	if len(b) != 9 || !allDigits(b[1:8]) {
		return false
	}
	total := sum(b[1:8], 2, 7, 6, 5, 4, 3, 2)
	switch b[0] {
	case 'S':
		return "JZIHGFEDCBA"[total%11] == b[8]
	case 'T':
		return "JZIHGFEDCBA"[(total+4)%11] == b[8]
	case 'F':
		return "XWUTRQPNMLK"[total%11] == b[8]
	case 'G':
		return "XWUTRQPNMLK"[(total+4)%11] == b[8]
	case 'M':
		return "KLJNPQRTUWX"[10-(total+3)%11] == b[8]
	}
	return false
}

// THPIN checks an identity number of Thailand: modulo 11.
func THPIN(d []byte) bool {
	if !digitsOf(d, 13) || d[0] == '0' || d[0] == '9' {
		return false
	}
	return (11-sum(d, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11)%10 == int(d[12]-'0')
}

// ILID checks an identity number of Israel: Luhn.
func ILID(d []byte) bool { return digitsOf(d, 9) && !same(d) && luhn(d) }

// twLetters are the values of the first letter of a Taiwanese number, from A on.
var twLetters = [26]int{10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33}

// TWID checks an identity number of Taiwan: place, sex, modulo 10.
func TWID(b []byte) bool {
	if len(b) != 10 || !letter(b[0]) || !allDigits(b[1:]) || b[1] != '1' && b[1] != '2' && b[1] != '8' && b[1] != '9' {
		return false
	}
	v := twLetters[b[0]-'A']
	return (v/10+v%10*9+sum(b[1:], 8, 7, 6, 5, 4, 3, 2, 1, 1))%10 == 0
}

// MYNRIC checks an identity card number of Malaysia: a date and a place.
func MYNRIC(d []byte) bool {
	if !digitsOf(d, 12) || !date(d[2:4], d[4:6]) {
		return false
	}
	switch place := number(d[6:8]); place {
	case 0, 17, 18, 19, 20, 69, 70, 73, 80, 81, 94, 95, 96, 97:
		return false
	}
	return true
}

// ZAID checks an identity number of South Africa: a date, citizenship, Luhn.
func ZAID(d []byte) bool {
	return digitsOf(d, 13) && date(d[2:4], d[4:6]) && d[10] <= '2' && luhn(d)
}

// AUTFN checks a tax file number of Australia: modulo 11.
func AUTFN(d []byte) bool {
	return digitsOf(d, 9) && !same(d) && sum(d, 1, 4, 3, 7, 5, 8, 6, 9, 10)%11 == 0
}

// AUMedicare checks a Medicare card number of Australia.
func AUMedicare(d []byte) bool {
	return (len(d) == 10 || len(d) == 11) && allDigits(d) && d[0] >= '2' && d[0] <= '6' && sum(d, 1, 3, 7, 9, 1, 3, 7, 9)%10 == int(d[8]-'0')
}

// NZIRD checks a tax number of New Zealand: modulo 11, with a second row of
// weights.
func NZIRD(d []byte) bool {
	if len(d) != 8 && len(d) != 9 || !allDigits(d) {
		return false
	}
	var b [9]byte
	b[0] = '0'
	copy(b[9-len(d):], d)
	if n := number(b[:]); n < 10_000_000 || n > 150_000_000 {
		return false
	}
	check := (11 - sum(b[:], 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
	if check == 10 {
		check = (11 - sum(b[:], 7, 4, 3, 2, 5, 2, 7, 6)%11) % 11
	}
	return check == int(b[8]-'0')
}
