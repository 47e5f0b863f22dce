package redact

import (
	"net/netip"
	"strings"

	"github.com/lethe-otel/lethe/internal/redact/rules"
)

// truncateValue is the text with less precision that takes the place of a
// finding of a rule, in the notation found: the network of an IP address (24
// bits of IPv4, 48 of IPv6), the maker of a hardware address. Texts already
// truncated stay as they are. ok is false for rules and texts that cannot be.
func truncateValue(rule, text string) (out string, ok bool) {
	switch rule {
	case rules.IPAddress, rules.PrivateIPAddress:
		return truncateIP(text)
	case rules.MACAddress:
		return truncateMAC(text)
	case rules.Coordinates:
		return truncateCoordinate(text)
	}
	return "", false
}

func truncateIP(text string) (string, bool) {
	const reverse4, reverse6 = ".in-addr.arpa", ".ip6.arpa"
	switch n := len(text); {
	case hasFold(text, n-len(reverse4), reverse4):
		quad, end, ok := parseQuad(text, 0, '.')
		if !ok || end != n-len(reverse4) {
			return "", false
		}
		if quad[0] == 0 {
			return text, true
		}
		return "0" + text[strings.IndexByte(text, '.'):], true
	case hasFold(text, n-len(reverse6), reverse6):
		const kept = 48 / 4
		b := []byte(text)
		for i := 0; i < n-len(reverse6)-2*kept; i += 2 {
			b[i] = '0'
		}
		return string(b), true
	}
	for _, sep := range []byte(".-") {
		if _, end, ok := parseQuad(text, 0, sep); ok && end == len(text) {
			return text[:strings.LastIndexByte(text, sep)+1] + "0", true
		}
	}
	open, end := "", ""
	if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") {
		open, end, text = "[", "]", text[1:len(text)-1]
	}
	a, err := netip.ParseAddr(text)
	if err != nil {
		return "", false
	}
	if i := strings.LastIndexByte(text, ':'); strings.IndexByte(text, '.') > i {
		// The IPv4 address in it says where its packets go.
		quad, ok := truncateIP(text[i+1:])
		return open + text[:i+1] + quad + end, ok
	}
	if a.Is4In6() {
		b := a.As4()
		b[3] = 0
		return open + "::ffff:" + netip.AddrFrom4(b).String() + end, true
	}
	network, err := a.WithZone("").Prefix(48)
	if err != nil {
		return "", false
	}
	return open + network.Addr().String() + end, true
}

// truncateMAC keeps the first three bytes, which name the maker.
func truncateMAC(text string) (string, bool) {
	b := []byte(text)
	digits := 0
	for i, c := range b {
		switch {
		case is(c, clHex):
			if digits++; digits > 6 {
				b[i] = '0'
			}
		case c != ':' && c != '-' && c != '.':
			return "", false
		}
	}
	return string(b), digits == 12 || digits == 16
}
