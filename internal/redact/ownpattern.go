package redact

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Bounds of the expression of an own rule. They keep its cost linear and small
// whatever a value holds.
const (
	maxOwnPattern = 512  // bytes of the expression
	maxOwnProgram = 1000 // steps that it compiles to
	maxOwnMatch   = 1024 // bytes of a match, an open end not counted
	minOwnMatch   = 5    // bytes of a match
	minOwnAnchor  = 3    // bytes
	maxOwnAnchor  = 64   // bytes
)

// ownPattern is what is known about an expression that passed.
type ownPattern struct {
	re       *regexp.Regexp
	longest  int  // bytes of a match, an open end not counted
	open     bool // the match ends in a run of tail without a bound
	tail     byteSet
	folds    bool // letters of it stand for both cases
	anyCase  bool // the anchor may stand in any case
	captures int
}

// parseOwn checks the expression of an own rule by itself; the anchor follows
// in holds.
func parseOwn(pattern string) (*ownPattern, *syntax.Prog, error) {
	switch {
	case pattern == "":
		return nil, nil, errors.New("is missing")
	case len(pattern) > maxOwnPattern:
		return nil, nil, fmt.Errorf("has %d bytes, use at most %d", len(pattern), maxOwnPattern)
	case !utf8.ValidString(pattern):
		return nil, nil, errors.New("is no valid UTF-8")
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, nil, fmt.Errorf("does not compile: %w", err)
	}
	p := &ownPattern{captures: tree.MaxCap()}
	if p.captures > 1 {
		return nil, nil, fmt.Errorf("has %d groups, use at most one for what is to be masked, and (?:…) for the others", p.captures)
	}
	shortest, longest, err := p.measure(tree, true)
	switch {
	case err != nil:
		return nil, nil, err
	case shortest == 0:
		return nil, nil, errors.New("matches the empty text, so that it would match everywhere")
	case shortest < minOwnMatch:
		return nil, nil, fmt.Errorf("can match %d bytes, use one that needs at least %d: shorter texts stand everywhere", shortest, minOwnMatch)
	case longest > maxOwnMatch:
		return nil, nil, fmt.Errorf("can match %d bytes, use bounds that add up to at most %d", longest, maxOwnMatch)
	}
	p.longest = longest
	if n := programSize(tree); n > maxOwnProgram {
		return nil, nil, fmt.Errorf("compiles to some %d steps, use smaller bounds: at most %d", n, maxOwnProgram)
	}
	prog, err := syntax.Compile(tree.Simplify())
	if err != nil {
		return nil, nil, fmt.Errorf("does not compile: %w", err)
	}
	if p.re, err = regexp.Compile(pattern); err != nil {
		return nil, nil, fmt.Errorf("does not compile: %w", err)
	}
	return p, prog, nil
}

const beyond = 1 << 20 // larger than every bound

// measure tells how many bytes an expression matches. last says that nothing
// that takes bytes follows: only there may a repetition be without a bound.
func (p *ownPattern) measure(re *syntax.Regexp, last bool) (shortest, longest int, err error) {
	switch re.Op {
	case syntax.OpNoMatch:
		return 0, 0, errors.New("can match nothing at all")
	case syntax.OpEmptyMatch, syntax.OpWordBoundary, syntax.OpNoWordBoundary,
		syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
		return 0, 0, nil
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			shortest += utf8.RuneLen(r)
			longest += utf8.RuneLen(r)
			if re.Flags&syntax.FoldCase != 0 && r < utf8.RuneSelf {
				longest += 2 // K and S have equals of up to three bytes
				p.folds = true
			}
		}
		return shortest, longest, nil
	case syntax.OpCharClass:
		if len(re.Rune) == 0 {
			return 0, 0, errors.New("can match nothing at all")
		}
		return utf8.RuneLen(re.Rune[0]), utf8.RuneLen(re.Rune[len(re.Rune)-1]), nil
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return 1, utf8.UTFMax, nil
	case syntax.OpCapture:
		return p.measure(re.Sub[0], last)
	case syntax.OpConcat:
		for i, sub := range re.Sub {
			a, b, err := p.measure(sub, last && !slices.ContainsFunc(re.Sub[i+1:], takesBytes))
			if err != nil {
				return 0, 0, err
			}
			shortest, longest = min(shortest+a, beyond), min(longest+b, beyond)
		}
		return shortest, longest, nil
	case syntax.OpAlternate:
		shortest = beyond
		for _, sub := range re.Sub {
			a, b, err := p.measure(sub, false)
			if err != nil {
				return 0, 0, err
			}
			shortest, longest = min(shortest, a), max(longest, b)
		}
		return shortest, longest, nil
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		least, most := bounds(re)
		a, b, err := p.measure(re.Sub[0], false)
		if err != nil {
			return 0, 0, err
		}
		if most >= 0 {
			return min(least*a, beyond), min(most*b, beyond), nil
		}
		return min(least*a, beyond), min(least*b, beyond), p.openEnd(re, last)
	}
	return 0, 0, fmt.Errorf("holds %s, which is not supported", re)
}

// takesBytes says that an expression can match more than a place.
func takesBytes(re *syntax.Regexp) bool {
	_, longest, err := (&ownPattern{}).measure(re, true)
	return err != nil || longest > 0 || re.Op == syntax.OpStar
}

