package redact

import (
	"regexp/syntax"
	"slices"
)

// A secretPrefix says which bytes the first places of a match may hold.
type secretPrefix struct {
	sets []byteSet
	left bool // no letter or digit stands before
	done bool // the next place may hold too much to be told
}

const (
	maxPrefixLen = 16
	maxPrefixes  = 96
)

// prefixesOf tells how the matches of an expression start.
func prefixesOf(re *syntax.Regexp) []secretPrefix {
	return appendPrefixes([]secretPrefix{{}}, re)
}

// appendPrefixes continues each prefix with what the expression matches.
func appendPrefixes(in []secretPrefix, re *syntax.Regexp) []secretPrefix {
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			if r == termLoose || r == termStrict {
				return stop(in)
			}
			in = extend(in, runeSet(r, re.Flags))
		}
		return in
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		set, _ := oneByte(re)
		return extend(in, set)
	case syntax.OpWordBoundary:
		out := make([]secretPrefix, len(in))
		for i, p := range in {
			if len(p.sets) == 0 {
				p.left = true
			}
			out[i] = p
		}
		return out
	case syntax.OpCapture:
		return appendPrefixes(in, re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			in = appendPrefixes(in, sub)
		}
		return in
	case syntax.OpAlternate:
		var out []secretPrefix
		for _, sub := range re.Sub {
			out = append(out, appendPrefixes(in, sub)...)
		}
		if len(out) > maxPrefixes {
			return stop(in)
		}
		return out
	case syntax.OpQuest:
		out := append(appendPrefixes(in, re.Sub[0]), in...)
		if len(out) > maxPrefixes {
			return stop(in)
		}
		return out
	case syntax.OpPlus, syntax.OpStar, syntax.OpRepeat:
		least, most := bounds(re)
		for range min(least, maxPrefixLen) {
			in = appendPrefixes(in, re.Sub[0])
		}
		if most != least {
			return stop(in)
		}
		return in
	case syntax.OpEmptyMatch, syntax.OpBeginText, syntax.OpEndText:
		return in
	}
	return stop(in)
}

func extend(in []secretPrefix, set byteSet) []secretPrefix {
	out := make([]secretPrefix, len(in))
	for i, p := range in {
		if !p.done {
			p.sets = append(slices.Clip(p.sets), set)
			p.done = len(p.sets) >= maxPrefixLen
		}
		out[i] = p
	}
	return out
}

func stop(in []secretPrefix) []secretPrefix {
	out := make([]secretPrefix, len(in))
	for i, p := range in {
		p.done = true
		out[i] = p
	}
	return out
}
