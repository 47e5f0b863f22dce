package redact

import (
	"net/netip"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// encoding says how a finding is written in the text around it, as far as its
// form tells.
type encoding struct {
	percent uint8 // how often it is percent-encoded
	json    uint8 // how often it stands in a string of JSON
	query   bool  // a plus is a blank
}

// canonicalForm is how the spellings of a rule's values are brought together.
type canonicalForm uint8

const (
	canonicalBytes   canonicalForm = iota // as they are
	canonicalDigits                       // of a card
	canonicalEmail                        // in small letters
	canonicalPhone                        // digits, with a plus if there is one
	canonicalLetters                      // letters and digits, in capitals
	canonicalAddress                      // an IP or MAC address
)

// maxDecoding bounds how often a value is decoded.
const maxDecoding = 8

// encodingOf is that of a value in a string of JSON whose quotes have so many
// backslashes.
func encodingOf(slashes int, inString bool) encoding {
	if !inString {
		return encoding{}
	}
	level, _ := quoteLevel(slashes)
	return encoding{json: uint8(min(level+1, maxDecoding))}
}

func canonicalOf(r rules.Rule) canonicalForm {
	switch r.Name {
	case rules.CardNumber:
		return canonicalDigits
	case rules.Email:
		return canonicalEmail
	case rules.Phone:
		return canonicalPhone
	case rules.IBAN, rules.BIC, "aba_routing", "phone_national":
		return canonicalLetters
	case rules.IPAddress, rules.PrivateIPAddress, rules.MACAddress:
		return canonicalAddress
	}
	if r.Pack == rules.PackIdentity {
		return canonicalLetters
	}
	return canonicalBytes
}

// appendCanonical appends the one form that all spellings of a value share.
func (e *Engine) appendCanonical(out []byte, rule uint16, text string, enc encoding) []byte {
	form := e.canonical[rule]
	if form != canonicalBytes {
		enc.percent = maxDecoding // none of them holds a percent sign itself
	}
	text = enc.decode(text)
	switch form {
	case canonicalDigits:
		return appendDigits(out, text)
	case canonicalPhone:
		t := strings.TrimLeft(text, " (")
		if strings.HasPrefix(t, "+") || strings.HasPrefix(t, "00") {
			out = append(out, '+')
			text = strings.TrimPrefix(t, "00")
		}
		return appendDigits(out, text)
	case canonicalEmail:
		return appendLower(out, text)
	case canonicalLetters:
		return appendCapitals(out, text)
	case canonicalAddress:
		return appendAddress(out, text)
	default:
		return append(out, text...)
	}
}

// appendDigits appends the digits of a text, or all of it if it has none or is
// more than a number.
func appendDigits(out []byte, text string) []byte {
	from := len(out)
	for i := range len(text) {
		switch c := text[i]; {
		case is(c, clDigit):
			out = append(out, c)
		case isAlnum(c), is(c, clHigh):
			return append(out[:from], text...)
		}
	}
	if len(out) == from {
		out = append(out, text...)
	}
	return out
}

func appendLower(out []byte, text string) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			out = append(out, lower(c))
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError && n == 1 {
			out = append(out, text[i])
		} else {
			out = utf8.AppendRune(out, unicode.ToLower(r))
		}
		i += n
	}
	return out
}

func appendCapitals(out []byte, text string) []byte {
	from := len(out)
	for i := range len(text) {
		c := text[i]
		if c-'a' < 26 {
			c -= 'a' - 'A'
		}
		if isAlnum(c) || is(c, clHigh) {
			out = append(out, c)
		}
	}
	if len(out) == from {
		out = append(out, text...)
	}
	return out
}

// appendAddress brings the spellings of an IP address together, and of a MAC
// address its hexadecimal digits.
func appendAddress(out []byte, text string) []byte {
	if a, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return a.Unmap().AppendTo(out)
	}
	from := len(out)
	for i := range len(text) {
		switch c := text[i]; {
		case is(c, clHex):
			out = append(out, lower(c))
		case c != ':' && c != '-' && c != '.':
			return append(out[:from], text...)
		}
	}
	return out
}

// decode undoes what the form around a value did to it; what cannot be undone
// stays.
func (enc encoding) decode(text string) string {
	for range enc.json {
		if strings.IndexByte(text, '\\') < 0 {
			break
		}
		text = unescapeJSON(text)
	}
	if enc.query && strings.IndexByte(text, '+') >= 0 {
		text = strings.ReplaceAll(text, "+", " ")
	}
	for range enc.percent {
		if strings.IndexByte(text, '%') < 0 {
			break
		}
		text = unescapePercent(text)
	}
	return text
}

func unescapePercent(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) && is(text[i+1], clHex) && is(text[i+2], clHex) {
			out = append(out, unhex(text[i+1])<<4|unhex(text[i+2]))
			i += 2
			continue
		}
		out = append(out, text[i])
	}
	return string(out)
}

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return lower(c) - 'a' + 10
}

// unescapeJSON undoes the escapes of a string of JSON (RFC 8259 section 7).
func unescapeJSON(text string) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c != '\\' || i+1 == len(text) {
			out = append(out, c)
			continue
		}
		i++
		switch text[i] {
		case 'b':
			out = append(out, '\b')
		case 'f':
			out = append(out, '\f')
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'u':
			r, n := unescapeUnicode(text[i:])
			if n == 0 {
				out = append(out, '\\', 'u')
				continue
			}
			out = utf8.AppendRune(out, r)
			i += n - 1
		default:
			out = append(out, text[i])
		}
	}
	return string(out)
}

// unescapeUnicode reads u and four digits, and the second half of a surrogate
// pair; n is how many bytes they are, 0 if that is not what stands there.
func unescapeUnicode(text string) (r rune, n int) {
	unit := func(t string) (rune, bool) {
		if len(t) < 5 || t[0] != 'u' {
			return 0, false
		}
		var r rune
		for i := 1; i < 5; i++ {
			if !is(t[i], clHex) {
				return 0, false
			}
			r = r<<4 | rune(unhex(t[i]))
		}
		return r, true
	}
	high, ok := unit(text)
	if !ok {
		return 0, 0
	}
	if high&0xFC00 == 0xD800 && len(text) > 6 && text[5] == '\\' {
		if low, ok := unit(text[6:]); ok && low&0xFC00 == 0xDC00 {
			return 0x10000 + (high&0x3FF)<<10 + low&0x3FF, 11
		}
	}
	return high, 5
}
