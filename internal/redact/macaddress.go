package redact

// pairsMAC looks for a hardware address of six or eight pairs at start, and
// returns where its run of pairs ends, 0 for none. Longer runs are
// fingerprints and dumps.
func (s *Scanner) pairsMAC(v string, start int, sep byte) int {
	if start > 0 && (v[start-1] == sep || v[start-1] == '_' || isAlnum(v[start-1]) && !afterEscape(v, start) && !afterPercent(v, start)) {
		return 0
	}
	var b [8]byte
	pairs, letters := 0, 0
	i := start
	for ; i+1 < len(v) && is(v[i], clHex) && is(v[i+1], clHex); i += 3 {
		if pairs < len(b) {
			b[pairs] = hexValue(v[i])<<4 | hexValue(v[i+1])
		}
		letters += int(class[v[i]]&clAlpha+class[v[i+1]]&clAlpha) / int(clAlpha)
		pairs++
		if i+2 >= len(v) || v[i+2] != sep {
			i += 2
			break
		}
	}
	end := i
	if pairs < 6 {
		return 0
	}
	if pairs != 6 && pairs != 8 || end < len(v) && (isAlnum(v[end]) || v[end] == '_' || v[end] == sep) || v[end-1] == sep {
		return end
	}
	if sep == '-' && letters == 0 && looksLikeTime(b[:6]) {
		return end
	}
	s.addMAC(b[:pairs], start, end)
	return end
}

// looksLikeTime: 26-11-22-10-15-59, each byte holding its two decimal digits.
func looksLikeTime(b []byte) bool {
	month, day := b[1], b[2]
	if day <= 0x12 {
		month, day = day, max(b[0], b[1])
	}
	return month >= 1 && month <= 0x12 && day <= 0x31 && b[3] < 0x24 && b[4] < 0x60 && b[5] <= 0x60
}

// ciscoMAC looks for a hardware address in groups of four: 001a.2b3c.4d5e.
func (s *Scanner) ciscoMAC(v string, start int) int {
	if start > 0 && (isAlnum(v[start-1]) && !afterEscape(v, start) && !afterPercent(v, start) || v[start-1] == '.' || v[start-1] == '_' || v[start-1] == '-') {
		return 0
	}
	var b [8]byte
	n, digits, letters := 0, 0, 0
	i := start
	for ; n < len(b) && i+4 <= len(v); i += 5 {
		for j := i; j < i+4; j++ {
			if !is(v[j], clHex) {
				return 0
			}
			if is(v[j], clDigit) {
				digits++
			} else {
				letters++
			}
		}
		b[n], b[n+1] = hexValue(v[i])<<4|hexValue(v[i+1]), hexValue(v[i+2])<<4|hexValue(v[i+3])
		n += 2
		if i+4 >= len(v) || v[i+4] != '.' || i+5 >= len(v) || !is(v[i+5], clHex) {
			i += 4
			break
		}
	}
	end := i
	if n < 6 || digits == 0 || letters == 0 || end > len(v) || end < len(v) && (isAlnum(v[end]) || v[end] == '_' || v[end] == '-') || v[end-1] == '.' {
		return 0
	}
	s.addMAC(b[:n], start, end)
	return end
}

// addMAC notes a hardware address, unless it stands for nobody: all zeros, or
// with the bit of groups, which broadcast has, too.
func (s *Scanner) addMAC(b []byte, start, end int) {
	zero := true
	for _, c := range b {
		zero = zero && c == 0
	}
	if !zero && b[0]&1 == 0 && s.e.enabled[s.e.network.mac] {
		s.apart = append(s.apart, apartSpan{rule: s.e.network.mac, start: start, end: end})
	}
}
