package checks

// CASIN checks a social insurance number of Canada: Luhn, no 0 or 8 in front.
func CASIN(d []byte) bool { return digitsOf(d, 9) && d[0] != '0' && d[0] != '8' && luhn(d) }

// BRCPF checks a number of natural persons of Brazil: two digits modulo 11.
func BRCPF(d []byte) bool {
	if !digitsOf(d, 11) || same(d) {
		return false
	}
	a := (10 * sum(d, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10
	b := (10 * sum(d, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 10
	return a == int(d[9]-'0') && b == int(d[10]-'0')
}

// BRCNPJ checks a number of legal persons of Brazil, with letters as given out
// since July 2026: a character counts as its ASCII code less 48.
func BRCNPJ(d []byte) bool {
	if len(d) != 14 || same(d) || !digit(d[12]) || !digit(d[13]) {
		return false
	}
	for end := 12; end < 14; end++ {
		total, weight := 0, 2
		for i := end - 1; i >= 0; i-- {
			if !digit(d[i]) && !letter(d[i]) {
				return false
			}
			total += weight * int(d[i]-'0')
			if weight++; weight > 9 {
				weight = 2
			}
		}
		check := 11 - total%11
		if check > 9 {
			check = 0
		}
		if check != int(d[end]-'0') {
			return false
		}
	}
	return true
}

// MXCURP checks a population register code of Mexico: structure, date, sex and
// check digit over the alphabet with the letter Ñ in its place.
func MXCURP(b []byte) bool {
	if len(b) != 18 || !allDigits(b[4:10]) || !date(b[6:8], b[8:10]) || b[10] != 'H' && b[10] != 'M' && b[10] != 'X' || !digit(b[17]) {
		return false
	}
	total := 0
	for i, c := range b[:17] {
		v := 0
		switch {
		case digit(c) && i != 0 && i != 1 && i != 2 && i != 3 && (i < 10 || i == 16):
			v = int(c - '0')
		case letter(c) && (i < 4 || i >= 10):
			if v = int(c-'A') + 10; c > 'N' {
				v++
			}
		default:
			return false
		}
		total += v * (18 - i)
	}
	return (10-total%10)%10 == int(b[17]-'0')
}

// ARCUIT checks a tax number of Argentina: known kind, modulo 11.
func ARCUIT(d []byte) bool {
	if !digitsOf(d, 11) {
		return false
	}
	switch number(d[:2]) {
	case 20, 23, 24, 25, 26, 27, 30, 33, 34:
	default:
		return false
	}
	check := (11 - sum(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)%11) % 11
	return check == int(d[10]-'0') || check == 10 && d[10] == '9'
}

// CLRUT checks a tax number of Chile: modulo 11, ten is K.
func CLRUT(b []byte) bool {
	n := len(b) - 1
	if n < 7 || n > 8 || !allDigits(b[:n]) {
		return false
	}
	total, weight := 0, 2
	for i := n - 1; i >= 0; i-- {
		total += weight * int(b[i]-'0')
		if weight++; weight > 7 {
			weight = 2
		}
	}
	return "0123456789K0"[11-total%11] == b[n]
}

// CONIT checks a tax number of Colombia: modulo 11 with primes as weights.
func CONIT(d []byte) bool {
	if !digitsOf(d, 10) {
		return false
	}
	total := sum(d, 41, 37, 29, 23, 19, 17, 13, 7, 3) % 11
	if total > 1 {
		total = 11 - total
	}
	return total == int(d[9]-'0')
}

// ECCI checks an identity card number of Ecuador: province, Luhn.
func ECCI(d []byte) bool {
	if !digitsOf(d, 10) || d[2] > '6' {
		return false
	}
	p := number(d[:2])
	return (p >= 1 && p <= 24 || p == 30 || p == 50) && luhn(d)
}
