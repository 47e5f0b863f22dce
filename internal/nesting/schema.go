package nesting

// message is a message type of OTLP 1.x that holds, at some depth, values
// (opentelemetry/proto/common/v1/common.proto, AnyValue).
type message uint8

const (
	none message = iota
	anyValue
	arrayValue
	keyValueList
	keyValue
	resource
	scope
	logsRequest
	resourceLogs
	scopeLogs
	logRecord
	tracesRequest
	resourceSpans
	scopeSpans
	span
	spanEvent
	spanLink
	metricsRequest
	resourceMetrics
	scopeMetrics
	metric
	gaugeOrSum
	histogram
	exponentialHistogram
	summary
	numberPoint
	histogramPoint
	exponentialHistogramPoint
	summaryPoint
	exemplar
	messages
)

var requests = [...]message{Logs: logsRequest, Traces: tracesRequest, Metrics: metricsRequest}

// fields says which message stands in a field, by message and field number.
var fields = [messages][14]message{
	anyValue:     {5: arrayValue, 6: keyValueList},
	arrayValue:   {1: anyValue},
	keyValueList: {1: keyValue},
	keyValue:     {2: anyValue},
	resource:     {1: keyValue},
	scope:        {3: keyValue},

	logsRequest:  {1: resourceLogs},
	resourceLogs: {1: resource, 2: scopeLogs},
	scopeLogs:    {1: scope, 2: logRecord},
	logRecord:    {5: anyValue, 6: keyValue},

	tracesRequest: {1: resourceSpans},
	resourceSpans: {1: resource, 2: scopeSpans},
	scopeSpans:    {1: scope, 2: span},
	span:          {9: keyValue, 11: spanEvent, 13: spanLink},
	spanEvent:     {3: keyValue},
	spanLink:      {4: keyValue},

	metricsRequest:            {1: resourceMetrics},
	resourceMetrics:           {1: resource, 2: scopeMetrics},
	scopeMetrics:              {1: scope, 2: metric},
	metric:                    {5: gaugeOrSum, 7: gaugeOrSum, 9: histogram, 10: exponentialHistogram, 11: summary, 12: keyValue},
	gaugeOrSum:                {1: numberPoint},
	histogram:                 {1: histogramPoint},
	exponentialHistogram:      {1: exponentialHistogramPoint},
	summary:                   {1: summaryPoint},
	numberPoint:               {5: exemplar, 7: keyValue},
	histogramPoint:            {8: exemplar, 9: keyValue},
	exponentialHistogramPoint: {1: keyValue, 11: exemplar},
	summaryPoint:              {7: keyValue},
	exemplar:                  {7: keyValue},
}
