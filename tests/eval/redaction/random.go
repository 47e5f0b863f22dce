package main

import (
	"fmt"
	"math/rand/v2"
	"regexp/syntax"
	"strings"
)

// random is the source of everything that is made up. Equal seeds give equal
// cases, whichever worker runs them.
type random struct{ *rand.Rand }

func newRandom(seed, stream uint64) random {
	return random{rand.New(rand.NewPCG(seed, stream))} //nolint:gosec // reproducible on purpose
}

const (
	digitChars = "0123456789"
	lowerChars = "abcdefghijklmnopqrstuvwxyz"
	upperChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	alnumChars = digitChars + lowerChars + upperChars
	hexChars   = "0123456789abcdef"
)

func (r random) chars(n int, set string) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = set[r.IntN(len(set))]
	}
	return string(b)
}

func (r random) digits(n int) string { return r.chars(n, digitChars) }
func (r random) hex(n int) string    { return r.chars(n, hexChars) }
func (r random) alnum(n int) string  { return r.chars(n, alnumChars) }

// number is a decimal number of n digits that does not start with a zero.
func (r random) number(n int) string {
	return r.chars(1, digitChars[1:]) + r.digits(n-1)
}

// mixed is alnum with at least one letter of each case and one digit, as
// passwords and keys have them.
func (r random) mixed(n int) string {
	b := []byte(r.alnum(n))
	for i, at := range r.Perm(n)[:3] {
		set := []string{digitChars, lowerChars, upperChars}[i]
		b[at] = set[r.IntN(len(set))]
	}
	return string(b)
}

func (r random) bytes(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	return b
}

// between is a number from lo to hi, both included.
func (r random) between(lo, hi int) int { return lo + r.IntN(hi-lo+1) }

func (r random) one(of ...string) string { return of[r.IntN(len(of))] }

var words = strings.Fields(`alpha amber arrow atlas basil beacon birch bravo cedar cobalt copper coral delta
ember falcon fjord garnet granite harbor hazel indigo ivory jasper juniper kestrel lagoon lemon linden maple
marble meadow nickel north onyx opal orchid otter pebble pepper pine plum quartz raven river rowan saffron
silver slate sparrow spruce stone summer tango teal thistle tulip umber velvet violet walnut willow winter zephyr`)

func (r random) word() string { return words[r.IntN(len(words))] }

// like makes a text that an expression matches. Open repetitions are made at
// most eight longer than they must be.
func (r random) like(expr *syntax.Regexp) string {
	switch expr.Op {
	case syntax.OpLiteral:
		s := string(expr.Rune)
		if expr.Flags&syntax.FoldCase != 0 {
			s = strings.ToLower(s)
		}
		return s
	case syntax.OpCharClass:
		return r.likeClass(expr.Rune)
	case syntax.OpConcat:
		var b strings.Builder
		for _, sub := range expr.Sub {
			b.WriteString(r.like(sub))
		}
		return b.String()
	case syntax.OpAlternate:
		return r.like(expr.Sub[r.IntN(len(expr.Sub))])
	case syntax.OpCapture:
		return r.like(expr.Sub[0])
	case syntax.OpRepeat, syntax.OpStar, syntax.OpPlus, syntax.OpQuest:
		lo, hi := expr.Min, expr.Max
		switch expr.Op {
		case syntax.OpStar:
			lo, hi = 0, -1
		case syntax.OpPlus:
			lo, hi = 1, -1
		case syntax.OpQuest:
			lo, hi = 0, 1
		}
		if hi < 0 || hi > lo+8 {
			hi = lo + 8
		}
		var b strings.Builder
		for range r.between(lo, hi) {
			b.WriteString(r.like(expr.Sub[0]))
		}
		return b.String()
	case syntax.OpEmptyMatch:
		return ""
	default:
		panic(fmt.Sprintf("no text can be made for %s", expr))
	}
}

func (r random) likeClass(ranges []rune) string {
	n := 0
	for i := 0; i < len(ranges); i += 2 {
		n += int(ranges[i+1]-ranges[i]) + 1
	}
	at := r.IntN(n)
	for i := 0; i < len(ranges); i += 2 {
		size := int(ranges[i+1]-ranges[i]) + 1
		if at < size {
			return string(ranges[i] + rune(at))
		}
		at -= size
	}
	return ""
}
