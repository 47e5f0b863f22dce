package redact

// inDump reports whether groups of digits are part of a dump in hexadecimal, or
// of a row of numbers. Both put a blank between groups.
//
//	0x0020:  8010 5ffe 6260 0000 0101 080a
//	 253    1 dm-1 576 0 4642 1343 26771 0 214168
func inDump(v string, g, end int, sizes []int) bool {
	if hexGroup(v, end) || g >= 5 && hexGroup(v, g-6) {
		return true
	}
	// Four groups of four and the groups of American Express are cards in a row
	// of other columns, too; the rest is rather the row.
	if len(sizes) == 4 && sizes[3] == 4 || len(sizes) == 3 && sizes[1] == 6 {
		return false
	}
	before := g >= 2 && v[g-1] == ' ' && is(v[g-2], clDigit)
	after := end+1 < len(v) && v[end] == ' ' && is(v[end+1], clDigit)
	return before || after
}

// hexGroup reports whether a blank and four hexadecimal digits with a letter and
// a decimal digit among them stand at i, and nothing longer.
func hexGroup(v string, i int) bool {
	if i < -1 || i+5 > len(v) || i >= 0 && v[i] != ' ' || i+5 < len(v) && isAlnum(v[i+5]) {
		return false
	}
	letter, digit := false, false
	for _, c := range []byte(v[i+1 : i+5]) {
		switch {
		case is(c, clDigit):
			digit = true
		case is(c, clHex):
			letter = true
		default:
			return false
		}
	}
	// DE89 begins an account number.
	account := !is(v[i+1], clDigit) && !is(v[i+2], clDigit) && is(v[i+3], clDigit) && is(v[i+4], clDigit)
	return letter && digit && !account
}

// stackAddress reports whether fifteen digits are an address between
// 0x7f0000000000 and 0x7fffffffffff, where Linux maps the stacks of threads:
// databases print the number of a thread as such a decimal.
func stackAddress(d []byte) bool {
	return len(d) == len("139637976727552") && string(d) >= "139637976727552" && string(d) <= "140737488355327"
}
