package checks

// Lengths of a number in international form, without the plus (ITU-T E.164).
const (
	minPhone = 8
	MaxPhone = 15
)

// twoDigitCodes are the assigned country codes of two digits of ITU-T E.164
// (list of 2016-11-15 with its amendments). 1 and 7 are codes of one digit, all
// others have three.
var twoDigitCodes = func() (t [100]bool) {
	for _, c := range [...]int{
		20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58,
		60, 61, 62, 63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
	} {
		t[c] = true
	}
	return t
}()

// threeDigitCodes: ranges of assigned codes of three digits.
var threeDigitCodes = [...][2]int{
	{211, 213},
	{216, 216},
	{218, 218},
	{220, 258},
	{260, 269},
	{290, 291},
	{297, 299},
	{350, 359},
	{370, 383},
	{385, 387},
	{389, 389},
	{420, 421},
	{423, 423},
	{500, 509},
	{590, 599},
	{670, 670},
	{672, 683},
	{685, 692},
	{800, 800},
	{808, 808},
	{850, 850},
	{852, 853},
	{855, 856},
	{870, 870},
	{878, 878},
	{880, 883},
	{886, 886},
	{888, 888},
	{960, 968},
	{970, 977},
	{979, 979},
	{992, 996},
	{998, 998},
}

// phoneLengths are the whole lengths, country code included, of countries
// whose numbers of subscribers have few (national numbering plans as ITU-T
// publishes them). Others: 8 to 15, and 7 for a country code of three digits.
var phoneLengths = map[int][2]int{
	1: {11, 11}, 7: {11, 11}, 20: {10, 12}, 27: {11, 11}, 30: {12, 12}, 31: {11, 11}, 32: {10, 11}, 33: {11, 11}, 34: {11, 11},
	36: {10, 11}, 39: {8, 13}, 40: {11, 11}, 41: {11, 11}, 44: {11, 12}, 45: {10, 10}, 46: {9, 12}, 47: {10, 10}, 48: {11, 11},
	51: {10, 11}, 52: {12, 13}, 55: {12, 13}, 56: {11, 11}, 57: {10, 12}, 58: {12, 12}, 61: {11, 11}, 64: {10, 12}, 65: {10, 10},
	66: {10, 11}, 81: {11, 12}, 82: {10, 12}, 84: {11, 12}, 86: {11, 13}, 90: {12, 12}, 91: {12, 12}, 92: {11, 12}, 94: {11, 11},
	98: {12, 12}, 351: {12, 12}, 353: {10, 12}, 380: {12, 12}, 420: {12, 12}, 421: {12, 12}, 234: {11, 13}, 254: {12, 12}, 971: {11, 12},
	972: {11, 12}, 966: {11, 12}, 852: {11, 11}, 886: {11, 12},
}

// PhoneE164 reports whether the digits are a number of an assigned country
// code with a length that the country has.
func PhoneE164(d []byte) bool {
	if len(d) < minPhone-1 || len(d) > MaxPhone || !allDigits(d) || d[0] == '0' {
		return false
	}
	code, low := int(d[0]-'0'), minPhone
	if code == 1 || code == 7 {
		if code == 1 && (d[1] < '2' || len(d) > 4 && d[4] < '2') {
			return false
		}
	} else if code = code*10 + int(d[1]-'0'); !twoDigitCodes[code] {
		code = code*10 + int(d[2]-'0')
		if !assignedThree(code) {
			return false
		}
		low = minPhone - 1
	}
	if l, ok := phoneLengths[code]; ok {
		return len(d) >= l[0] && len(d) <= l[1]
	}
	return len(d) >= low
}

func assignedThree(code int) bool {
	for _, r := range threeDigitCodes {
		if code >= r[0] && code <= r[1] {
			return true
		}
	}
	return false
}

// PhoneNational reports whether the digits are a number as people dial it at
// home: of the North American plan (area and exchange start with 2 to 9, perhaps
// a 1 in front), with the 0 of most other plans, with 00 and a country code, or
// of a plan without a 0 in front: nine digits (Spain, Poland), ten of mobiles
// from 6 on (India), eleven with a 9 behind the area (Brazil) or from 13 on
// (China); ten with a 3 in front (Italy), eleven with an 8 (Russia).
func PhoneNational(d []byte) bool {
	if len(d) < 9 || len(d) > MaxPhone+2 || !allDigits(d) || same(d) {
		return false
	}
	if d[0] == '0' {
		if d[1] == '0' {
			return len(d) > 10 && PhoneE164(d[2:])
		}
		return len(d) <= 12
	}
	switch len(d) {
	case 9:
		return d[0] >= '5'
	case 10:
		return d[0] >= '2' && d[3] >= '2' || d[0] >= '6' || d[0] == '3'
	case 11:
		return d[0] == '8' && (d[1] == '9' || d[1] == '3' || d[1] == '4' || d[1] == '8') || d[1] != '0' && d[2] == '9' || d[0] == '1' && (d[1] >= '2' && d[4] >= '2' || d[1] >= '3')
	}
	return false
}

func allDigits(d []byte) bool {
	for _, c := range d {
		if !digit(c) {
			return false
		}
	}
	return true
}
