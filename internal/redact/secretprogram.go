package redact

import (
	"fmt"
	"regexp/syntax"
)

// A secretProgram matches one expression at one place, without allocation, as
// the standard library's leftmost-first semantics have it (a test compares the
// two). It backtracks; a budget of steps bounds that.
type secretProgram struct {
	code     []secretInst
	consumed bool // while compiling: a byte was matched already
	// open: the expression ends in a run of tail without saying what may follow,
	// so that a longer text of that kind belongs to the secret.
	open bool
	tail byteSet
}

type secretOp uint8

const (
	opByte   secretOp = iota // a byte of set
	opRun                    // min to max bytes of set
	opSplit                  // go on at x, or else at y
	opJump                   // go on at x
	opCap                    // note the place as capture x
	opLeft                   // nothing that the text could be part of stands before
	opWord                   // \b
	opNoWord                 // \B
	opBegin
	opEnd
	opTerm // the value ends here
	opPass // the whole expression has matched
)

type secretInst struct {
	op       secretOp
	lazy     bool
	x, y     int
	min, max int
	set      byteSet
}

type byteSet [4]uint64

func (s *byteSet) add(c byte)      { s[c>>6] |= 1 << (c & 63) }
func (s *byteSet) has(c byte) bool { return s[c>>6]>>(c&63)&1 != 0 }

// termLoose and termStrict stand in an expression for the end of a value.
const (
	termLoose  = '\uE000'
	termStrict = '\uE001'
)

// maxCaptures is how many places are noted: the match and fifteen groups.
const maxCaptures = 32

func compileSecret(pattern string) (*secretProgram, *syntax.Regexp, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, nil, err
	}
	p := &secretProgram{}
	if err := p.compile(re); err != nil {
		return nil, nil, err
	}
	if n := len(p.code); n > 0 {
		last := n - 1
		for last > 0 && p.code[last].op == opCap {
			last--
		}
		if in := p.code[last]; in.op == opRun {
			p.open, p.tail = true, in.set
		}
	}
	p.emit(secretInst{op: opPass})
	return p, re, nil
}

func (p *secretProgram) emit(in secretInst) int {
	p.code = append(p.code, in)
	return len(p.code) - 1
}

func (p *secretProgram) compile(re *syntax.Regexp) error {
	switch re.Op {
	case syntax.OpEmptyMatch:
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if r == termLoose || r == termStrict {
				p.emit(secretInst{op: opTerm, x: int(r - termLoose)})
				continue
			}
			p.emit(secretInst{op: opByte, set: runeSet(r, re.Flags)})
			p.consumed = true
		}
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		set, _ := oneByte(re)
		p.emit(secretInst{op: opByte, set: set})
		p.consumed = true
	case syntax.OpBeginText:
		p.emit(secretInst{op: opBegin})
	case syntax.OpEndText:
		p.emit(secretInst{op: opEnd})
	case syntax.OpWordBoundary:
		if p.consumed {
			p.emit(secretInst{op: opWord})
		} else {
			p.emit(secretInst{op: opLeft})
		}
	case syntax.OpNoWordBoundary:
		p.emit(secretInst{op: opNoWord})
	case syntax.OpCapture:
		if 2*re.Cap+1 >= maxCaptures {
			return p.compile(re.Sub[0])
		}
		p.emit(secretInst{op: opCap, x: 2 * re.Cap})
		if err := p.compile(re.Sub[0]); err != nil {
			return err
		}
		p.emit(secretInst{op: opCap, x: 2*re.Cap + 1})
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if err := p.compile(sub); err != nil {
				return err
			}
		}
	case syntax.OpAlternate:
		return p.alternate(re.Sub)
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		return p.repeat(re)
	default:
		return fmt.Errorf("the matcher has no %s", re.Op)
	}
	return nil
}

func (p *secretProgram) alternate(subs []*syntax.Regexp) error {
	var ends []int
	before, after := p.consumed, false
	for i, sub := range subs {
		p.consumed = before
		split := -1
		if i < len(subs)-1 {
			split = p.emit(secretInst{op: opSplit})
			p.code[split].x = len(p.code)
		}
		if err := p.compile(sub); err != nil {
			return err
		}
		after = after || p.consumed
		if split >= 0 {
			ends = append(ends, p.emit(secretInst{op: opJump}))
			p.code[split].y = len(p.code)
		}
	}
	for _, e := range ends {
		p.code[e].x = len(p.code)
	}
	p.consumed = after
	return nil
}

// bounds of a repetition; most is -1 for none.
func bounds(re *syntax.Regexp) (least, most int) {
	switch re.Op {
	case syntax.OpStar:
		return 0, -1
	case syntax.OpPlus:
		return 1, -1
	case syntax.OpQuest:
		return 0, 1
	}
	return re.Min, re.Max
}

func (p *secretProgram) repeat(re *syntax.Regexp) error {
	least, most := bounds(re)
	lazy := re.Flags&syntax.NonGreedy != 0
	if set, ok := oneByte(re.Sub[0]); ok {
		if most < 0 {
			most = maxSecretWindow
		}
		p.emit(secretInst{op: opRun, set: set, min: least, max: most, lazy: lazy})
		p.consumed = true
		return nil
	}
	for range least {
		if err := p.compile(re.Sub[0]); err != nil {
			return err
		}
	}
	if most < 0 {
		return fmt.Errorf("the matcher has no unbounded repetition of groups")
	}
	var splits []int
	for range most - least {
		splits = append(splits, p.emit(secretInst{op: opSplit}))
		p.code[len(p.code)-1].x = len(p.code)
		if err := p.compile(re.Sub[0]); err != nil {
			return err
		}
	}
	for _, i := range splits {
		p.code[i].y = len(p.code)
		if lazy {
			p.code[i].x, p.code[i].y = p.code[i].y, p.code[i].x
		}
	}
	return nil
}

