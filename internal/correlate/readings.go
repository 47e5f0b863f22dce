package correlate

import (
	"encoding/hex"
	"slices"
)

// String returns 32 lower-case hexadecimal digits.
func (t TraceID) String() string { return hex.EncodeToString(t[:]) }

// Readings are the trace ids that a text can be, which somebody gives as an id
// and that stands under no key: 32 or 16 hexadecimal digits, a UUID, the
// notation of AWS X-Ray, a decimal number of Datadog, or the value of a header
// (traceparent, b3, uber-trace-id, X-Amzn-Trace-Id, X-Cloud-Trace-Context). One
// text can have several readings: 16 digits are hexadecimal or decimal.
//
// It is for a search, where what is found decides. A record never gets an id in
// this way.
func Readings(text string) []TraceID {
	text = trim(text)
	var found []TraceID
	add := func(t TraceID, ok bool) {
		if ok && !t.IsZero() && !slices.Contains(found, t) {
			found = append(found, t)
		}
	}
	if len(text) > maxFlatValue || absent(text) {
		return nil
	}
	t, _, ok := parseHexTrace(text)
	add(t, ok)
	add(parseUUID(text))
	add(parseXRay(text))
	// Shorter numbers are counters, not ids.
	if len(text) >= 15 {
		t, _, ok = parseDatadogTrace(text)
		add(t, ok)
	}
	if t, ok := headerTrace(text); ok {
		add(t, true)
	}
	return found
}

// HeaderValue says whether a text is the value of a header that propagates a
// trace, which no correlation id looks like.
func HeaderValue(text string) bool {
	_, ok := headerTrace(trim(text))
	return ok
}

func headerTrace(text string) (TraceID, bool) {
	if t, _, ok := parseTraceparent(text); ok {
		return t, true
	}
	if t, _, _, ok := parseB3(text); ok {
		return t, true
	}
	if t, _, _, ok := parseUber(text); ok {
		return t, true
	}
	if t, ok := parseXRayHeader(text); ok {
		return t, true
	}
	if len(text) > 32 {
		if t, _, ok := parseCloud(text); ok {
			return t, true
		}
	}
	return TraceID{}, false
}
