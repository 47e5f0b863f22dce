package pdatawalk

// Place is a spot of a batch that holds names, texts or values. Places are
// few and known, so that they may be a label of a metric.
type Place uint8

// The places, in the order in which they are documented.
const (
	ResourceAttributes Place = iota
	ResourceSchemaURL
	ScopeName
	ScopeVersion
	ScopeAttributes
	ScopeSchemaURL
	LogBody
	LogAttributes
	LogEventName
	LogSeverityText
	SpanName
	SpanAttributes
	SpanStatusMessage
	SpanTraceState
	SpanEventName
	SpanEventAttributes
	SpanLinkAttributes
	SpanLinkTraceState
	MetricName
	MetricDescription
	MetricUnit
	MetricMetadata
	DataPointAttributes
	ExemplarAttributes
	// AttributeKeys are the names of attributes and of the fields of nested
	// maps, wherever they stand.
	AttributeKeys
	// RequestMetadata are the headers that came with the request. They are not
	// part of a batch; the processor visits them on its own.
	RequestMetadata

	// PlaceCount is the number of places.
	PlaceCount
)

// Signals in which a place occurs.
const (
	InLogs = 1 << iota
	InTraces
	InMetrics

	inAll = InLogs | InTraces | InMetrics
)

// Description of a place, for labels of metrics and for the documentation.
type Description struct {
	Place Place
	// Name is the label, lower case with dots.
	Name string
	// Signals is a set of InLogs, InTraces and InMetrics.
	Signals uint8
	// Holds says what can stand there.
	Holds string
	// Treatment says what is done there.
	Treatment Treatment
}

// Treatment is what is done with what stands in a place.
type Treatment uint8

const (
	// Scanned texts have no name that could tell about them: their content alone
	// is looked at.
	Scanned Treatment = iota
	// Judged values are looked at by their names first: a sensitive name takes
	// the whole value with it, of whatever type; the rest is scanned.
	Judged
	// Renamed are names of attributes, whose content is scanned: a finding
	// becomes a part of the new name.
	Renamed
	// Listed are headers, of which only those on a list go on, judged.
	Listed
)

var descriptions = [PlaceCount]Description{
	{ResourceAttributes, "resource.attributes", inAll, "values of any type and depth", Judged},
	{ResourceSchemaURL, "resource.schema_url", inAll, "text", Scanned},
	{ScopeName, "scope.name", inAll, "text", Scanned},
	{ScopeVersion, "scope.version", inAll, "text", Scanned},
	{ScopeAttributes, "scope.attributes", inAll, "values of any type and depth", Judged},
	{ScopeSchemaURL, "scope.schema_url", inAll, "text", Scanned},
	{LogBody, "log.body", InLogs, "a value of any type and depth", Judged},
	{LogAttributes, "log.attributes", InLogs, "values of any type and depth", Judged},
	{LogEventName, "log.event_name", InLogs, "text", Scanned},
	{LogSeverityText, "log.severity_text", InLogs, "text", Scanned},
	{SpanName, "span.name", InTraces, "text", Scanned},
	{SpanAttributes, "span.attributes", InTraces, "values of any type and depth", Judged},
	{SpanStatusMessage, "span.status_message", InTraces, "text", Scanned},
	{SpanTraceState, "span.trace_state", InTraces, "text", Scanned},
	{SpanEventName, "span.event.name", InTraces, "text", Scanned},
	{SpanEventAttributes, "span.event.attributes", InTraces, "values of any type and depth", Judged},
	{SpanLinkAttributes, "span.link.attributes", InTraces, "values of any type and depth", Judged},
	{SpanLinkTraceState, "span.link.trace_state", InTraces, "text", Scanned},
	{MetricName, "metric.name", InMetrics, "text", Scanned},
	{MetricDescription, "metric.description", InMetrics, "text", Scanned},
	{MetricUnit, "metric.unit", InMetrics, "text", Scanned},
	{MetricMetadata, "metric.metadata", InMetrics, "values of any type and depth", Judged},
	{DataPointAttributes, "metric.attributes", InMetrics, "values of any type and depth", Judged},
	{ExemplarAttributes, "metric.exemplar.attributes", InMetrics, "values of any type and depth", Judged},
	{AttributeKeys, "attribute.keys", inAll, "names of attributes and of fields of nested values", Renamed},
	{RequestMetadata, "request.metadata", inAll, "headers of the request", Listed},
}

// String returns the name of the place.
func (p Place) String() string {
	if p >= PlaceCount {
		return "unknown"
	}
	return descriptions[p].Name
}

// Places lists all places in their order.
func Places() []Description { return descriptions[:] }
