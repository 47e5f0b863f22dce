package main

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"strconv"
	"strings"
)

// views are a text and everything that a reader could make of it: unescaped,
// decoded, and its digits alone.
type views struct{ texts, digits []string }

func see(out []string) views {
	var v views
	for _, text := range out {
		v.add(text, 0)
		v.digits = append(v.digits, onlyDigits(text))
	}
	return v
}

// add stores a text and its decodings, which are decoded again.
func (v *views) add(text string, level int) {
	v.texts = append(v.texts, strings.ToLower(text))
	if level == 4 {
		return
	}
	if strings.Contains(text, `\`) {
		if plain := unescape(text); plain != text {
			v.add(plain, level+1)
		}
	}
	if strings.Contains(text, "%") {
		plain := unescapeURL(text)
		v.digits = append(v.digits, onlyDigits(plain))
		v.add(plain, level+1)
	}
	if strings.Contains(text, "+") {
		v.add(strings.ReplaceAll(text, "+", " "), level+1)
	}
	if strings.Contains(text, "&") {
		if plain := html.UnescapeString(text); plain != text {
			v.add(plain, level+1)
		}
	}
	if strings.Contains(text, "''") || strings.Contains(text, `""`) || strings.Contains(text, `'\''`) {
		v.add(doubled.Replace(text), level+1)
	}
	if level < 3 {
		v.decode(text)
	}
}

// decode stores what the runs of base64 in the text decode to, at each
// alignment: a mask may have left the tail of a run.
func (v *views) decode(text string) {
	isBase64 := func(c byte) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '-' || c == '_'
	}
	for i := 0; i < len(text); {
		if !isBase64(text[i]) {
			i++
			continue
		}
		start := i
		for i < len(text) && isBase64(text[i]) {
			i++
		}
		if i-start < 8 {
			continue
		}
		run := strings.NewReplacer("-", "+", "_", "/").Replace(text[start:i])
		for shift := range 4 {
			part := run[shift:]
			part = part[:len(part)&^3+map[int]int{2: 2, 3: 3}[len(part)&3]]
			if b, err := base64.RawStdEncoding.DecodeString(part); err == nil {
				v.texts = append(v.texts, strings.ToLower(string(b)))
			}
		}
	}
}

// doubled resolves the quotes that SQL, CSV and shells write twice.
var doubled = strings.NewReplacer(`'\''`, "'", "''", "'", `""`, `"`)

// unescape resolves the backslashes of JSON, Go, Python and shells.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'U', 'x':
			size := map[byte]int{'U': 8, 'x': 2}[s[i]]
			if i+size >= len(s) {
				break
			}
			if n, err := strconv.ParseUint(s[i+1:i+1+size], 16, 32); err == nil {
				b.WriteRune(rune(n)) //nolint:gosec // at most 32 bits
				i += size
			}
		case 'u':
			end := i + 5
			if end+6 <= len(s) && s[end] == '\\' && s[end+1] == 'u' {
				end += 6 // perhaps the second half of a pair
			}
			end = min(end, len(s))
			var plain string
			if err := json.Unmarshal([]byte(`"`+s[i-1:end]+`"`), &plain); err != nil {
				b.WriteString(`\u`)
				continue
			}
			b.WriteString(plain)
			i = end - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// unescapeURL resolves percent-encoding where there is some; stray percent
// signs stay.
func unescapeURL(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+3 <= len(s) {
			if plain, err := url.PathUnescape(s[i : i+3]); err == nil {
				b.WriteString(plain)
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func onlyDigits(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

// holds reports whether a part can still be read.
func (v views) holds(part string, digits bool) bool {
	part = strings.ToLower(part)
	for _, t := range v.texts {
		if strings.Contains(t, part) {
			return true
		}
	}
	if digits {
		if part = onlyDigits(part); len(part) >= 8 {
			for _, d := range v.digits {
				if strings.Contains(d, part) {
					return true
				}
			}
		}
	}
	return false
}
