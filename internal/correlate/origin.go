package correlate

// Format is the notation in which an id was written. The set is closed, so that
// it can be an attribute of a metric.
type Format uint8

const (
	// FormatOther is that of correlation ids which are no UUID.
	FormatOther Format = iota
	// FormatHex is 32 or 16 hexadecimal digits under a key.
	FormatHex
	// FormatUUID is 8-4-4-4-12.
	FormatUUID
	// FormatW3C is traceparent.
	FormatW3C
	// FormatB3 is the single header of Zipkin.
	FormatB3
	// FormatUber is uber-trace-id of Jaeger's clients.
	FormatUber
	// FormatXRay is that of AWS.
	FormatXRay
	// FormatGCP is X-Cloud-Trace-Context and logging.googleapis.com/trace.
	FormatGCP
	// FormatDatadog is decimal, or whatever stands under Datadog's keys.
	FormatDatadog
	// FormatDotNet is the hierarchical Request-Id.
	FormatDotNet
	// FormatNewRelic is NR-LINKING.
	FormatNewRelic
	// FormatSpring is that of Spring's loggers, by position.
	FormatSpring
	formatEnd
)

// Formats are all formats.
func Formats() []Format {
	all := make([]Format, formatEnd)
	for i := range all {
		all[i] = Format(i)
	}
	return all
}

// String is the value of a metric's attribute.
func (f Format) String() string {
	switch f {
	case FormatHex:
		return "hex"
	case FormatUUID:
		return "uuid"
	case FormatW3C:
		return "w3c"
	case FormatB3:
		return "b3"
	case FormatUber:
		return "uber"
	case FormatXRay:
		return "xray"
	case FormatGCP:
		return "gcp"
	case FormatDatadog:
		return "datadog"
	case FormatDotNet:
		return "dotnet"
	case FormatNewRelic:
		return "newrelic"
	case FormatSpring:
		return "spring"
	default:
		return "other"
	}
}

// Within tells what an id stood in.
type Within uint8

const (
	// WithinField is the value of a field or an attribute.
	WithinField Within = iota
	// WithinJSON is a member of JSON in a text.
	WithinJSON
	// WithinText is a text, behind a key or at a known position.
	WithinText
)

// Origin tells where an id came from, for counting.
type Origin struct {
	// Place is what the caller said in IDs.Place.
	Place  uint8
	Within Within
	Format Format
}

// formatOf tells the notation of a value that is taken under a key.
func formatOf(kind KeyKind, v string) Format {
	switch kind {
	case keyTraceparent, keyActivity:
		return FormatW3C
	case keyB3:
		return FormatB3
	case keyUber:
		return FormatUber
	case keyXRay, keyXRayRoot:
		return FormatXRay
	case keyCloud, keyTraceGoogle, keyTraceEntry:
		return FormatGCP
	case keyDatadogTrace:
		return FormatDatadog
	case keyTrace:
		switch len(v) {
		case 35, 52:
			return FormatXRay
		case 36:
			return FormatUUID
		case 55:
			return FormatW3C
		}
		return FormatHex
	case keyTrace32:
		return FormatHex
	}
	if v[0] == '|' {
		return FormatDotNet
	}
	return formatOfID(v)
}

// formatOfID tells the notation of a correlation id.
func formatOfID(id string) Format {
	if _, ok := parseUUID(id); ok {
		return FormatUUID
	}
	return FormatOther
}
