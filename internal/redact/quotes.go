package redact

import "math/bits"

// quoteCursor knows in which strings a place of a text lies: of JSON, of JSON
// inside a JSON string, and so on. It moves forward only, so that all its work
// together is one pass.
//
// A quote inside n strings is written with 2^n-1 backslashes: ", \", \\\".
type quoteCursor struct {
	pos  int
	run  int                 // backslashes right before pos
	open [maxQuoteLevel]bool // by level
	any  bool
}

const maxQuoteLevel = 8

func (q *quoteCursor) reset() { *q = quoteCursor{} }

// moveTo takes the quotes before p into account.
func (q *quoteCursor) moveTo(v string, p int) {
	for ; q.pos < p; q.pos++ {
		switch v[q.pos] {
		case '\\':
			q.run++
			continue
		case '"':
			q.any = true
			// Backslashes beyond the quote's own are content.
			if l, ok := quoteLevel(ownSlashes(q.run)); ok {
				q.open[l] = !q.open[l]
				for i := l + 1; i < maxQuoteLevel; i++ {
					q.open[i] = false
				}
			}
		}
		q.run = 0
	}
}

// innermost returns the number of backslashes of the quote that ends the
// innermost open string, and whether there is one.
func (q *quoteCursor) innermost() (slashes int, ok bool) {
	for l := maxQuoteLevel - 1; l >= 0; l-- {
		if q.open[l] {
			return 1<<l - 1, true
		}
	}
	return 0, false
}

// quoteLevel is n for 2^n-1 backslashes.
func quoteLevel(slashes int) (level int, ok bool) {
	level = bits.OnesCount(uint(slashes))
	return level, slashes&(slashes+1) == 0 && level < maxQuoteLevel
}

// ownSlashes is how many of the backslashes before a quote belong to it: of
// \\\\\" four are two backslashes of the content.
func ownSlashes(run int) int { return run &^ (run + 1) }

// closesString reports whether a quote behind run backslashes ends a string
// that a quote with slashes backslashes has opened, or a string around it.
func closesString(run, slashes int) bool {
	for n := slashes; n > 0; n >>= 1 {
		if run&1 == 0 {
			return true // ends a string further out
		}
		run >>= 1
	}
	return run&1 == 0
}

// stringEnd returns where the content of a string ends that starts at i and
// was opened by quote with slashes backslashes: before the backslashes of the
// closing quote. closed is false if the text ends first.
func stringEnd(v string, i int, quote byte, slashes int) (end int, closed bool) {
	run := 0
	for ; i < len(v); i++ {
		switch v[i] {
		case '\\':
			run++
		case quote:
			if closesString(run, slashes) {
				return i - min(ownSlashes(run), slashes), true
			}
			run = 0
		default:
			run = 0
		}
	}
	return len(v), false
}
