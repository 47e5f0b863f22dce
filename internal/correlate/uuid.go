package correlate

// UUIDTrace returns the trace id that a UUID is without its hyphens: newer
// routers of Cloud Foundry write one value in both forms. It is a guess that
// counts only where such a trace was seen.
func UUIDTrace(id string) (TraceID, bool) { return parseUUID(id) }

// envoyDigit is where Envoy writes its sampling decision into a UUID.
const envoyDigit = 14

// WithoutEnvoyDecision returns a UUID with a 4 where Envoy writes 9, a or b to
// tell whether and why the request is traced, and any other id as it is.
//
// Source: UuidRequestIdConfig in Envoy's API.
func WithoutEnvoyDecision(id string) string {
	if len(id) != 36 {
		return id
	}
	switch id[envoyDigit] {
	case '9', 'a', 'b', 'A', 'B':
	default:
		return id
	}
	if _, ok := parseUUID(id); !ok {
		return id
	}
	return id[:envoyDigit] + "4" + id[envoyDigit+1:]
}
