package redact

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"strings"
)

// networkRules are the numbers of the rules of the pack network.
type networkRules struct {
	on                   bool
	public, private, mac uint16
}

// network looks for addresses. It runs only where its pack is on, apart from
// the first stage, so that the pack costs nothing where it is off. Every
// address has one of three marks: a dot, a colon or a dash between two digits.
func (s *Scanner) network(k Key, v string) {
	done := 0
	for p := nextMark(v, 0); p < len(v)-1; p = nextMark(v, max(p+1, done)) {
		if p < 1 && v[p] != ':' {
			continue
		}
		switch v[p] {
		case '.':
			if is(v[p-1], clHex) && is(v[p+1], clHex) {
				done = s.dotted(k, v, p, done)
			}
		case ':':
			if is(v[p+1], clHex) || v[p+1] == ':' {
				done = s.coloned(v, p, done)
			}
		case '-':
			if is(v[p-1], clHex) && is(v[p+1], clHex) {
				done = s.dashed(v, p, done)
			}
		}
	}
}

// nextMark is the next dot, colon or dash from i on, the length of v for none.
func nextMark(v string, i int) int {
	for ; i+8 <= len(v); i += 8 {
		w := binary.LittleEndian.Uint64([]byte(v[i : i+8]))
		low := w &^ highs
		// The dash and the dot differ in their two lowest bits.
		dots := low ^ ones*'.'
		dashes := low ^ ones*'-'
		colons := low ^ ones*':'
		hit := (^(dots + ones*0x7f) | ^(dashes + ones*0x7f) | ^(colons + ones*0x7f)) &^ w & highs
		if hit != 0 {
			return i + bits.TrailingZeros64(hit)>>3
		}
	}
	for ; i < len(v); i++ {
		if v[i] == '.' || v[i] == ':' || v[i] == '-' {
			return i
		}
	}
	return len(v)
}

// addAddress notes an IP address, if it is one that may belong to somebody.
func (s *Scanner) addAddress(a netip.Addr, start, end int) {
	rule, ok := s.e.network.ruleOf(a)
	if ok && s.e.enabled[rule] {
		s.apart = append(s.apart, apartSpan{rule: rule, start: start, end: end})
	}
}

// addressBytes looks at four or sixteen bytes under a name for an address. What
// takes their place is a text.
func (s *Scanner) addressBytes(k Key, value []byte) (out []byte, changed bool) {
	a, ok := netip.AddrFromSlice(value)
	if !ok || k.Class == KeySensitive || !k.hints.has(hintAddress) || printable(value) {
		return nil, false
	}
	text, changed := s.String(k, a.String())
	if !changed {
		return nil, false
	}
	for i := range s.findings {
		s.findings[i].Start, s.findings[i].End = 0, len(value)
	}
	return []byte(text), true
}

func printable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// ruleOf tells which rule an address belongs to. Loopback, unspecified,
// multicast, broadcast, masks and whole networks of eight bits belong to none.
func (n *networkRules) ruleOf(a netip.Addr) (rule uint16, ok bool) {
	a = a.Unmap()
	if a.Is4() {
		b := a.As4()
		if b[0] == 0 || b[0] >= 240 || b[1] == 0 && b[2] == 0 && b[3] == 0 {
			return 0, false
		}
	}
	switch {
	case a.IsLoopback() || a.IsUnspecified() || a.IsMulticast():
		return 0, false
	case a.IsPrivate() || a.IsLinkLocalUnicast() || sharedSpace.Contains(a):
		return n.private, true
	}
	return n.public, true
}

// dotted looks at the dot at p: of an IPv4 address, of a reverse lookup, or of
// a hardware address in Cisco's notation.
func (s *Scanner) dotted(k Key, v string, p, done int) int {
	if p+9 <= len(v) && (v[p+1]|0x20) == 'i' && hasFold(v, p, ".ip6.arpa") {
		return done // read from its front
	}
	start := p
	for start > done && p-start < 5 && is(v[start-1], clHex) {
		start--
	}
	switch p - start {
	case 1:
		if end := s.nibbles(v, start); end > 0 {
			return end
		}
	case 4:
		return max(done, s.ciscoMAC(v, start))
	}
	start = numberStart(v, p)
	quad, end, ok := parseQuad(v, start, '.')
	if !ok || !quadNeighbours(v, start, end, quad) {
		return done
	}
	if suffix := ".in-addr.arpa"; hasFold(v, end, suffix) {
		s.addAddress(netip.AddrFrom4([4]byte{quad[3], quad[2], quad[1], quad[0]}), start, end+len(suffix))
		return end + len(suffix)
	}
	if !k.hints.has(hintVersion) && !versionBefore(v, start) {
		s.addAddress(netip.AddrFrom4(quad), start, end)
	}
	return end
}