// oneByte is the set of an expression that matches one byte, or one rune of
// other scripts byte by byte.
func oneByte(re *syntax.Regexp) (set byteSet, ok bool) {
	switch re.Op {
	case syntax.OpLiteral:
		if len(re.Rune) != 1 || re.Rune[0] == termLoose || re.Rune[0] == termStrict {
			return set, false
		}
		return runeSet(re.Rune[0], re.Flags), true
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			lo, hi := re.Rune[i], re.Rune[i+1]
			for c := lo; c <= min(hi, 0x7f); c++ {
				set.add(byte(c))
			}
			if lo <= 0x4e00 && hi >= 0x9fff {
				for c := 0x80; c < 0x100; c++ {
					set.add(byte(c))
				}
			}
		}
		return set, true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		set = byteSet{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
		if re.Op == syntax.OpAnyCharNotNL {
			set[0] &^= 1 << '\n'
		}
		return set, true
	}
	return set, false
}

func runeSet(r rune, flags syntax.Flags) (set byteSet) {
	if r >= 0x80 {
		return set
	}
	set.add(byte(r))
	if l := byte(r) | 0x20; flags&syntax.FoldCase != 0 && l-'a' < 26 {
		set.add(l)
		set.add(l &^ 0x20)
	}
	return set
}

// secretMatch is one attempt.
type secretMatch struct {
	p     *secretProgram
	v     string
	end   int // of the window
	steps int
	caps  [maxCaptures]int
}

// maxSecretSteps bounds one attempt. No shape of the table comes near it; an
// attempt that does counts as a match up to where it is, so that nothing gets
// through by exhausting it.
const maxSecretSteps = 1 << 14

func (m *secretMatch) match(p *secretProgram, v string, start, end int) bool {
	m.p, m.v, m.end, m.steps = p, v, end, maxSecretSteps
	for i := range m.caps {
		m.caps[i] = -1
	}
	m.caps[0] = start
	return m.run(0, start)
}

func (m *secretMatch) run(pc, i int) bool {
	for {
		in := &m.p.code[pc]
		m.steps--
		if m.steps < 0 {
			for j := 3; j < maxCaptures; j += 2 {
				if m.caps[j-1] >= 0 && m.caps[j] < m.caps[j-1] {
					m.caps[j] = i
				}
			}
			m.caps[1] = i
			return true
		}
		switch in.op {
		case opByte:
			if i >= m.end || !in.set.has(m.v[i]) {
				return false
			}
			i++
		case opRun:
			return m.runs(in, pc+1, i)
		case opSplit:
			if m.run(in.x, i) {
				return true
			}
			pc = in.y
			continue
		case opJump:
			pc = in.x
			continue
		case opCap:
			old := m.caps[in.x]
			m.caps[in.x] = i
			if m.run(pc+1, i) {
				return true
			}
			m.caps[in.x] = old
			return false
		case opLeft:
			if !leftBoundary(m.v, i) {
				return false
			}
		case opWord, opNoWord:
			at := (i > 0 && wordByte(m.v[i-1])) != (i < len(m.v) && wordByte(m.v[i]))
			if at != (in.op == opWord) {
				return false
			}
		case opBegin:
			if i != 0 {
				return false
			}
		case opEnd:
			if i != len(m.v) {
				return false
			}
		case opTerm:
			if !secretEndsAt(m.v, i, in.x == 1) {
				return false
			}
		case opPass:
			m.caps[1] = i
			return true
		}
		pc++
	}
}

func (m *secretMatch) runs(in *secretInst, next, i int) bool {
	limit := min(m.end, i+in.max)
	j := i
	if in.lazy {
		for ; j < i+in.min; j++ {
			if j >= limit || !in.set.has(m.v[j]) {
				return false
			}
		}
		for {
			if m.run(next, j) {
				return true
			}
			if j >= limit || !in.set.has(m.v[j]) {
				return false
			}
			j++
		}
	}
	for j < limit && in.set.has(m.v[j]) {
		j++
	}
	m.steps -= (j - i) >> 3
	for ; j >= i+in.min; j-- {
		if m.run(next, j) {
			return true
		}
	}
	return false
}

func wordByte(c byte) bool { return isAlnum(c) || c == '_' }

// leftBoundary: a token may begin at i. Other than \b of expressions it may
// behind an underscore, and behind the letter of an escape.
func leftBoundary(v string, i int) bool {
	return i == 0 || !isAlnum(v[i-1]) || afterEscape(v, i) || afterPercent(v, i)
}

// secretEndsAt: a value ends before i. In log text more may follow than the
// quotes and blanks that source code has there. strict is for values that have
// no shape of their own but a length.
func secretEndsAt(v string, i int, strict bool) bool {
	if i >= len(v) {
		return true
	}
	c := v[i]
	if wordByte(c) {
		return false
	}
	switch c {
	case '-', '~', '(':
		return false
	case '.':
		return i+1 >= len(v) || !isAlnum(v[i+1])
	case '+', '/', '=':
		return !strict
	case ':':
		return !strict || i+1 >= len(v) || !isAlnum(v[i+1])
	}
	return true
}
