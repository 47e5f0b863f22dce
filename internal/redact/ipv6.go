package redact

import "net/netip"

// coloned looks at the colon at p: of a hardware address or of an IPv6 address.
func (s *Scanner) coloned(v string, p, done int) int {
	start := p
	for start > done && p-start < 5 && is(v[start-1], clHex) {
		start--
	}
	if p-start == 2 {
		if end := s.pairsMAC(v, start, ':'); end > 0 {
			return end
		}
	}
	end, colons, double := ipv6Run(v, p)
	if colons < 2 || colons < 6 && !double {
		return done
	}
	if p-start > 4 || start < p && start > 0 && !ipv6MayStart(v, start) {
		start = p
	}
	// Before the address may stand names with a colon of their own: addr:fe80::1.
	for range maxColonsBefore {
		if start+1 < end && v[start] == ':' && v[start+1] != ':' {
			start++
		}
		if start >= end {
			break
		}
		if stop := s.ipv6At(v, start, end); stop > 0 {
			return stop
		}
		for start < end && v[start] != ':' {
			start++
		}
	}
	return done
}

const (
	maxColonsBefore = 5
	maxIPv6Run      = 80 // an address, and what such names take
)

// ipv6Run is where a run of hexadecimal digits, colons and dots ends, how many
// colons it has from p on, and whether two stand together.
func ipv6Run(v string, p int) (end, colons int, double bool) {
	for end = p; end < len(v) && end-p < maxIPv6Run && (is(v[end], clHex) || v[end] == ':' || v[end] == '.'); end++ {
		if v[end] == ':' {
			colons++
			double = double || end > p && v[end-1] == ':'
		}
	}
	return end, colons, double
}

func ipv6MayStart(v string, i int) bool {
	if i == 0 {
		return true
	}
	c := v[i-1]
	if isAlnum(c) {
		return afterEscape(v, i) || afterPercent(v, i)
	}
	return c != '_' && c != '-' && c != '.' && c != ':' && !is(c, clHigh)
}

// maxIPv6 is the longest text of an address without its zone.
const maxIPv6 = 45

// maxZone bounds the name of an interface behind an address.
const maxZone = 16

// ipv6At reads an address that starts at start, in the run that ends at end,
// and returns where it ends with its zone, 0 for none.
func (s *Scanner) ipv6At(v string, start, end int) int {
	stop := end
	for stop > start && (v[stop-1] == '.' || v[stop-1] == ':' && (stop-2 < start || v[stop-2] != ':')) {
		stop-- // the sentence goes on behind it
	}
	if stop < len(v) && (isAlnum(v[stop]) || v[stop] == '_') || stop-start > maxIPv6 || !looksIPv6(v[start:stop]) {
		return 0
	}
	a, err := netip.ParseAddr(v[start:stop])
	if err != nil || !assignedIPv6(a, v[start:stop]) {
		return 0
	}
	if stop == end && end < len(v) && v[end] == '%' {
		i := end + 1
		for i < len(v) && i-end <= maxZone && (isAlnum(v[i]) || v[i] == '.' || v[i] == '_' || v[i] == '-') {
			i++
		}
		for i > end+1 && !isAlnum(v[i-1]) {
			i--
		}
		if i > end+1 {
			stop = i
		}
	}
	from := start
	if start > 0 && v[start-1] == '[' && stop < len(v) && v[stop] == ']' {
		from--
		stop++
	}
	s.addAddress(a, from, stop)
	return stop
}

// looksIPv6 turns away what has not the groups of an address, so that the
// parser sees hardly anything that it would have to make an error for.
func looksIPv6(t string) bool {
	groups, group, double := 0, 0, false
	for i := range len(t) {
		switch t[i] {
		case ':':
			if i > 0 && t[i-1] == ':' {
				if double {
					return false
				}
				double = true
			}
			if group > 0 {
				groups++
			}
			group = 0
		case '.':
			// The last 32 bits in the notation of IPv4.
			from := i
			for from > 0 && t[from-1] != ':' {
				from--
			}
			_, end, ok := parseQuad(t, from, '.')
			return ok && end == len(t) && (double && groups <= 5 || groups == 6)
		default:
			if group++; group > 4 {
				return false
			}
		}
	}
	if group > 0 {
		groups++
	}
	return double && groups <= 7 || groups == 8
}

var (
	globalUnicast = netip.MustParsePrefix("2000::/3")
	uniqueLocal   = netip.MustParsePrefix("fc00::/7")
	translated    = netip.MustParsePrefix("64:ff9b::/16")
)

// assignedIPv6 reports whether an address lies in a range that is in use, which
// names of programming languages (abc::def) and times do not.
func assignedIPv6(a netip.Addr, text string) bool {
	if a.Is4In6() || translated.Contains(a) || a.IsLinkLocalUnicast() {
		return true
	}
	if !globalUnicast.Contains(a) && !uniqueLocal.Contains(a) {
		return false
	}
	digits, letters, groups := 0, 0, 0
	for i := range len(text) {
		switch {
		case is(text[i], clDigit):
			digits++
		case is(text[i], clAlpha):
			letters++
		case text[i] == ':':
			groups++
		}
	}
	// 2020::2021 and 2026:11:22:10:11:12:13:14 are rather no addresses.
	return digits > 0 && (letters > 0 || groups > 2 && groups < 7)
}
