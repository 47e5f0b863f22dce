package correlate

import "strings"

// KeyKind says which id stands under a key. It depends on the name alone, so
// that callers may keep it per batch. The zero value means that no id does.
type KeyKind uint8

const (
	// KeyNone is the kind of a key that holds no id.
	KeyNone KeyKind = iota
	keyTrace
	keyTrace32     // 32 digits without hyphens only: the name has other uses
	keyTraceGoogle // projects/P/traces/ID, or the id alone
	keyTraceEntry  // projects/P/traces/ID only: trace is a word, and the level of a log
	keyXRayRoot    // Root=1-…-… of X-Amzn-Trace-Id, met without its header
	keySpan
	keyTransaction // ECS transaction.id, where there is no span id
	keySegment     // SegmentId beside a trace id of X-Ray
	keyDatadogTrace
	keyDatadogSpan
	keyDatadogHigh
	keyDatadogTags // x-datadog-tags, a list that may hold the upper half
	keyTraceparent
	keyActivity // a traceparent only: others give their activities UUIDs
	keyB3
	keyUber
	keyXRay
	keyCloud
	keyCorrelation
	keyHTTPRequestID
	keyRequestHeader
	keyRequest
	keyRequestCounter // reqId and req.id: Fastify and pino-http count by default
	keyRequestVendor
	keyConversation
	keyBaggage
	keyKindEnd
)

// HoldsTrace is true where a trace id can be found.
func (k KeyKind) HoldsTrace() bool {
	return k >= keyTrace && k <= keyXRayRoot || k == keyDatadogTrace || k >= keyTraceparent && k <= keyCloud
}

// HoldsSpan is true where a span id can be found.
func (k KeyKind) HoldsSpan() bool {
	switch k {
	case keySpan, keyTransaction, keySegment, keyDatadogSpan, keyTraceparent, keyActivity, keyB3, keyUber, keyCloud:
		return true
	}
	return false
}

// HoldsCorrelation is true where a correlation id can be found.
func (k KeyKind) HoldsCorrelation() bool { return k >= keyCorrelation && k < keyKindEnd }

// HoldsNumber is true where an id can be a number: a hexadecimal one cannot
// stand without quotes.
func (k KeyKind) HoldsNumber() bool {
	switch k {
	case keyDatadogTrace, keyDatadogSpan, keyRequest, keyRequestCounter, keyCorrelation, keyHTTPRequestID, keyRequestHeader:
		return true
	}
	return false
}

// maxKey bounds the names that are looked at, in bytes.
const maxKey = 96

// KindOfKey classifies an attribute name, a header name or a dotted path.
//
// Case and the characters _ - . are folded. In a dotted path, names of
// containers that are known to hold the context of the record itself
// (contextMap, mdc, headers, attributes …) may stand in front; any other
// prefix, such as links, response or one with "parent" in it, makes the key
// somebody else's.
func KindOfKey(name string) KeyKind {
	if len(name) < 2 || len(name) > maxKey {
		return KeyNone
	}
	if k := kindOfExact(name); k != KeyNone {
		return k
	}
	var (
		folded   [maxKey]byte
		n        int
		starts   [8]uint8 // where the segments after a dot begin
		segments int
	)
	for i := range len(name) {
		switch c := name[i]; {
		case c == '.':
			if n > 0 {
				if segments == len(starts) {
					return KeyNone
				}
				starts[segments] = uint8(n)
				segments++
			}
		case c == '_', c == '-', c == ' ', c == '$' && n == 0:
		case alphanumeric[c], c == '/':
			folded[n] = lower(c)
			n++
		default:
			return KeyNone
		}
	}
	from := 0
	for s := 0; ; s++ {
		if k := kindOfFolded(folded[from:n]); k != KeyNone {
			if k == keyTransaction && (segments == 0 || int(starts[segments-1]) != n-2) {
				return KeyNone
			}
			return k
		}
		if s == segments || !container(folded[from:starts[s]]) {
			return KeyNone
		}
		from = int(starts[s])
	}
}

// kindOfExact knows the keys that are not folded, also below containers.
func kindOfExact(name string) KeyKind {
	kind, path := KeyNone, ""
	switch {
	case strings.HasSuffix(name, "@tr"):
		kind, path = keyTrace, name[:len(name)-len("@tr")]
	case strings.HasSuffix(name, "@sp"):
		kind, path = keySpan, name[:len(name)-len("@sp")]
	case strings.HasSuffix(name, "operation_Id"):
		kind, path = keyTrace32, name[:len(name)-len("operation_Id")]
	case strings.HasSuffix(name, "Root"):
		kind, path = keyXRayRoot, name[:len(name)-len("Root")]
	}
	if path == "" {
		return kind
	}
	if path, ok := strings.CutSuffix(path, "."); ok && HoldsContext(path) {
		return kind
	}
	return KeyNone
}

