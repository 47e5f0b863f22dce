package redact

import (
	"encoding/binary"
	"math/bits"
)

// digitShapes marks the places where digits begin that can belong to a number
// which some rule looks for: six in a row, groups of three and more, 2-2-3 as in
// a social security number and an Italian tax code, 2-2-2-2-2 as in a French
// telephone number. Marks of digits and of what stands in no number but in times
// (: to @) come one bit a byte; no shape is longer than blockOld. Every format of
// a rule has one of the shapes, times and most dates have none.
func digitShapes(digits, colons uint64) uint64 {
	gap := ^(digits | colons)
	two := digits & (digits >> 1)
	three := two & (digits >> 2)
	pairs := two & (gap >> 2) & (two >> 3)      // 2-2
	return three&(three>>3|gap>>3&(three>>4)) | // 6, 3-3
		pairs&(gap>>5)&(three>>6|two>>6&(gap>>8)&(two>>9)&(gap>>11)&(two>>12)) // 2-2-3, 2-2-2-2-2
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
		switch c := b[start-1]; {
		case start-3 >= floor && c == ' ' && b[start-2] == ')':
			back = 2 // (415) 555
		case numberSep(c), c == '%' && start+1 < len(b) && b[start] == '2' && b[start+1] == '0':
		default:
			back = 0
		}
		if back == 0 {
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
	for end = start; ; {
		group = digitRun(b, end)
		end += group
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
			case c == ')' && end+1 < len(b) && (group == 3 || group >= 2 && group <= 5 && groups == 1 && start > 0 && b[start-1] == '('):
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
		end += sep
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

// digitRun counts the digits from i on, eight at once.
func digitRun(b []byte, i int) int {
	n := 0
	for i+n+8 <= len(b) {
		x := binary.LittleEndian.Uint64(b[i+n:]) ^ ones*'0'
		if others := (x&^highs + ones*(0x80-10) | x) & highs; others != 0 {
			return n + bits.TrailingZeros64(others)>>3
		}
		n += 8
	}
	for i+n < len(b) && b[i+n]-'0' <= 9 {
		n++
	}
	return n
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
