package redact

// Lengths of ISO/IEC 7813: the name on track 1, and what follows the separator.
const (
	maxTrackName = 40
	maxTrackRest = 64
	minTrackRest = 7 // expiry and service code

	// objectIDLen is the length of an ObjectId of MongoDB, in hexadecimal digits:
	// track 2 in hex is longer by what the issuer adds.
	objectIDLen = 24
)

// track looks for the data of a magnetic stripe around the card number that may
// start at g with n digits, and returns its end, 0 for none:
//
//	%B4111111111111111^DOE/JOHN^27121010000000000?
//	;4111111111111111=27121010000000000?
//	4111111111111111D27121010000000000F (EMV Book 3, tag 57)
func (s *Scanner) track(v string, g, n int) int {
	if g == 0 || n < 12 || n > 19 || !s.on(s.e.id.trackData) {
		return 0
	}
	if g+n >= len(v) || v[g+n] != '=' && v[g+n] != '^' && v[g+n] != 'D' && v[g+n] != 'd' {
		if g > 1 && v[g-1]|0x20 == 'b' && v[g-2] == '%' && n >= 15 {
			return s.cutTrack(v, g-2, g, n)
		}
		return 0
	}
	var digits [19]byte
	copy(digits[:], v[g:g+n])
	start, rest := g, 0
	switch {
	case v[g+n] == '=':
		if rest = g + n + 1; v[g-1] == ';' {
			start--
		}
	case v[g+n] == 'D' || v[g+n] == 'd': // tag 57 of EMV: track 2 in hex
		if isAlnum(v[g-1]) {
			return 0
		}
		rest = g + n + 1
	case v[g+n] == '^' && v[g-1]|0x20 == 'b':
		start--
		if start > 0 && v[start-1] == '%' {
			start--
		}
		i := g + n + 1
		for i < len(v) && v[i] != '^' && i-g-n <= maxTrackName {
			i++
		}
		if i >= len(v) || v[i] != '^' {
			return s.cutTrack(v, start, g, n)
		}
		rest = i + 1
	default:
		return 0
	}
	end := rest
	for end < len(v) && end-rest < maxTrackRest && (is(v[end], clDigit) || v[end] == '=') {
		end++
	}
	if end == len(v) && v[start] == '%' && end-rest < minTrackRest {
		return s.cutTrack(v, start, g, n)
	}
	if end-rest < minTrackRest || !luhn(digits[:n]) || issuer(digits[:n]) == issuerNone {
		return 0
	}
	if month := v[rest+2 : rest+4]; month < "01" || month > "12" {
		return 0
	}
	if c := v[g+n]; c == 'D' || c == 'd' {
		if end < len(v) && (v[end] == 'F' || v[end] == 'f') {
			end++
		}
		if end < len(v) && isAlnum(v[end]) || end-g == objectIDLen {
			return 0
		}
	}
	if end < len(v) && v[end] == '?' {
		end++
	}
	s.add(s.e.id.trackData, start, end)
	return end
}

// cutTrack is for track 1 that is cut off behind the number or in the name: the
// %B in front of it says what it is, though it reads as a percent escape.
func (s *Scanner) cutTrack(v string, start, g, n int) int {
	if v[start] != '%' || afterPercent(v, start) || !luhn([]byte(v[g:g+n])) || issuer([]byte(v[g:g+n])) == issuerNone {
		return 0
	}
	end := g + n
	for end < len(v) && end-g-n <= maxTrackName && (is(v[end], clAlpha) || v[end] == '^' || v[end] == '/' || v[end] == '.' || v[end] == ' ') {
		end++
	}
	for end < len(v) && is(v[end], clDigit) && v[end-1] == '^' || end < len(v) && end-g-n <= maxTrackRest && is(v[end], clDigit) && is(v[end-1], clDigit) {
		end++
	}
	for v[end-1] == ' ' || v[end-1] == '.' {
		end--
	}
	s.add(s.e.id.trackData, start, end)
	return end
}
