package jsontext

import (
	"unicode/utf16"
	"unicode/utf8"
)

// Unescape reads the escape sequence (RFC 8259, section 7) at whose backslash s
// begins. It returns the character and the length of the sequence, 0 if it is
// none or cut off. A surrogate without its other half is U+FFFD.
func Unescape[T string | []byte](s T) (r rune, size int) {
	if len(s) < 2 {
		return 0, 0
	}
	switch s[1] {
	case '"', '\\', '/':
		return rune(s[1]), 2
	case 'b':
		return '\b', 2
	case 'f':
		return '\f', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 't':
		return '\t', 2
	case 'u':
		r, ok := codeUnit(s)
		if !ok {
			return 0, 0
		}
		if !utf16.IsSurrogate(r) {
			return r, 6
		}
		low, ok := codeUnit(s[6:])
		if r = utf16.DecodeRune(r, low); ok && r != utf8.RuneError {
			return r, 12
		}
		return utf8.RuneError, 6
	}
	return 0, 0
}

// codeUnit reads the \uXXXX at the beginning of s.
func codeUnit[T string | []byte](s T) (r rune, ok bool) {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for i := 2; i < 6; i++ {
		switch c := s[i]; {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
