package checks

// sum adds up the digits times their weights.
func sum(d []byte, weights ...int) int {
	total := 0
	for i, w := range weights {
		total += w * int(d[i]-'0')
	}
	return total
}

// number is the value of at most 18 digits.
func number(d []byte) int {
	n := 0
	for _, c := range d {
		n = n*10 + int(c-'0')
	}
	return n
}

func digitsOf(d []byte, n int) bool { return len(d) == n && allDigits(d) }

// same reports whether all characters are equal, as in numbers made up.
func same(d []byte) bool {
	for _, c := range d {
		if c != d[0] {
			return false
		}
	}
	return true
}

// luhn is the check of ISO/IEC 7812-1 annex B.
func luhn(d []byte) bool {
	total := 0
	for i, c := range d {
		n := int(c - '0')
		if (len(d)-i)%2 == 0 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		total += n
	}
	return total%10 == 0
}

// date reports whether two digits each are a month and a day.
func date(month, day []byte) bool {
	m, d := number(month), number(day)
	return m >= 1 && m <= 12 && d >= 1 && d <= daysOf[m]
}

var daysOf = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// mod1110 is the hybrid system modulo 11,10 of ISO/IEC 7064.
func mod1110(d []byte) bool {
	check := 10
	for _, c := range d[:len(d)-1] {
		check = (check + int(c-'0')) % 10
		if check == 0 {
			check = 10
		}
		check = check * 2 % 11
	}
	return (check+int(d[len(d)-1]-'0'))%10 == 1
}

// The tables of the dihedral group that Verhoeff's check uses.
var (
	verhoeffProduct = [10][10]byte{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		{1, 2, 3, 4, 0, 6, 7, 8, 9, 5},
		{2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
		{3, 4, 0, 1, 2, 8, 9, 5, 6, 7},
		{4, 0, 1, 2, 3, 9, 5, 6, 7, 8},
		{5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
		{6, 5, 9, 8, 7, 1, 0, 4, 3, 2},
		{7, 6, 5, 9, 8, 2, 1, 0, 4, 3},
		{8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
		{9, 8, 7, 6, 5, 4, 3, 2, 1, 0},
	}
	verhoeffPermutation = [8][10]byte{
		{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
		{1, 5, 7, 6, 2, 8, 3, 0, 9, 4},
		{5, 8, 0, 3, 7, 9, 6, 1, 4, 2},
		{8, 9, 1, 6, 0, 4, 3, 5, 2, 7},
		{9, 4, 5, 3, 1, 2, 6, 8, 7, 0},
		{4, 2, 8, 6, 5, 7, 3, 9, 0, 1},
		{2, 7, 9, 3, 8, 0, 6, 4, 1, 5},
		{7, 0, 4, 6, 9, 1, 3, 2, 5, 8},
	}
)

func verhoeff(d []byte) bool {
	c := byte(0)
	for i := range d {
		c = verhoeffProduct[c][verhoeffPermutation[i%8][d[len(d)-1-i]-'0']]
	}
	return c == 0
}