func kindOfFolded(name []byte) KeyKind {
	switch string(name) {
	case "traceid", "xtraceid", "oteltraceid", "dttraceid", "opencensustraceid", "xb3traceid",
		"httpxb3traceid", "requestxb3traceid", "b3traceid", "xraytraceid", "awsxraytraceid", "ottracertraceid",
		"elasticapmtraceid":
		return keyTrace
	case "spanid", "xspanid", "otelspanid", "dtspanid", "opencensusspanid", "xb3spanid",
		"httpxb3spanid", "requestxb3spanid", "b3spanid", "ottracerspanid", "elasticapmspanid":
		return keySpan
	case "logginggoogleapiscom/trace":
		return keyTraceGoogle
	case "trace": // LogEntry of Cloud Logging
		return keyTraceEntry
	case "aioperationid": // Application Insights
		return keyTrace32
	case "logginggoogleapiscom/spanid":
		return keySpan
	case "transactionid":
		return keyTransaction
	case "segmentid":
		return keySegment
	case "ddtraceid", "xdatadogtraceid", "datadogtraceid":
		return keyDatadogTrace
	case "ddspanid", "datadogspanid":
		return keyDatadogSpan
	case "ddptid":
		return keyDatadogHigh
	case "xdatadogtags":
		return keyDatadogTags
	case "traceparent", "httptraceparent", "xtraceparent", "elasticapmtraceparent", "requesttraceparent":
		return keyTraceparent
	case "activityid":
		return keyActivity
	case "b3", "httpb3":
		return keyB3
	case "ubertraceid", "httpubertraceid", "requestubertraceid":
		return keyUber
	case "xamzntraceid", "httpxamzntraceid":
		return keyXRay
	case "xcloudtracecontext", "httpxcloudtracecontext":
		return keyCloud
	case "correlationid", "xcorrelationid", "httpxcorrelationid", "requestxcorrelationid":
		return keyCorrelation
	case "httprequestid":
		return keyHTTPRequestID
	case "xrequestid", "httpxrequestid", "requestxrequestid": // the last one is Traefik's
		return keyRequestHeader
	case "requestid":
		return keyRequest
	case "reqid", "xreqid":
		return keyRequestCounter
	case "vcaprequestid", "awsrequestid", "functionrequestid", "xamznrequestid",
		"azureservicerequestid", "xmsclientrequestid", "cfray":
		return keyRequestVendor
	case "messagingmessageconversationid":
		return keyConversation
	case "baggage", "correlationcontext", "httpbaggage":
		return keyBaggage
	}
	return KeyNone
}

// HoldsContext says whether what stands below a name belongs to the record
// itself: its fields, its headers, the context of its logger.
func HoldsContext(name string) bool {
	if len(name) > maxKey {
		return false
	}
	var folded [maxKey]byte
	n, from := 0, 0
	for i := range len(name) {
		switch c := name[i]; c {
		case '.':
			if !holdsContext(folded[from:n]) {
				return false
			}
			from = n
		case '_', '-', ' ':
		default:
			folded[n] = lower(c)
			n++
		}
	}
	return holdsContext(folded[from:n])
}

// holdsContext knows, besides containers, the first halves of keys.
func holdsContext(segment []byte) bool {
	switch string(segment) {
	case "dd", "datadog", "transaction", "correlation", "messaging", "aws", "xray", "awsxray", "xb3", "b3", "vcap", "function":
		return true
	}
	return container(segment)
}

// container says that what stands below the name belongs to the record itself.
func container(segment []byte) bool {
	switch string(segment) {
	case "contextmap", "context", "ctx", "logcontext", "diagnosticcontext", "mdc", "ndc", "namedtags",
		"tags", "tag", "labels", "label", "fields", "field", "attributes", "attribute", "attrs", "attr",
		"annotations", "properties", "property", "props", "scopes", "scope", "state", "extra", "extras",
		"extradata", "data", "detail", "details", "info", "kv", "args", "params", "custom", "customfields",
		"customdimensions", "dimensions",
		"log", "logrecord", "record", "json", "jsonpayload", "payload", "body", "message", "msg", "event",
		"eventdata", "resource", "structureddata", "sd", "env",
		"otel", "opentelemetry", "trace", "tracing", "tracecontext", "traceinfo", "tracedata", "span",
		"spancontext", "elastic", "ecs", "apm", "dt", "dynatrace", "newrelic", "nr",
		"headers", "header", "http", "httprequest", "request", "req", "metadata", "meta",
		"requestheaders", "reqheaders", "httpheaders":
		return true
	}
	return false
}
