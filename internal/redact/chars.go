package redact

// Classes of bytes. Bytes from 0x80 on belong to runes of other scripts.
const (
	clDigit uint16 = 1 << iota
	clAlpha
	clHex
	clIdent  // in a key name without quotes
	clB64    // base64 and base64url, without padding
	clTok68  // token68 of RFC 9110 without padding, and what tokens contain
	clLocal  // local part of an e-mail address
	clDomain // host name
	clHigh   // from 0x80
	clSpace  // blank, tab, CR, LF
)

var class = func() (t [256]uint16) {
	set := func(c uint16, chars string) {
		for i := range len(chars) {
			t[chars[i]] |= c
		}
	}
	const (
		digits = "0123456789"
		lower  = "abcdefghijklmnopqrstuvwxyz"
		upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
		alnum  = digits + lower + upper
	)
	set(clDigit, digits)
	set(clAlpha, lower+upper)
	set(clHex, digits+"abcdefABCDEF")
	set(clIdent, alnum+"_-.")
	set(clB64, alnum+"-_+/")
	set(clTok68, alnum+"-._~+/:|%")
	set(clLocal, alnum+"._+-'%")
	set(clDomain, alnum+"-.")
	set(clSpace, " \t\r\n")
	for c := 0x80; c < 0x100; c++ {
		t[c] |= clHigh | clIdent | clLocal | clDomain
	}
	return t
}()

func is(c byte, cl uint16) bool { return class[c]&cl != 0 }

func isAlnum(c byte) bool { return class[c]&(clDigit|clAlpha) != 0 }

func lower(c byte) byte {
	if c-'A' < 26 {
		return c | 0x20
	}
	return c
}

// hasFold reports whether v has the lower-case ASCII text want at i, in any case.
func hasFold(v string, i int, want string) bool {
	if i < 0 || len(v)-i < len(want) {
		return false
	}
	for j := range len(want) {
		if lower(v[i+j]) != want[j] {
			return false
		}
	}
	return true
}

// unescapedStart is where a word starts that seems to start at i: behind the
// letter of a JSON escape (\n, \u003c) whose backslash stands before i. A
// finding must never begin inside an escape, or JSON would break.
func unescapedStart(v string, i int) int {
	if i == 0 || i >= len(v) || v[i-1] != '\\' {
		return i
	}
	switch v[i] {
	case 'n', 'r', 't', 'b', 'f':
		return i + 1
	case 'u':
		if i+5 <= len(v) && is(v[i+1], clHex) && is(v[i+2], clHex) && is(v[i+3], clHex) && is(v[i+4], clHex) {
			return i + 5
		}
	}
	return i
}

// afterEscape reports whether a JSON escape ends right before i, so that the
// byte before i is no neighbour of a word that starts at i.
func afterEscape(v string, i int) bool {
	if i >= 2 && v[i-2] == '\\' {
		switch v[i-1] {
		case 'n', 'r', 't', 'b', 'f':
			return true
		}
	}
	return i >= 6 && v[i-6] == '\\' && unescapedStart(v, i-5) == i
}

// afterPercent reports whether a percent escape (%3D) ends right before i.
func afterPercent(v string, i int) bool {
	return i >= 3 && v[i-3] == '%' && is(v[i-2], clHex) && is(v[i-1], clHex)
}
