package checks

// GBLicence checks the number of a British driving licence: five letters of the
// name (9 fills them up), the date of birth spread over six digits, two
// initials, a digit and two letters (DVLA, INF45).
func GBLicence(b []byte) bool {
	if len(b) != 16 || !letter(b[0]) || !allDigits(b[5:11]) || !digit(b[13]) || !letter(b[14]) || !letter(b[15]) || !letter(b[11]) {
		return false
	}
	filled := false
	for _, c := range b[:5] {
		if filled && c != '9' || c != '9' && !letter(c) {
			return false
		}
		filled = c == '9'
	}
	month, day := number(b[6:8]), number(b[8:10])
	if month > 50 {
		month -= 50 // women
	}
	return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

// Passport checks what the numbers of passports have in common: eight or nine
// letters and digits, at least six of them digits (ICAO Doc 9303 allows nine).
func Passport(b []byte) bool {
	digits := 0
	for _, c := range b {
		if digit(c) {
			digits++
		}
	}
	return len(b) >= 7 && len(b) <= 9 && digits >= 6 && !same(b)
}

// USDEA checks a registration number of the Drug Enforcement Administration:
// the digits at odd places and twice those at even ones end in the last.
func USDEA(b []byte) bool {
	if len(b) != 9 || !digitsOf(b[2:], 7) || !letter(b[0]) || b[0] == 'I' || b[0] == 'N' || b[0] == 'O' || b[0] == 'Q' {
		return false
	}
	return sum(b[2:], 1, 2, 1, 2, 1, 2)%10 == int(b[8]-'0')
}

// USEIN checks the prefix of an employer identification number: the campuses of
// the Internal Revenue Service that give them out.
func USEIN(d []byte) bool {
	if !digitsOf(d, 9) {
		return false
	}
	switch number(d[:2]) {
	case 0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97:
		return false
	}
	return true
}

// DEKVNR checks the number of a person insured by a German health insurance:
// the place of the letter in the alphabet in front, Luhn with the weights 1 and
// 2 from the left (§ 290 SGB V).
func DEKVNR(b []byte) bool {
	if len(b) != 10 || !letter(b[0]) || !allDigits(b[1:]) {
		return false
	}
	n := int(b[0]-'A') + 1
	d := append(append(make([]byte, 0, 10), byte('0'+n/10), byte('0'+n%10)), b[1:9]...)
	total := 0
	for i, c := range d {
		total += crossSum(int(c-'0') * (1 + i%2))
	}
	return total%10 == int(b[9]-'0')
}

// DESVNR checks a German insurance number: area, date of birth, letter, serial
// and a check digit (§ 2 VKVV).
func DESVNR(b []byte) bool {
	if len(b) != 12 || !allDigits(b[:8]) || !letter(b[8]) || !allDigits(b[9:]) {
		return false
	}
	if day, month := number(b[2:4]), number(b[4:6]); day < 1 || day > 31 || month < 1 || month > 12 {
		return false
	}
	n := int(b[8]-'A') + 1
	d := append(append(append(make([]byte, 0, 12), b[:8]...), byte('0'+n/10), byte('0'+n%10)), b[9:11]...)
	total := 0
	for i, w := range [...]int{2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1} {
		total += crossSum(int(d[i]-'0') * w)
	}
	return total%10 == int(b[11]-'0')
}

func crossSum(n int) int { return n/10 + n%10 }