// numberStart is where the number of at most three digits before p starts,
// behind an escape whose digits stand before it: %20203.0.113.7.
func numberStart(v string, p int) int {
	start := p
	for start > 0 && p-start < 3 && is(v[start-1], clDigit) {
		start--
	}
	for i := start + 1; i < p; i++ {
		if afterPercent(v, i) {
			return i
		}
	}
	return start
}

// parseQuad reads four numbers up to 255 without leading zeros.
func parseQuad(v string, i int, sep byte) (quad [4]byte, end int, ok bool) {
	for part := range 4 {
		if part > 0 {
			if i >= len(v) || v[i] != sep {
				return quad, 0, false
			}
			i++
		}
		n, from := 0, i
		for i < len(v) && i-from < 3 && is(v[i], clDigit) {
			n = n*10 + int(v[i]-'0')
			i++
		}
		if i == from || n > 255 || v[from] == '0' && i-from > 1 {
			return quad, 0, false
		}
		quad[part] = byte(n)
	}
	return quad, i, true
}

// quadNeighbours reports whether the text around four numbers lets them be an
// address, and no part of an object identifier, a version or a file name.
func quadNeighbours(v string, start, end int, quad [4]byte) bool {
	local := quad[0] == 10 || quad[0] == 192 && quad[1] == 168 || quad[0] == 172 && quad[1]&0xf0 == 16
	if start > 0 {
		switch c := v[start-1]; {
		case isAlnum(c):
			if !afterEscape(v, start) && !afterPercent(v, start) {
				return false
			}
		case c == '.':
			return false
		case c == '-' || c == '_':
			// The version of an artefact rather: openssl-libs-1.1.1.14.
			if start > 1 && is(v[start-2], clAlpha) && !local {
				return false
			}
		case is(c, clHigh):
			return false
		}
	}
	if end >= len(v) {
		return true
	}
	switch c := v[end]; {
	case isAlnum(c) || c == '_':
		return false
	case c == '.':
		return afterQuad(v, start, end)
	case c == '-' || c == '+':
		return end+1 >= len(v) || !is(v[end+1], clAlpha) || local
	}
	return true
}

// afterQuad looks at what follows the dot behind four numbers: the port of a
// packet dump, a domain, or the ending of a file.
func afterQuad(v string, start, end int) bool {
	i := end + 1
	for i < len(v) && isAlnum(v[i]) {
		i++
	}
	label := v[end+1 : i]
	switch {
	case label == "":
		return true
	case is(label[0], clDigit):
		// tcpdump: IP 203.0.113.7.443 > 198.51.100.1.51234:
		return i-end <= 6 && allDigits([]byte(label)) && (strings.HasPrefix(v[i:], " >") || strings.HasSuffix(v[:start], "> ")) && (i >= len(v) || v[i] != '.')
	}
	return i+1 < len(v) && v[i] == '.' && is(v[i+1], clAlpha) && !hasFold(v, i, ".gz") && !hasFold(v, i, ".xz") || hasFold(v, i, "-addr.arpa")
}

// Words before four numbers that make them a version or a section.
var versionWords = setOf("version", "versions", "ver", "vers", "v", "release", "rel", "driver", "firmware", "fw", "build", "rev", "revision",
	"assembly", "upgrade", "upgraded", "upgrading", "downgrade", "downgraded", "patch", "sdk", "kernel", "package", "section", "chapter",
	"clause", "rfc", "oid", "bios", "jdk", "jre", "hotfix")

// Words that may stand between such a word and the numbers.
var versionFillers = setOf("is", "number", "no", "string")

// Products whose versions have four numbers, as user agents name them.
var versionProducts = setOf("chrome", "chromium", "headlesschrome", "crios", "edg", "edge", "edga", "edgios", "opr", "opera", "firefox", "safari",
	"version", "yabrowser", "vivaldi", "brave", "samsungbrowser", "electron", "applewebkit", "trident", "chromedriver", "webview", "whale", "miuibrowser")

