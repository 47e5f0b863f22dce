package checks

// IMEI checks the identity of a mobile device: 15 digits, Luhn
// (3GPP TS 23.003 section 6.2.1).
func IMEI(d []byte) bool { return digitsOf(d, 15) && !same(d) && luhn(d) }

// IMSI checks the identity of a subscriber: a mobile country code in front,
// whose first digit names the continent (ITU-T E.212).
func IMSI(d []byte) bool { return digitsOf(d, 15) && d[0] >= '2' && d[0] <= '7' && !same(d) }

// ICCID checks the number of a SIM card: 89 for telecommunications in front, 19
// or 20 digits (ITU-T E.118). Its check digit is not always printed.
func ICCID(d []byte) bool {
	return (digitsOf(d, 19) || digitsOf(d, 20)) && d[0] == '8' && d[1] == '9'
}

// The values of letters in a vehicle identification number (ISO 3779; 49 CFR
// 565.15). I, O and Q are not used.
const vinValues = "12345678.12345.7.923456789"

// VIN checks a vehicle identification number: 17 letters and digits, and, for
// North America (1 to 5 in front), the check digit at the ninth place.
func VIN(b []byte) bool {
	if len(b) != 17 || same(b) {
		return false
	}
	weights := [17]int{8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2}
	total, letters := 0, 0
	for i, c := range b {
		n := int(c - '0')
		if !digit(c) {
			if !letter(c) || vinValues[c-'A'] == '.' {
				return false
			}
			n = int(vinValues[c-'A'] - '0')
			letters++
		}
		total += n * weights[i]
	}
	if letters < 2 {
		return false
	}
	if b[0] < '1' || b[0] > '5' {
		return true
	}
	return "0123456789X"[total%11] == b[8]
}
