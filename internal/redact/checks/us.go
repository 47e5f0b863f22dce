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
