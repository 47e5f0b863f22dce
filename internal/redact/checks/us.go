package checks

// USSSN checks a social security number: area not 000, 666 or from 900 on,
// group not 00, serial not 0000, and none of the numbers that advertisements
// made famous (Social Security Administration, number randomization).
func USSSN(d []byte) bool {
	if len(d) != 9 || !allDigits(d) {
		return false
	}
	switch string(d) {
	case "078051120", "219099999", "457555462":
		return false
	}
	area := string(d[:3])
	return area != "000" && area != "666" && d[0] != '9' && string(d[3:5]) != "00" && string(d[5:]) != "0000"
}

// USITIN checks an individual taxpayer number: 9 in front, and groups that the
// Internal Revenue Service gives out (50-65, 70-88, 90-92, 94-99).
func USITIN(d []byte) bool {
	if !digitsOf(d, 9) || d[0] != '9' {
		return false
	}
	g := number(d[3:5])
	return g >= 50 && g <= 65 || g >= 70 && g <= 88 || g >= 90 && g <= 92 || g >= 94
}

// USNPI checks a national provider identifier: Luhn with 80840 in front.
func USNPI(d []byte) bool {
	if !digitsOf(d, 10) || d[0] != '1' && d[0] != '2' {
		return false
	}
	var b [15]byte
	copy(b[:], "80840")
	copy(b[5:], d)
	return luhn(b[:])
}

// ABARouting checks a routing number of the American Bankers Association:
// weights 3, 7, 1, and a district of the Federal Reserve in front.
func ABARouting(d []byte) bool {
	if !digitsOf(d, 9) || same(d) {
		return false
	}
	p := number(d[:2])
	return (p >= 1 && p <= 12 || p >= 21 && p <= 32 || p >= 61 && p <= 72 || p == 80) && sum(d, 3, 7, 1, 3, 7, 1, 3, 7, 1)%10 == 0
}
