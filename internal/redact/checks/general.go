package checks

import "slices"

// general are the checks that an own rule may name. They decide about any number
// of characters; those marked digits see the digits of a text alone, the others
// its letters, in upper case, too.
var general = map[string]struct {
	check  Func
	digits bool
}{
	"luhn":     {Luhn, true},
	"verhoeff": {Verhoeff, true},
	"damm":     {Damm, true},
	"mod11_2":  {Mod112, false},
	"mod11_10": {Mod1110, true},
	"mod97":    {Mod97, false},
}

// General returns the check of a name, and whether it sees digits only.
func General(name string) (check Func, digits, ok bool) {
	g, ok := general[name]
	return g.check, g.digits, ok
}

// GeneralNames lists the names that General knows.
func GeneralNames() []string {
	names := make([]string, 0, len(general))
	for name := range general {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Luhn is the check of ISO/IEC 7812-1 annex B over any number of digits.
func Luhn(d []byte) bool { return len(d) > 1 && allDigits(d) && luhn(d) }

// Verhoeff is the check over the dihedral group (J. Verhoeff, 1969).
func Verhoeff(d []byte) bool { return len(d) > 1 && allDigits(d) && verhoeff(d) }

// Mod1110 is the hybrid system modulo 11,10 of ISO/IEC 7064.
func Mod1110(d []byte) bool { return len(d) > 1 && allDigits(d) && mod1110(d) }

// Mod112 is the pure system modulo 11-2 of ISO/IEC 7064, with X for ten at the
// end, as ORCID and ISNI have it.
func Mod112(b []byte) bool {
	if len(b) < 2 || !allDigits(b[:len(b)-1]) {
		return false
	}
	total := 0
	for _, c := range b[:len(b)-1] {
		total = (total + int(c-'0')) * 2 % 11
	}
	last := int(b[len(b)-1]) - '0'
	if b[len(b)-1] == 'X' {
		last = 10
	} else if last < 0 || last > 9 {
		return false
	}
	return (total+last)%11 == 1
}

// Mod97 is the pure system modulo 97-10 of ISO/IEC 7064: letters count as 10 to
// 35, and the check digits stand at the end, as in an LEI (ISO 17442).
func Mod97(b []byte) bool {
	if len(b) < 3 {
		return false
	}
	total := 0
	for _, c := range b {
		switch {
		case c-'0' <= 9:
			total = (total*10 + int(c-'0')) % 97
		case c-'A' <= 25:
			total = (total*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return total == 1
}

// dammTable is the quasigroup of order ten of H. M. Damm (2004).
var dammTable = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

// Damm is the check of H. M. Damm (2004).
func Damm(d []byte) bool {
	if len(d) < 2 || !allDigits(d) {
		return false
	}
	c := byte(0)
	for _, x := range d {
		c = dammTable[c][x-'0']
	}
	return c == 0
}
