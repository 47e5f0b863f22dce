package checks

// SEPersonnummer checks a personal number of Sweden, of ten or twelve digits:
// a date (the day 60 higher for coordination numbers), Luhn.
func SEPersonnummer(d []byte) bool {
	if len(d) == 12 && allDigits(d) {
		if c := number(d[:2]); c < 18 || c > 20 {
			return false
		}
		d = d[2:]
	}
	if !digitsOf(d, 10) {
		return false
	}
	month, day := number(d[2:4]), number(d[4:6])
	return month >= 1 && month <= 12 && day%60 >= 1 && day%60 <= 31 && day <= 91 && luhn(d)
}

// FIHETU checks a personal code of Finland: a date, the sign of the century
// (a letter where it is one), modulo 31.
func FIHETU(b []byte) bool {
	if len(b) == 11 {
		switch c := b[6]; {
		case c >= 'A' && c <= 'F', c >= 'U' && c <= 'Y':
		default:
			return false
		}
		return hetu(b[:6], b[7:10], b[10])
	}
	return len(b) == 10 && hetu(b[:6], b[6:9], b[9])
}

func hetu(day, serial []byte, check byte) bool {
	if !allDigits(day) || !allDigits(serial) || !date(day[2:4], day[:2]) {
		return false
	}
	return "0123456789ABCDEFHJKLMNPRSTUVWXY"[(number(day)*1000+number(serial))%31] == check
}

// DKCPR checks a personal number of Denmark: a date. The check modulo 11 does
// not hold since 2007.
func DKCPR(d []byte) bool { return digitsOf(d, 10) && date(d[2:4], d[:2]) }

// NOFodselsnummer checks a birth number of Norway: a date (the day 40 higher
// for D numbers, the month for others), two digits modulo 11.
func NOFodselsnummer(d []byte) bool {
	if !digitsOf(d, 11) {
		return false
	}
	day, month := number(d[:2])%40, number(d[2:4])%40
	return day >= 1 && day <= 31 && month >= 1 && month <= 12 &&
		sum(d, 3, 7, 6, 1, 8, 9, 4, 5, 2, 1)%11 == 0 && sum(d, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// ISKennitala checks an identity number of Iceland: a date, modulo 11.
func ISKennitala(d []byte) bool {
	if !digitsOf(d, 10) || number(d[:2])%40 < 1 || number(d[:2])%40 > 31 || number(d[2:4]) < 1 || number(d[2:4]) > 12 {
		return false
	}
	return (d[9] == '9' || d[9] == '0' || d[9] == '8') && sum(d, 3, 2, 7, 6, 5, 4, 3, 2, 1)%11 == 0
}

// BalticCode checks a personal code of Estonia or Lithuania: century and date,
// modulo 11 with a second row of weights.
func BalticCode(d []byte) bool {
	if !digitsOf(d, 11) || d[0] < '1' || d[0] > '8' || !date(d[3:5], d[5:7]) {
		return false
	}
	check := sum(d, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1) % 11
	if check == 10 {
		check = sum(d, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3) % 11 % 10
	}
	return check == int(d[10]-'0')
}

// LVCode checks a personal code of Latvia: 32 in front of those without a
// date, else a date and modulo 11.
func LVCode(d []byte) bool {
	if !digitsOf(d, 11) {
		return false
	}
	if string(d[:2]) == "32" {
		return true
	}
	return date(d[2:4], d[:2]) && (1+sum(d, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9))%11%10 == int(d[10]-'0')
}
