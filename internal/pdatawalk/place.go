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
	MetricDescription
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
}

var descriptions = [PlaceCount]Description{
	{ResourceAttributes, "resource.attributes", inAll, "values of any type and depth"},
	{ResourceSchemaURL, "resource.schema_url", inAll, "text"},
	{ScopeName, "scope.name", inAll, "text"},
	{ScopeVersion, "scope.version", inAll, "text"},
	{ScopeAttributes, "scope.attributes", inAll, "values of any type and depth"},
	{ScopeSchemaURL, "scope.schema_url", inAll, "text"},
	{LogBody, "log.body", InLogs, "a value of any type and depth"},
	{LogAttributes, "log.attributes", InLogs, "values of any type and depth"},
	{LogEventName, "log.event_name", InLogs, "text"},
	{LogSeverityText, "log.severity_text", InLogs, "text"},
	{SpanName, "span.name", InTraces, "text"},
	{SpanAttributes, "span.attributes", InTraces, "values of any type and depth"},
	{SpanStatusMessage, "span.status_message", InTraces, "text"},
	{SpanTraceState, "span.trace_state", InTraces, "text"},
	{SpanEventName, "span.event.name", InTraces, "text"},
	{SpanEventAttributes, "span.event.attributes", InTraces, "values of any type and depth"},
	{SpanLinkAttributes, "span.link.attributes", InTraces, "values of any type and depth"},
	{SpanLinkTraceState, "span.link.trace_state", InTraces, "text"},
	{MetricDescription, "metric.description", InMetrics, "text"},
	{MetricMetadata, "metric.metadata", InMetrics, "values of any type and depth"},
	{DataPointAttributes, "metric.attributes", InMetrics, "values of any type and depth"},
	{ExemplarAttributes, "metric.exemplar.attributes", InMetrics, "values of any type and depth"},
	{AttributeKeys, "attribute.keys", inAll, "names of attributes and of fields of nested values"},
	{RequestMetadata, "request.metadata", inAll, "headers of the request"},
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
