package checks

// GBNHS checks a number of the National Health Service: modulo 11.
func GBNHS(d []byte) bool {
	if !digitsOf(d, 10) || same(d) {
		return false
	}
	check := 11 - sum(d, 10, 9, 8, 7, 6, 5, 4, 3, 2)%11
	return check%11 == int(d[9]-'0') && check != 10
}

// GBNINO checks the structure of a national insurance number (HM Revenue and
// Customs, NIM39110).
func GBNINO(b []byte) bool {
	if len(b) != 9 || !allDigits(b[2:8]) || b[8] < 'A' || b[8] > 'D' {
		return false
	}
	for i, c := range b[:2] {
		if !letter(c) || c == 'D' || c == 'F' || c == 'I' || c == 'Q' || c == 'U' || c == 'V' || i == 1 && c == 'O' {
			return false
		}
	}
	switch string(b[:2]) {
	case "BG", "GB", "NK", "KN", "TN", "NT", "ZZ":
		return false
	}
	return true
}

// GBUTR checks a unique taxpayer reference: the first digit is the check.
func GBUTR(d []byte) bool {
	return digitsOf(d, 10) && "21987654321"[sum(d[1:], 6, 7, 8, 9, 10, 5, 4, 3, 2)%11] == d[0]
}

// FRNIR checks a number of the register of natural persons of France: sex,
// month, department (2A and 2B of Corsica), 97 less the number modulo 97.
func FRNIR(b []byte) bool {
	if len(b) != 15 {
		return false
	}
	var d [15]byte
	copy(d[:], b)
	less := 0
	if b[5] == '2' && (b[6] == 'A' || b[6] == 'B') {
		less = 1 + int(b[6]-'A')
		d[6] = '0'
	}
	if !allDigits(d[:]) || d[0] != '1' && d[0] != '2' {
		return false
	}
	m := number(d[3:5])
	known := m >= 1 && m <= 12 || m >= 20 && m <= 42 || m >= 50
	return known && 97-(number(d[:13])-less*1_000_000)%97 == number(d[13:])
}

// DEIdNr checks a tax identification number of Germany: no 0 in front, in the
// first ten digits one appears twice or thrice; modulo 11,10 of ISO/IEC 7064.
func DEIdNr(d []byte) bool {
	if !digitsOf(d, 11) || d[0] == '0' {
		return false
	}
	var counts [10]int
	for _, c := range d[:10] {
		counts[c-'0']++
	}
	most, absent := 0, 0
	for _, n := range counts {
		most = max(most, n)
		if n == 0 {
			absent++
		}
	}
	return (most == 2 && absent == 1 || most == 3 && absent == 2) && mod1110(d)
}

const dniLetters = "TRWAGMYFPDXBNJZSQVHLCKE"

// ESDNI checks an identity number of Spain, of citizens or (X, Y, Z in front)
// foreigners: the letter is the number modulo 23.
func ESDNI(b []byte) bool {
	if len(b) != 9 {
		return false
	}
	var d [8]byte
	copy(d[:], b)
	if d[0] >= 'X' && d[0] <= 'Z' {
		d[0] -= 'X' - '0'
	}
	return allDigits(d[:]) && dniLetters[number(d[:])%23] == b[8]
}

// The values of digits and letters at odd places of an Italian tax code.
var codiceOdd = [26]int{1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23}

// ITCodice checks a tax code of Italy: letters, month, day and check letter.
func ITCodice(b []byte) bool {
	if len(b) != 16 || !digit(b[9]) || !digit(b[10]) || !letter(b[15]) {
		return false
	}
	switch b[8] {
	case 'A', 'B', 'C', 'D', 'E', 'H', 'L', 'M', 'P', 'R', 'S', 'T':
	default:
		return false
	}
	if day := number(b[9:11]); day%40 < 1 || day%40 > 31 || day > 71 {
		return false
	}
	total := 0
	for i, c := range b[:15] {
		v := int(c - '0')
		if letter(c) {
			v = int(c - 'A')
		} else if !digit(c) {
			return false
		}
		if i%2 == 0 {
			v = codiceOdd[v]
		}
		total += v
	}
	return total%26 == int(b[15]-'A')
}

// NLBSN checks a citizen service number of the Netherlands: the eleven test.
func NLBSN(d []byte) bool {
	return digitsOf(d, 9) && !same(d) && sum(d, 9, 8, 7, 6, 5, 4, 3, 2, -1)%11 == 0
}

// BENN checks a national number of Belgium: 97 less the number modulo 97, with
// a 2 in front for those born from 2000 on.
func BENN(d []byte) bool {
	if !digitsOf(d, 11) || number(d[2:4])%20 > 12 || number(d[4:6]) > 31 {
		return false
	}
	n, check := number(d[:9]), number(d[9:])
	return 97-n%97 == check || 97-(n+2_000_000_000)%97 == check
}

// PTNIF checks a tax number of Portugal: modulo 11.
func PTNIF(d []byte) bool {
	if !digitsOf(d, 9) || d[0] == '0' {
		return false
	}
	return (11-sum(d, 9, 8, 7, 6, 5, 4, 3, 2)%11)%11%10 == int(d[8]-'0')
}

// ATVNR checks a social insurance number of Austria: the fourth digit checks.
func ATVNR(d []byte) bool {
	return digitsOf(d, 10) && d[0] != '0' && sum(d, 3, 7, 9, 0, 5, 8, 4, 2, 1, 6)%11 == int(d[3]-'0')
}

// CHAHV checks a social insurance number of Switzerland: 756 in front, EAN-13.
func CHAHV(d []byte) bool {
	return digitsOf(d, 13) && string(d[:3]) == "756" && sum(d, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1)%10 == 0
}

// IEPPS checks a personal public service number of Ireland: modulo 23, with
// the second letter where there is one.
func IEPPS(b []byte) bool {
	if len(b) != 8 && len(b) != 9 || !allDigits(b[:7]) || !letter(b[7]) {
		return false
	}
	total := sum(b, 8, 7, 6, 5, 4, 3, 2)
	if len(b) == 9 {
		switch c := b[8]; {
		case c >= 'A' && c <= 'I':
			total += 9 * int(c-'A'+1)
		case c != 'W' && c != 'T' && c != 'X':
			return false
		}
	}
	return "WABCDEFGHIJKLMNOPQRSTUV"[total%23] == b[7]
}

// LUNIN checks a national identification number of Luxembourg: a date, Luhn
// over eleven digits and the last, Verhoeff over eleven and the one before it.
func LUNIN(d []byte) bool {
	if !digitsOf(d, 13) || !date(d[4:6], d[6:8]) || d[0] != '1' && d[0] != '2' {
		return false
	}
	return luhn(d[:12]) && verhoeff(append(append(make([]byte, 0, 12), d[:11]...), d[12]))
}
