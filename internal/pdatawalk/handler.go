package pdatawalk

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Handler is told of a batch in its order: a resource, its scopes, their
// records. Record is a log record, a span or a metric.
type Handler[R any] interface {
	Resource(g Group)
	Scope(g Group)
	Record(r R)
}

// Group is a resource or a scope together with its schema URL.
type Group struct {
	// Resource is set when the group is that of a resource.
	Resource pcommon.Resource
	// Scope is set when the group is that of a scope.
	Scope pcommon.InstrumentationScope
	// Schema is the container, which holds the URL of the schema.
	Schema schemaURL
}

// VisitResource leads the visitor through the resource and the URL of its schema.
func (g Group) VisitResource(v Visitor) {
	Resource(g.Resource, v)
	visitSchemaURL(g.Schema, ResourceSchemaURL, v)
}

// VisitScope leads the visitor through the scope and the URL of its schema.
func (g Group) VisitScope(v Visitor) {
	Scope(g.Scope, v)
	visitSchemaURL(g.Schema, ScopeSchemaURL, v)
}

// EachLog tells the handler of a batch of logs.
func EachLog(ld plog.Logs, h Handler[plog.LogRecord]) {
	for _, rl := range ld.ResourceLogs().All() {
		h.Resource(Group{Resource: rl.Resource(), Schema: rl})
		for _, sl := range rl.ScopeLogs().All() {
			h.Scope(Group{Scope: sl.Scope(), Schema: sl})
			for _, r := range sl.LogRecords().All() {
				h.Record(r)
			}
		}
	}
}

// EachSpan tells the handler of a batch of spans.
func EachSpan(td ptrace.Traces, h Handler[ptrace.Span]) {
	for _, rs := range td.ResourceSpans().All() {
		h.Resource(Group{Resource: rs.Resource(), Schema: rs})
		for _, ss := range rs.ScopeSpans().All() {
			h.Scope(Group{Scope: ss.Scope(), Schema: ss})
			for _, s := range ss.Spans().All() {
				h.Record(s)
			}
		}
	}
}

// EachMetric tells the handler of a batch of metrics.
func EachMetric(md pmetric.Metrics, h Handler[pmetric.Metric]) {
	for _, rm := range md.ResourceMetrics().All() {
		h.Resource(Group{Resource: rm.Resource(), Schema: rm})
		for _, sm := range rm.ScopeMetrics().All() {
			h.Scope(Group{Scope: sm.Scope(), Schema: sm})
			for _, m := range sm.Metrics().All() {
				h.Record(m)
			}
		}
	}
}
