package correlate

import (
	"encoding/binary"
	"math/bits"
	"strings"
)

const notHex = 0xff

var hexValue = func() (t [256]uint8) {
	for i := range t {
		t[i] = notHex
	}
	for i := range 10 {
		t['0'+i] = uint8(i)
	}
	for i := range 6 {
		t['a'+i], t['A'+i] = uint8(10+i), uint8(10+i)
	}
	return t
}()

// parseHex reads up to 16 hexadecimal digits of either case.
func parseHex(s string) (v uint64, ok bool) {
	if s == "" || len(s) > 16 {
		return 0, false
	}
	for i := range len(s) {
		d := hexValue[s[i]]
		if d == notHex {
			return 0, false
		}
		v = v<<4 | uint64(d)
	}
	return v, true
}

// parseLowerHex is parseHex for formats that forbid upper case.
func parseLowerHex(s string) (uint64, bool) {
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'F' {
			return 0, false
		}
	}
	return parseHex(s)
}

func makeTrace(high, low uint64) (t TraceID) {
	binary.BigEndian.PutUint64(t[:8], high)
	binary.BigEndian.PutUint64(t[8:], low)
	return t
}

func makeSpan(v uint64) (s SpanID) {
	binary.BigEndian.PutUint64(s[:], v)
	return s
}

// parseTrace32 reads 32 hexadecimal digits.
func parseTrace32(s string) (TraceID, bool) {
	if len(s) != 32 {
		return TraceID{}, false
	}
	high, ok1 := parseHex(s[:16])
	low, ok2 := parseHex(s[16:])
	if !ok1 || !ok2 || high|low == 0 {
		return TraceID{}, false
	}
	return makeTrace(high, low), true
}

// parseTrace16 reads 16 hexadecimal digits, padded on the left as W3C asks.
func parseTrace16(s string) (TraceID, bool) {
	if len(s) != 16 {
		return TraceID{}, false
	}
	low, ok := parseHex(s)
	if !ok || low == 0 {
		return TraceID{}, false
	}
	return makeTrace(0, low), true
}

// parseHexTrace reads 32 or 16 digits.
func parseHexTrace(s string) (t TraceID, short, ok bool) {
	if len(s) == 16 {
		t, ok = parseTrace16(s)
		return t, true, ok
	}
	t, ok = parseTrace32(s)
	return t, t.high() == 0, ok
}

// parseUUID reads the form 8-4-4-4-12 as a trace id.
func parseUUID(s string) (TraceID, bool) {
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return TraceID{}, false
	}
	a, ok1 := parseHex(s[:8])
	b, ok2 := parseHex(s[9:13])
	c, ok3 := parseHex(s[14:18])
	d, ok4 := parseHex(s[19:23])
	e, ok5 := parseHex(s[24:])
	if !ok1 || !ok2 || !ok3 || !ok4 || !ok5 || a|b|c|d|e == 0 {
		return TraceID{}, false
	}
	return makeTrace(a<<32|b<<16|c, d<<48|e), true
}

// parseXRay reads 1-<8>-<24>, the notation of AWS X-Ray.
func parseXRay(s string) (TraceID, bool) {
	if len(s) != 35 || s[:2] != "1-" || s[10] != '-' {
		return TraceID{}, false
	}
	a, ok1 := parseHex(s[2:10])
	b, ok2 := parseHex(s[11:19])
	c, ok3 := parseHex(s[19:])
	if !ok1 || !ok2 || !ok3 || a|b|c == 0 {
		return TraceID{}, false
	}
	return makeTrace(a<<32|b, c), true
}

// parseSpan16 reads 16 hexadecimal digits.
func parseSpan16(s string) (SpanID, bool) {
	if len(s) != 16 {
		return SpanID{}, false
	}
	v, ok := parseHex(s)
	return makeSpan(v), ok && v != 0
}

// parseTraceparent reads the W3C header: lower case only, version ff and zero
// ids are invalid, and a version from the future may go on after a hyphen.
func parseTraceparent(s string) (t TraceID, span SpanID, ok bool) {
	if len(s) < 55 || s[2] != '-' || s[35] != '-' || s[52] != '-' {
		return t, span, false
	}
	version, ok0 := parseLowerHex(s[:2])
	high, ok1 := parseLowerHex(s[3:19])
	low, ok2 := parseLowerHex(s[19:35])
	sp, ok3 := parseLowerHex(s[36:52])
	_, ok4 := parseLowerHex(s[53:55])
	if !ok0 || !ok1 || !ok2 || !ok3 || !ok4 || version == 0xff || high|low == 0 || sp == 0 {
		return t, span, false
	}
	if len(s) > 55 && (version == 0 || s[55] != '-') {
		return t, span, false
	}
	return makeTrace(high, low), makeSpan(sp), true
}

// parseB3 reads the single header {trace}-{span}[-{sampled}[-{parent}]].
func parseB3(s string) (t TraceID, span SpanID, short, ok bool) {
	i := strings.IndexByte(s, '-')
	if i < 0 || len(s) < i+17 {
		return t, span, false, false
	}
	rest := s[i+17:]
	switch {
	case rest == "":
	case len(rest) >= 2 && rest[0] == '-' && (rest[1] == '0' || rest[1] == '1' || rest[1] == 'd'):
		if len(rest) > 2 {
			if len(rest) != 19 || rest[2] != '-' {
				return t, span, false, false
			}
			if _, ok = parseHex(rest[3:]); !ok {
				return t, span, false, false
			}
		}
	default:
		return t, span, false, false
	}
	t, short, ok = parseHexTrace(s[:i])
	if !ok {
		return t, span, false, false
	}
	span, ok = parseSpan16(s[i+1 : i+17])
	return t, span, short, ok
}

