package redact

import (
	"net/netip"
	"strings"
)

// maxAddressLiteral is the longest address in brackets: IPv6 with an IPv4 part.
const maxAddressLiteral = len("[IPv6:ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]")

// addressLiteralEnd is where the address in brackets that starts at start ends
// (RFC 5321 section 4.1.3: bob@[192.0.2.1], bob@[IPv6:2001:db8::1]), -1 if there
// is none.
func addressLiteralEnd(v string, start int) int {
	if start >= len(v) || v[start] != '[' {
		return -1
	}
	n := strings.IndexByte(v[start:min(len(v), start+maxAddressLiteral)], ']')
	if n < 0 {
		return -1
	}
	text := v[start+1 : start+n]
	if hasFold(text, 0, "ipv6:") {
		text = text[len("ipv6:"):]
	}
	if strings.IndexByte(text, '.') < 0 && strings.IndexByte(text, ':') < 0 {
		return -1
	}
	if _, err := netip.ParseAddr(text); err != nil {
		return -1
	}
	return start + n + 1
}
