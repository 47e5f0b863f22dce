package pdatawalk

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// stringSetters are the methods of pdata that put a text somewhere, and maps and
// values there, each with the place that stands for it. A version of pdata that
// has another one fails the test: it needs a place, or a reason.
var stringSetters = map[string][]Place{
	"ResourceLogs.SetSchemaUrl":                {ResourceSchemaURL},
	"ResourceSpans.SetSchemaUrl":               {ResourceSchemaURL},
	"ResourceMetrics.SetSchemaUrl":             {ResourceSchemaURL},
	"ScopeLogs.SetSchemaUrl":                   {ScopeSchemaURL},
	"ScopeSpans.SetSchemaUrl":                  {ScopeSchemaURL},
	"ScopeMetrics.SetSchemaUrl":                {ScopeSchemaURL},
	"Resource.Attributes":                      {ResourceAttributes, AttributeKeys},
	"InstrumentationScope.SetName":             {ScopeName},
	"InstrumentationScope.SetVersion":          {ScopeVersion},
	"InstrumentationScope.Attributes":          {ScopeAttributes, AttributeKeys},
	"LogRecord.Body":                           {LogBody},
	"LogRecord.Attributes":                     {LogAttributes, AttributeKeys},
	"LogRecord.SetEventName":                   {LogEventName},
	"LogRecord.SetSeverityText":                {LogSeverityText},
	"Span.SetName":                             {SpanName},
	"Span.Attributes":                          {SpanAttributes, AttributeKeys},
	"Span.TraceState":                          {SpanTraceState},
	"Status.SetMessage":                        {SpanStatusMessage},
	"SpanEvent.SetName":                        {SpanEventName},
	"SpanEvent.Attributes":                     {SpanEventAttributes, AttributeKeys},
	"SpanLink.Attributes":                      {SpanLinkAttributes, AttributeKeys},
	"SpanLink.TraceState":                      {SpanLinkTraceState},
	"Metric.SetName":                           {MetricName},
	"Metric.SetDescription":                    {MetricDescription},
	"Metric.SetUnit":                           {MetricUnit},
	"Metric.Metadata":                          {MetricMetadata, AttributeKeys},
	"NumberDataPoint.Attributes":               {DataPointAttributes, AttributeKeys},
	"HistogramDataPoint.Attributes":            {DataPointAttributes, AttributeKeys},
	"ExponentialHistogramDataPoint.Attributes": {DataPointAttributes, AttributeKeys},
	"SummaryDataPoint.Attributes":              {DataPointAttributes, AttributeKeys},
	"Exemplar.FilteredAttributes":              {ExemplarAttributes, AttributeKeys},
}

// TestEverySetterHasAPlace follows the types of pdata from the batches of the
// three signals and looks for all that can hold a text.
func TestEverySetterHasAPlace(t *testing.T) {
	seen := map[reflect.Type]bool{}
	found := map[string]bool{}
	var follow func(reflect.Type)
	follow = func(typ reflect.Type) {
		if seen[typ] || !strings.Contains(typ.PkgPath(), "collector/pdata") {
			return
		}
		seen[typ] = true
		for method := range typ.Methods() {
			name := typ.Name() + "." + method.Name
			f := method.Type
			holds := strings.HasPrefix(method.Name, "Set") && f.NumIn() == 2 && f.In(1).Kind() == reflect.String
			for out := range f.Outs() {
				switch out {
				case reflect.TypeFor[pcommon.Map](), reflect.TypeFor[pcommon.Value](), reflect.TypeFor[pcommon.TraceState](), reflect.TypeFor[pcommon.StringSlice]():
					holds = true
				default:
					follow(out)
				}
			}
			if holds {
				found[name] = true
				_, ok := stringSetters[name]
				assert.True(t, ok, "%s holds texts and has no place", name)
			}
		}
	}
	follow(reflect.TypeFor[plog.Logs]())
	follow(reflect.TypeFor[ptrace.Traces]())
	follow(reflect.TypeFor[pmetric.Metrics]())
	covered := map[Place]bool{RequestMetadata: true} // not of a batch
	for name, places := range stringSetters {
		assert.True(t, found[name], "%s is not in pdata", name)
		for _, p := range places {
			covered[p] = true
		}
	}
	for _, d := range Places() {
		assert.True(t, covered[d.Place], "%s is set by nothing", d.Name)
	}
}
