package redact

import "strings"

// sexagesimal looks for degrees, minutes and seconds: 48°51′24″N,
// 48 deg 51' 24.12" N, 48° 51.4' N.
func (s *Scanner) sexagesimal(v string) {
	for _, mark := range [...]string{"°", " deg "} {
		for i := 0; i < len(v); {
			p := strings.Index(v[i:], mark)
			if p < 0 {
				break
			}
			p += i
			i = p + len(mark)
			if start, ok := degreesBefore(v, p); ok {
				if end := minutesAfter(v, i); end > 0 {
					s.addPlace(start, end, false)
					i = end
				}
			}
		}
	}
}

// degreesBefore reads up to three digits before the sign of degrees.
func degreesBefore(v string, p int) (start int, ok bool) {
	start = p
	for start > 0 && is(v[start-1], clDigit) && p-start < 3 {
		start--
	}
	if start == p || start > 0 && (isAlnum(v[start-1]) && !afterEscape(v, start) && !afterPercent(v, start) || v[start-1] == '.' || v[start-1] == '_') {
		return 0, false
	}
	return start, p-start < 3 || v[start:p] <= "180"
}

// Signs that end minutes and seconds, the longer of two with the same start first.
var (
	minuteSigns = [...]string{"′", "’", "\\'", "'"}
	secondSigns = [...]string{"″", "”", "''", "′′", "\\\"", "\""}
)

// minutesAfter reads minutes, seconds and hemisphere from i on, and returns
// where they end, 0 if there are none.
func minutesAfter(v string, i int) int {
	_, i = sixtieth(v, skipOneBlank(v, i))
	end := signAt(v, i, minuteSigns[:])
	if i == 0 || end == 0 {
		return 0
	}
	full := false
	if _, j := sixtieth(v, skipOneBlank(v, end)); j > 0 {
		if k := signAt(v, j, secondSigns[:]); k > 0 {
			full = true
			// A bare quote belongs to the text around it, unless the hemisphere
			// follows.
			end = j
			if v[k-1] != '"' || v[k-2] == '\\' || hemisphereAt(v, k) > 0 {
				end = k
			}
		}
	}
	if h := hemisphereAt(v, end); h > 0 {
		return h
	}
	if !full {
		return 0
	}
	return end
}

// sixtieth reads a number below 60, perhaps with decimals; end is 0 for none.
func sixtieth(v string, i int) (n, end int) {
	j := i
	for j < len(v) && j-i < 2 && is(v[j], clDigit) {
		n = n*10 + int(v[j]-'0')
		j++
	}
	if j == i || n >= 60 {
		return 0, 0
	}
	if j+1 < len(v) && (v[j] == '.' || v[j] == ',') && is(v[j+1], clDigit) {
		for j++; j < len(v) && j-i < maxDecimals && is(v[j], clDigit); j++ {
		}
	}
	return n, j
}

func signAt(v string, i int, signs []string) (end int) {
	for _, sign := range signs {
		if strings.HasPrefix(v[i:], sign) {
			return i + len(sign)
		}
	}
	return 0
}

func hemisphereAt(v string, i int) (end int) {
	i = skipOneBlank(v, i)
	if i < len(v) && isHemisphere(v[i]) && (i+1 >= len(v) || !isAlnum(v[i+1])) {
		return i + 1
	}
	return 0
}

func skipOneBlank(v string, i int) int {
	if i < len(v) && v[i] == ' ' {
		i++
	}
	return i
}
