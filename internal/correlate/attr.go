package correlate

import "strings"

// Ranks of span ids and correlation ids within one source; the lower wins.
const (
	rankSpan = iota + 1
	rankSegment
	rankTransaction
	rankHeaderSpan
	rankDatadogSpan
)

// maxValue bounds the values that are looked at, in bytes: baggage is the
// longest that can hold an id.
const maxValue = 8192

// Attr takes the ids out of the value under a key of the given kind. Values of
// type slice can be given element by element, or as a JSON array of one.
// Nothing is allocated: IDs.Correlation is a part of value.
func Attr(kind KeyKind, value string, ids *IDs) {
	if kind == KeyNone || len(value) > maxValue {
		if kind.HoldsCorrelation() {
			refuse(&ids.RefusedCorrelation, ReasonLength)
		}
		return
	}
	value = trim(value)
	if len(value) > 4 && value[0] == '[' && value[1] == '"' && strings.HasSuffix(value, `"]`) {
		value = value[2 : len(value)-2]
	}
	if n := len(value); n > 2 && value[0] == value[n-1] && (value[0] == '"' || value[0] == '\'') {
		value = value[1 : n-1] // a field of CSV, or what a regular expression cut out
	}
	take(kind, value, ids)
}

func trim(s string) string {
	for s != "" && blank(s[0]) {
		s = s[1:]
	}
	for s != "" && blank(s[len(s)-1]) {
		s = s[:len(s)-1]
	}
	return s
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// zero notes that an id of zeroes stood under a key.
func (ids *IDs) zero(kind KeyKind) {
	if kind.HoldsCorrelation() {
		refuse(&ids.RefusedCorrelation, ReasonZero)
	} else if kind.HoldsTrace() && kind != keyTraceEntry {
		refuse(&ids.RefusedTrace, ReasonZero)
	}
}

func refuse(to *Reason, why Reason) {
	if *to == ReasonNone {
		*to = why
	}
}

// take reads one value that stands alone.
func take(kind KeyKind, v string, ids *IDs) {
	if absent(v) {
		if len(v) > 1 {
			ids.zero(kind)
		}
		return
	}
	ids.format = formatOf(kind, v)
	switch kind {
	case keyTrace:
		takeTrace(v, ids)
	case keyTrace32:
		if t, ok := parseTrace32(v); ok {
			ids.setTrace(t, false, familyKeys)
		}
	case keyTraceGoogle, keyTraceEntry:
		if kind == keyTraceEntry && !strings.HasPrefix(v, googleProject) {
			return
		}
		t, s, ok := parseGoogleTrace(v)
		if !ok {
			refuse(&ids.RefusedTrace, ReasonForm)
			return
		}
		ids.setTrace(t, false, familyKeys)
		if agree(ids.Trace, t) {
			ids.setSpan(s, rankHeaderSpan, familyKeys)
		}
	case keyActivity:
		if t, s, ok := parseTraceparent(v); ok {
			ids.setContext(t, s, false)
		}
	case keyXRayRoot:
		if t, ok := parseXRay(v); ok {
			ids.setTrace(t, false, familyHeaders)
		}
	case keySpan:
		if len(v) == 18 {
			v = strings.TrimPrefix(v, "0x")
		}
		if s, ok := parseSpan16(v); ok {
			ids.setSpan(s, rankSpan, familyKeys)
		} else {
			refuse(&ids.RefusedTrace, ReasonForm)
		}
	case keyTransaction:
		if s, ok := parseSpan16(v); ok {
			ids.setSpan(s, rankTransaction, familyKeys)
		}
	case keySegment:
		if s, ok := parseSpan16(v); ok && ids.xray {
			ids.setSpan(s, rankSegment, familyKeys)
		}
	default:
		if kind >= keyCorrelation {
			takeCorrelation(kind, v, ids)
		} else if !takeHeader(kind, v, ids) {
			refuse(&ids.RefusedTrace, ReasonForm)
		}
	}
}

// takeTrace reads a trace id key: 32 or 16 digits, 32 behind 0x, a UUID, the
// notation of X-Ray, or a whole traceparent (the traceId of ASP.NET's problem details).
func takeTrace(v string, ids *IDs) {
	var t TraceID
	var ok, short bool
	switch len(v) {
	case 16, 32:
		t, short, ok = parseHexTrace(v)
	case 34: // SpanContext of Python
		if strings.HasPrefix(v, "0x") {
			t, ok = parseTrace32(v[2:])
		}
	case 36:
		t, ok = parseUUID(v)
	case 35:
		if t, ok = parseXRay(v); ok {
			ids.xray = true
		}
	case 52: // X-Ray's plugins for loggers: trace@segment
		if v[35] == '@' {
			if t, ok = parseXRay(v[:35]); ok {
				ids.setTrace(t, false, familyKeys)
				if s, ok := parseSpan16(v[36:]); ok && agree(ids.Trace, t) {
					ids.setSpan(s, rankSegment, familyKeys)
				}
				return
			}
		}
	case 55:
		var s SpanID
		if t, s, ok = parseTraceparent(v); ok {
			ids.setTrace(t, false, familyKeys)
			if agree(ids.Trace, t) {
				ids.setSpan(s, rankHeaderSpan, familyKeys)
			}
			return
		}
	}
	if !ok {
		if !blocklisted(v) {
			refuse(&ids.RefusedTrace, ReasonForm)
		}
		return
	}
	ids.setTrace(t, short, familyKeys)
}

// takeHeader reads the value of a propagation header, or of a Datadog key.
func takeHeader(kind KeyKind, v string, ids *IDs) bool {
	switch kind {
	case keyTraceparent:
		t, s, ok := parseTraceparent(v)
		if ok {
			ids.setContext(t, s, false)
		}
		return ok
	case keyB3:
		if len(v) == 1 { // 1 and d: the sampling decision alone
			return true
		}
		t, s, short, ok := parseB3(v)
		if ok {
			ids.setContext(t, s, short)
		}
		return ok
	case keyUber:
		t, s, short, ok := parseUber(v)
		if ok {
			ids.setContext(t, s, short)
		}
		return ok
	case keyXRay:
		t, ok := parseXRayHeader(v)
		if ok {
			ids.setContext(t, SpanID{}, false)
		}
		return ok
	case keyCloud:
		t, s, ok := parseCloud(v)
		if ok {
			ids.setContext(t, s, false)
		}
		return ok
	case keyDatadogTrace:
		t, short, ok := parseDatadogTrace(v)
		if ok {
			ids.setTrace(t, short, familyDatadog)
		}
		return ok
	case keyDatadogSpan:
		s, ok := parseDatadogSpan(v)
		if ok {
			ids.setSpan(s, rankDatadogSpan, familyDatadog)
		}
		return ok
	case keyDatadogHigh:
		return takeDatadogHigh(v, ids)
	case keyDatadogTags:
		for v != "" {
			tag, rest, _ := strings.Cut(v, ",")
			if high, ok := strings.CutPrefix(trim(tag), "_dd.p.tid="); ok {
				return takeDatadogHigh(high, ids)
			}
			v = rest
		}
		return true
	}
	return false
}

// takeDatadogHigh reads the upper half of a trace id of Datadog.
func takeDatadogHigh(v string, ids *IDs) bool {
	if len(v) != 16 {
		return false
	}
	high, ok := parseHex(v)
	if ok && high != 0 {
		ids.setHigh(high)
	}
	return ok
}

// takeCorrelation reads the value of a key that holds a correlation id. A UUID
// under such a key is never a trace id.
func takeCorrelation(kind KeyKind, v string, ids *IDs) {
	if kind == keyBaggage {
		takeBaggage(v, ids)
		return
	}
	if v[0] == '|' {
		takeHierarchical(kind, v, ids)
		return
	}
	if kind == keyRequestCounter && counter(v) {
		refuse(&ids.RefusedCorrelation, ReasonCounter)
		return
	}
	if why := ValidCorrelationID(v); why != ReasonNone {
		refuse(&ids.RefusedCorrelation, why)
		return
	}
	source := SourceRequestID
	if kind == keyCorrelation {
		source = SourceCorrelationID
	}
	ids.setCorrelation(v, source, uint8(kind-keyCorrelation)+1)
}

// counter finds the ids that Fastify ("req-" and a number in base 36) and
// pino-http (a number) make by default: every process has the same ones.
func counter(v string) bool {
	if rest, ok := strings.CutPrefix(v, "req-"); ok {
		v = rest
		if len(v) > 5 {
			return false
		}
		for i := range len(v) {
			if c := v[i]; (c < '0' || c > '9') && (c < 'a' || c > 'z') {
				return false
			}
		}
		return true
	}
	return len(v) < 10 && digitsOnly(v)
}

func digitsOnly(v string) bool {
	for i := range len(v) {
		if v[i] < '0' || v[i] > '9' {
			return false
		}
	}
	return true
}

// takeHierarchical reads the Request-Id of .NET, |root.local_1.2.: a root of 32
// digits is the trace id, and a node of 16 digits after it the span id; any
// other root is a correlation id.
func takeHierarchical(kind KeyKind, v string, ids *IDs) {
	root, rest, _ := strings.Cut(v[1:], ".")
	if t, ok := parseTrace32(root); ok {
		node, _, _ := strings.Cut(rest, ".")
		node, _, _ = strings.Cut(node, "_")
		s, _ := parseSpan16(node)
		ids.setContext(t, s, false)
		return
	}
	if why := ValidCorrelationID(root); why != ReasonNone {
		refuse(&ids.RefusedCorrelation, why)
		return
	}
	ids.setCorrelation(root, SourceRequestID, uint8(kind-keyCorrelation)+1)
}

// takeBaggage reads the members of W3C baggage whose names are those of a
// correlation id or a request id.
func takeBaggage(v string, ids *IDs) {
	for members := 0; v != "" && members < 64; members++ {
		member, rest, _ := strings.Cut(v, ",")
		v = rest
		name, value, ok := strings.Cut(member, "=")
		if !ok {
			continue
		}
		kind := KindOfKey(trim(name))
		if !kind.HoldsCorrelation() || kind == keyBaggage {
			continue
		}
		value, _, _ = strings.Cut(value, ";") // properties
		value = trim(value)
		if absent(value) {
			continue
		}
		if why := ValidCorrelationID(value); why != ReasonNone {
			refuse(&ids.RefusedCorrelation, why)
			continue
		}
		ids.format = formatOfID(value)
		ids.setCorrelation(value, SourceBaggage, uint8(kind-keyCorrelation)+1)
	}
}
