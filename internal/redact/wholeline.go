package redact

import "strings"

// maxVariableLine is how far the lines beside a variable are looked at.
const maxVariableLine = 512

// wholeLine reports whether a value without quotes may hold blanks: that of a
// variable in a dump of an environment, whose lines are all such, or in a string
// of its own ("NAME=a b"), and that of an element as PHP prints it.
func wholeLine(v string, p int, k keyRef) bool {
	if v[p] != '=' || k.quote != 0 || k.spaced && !k.bracket {
		return false
	}
	if k.bracket {
		return strings.HasPrefix(v[p:], "=> ") && lineStart(v, k.outer)
	}
	if !variableAt(v, k.start) {
		return false
	}
	if k.start > 0 && v[k.start-1] != '\n' {
		return v[k.start-1] == '"'
	}
	if n := strings.IndexByte(v[p:min(len(v), p+maxVariableLine)], '\n'); n >= 0 && variableAt(v, p+n+1) {
		return true
	}
	if k.start < 2 {
		return false
	}
	floor := max(0, k.start-1-maxVariableLine)
	before := strings.LastIndexByte(v[floor:k.start-1], '\n') + 1 + floor
	return (before > floor || floor == 0) && variableAt(v, before)
}

// variableAt reports whether the name of a variable in capitals and = stand at i.
func variableAt(v string, i int) bool {
	start := i
	for i < len(v) && i-start < maxPairName && (v[i]-'A' < 26 || v[i] == '_' || i > start && is(v[i], clDigit)) {
		i++
	}
	return i > start && i < len(v) && v[i] == '='
}