// maxWordGap is what may stand between such a word and the numbers: ": ", `":"`.
const maxWordGap = 6

// versionBefore reports whether the word before p says that numbers are a version.
func versionBefore(v string, p int) bool {
	if p > 0 && v[p-1] == '/' {
		return inSet(versionProducts, productBefore(v, p-1))
	}
	for range 2 {
		end := p
		for end > 0 && p-end < maxWordGap && class[v[end-1]]&(clAlpha|clDigit|clHigh) == 0 && v[end-1] != '\n' {
			if c := v[end-1]; c == '/' || c == '@' || c == ',' || c == ';' {
				return false
			}
			end--
		}
		start := wordStart(v, end, max(0, end-maxTopicWord))
		word := v[start:end]
		if inSet(versionWords, word) || len(word) > 7 && hasFold(word, len(word)-7, "version") {
			return true
		}
		if !inSet(versionFillers, word) {
			return false
		}
		p = start
	}
	return false
}

func productBefore(v string, end int) string {
	start := end
	for start > 0 && end-start < maxTopicWord && is(v[start-1], clAlpha) {
		start--
	}
	return v[start:end]
}

// inSet looks up a word in any case, without an allocation.
func inSet(set map[string]struct{}, word string) bool {
	var low [maxTopicWord]byte
	if word == "" || len(word) > len(low) {
		return false
	}
	for i := range len(word) {
		low[i] = lower(word[i])
	}
	_, ok := set[string(low[:len(word)])]
	return ok
}

// dashed looks at the dash at p: of a hardware address, or of a host that has
// its address in its name (ip-10-142-110-255, ec2-203-0-113-7.example.com).
func (s *Scanner) dashed(v string, p, done int) int {
	start := p
	for start > done && p-start < 4 && is(v[start-1], clHex) {
		start--
	}
	if p-start == 2 {
		if end := s.pairsMAC(v, start, '-'); end > 0 {
			return end
		}
	}
	if !is(v[p-1], clDigit) || start == done && done > 0 && v[start] == '-' {
		return done
	}
	quad, end, ok := parseQuad(v, start, '-')
	if !ok || end < len(v) && (isAlnum(v[end]) || v[end] == '-' || v[end] == '_') {
		return done
	}
	named := false
	for _, name := range [...]string{"ip-", "ec2-", "host-"} {
		named = named || start >= len(name) && hasFold(v, start-len(name), name) && (start == len(name) || !isAlnum(v[start-len(name)-1]))
	}
	if !named && (start > 0 && (v[start-1] != '-' && isAlnum(v[start-1]) || v[start-1] == '_') || !domainFollows(v, end)) {
		return done
	}
	s.addAddress(netip.AddrFrom4(quad), start, end)
	return end
}

// domainFollows reports whether two labels or more follow, the last of letters.
func domainFollows(v string, i int) bool {
	labels := 0
	for i+1 < len(v) && v[i] == '.' && isAlnum(v[i+1]) && labels < 8 {
		from := i + 1
		for i = from; i < len(v) && (isAlnum(v[i]) || v[i] == '-'); i++ {
			if i-from > 63 {
				return false
			}
		}
		labels++
		if labels >= 2 && is(v[from], clAlpha) && (i >= len(v) || v[i] != '.') {
			return true
		}
	}
	return false
}

// nibbles reads the reverse lookup of an IPv6 address from start on: 32
// hexadecimal digits, the last first.
func (s *Scanner) nibbles(v string, start int) int {
	const digits, suffix = 32, "ip6.arpa"
	end := start + 2*digits
	if end+len(suffix) > len(v) || !hasFold(v, end, suffix) || start > 0 && (isAlnum(v[start-1]) || v[start-1] == '.') {
		return 0
	}
	var b [16]byte
	for i := range digits {
		if !is(v[start+2*i], clHex) || v[start+2*i+1] != '.' {
			return 0
		}
		at := digits - 1 - i
		b[at/2] |= hexValue(v[start+2*i]) << (4 * (1 - at%2))
	}
	s.addAddress(netip.AddrFrom16(b), start, end+len(suffix))
	return end + len(suffix)
}

func hexValue(c byte) byte {
	if c-'0' <= 9 {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}