// parseUber reads {trace}:{span}:{parent}:{flags} of Jaeger clients, which
// leave out leading zeroes and may write %3A for the colons.
func parseUber(s string) (t TraceID, span SpanID, short, ok bool) {
	trace, s, ok1 := cutColon(s)
	sp, s, ok2 := cutColon(s)
	parent, flags, ok3 := cutColon(s)
	if !ok1 || !ok2 || !ok3 || len(trace) > 32 || len(flags) > 2 {
		return t, span, false, false
	}
	var high, low, spv uint64
	if len(trace) > 16 {
		if high, ok = parseHex(trace[:len(trace)-16]); !ok {
			return t, span, false, false
		}
		trace = trace[len(trace)-16:]
	}
	low, ok1 = parseHex(trace)
	spv, ok2 = parseHex(sp)
	_, ok3 = parseHex(parent)
	_, ok4 := parseHex(flags)
	if !ok1 || !ok2 || !ok3 || !ok4 || high|low == 0 || spv == 0 {
		return t, span, false, false
	}
	return makeTrace(high, low), makeSpan(spv), high == 0, true
}

func cutColon(s string) (before, after string, found bool) {
	for i := 0; i < len(s) && i <= 32; i++ {
		if s[i] == ':' {
			return s[:i], s[i+1:], true
		}
		if s[i] == '%' {
			if len(s) >= i+3 && s[i+1] == '3' && lower(s[i+2]) == 'a' {
				return s[:i], s[i+3:], true
			}
			break
		}
	}
	return s, "", false
}

// parseXRayHeader reads Root=1-…;Parent=…;Sampled=… The parent is the caller's
// segment and is not taken.
func parseXRayHeader(s string) (TraceID, bool) {
	for s != "" {
		part, rest, _ := strings.Cut(s, ";")
		part = strings.TrimLeft(part, " ")
		if len(part) > 5 && strings.EqualFold(part[:5], "root=") {
			return parseXRay(strings.TrimRight(part[5:], " "))
		}
		s = rest
	}
	return TraceID{}, false
}

// parseCloud reads X-Cloud-Trace-Context: TRACE_ID[/SPAN_ID[;o=N]] with a
// decimal span id.
func parseCloud(s string) (t TraceID, span SpanID, ok bool) {
	if len(s) < 32 {
		return t, span, false
	}
	if t, ok = parseTrace32(s[:32]); !ok {
		return t, span, false
	}
	rest := s[32:]
	if rest != "" && rest[0] == '/' {
		rest = rest[1:]
		n := 0
		for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
			n++
		}
		high, v, ok := parseDecimal(rest[:n])
		if !ok || high != 0 {
			return TraceID{}, span, false
		}
		span = makeSpan(v)
		rest = rest[n:]
	}
	if rest != "" && !strings.HasPrefix(rest, ";o=") {
		return TraceID{}, SpanID{}, false
	}
	return t, span, true
}

// parseDecimal reads an unsigned decimal number below 2^128.
func parseDecimal(s string) (high, low uint64, ok bool) {
	if s == "" || len(s) > 39 {
		return 0, 0, false
	}
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, 0, false
		}
		c1, l := bits.Mul64(low, 10)
		over, h := bits.Mul64(high, 10)
		l, carry := bits.Add64(l, uint64(d), 0)
		h, carry = bits.Add64(h, c1, carry)
		if over != 0 || carry != 0 {
			return 0, 0, false
		}
		high, low = h, l
	}
	return high, low, true
}

// parseDatadogTrace reads the notations of Datadog: 32 digits are hexadecimal
// whatever they are; otherwise digits alone are decimal, of 64 bits (signed in
// some libraries) or of 128.
func parseDatadogTrace(s string) (t TraceID, short, ok bool) {
	if len(s) == 32 {
		t, ok = parseTrace32(s)
		return t, t.high() == 0, ok
	}
	if high, low, ok := parseDatadogDecimal(s); ok {
		return makeTrace(high, low), high == 0, high|low != 0
	}
	if len(s) == 16 {
		t, ok = parseTrace16(s)
		return t, true, ok
	}
	return t, false, false
}

func parseDatadogDecimal(s string) (high, low uint64, ok bool) {
	if len(s) > 1 && s[0] == '-' {
		high, low, ok = parseDecimal(s[1:])
		if !ok || high != 0 || low > 1<<63 {
			return 0, 0, false
		}
		return 0, -low, true
	}
	return parseDecimal(s)
}

// parseDatadogSpan reads a decimal span id, or 16 digits with a letter.
func parseDatadogSpan(s string) (SpanID, bool) {
	if high, low, ok := parseDatadogDecimal(s); ok {
		return makeSpan(low), high == 0 && low != 0
	}
	return parseSpan16(s)
}

// parseGoogleTrace reads projects/P/traces/ID or the id alone. Some put the
// whole X-Cloud-Trace-Context where the id should be.
func parseGoogleTrace(s string) (TraceID, SpanID, bool) {
	if strings.HasPrefix(s, googleProject) {
		i := strings.Index(s, "/traces/")
		if i < 0 {
			return TraceID{}, SpanID{}, false
		}
		s = s[i+len("/traces/"):]
	}
	return parseCloud(s)
}

const googleProject = "projects/"
