package redact

import "strings"

// leaf is a string, number or word in a structure of JSON.
type leaf struct {
	start, end int
	key        string // of the member that it stands in, or that its list stands in
	objects    int    // how many objects began before it
	listed     bool   // the last of them is an element of a list
	literal    bool   // it has no quotes
	slashes    int
}

// leaves calls f for each leaf of the structure v[i:end], whose quotes have that
// many backslashes.
func (s *Scanner) leaves(v string, i, end, slashes int, rule uint16, f func(leaf)) {
	l := leaf{slashes: slashes}
	before := byte(0)
	for ; i < end; i++ {
		c := v[i]
		switch {
		case is(c, clSpace):
			continue
		case c == '{':
			l.objects++
			l.listed = before == '[' || before == ','
		case c == '"' || c == '\\':
			j := i
			for j < end && v[j] == '\\' {
				j++
			}
			if j >= end || v[j] != '"' {
				i = j - 1
				break
			}
			to, _ := stringEnd(v[:end], j+1, '"', slashes)
			i = min(to+slashes, end-1)
			next := i + 1
			for next < end && is(v[next], clSpace) {
				next++
			}
			l.start, l.end, l.literal = j+1, to, false
			switch {
			case next < end && v[next] == ':':
				l.key = v[l.start:to]
			case l.start < to && !s.e.isToken(v, l.start, to, rule):
				f(l)
			}
		case is(c, clDigit) || c == '-':
			to := i
			for to < end && strings.IndexByte(",}] \t\r\n\"\\", v[to]) < 0 {
				to++
			}
			l.start, l.end, l.literal = i, to, true
			f(l)
			i = to - 1
		}
		before = v[i]
	}
}

// addLeaf notes a leaf as a finding; a number becomes a string.
func (s *Scanner) addLeaf(rule uint16, l leaf) {
	sp := span{Finding: Finding{Rule: rule, Start: l.start, End: l.end}, enc: encodingOf(l.slashes, !l.literal)}
	if l.literal {
		sp.quote, sp.slashes = '"', l.slashes
	}
	s.addSpan(sp)
}