// openEnd lets a repetition without a bound pass where it is the end of the
// expression, of a set that ends where a word does.
func (p *ownPattern) openEnd(re *syntax.Regexp, last bool) error {
	sub := re.Sub[0]
	set, one := oneByte(sub)
	switch {
	case !one:
		return fmt.Errorf("repeats %s without a bound, use one: {1,20}", sub)
	case sub.Op != syntax.OpLiteral && (sub.Op != syntax.OpCharClass || !isASCII(sub.Rune)) || holdsSeparator(&set):
		return fmt.Errorf("repeats %s without a bound, which could take everything; use a bound, or a set without blanks, quotes, brackets and separators", sub)
	case !last:
		return fmt.Errorf("repeats %s without a bound before its end, use one: {1,20}", sub)
	case re.Flags&syntax.NonGreedy != 0:
		return fmt.Errorf("repeats %s without a bound and takes as little as it can, use a bound", sub)
	}
	p.open, p.tail = true, set
	return nil
}

// isASCII says that a class holds no other characters but the equals of k and s
// that ignoring case brings.
func isASCII(class []rune) bool {
	for i := 0; i+1 < len(class); i += 2 {
		if hi := class[i+1]; hi >= utf8.RuneSelf && (class[i] != hi || hi != 'ſ' && hi != '\u212a') {
			return false
		}
	}
	return true
}

func holdsSeparator(set *byteSet) bool {
	return slices.ContainsFunc([]byte(" \t\r\n\"'`,;()[]{}<>&|"), set.has)
}

// programSize is about how many steps an expression compiles to, without
// compiling it.
func programSize(re *syntax.Regexp) int {
	size := 1
	if re.Op == syntax.OpLiteral {
		size = len(re.Rune)
	}
	for _, sub := range re.Sub {
		size = min(size+programSize(sub), beyond)
	}
	if re.Op == syntax.OpRepeat {
		size = min(size*max(re.Min, re.Max, 1), beyond)
	}
	return size
}

// provenIn reports whether every text that the program matches holds the
// anchor. It walks all states of the program together with those of a search
// for the anchor, and looks for a match that never saw it whole.
func provenIn(prog *syntax.Prog, anchor string, anyCase bool) bool {
	search := newAnchorSearch(anchor, anyCase)
	type state struct{ pc, seen int }
	todo := []state{{prog.Start, 0}}
	known := make([]bool, len(prog.Inst)*len(search.runes))
	taken := make([]takenRunes, len(prog.Inst))
	for len(todo) > 0 {
		s := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if s.seen == len(search.runes) {
			continue // this way holds it
		}
		at := s.pc*len(search.runes) + s.seen
		if known[at] {
			continue
		}
		known[at] = true
		in := &prog.Inst[s.pc]
		out := int(in.Out)
		switch in.Op {
		case syntax.InstMatch:
			return false
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, state{out, s.seen}, state{int(in.Arg), s.seen})
		case syntax.InstCapture, syntax.InstNop, syntax.InstEmptyWidth:
			todo = append(todo, state{out, s.seen})
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			t := &taken[s.pc]
			if !t.known {
				*t = search.takenBy(in)
			}
			for _, r := range t.runes {
				todo = append(todo, state{out, search.next(s.seen, r)})
			}
			if t.others {
				todo = append(todo, state{out, 0})
			}
		}
	}
	return true
}

// takenRunes are what an instruction matches: of the runes that the search
// knows, and whether it matches others.
type takenRunes struct {
	known  bool
	runes  []rune
	others bool
}

func (a *anchorSearch) takenBy(in *syntax.Inst) takenRunes {
	t := takenRunes{known: true}
	for _, r := range a.alphabet {
		if in.MatchRune(r) {
			t.runes = append(t.runes, r)
		}
	}
	t.others = runesOf(in) > len(t.runes)
	return t
}

// runesOf is how many runes an instruction matches.
func runesOf(in *syntax.Inst) int {
	switch in.Op {
	case syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
		return utf8.MaxRune
	}
	if len(in.Rune) == 1 {
		n := 1
		if syntax.Flags(in.Arg)&syntax.FoldCase != 0 {
			for r := unicode.SimpleFold(in.Rune[0]); r != in.Rune[0]; r = unicode.SimpleFold(r) {
				n++
			}
		}
		return n
	}
	n := 0
	for i := 0; i+1 < len(in.Rune); i += 2 {
		n += int(in.Rune[i+1]-in.Rune[i]) + 1
	}
	return n
}

// anchorSearch is the automaton of Knuth, Morris and Pratt.
type anchorSearch struct {
	runes    []rune
	back     []int
	alphabet []rune // all that moves it forward
	anyCase  bool
}

func newAnchorSearch(anchor string, anyCase bool) *anchorSearch {
	a := &anchorSearch{runes: []rune(anchor), anyCase: anyCase}
	for i, r := range a.runes {
		a.runes[i] = a.fold(r)
	}
	a.back = make([]int, len(a.runes))
	for i := 1; i < len(a.runes); i++ {
		k := a.back[i-1]
		for k > 0 && a.runes[k] != a.runes[i] {
			k = a.back[k-1]
		}
		if a.runes[k] == a.runes[i] {
			k++
		}
		a.back[i] = k
	}
	for _, r := range a.runes {
		for same := r; ; {
			if !slices.Contains(a.alphabet, same) {
				a.alphabet = append(a.alphabet, same)
			}
			if same = unicode.SimpleFold(same); !anyCase || same == r {
				break
			}
		}
	}
	return a
}

func (a *anchorSearch) fold(r rune) rune {
	if !a.anyCase {
		return r
	}
	least := r
	for same := unicode.SimpleFold(r); same != r; same = unicode.SimpleFold(same) {
		least = min(least, same)
	}
	return least
}

func (a *anchorSearch) next(seen int, r rune) int {
	r = a.fold(r)
	for {
		if a.runes[seen] == r {
			return seen + 1
		}
		if seen == 0 {
			return 0
		}
		seen = a.back[seen-1]
	}
}
