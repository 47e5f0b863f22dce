package redact

import "strings"

func skipBlanks(v string, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t') {
		i++
	}
	return i
}

// maxPairName bounds the look ahead for the name of a next pair.
const maxPairName = 48

// nextIsPair reports whether a name and a separator start at i.
func nextIsPair(v string, i int) bool {
	i = skipBlanks(v, i)
	start := i
	for i < len(v) && i-start < maxPairName && (is(v[i], clIdent) || v[i] == '[' || v[i] == ']') {
		i++
	}
	return i > start && i < len(v) && (v[i] == '=' || v[i] == ':' && i+1 < len(v) && (v[i+1] == ' ' || v[i+1] == '"')) && !is(v[start], clDigit)
}

// nextIsAssignment is nextIsPair for = alone.
func nextIsAssignment(v string, i int) bool {
	start := i
	for i < len(v) && i-start < maxPairName && is(v[i], clIdent) {
		i++
	}
	return i > start && i < len(v) && v[i] == '='
}

// maxIndent bounds the look back for the start of a line.
const maxIndent = 64

// lineStart reports whether only indentation, or the marks that lists, diffs
// and dumps of headers put in front, stand between the line's start and i.
func lineStart(v string, i int) bool {
	for range maxIndent {
		if i == 0 || afterEscape(v, i) {
			return true
		}
		switch v[i-1] {
		case '\n', '\r', '"', '\'', '`':
			return true
		case ' ', '\t', '-', '>', '<', '*', '+':
			i--
		default:
			return false
		}
	}
	return false
}

// inSentence reports whether a word of letters stands before the name at i, as
// in: invalid token: unexpected end.
func inSentence(v string, i int) bool {
	return i >= 2 && v[i-1] == ' ' && is(v[i-2], clAlpha)
}

// lastWord reports whether the line ends behind i.
func lastWord(v string, i int) bool {
	for i < len(v) && strings.IndexByte(" \t.,;!\"'", v[i]) >= 0 {
		i++
	}
	return i >= len(v) || v[i] == '\n' || v[i] == '\r'
}

// looksSecret tells a secret from a word of a sentence.
func looksSecret(t string) bool {
	t = strings.TrimRight(t, ".,;:!?")
	for i := range len(t) {
		if !is(t[i], clAlpha) && t[i] != '-' && t[i] != '\'' || i > 0 && t[i]-'A' < 26 && t[i-1]-'a' < 26 {
			return true
		}
	}
	return len(t) >= 24
}

// LooksSecret tells a secret from a word: it holds more than letters, or is
// longer than words are. Names of fields, such as user_name, are words.
func LooksSecret(t string) bool {
	return !nameLike(t) && looksSecret(t)
}

// nameLike: only letters, with _ - . between them.
func nameLike(t string) bool {
	for i := range len(t) {
		if !is(t[i], clAlpha) && (t[i] != '_' && t[i] != '-' && t[i] != '.' || i == 0) {
			return false
		}
	}
	return len(t) < 24
}

// isPath: PWD is the working directory as often as a password.
func isPath(t string) bool {
	return strings.HasPrefix(t, "/") || strings.HasPrefix(t, "~") || len(t) > 2 && is(t[0], clAlpha) && t[1] == ':' && (t[2] == '\\' || t[2] == '/')
}
