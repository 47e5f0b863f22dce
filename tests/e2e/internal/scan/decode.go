package scan

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"unicode/utf8"
)

// pathDecoded replaces each %XX by its byte, wherever it stands. Without any
// there is nothing to decode: nil.
func pathDecoded(data []byte) []byte { return urlDecoded(data, '+') }

// queryDecoded does the same, and each + becomes a space. Without any it would
// be the same: nil.
func queryDecoded(data []byte) []byte {
	if !bytes.ContainsRune(data, '+') {
		return nil
	}
	return urlDecoded(data, ' ')
}

func urlDecoded(data []byte, plus byte) []byte {
	if !bytes.ContainsRune(data, '%') {
		return nil
	}
	out := make([]byte, 0, len(data))
	changed := false
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case c == '%' && i+2 < len(data):
			var b [1]byte
			if _, err := hex.Decode(b[:], data[i+1:i+3]); err == nil {
				out = append(out, b[0])
				i += 2
				changed = true
				continue
			}
		case c == '+':
			c = plus
		}
		out = append(out, c)
	}
	if !changed {
		return nil
	}
	return out
}

// jsonDecoded undoes the escapes of JSON strings wherever they stand. Without
// any there is nothing to decode: nil.
func jsonDecoded(data []byte) []byte {
	if !bytes.ContainsRune(data, '\\') {
		return nil
	}
	out := make([]byte, 0, len(data))
	changed := false
	for i := 0; i < len(data); i++ {
		if data[i] != '\\' || i+1 == len(data) {
			out = append(out, data[i])
			continue
		}
		if plain, ok := escapes[data[i+1]]; ok {
			out = append(out, plain)
			i++
			changed = true
			continue
		}
		if r, ok := unicodeEscape(data[i:]); ok {
			out = utf8.AppendRune(out, r)
			i += len(`\u0000`) - 1
			changed = true
			continue
		}
		out = append(out, data[i])
	}
	if !changed {
		return nil
	}
	return out
}

var escapes = map[byte]byte{
	'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t',
}

// unicodeEscape reads \uXXXX. Surrogates become the replacement character: no
// needle holds any.
func unicodeEscape(data []byte) (rune, bool) {
	if len(data) < len(`\u0000`) || data[1] != 'u' {
		return 0, false
	}
	var b [2]byte
	if _, err := hex.Decode(b[:], data[2:6]); err != nil {
		return 0, false
	}
	return rune(b[0])<<8 | rune(b[1]), true
}

const (
	// A shorter run holds no needle.
	minBase64 = 12
	// Words are in the alphabet too: what they decode to is rubbish, told by
	// having no longer text in it.
	minText = 6
)

// base64Decoded decodes every run of the base64 alphabets (standard and URL) in
// each of its four alignments, because what stands before an encoded text may
// be in the alphabet too, and keeps the texts in the results. Without any: nil.
func base64Decoded(data []byte) []byte {
	var out []byte
	for start := 0; start < len(data); {
		if !inBase64(data[start]) {
			start++
			continue
		}
		end := start
		for end < len(data) && inBase64(data[end]) {
			end++
		}
		if end-start >= minBase64 {
			out = appendBase64(out, data[start:end])
		}
		start = end
	}
	return out
}

func inBase64(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' ||
		c == '+' || c == '/' || c == '-' || c == '_'
}

func appendBase64(out, run []byte) []byte {
	standard := bytes.Map(func(r rune) rune {
		switch r {
		case '-':
			return '+'
		case '_':
			return '/'
		}
		return r
	}, run)
	for skip := range 4 {
		part := standard[skip:]
		// One character alone at the end holds no whole byte.
		if len(part)%4 == 1 {
			part = part[:len(part)-1]
		}
		decoded := make([]byte, base64.RawStdEncoding.DecodedLen(len(part)))
		n, _ := base64.RawStdEncoding.Decode(decoded, part)
		out = appendTexts(out, decoded[:n])
	}
	return out
}

// appendTexts appends the runs of printable ASCII, a line each.
func appendTexts(out, data []byte) []byte {
	for start := 0; start < len(data); {
		end := start
		for end < len(data) && (data[end] >= ' ' && data[end] <= '~' || data[end] == '\n') {
			end++
		}
		if end-start >= minText {
			out = append(append(out, data[start:end]...), '\n')
		}
		start = end + 1
	}
	return out
}
