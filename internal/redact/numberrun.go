package redact

// digitShapes is a bitmap over which of sixteen bytes in a row (two words of
// the first stage, the earlier byte in the higher bit) are digits: set where
// they can belong to a number that some rule looks for. Times and most dates
// have no such shape.
var digitShapes = func() (t [1 << 16 / 64]uint64) {
	for shape := range 1 << 16 {
		if shapeCounts(uint16(shape)) {
			t[shape>>6] |= 1 << (shape & 63)
		}
	}
	return t
}()

// shapeCounts: six digits in a row, groups of three and more, 3-2-2 as in a
// social security number, 1-3-2 as in a Belgian one, 2-2-3 as in an Italian
// tax code. Every shape is at most nine bytes long, so that two aligned words
// hold it wherever it starts.
func shapeCounts(shape uint16) bool {
	for _, s := range [...]struct{ digits, gaps uint16 }{
		{0b111111, 0},
		{0b1110111, 0b0001000},
		{0b111011011, 0b000100100},
		{0b10111011, 0b01000100},
		{0b110110111, 0b001001000},
	} {
		for shift := range 16 {
			d, g := uint32(s.digits)<<shift, uint32(s.gaps)<<shift
			if d < 1<<16 && uint32(shape)&d == d && uint32(shape)&g == 0 {
				return true
			}
		}
	}
	return false
}

// digitBits gathers the marks of a word (the high bit of each byte, lowest byte
// first in the text) into eight bits, the first byte in the highest.
func digitBits(marks uint64) uint64 {
	// Byte i carries its mark in bit 8i; the product moves it to bit 63-i.
	return (marks >> 7) * 0x8040201008040201 >> 56
}

// A date has this history of group lengths, four bits each.
const isoDate = 0x422

// numberRun finds the run of digits around p, with single separators between
// them (blank, dash, dot, slash, and the + and %20 of URLs), not reaching back
// before floor. found says that it may hold a number that a rule looks for.
func numberRun(b []byte, p, floor int) (start, end int, found bool) {
	start = p
	for start > floor {
		if b[start-1]-'0' <= 9 {
			start--
			continue
		}
		back := 1
		if start-3 >= floor && b[start-1] == ' ' && b[start-2] == ')' {
			back = 2 // (415) 555
		} else if !numberSep(b[start-1]) {
			break
		}
		if start-back-1 < floor || b[start-back-1]-'0' > 9 {
			break
		}
		start -= back + 1
	}
	var history uint32
	group, total, longest, dots, groups, first := 0, 0, 0, 0, 0, 0
	blanks := false
	for end = start; ; end++ {
		if end < len(b) && b[end]-'0' <= 9 {
			group++
			continue
		}
		total += group
		longest = max(longest, group)
		if groups++; groups == 1 {
			first = group
		}
		history = history<<4 | uint32(min(group, 15))
		sep := 0
		if end < len(b) {
			switch c := b[end]; {
			case numberSep(c):
				sep = 1
			case c == ')' && group == 3 && end+1 < len(b):
				sep = 1
				if b[end+1] == ' ' {
					sep = 2
				}
			case c == '%' && end+2 < len(b) && b[end+1] == '2' && b[end+2] == '0':
				sep = 3
			}
		}
		if sep == 0 || end+sep >= len(b) || b[end+sep]-'0' > 9 {
			break
		}
		switch b[end] {
		case '.':
			dots++
		case ' ', '+', '%':
			blanks = true
		}
		if history&0xfff == isoDate {
			total, longest, history = 0, 0, 0
		}
		end += sep - 1
		group = 0
	}
	switch {
	case history == 0x82 || history == 0x234 || history == 0x235:
		return start, end, false // 20261122-18:45, 45.123 4711
	case start <= 2 && first >= 9 && first <= 11 && total-first <= 8 && groups > 1 && longest == first:
		return start, end, false // a line that begins with seconds since 1970 and a date: no word stands before
	case !blanks && longest < 12 && groups > 1 && start > 0 && (b[start-1] == '-' || b[start-1] == '_'):
		return start, end, false // ip-10-142-110-255
	case groups == 1 && longest >= 6:
		return start, end, loneGroup(b, start, end)
	case groups == 2 && dots == 1 && longest < 12:
		return start, end, false // 3.14159265
	case longest >= 6:
		return start, end, true
	case total >= 8:
		address := dots == 3 && total <= 12 && history < 0x10000
		return start, end, !address && history&0xfff != isoDate
	case total < 6:
		// The 85 of RSSMRA85T10A562S: letters on both sides.
		found = start > 0 && end+2 < len(b) && b[start-1]-'A' < 26 && b[end]-'A' < 26 && b[end+1]-'0' <= 9 && b[end+2]-'0' <= 9
	}
	return start, end, found
}

// clock reports whether the two digits at p are hours or minutes: a colon
// behind them, and a colon or no number before them.
func clock(b []byte, p int) bool {
	if p+2 >= len(b) || b[p+2] != ':' || b[p+1]-'0' > 9 {
		return false
	}
	return p == 0 || b[p-1] == ':' || b[p-1] == 'T' || b[p-1] == ' ' && p > 1 && b[p-2]-'0' > 9
}

// loneGroup reports whether digits without others beside them are worth a
// look: not behind an underscore or dash, as in blk_123, and fewer than nine
// only with a capital beside them.
func loneGroup(b []byte, start, end int) bool {
	if start > 0 && (b[start-1] == '_' || b[start-1] == '-') {
		return b[start-1] == '-' && start > 1 && b[start-2]-'A' < 26 // DK-1234
	}
	if end-start >= 9 {
		return end-start <= 30
	}
	return start > 0 && b[start-1]-'A' < 26 || end < len(b) && (b[end]-'A' < 26 || b[end] == '-') || end-start == 6 && end < len(b) && b[end] == '+'
}

func numberSep(c byte) bool {
	return c == ' ' || c == '-' || c == '.' || c == '/' || c == '+'
}
