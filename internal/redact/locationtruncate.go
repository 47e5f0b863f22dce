package redact

import "strings"

// truncateCoordinate keeps a tenth of a degree, which is about 11 km: the first
// decimal, or the minutes down to a multiple of six.
func truncateCoordinate(text string) (string, bool) {
	for _, mark := range [...]string{"°", " deg "} {
		if i := strings.Index(text, mark); i > 0 {
			if out, ok := truncateMinutes(text, i+len(mark)); ok {
				return out, true
			}
		}
	}
	dot := strings.IndexByte(text, '.')
	if dot < 1 || dot+1 >= len(text) {
		return "", false
	}
	first := dot
	for first > 0 && is(text[first-1], clDigit) {
		first--
	}
	end := dot + 1
	for end < len(text) && is(text[end], clDigit) {
		end++
	}
	if end == dot+1 || first == dot {
		return "", false
	}
	if dot-first > 3 { // degrees and minutes in one number
		b := []byte(text)
		minutes := (int(b[dot-2]-'0')*10 + int(b[dot-1]-'0')) / 6 * 6
		b[dot-2], b[dot-1] = byte('0'+minutes/10), byte('0'+minutes%10)
		for i := dot + 1; i < end; i++ {
			b[i] = '0'
		}
		return string(b), true
	}
	return text[:dot+2] + text[end:], true
}

func truncateMinutes(text string, i int) (string, bool) {
	i = skipOneBlank(text, i)
	minutes, j := sixtieth(text, i)
	end := signAt(text, j, minuteSigns[:])
	if j == 0 || end == 0 {
		return "", false
	}
	minutes = minutes / 6 * 6
	out := text[:i] + string([]byte{byte('0' + minutes/10), byte('0' + minutes%10)}) + text[j:end]
	if isHemisphere(text[len(text)-1]) {
		if text[len(text)-2] == ' ' {
			out += " "
		}
		out += text[len(text)-1:]
	}
	return out, true
}
