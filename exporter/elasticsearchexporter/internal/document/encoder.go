package document

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// CorrelationAttribute is the attribute that is written as the field
// correlation.id at the root of every document instead of among the
// attributes, so that logs and spans are found by it in the same way.
const CorrelationAttribute = "correlation.id"

// Mapping says how the fields of a document are called.
type Mapping uint8

const (
	// OTel keeps the names of the OpenTelemetry data model: trace_id, body,
	// attributes, resource.
	OTel Mapping = iota
	// ECS uses the names of the Elastic Common Schema where it has them:
	// trace.id, message, log.level; what it has no name for goes below labels.
	ECS
)

// Encoder writes documents of one mapping. It keeps what the records of one
// scope share, and is not safe for concurrent use.
type Encoder struct {
	mapping Mapping
	// shared holds the members that are the same for all records of the scope,
	// each with a comma in front.
	shared   []byte
	resource pcommon.Resource
	// seen and tables hold the keys of the maps being written.
	seen   []string
	tables map[int]map[string]struct{}
	// observedFrom and observedTo say where the observed time stands in the
	// last document.
	observedFrom, observedTo int
}

// NewEncoder returns an encoder for the mapping.
func NewEncoder(m Mapping) *Encoder {
	return &Encoder{mapping: m, resource: pcommon.NewResource()}
}

// SetScope makes the encoder write the following records as those of a scope
// and its resource.
func (e *Encoder) SetScope(resource pcommon.Resource, resourceSchema string, scope pcommon.InstrumentationScope, scopeSchema string) {
	e.resource = resource
	dst := e.shared[:0]
	if e.mapping == ECS {
		dst = e.appendECSResource(dst, resource.Attributes())
	} else {
		dst = appendRootService(dst, resource.Attributes())
	}
	dst = append(dst, `,"resource":{`...)
	start := len(dst)
	dst = e.appendAttributes(dst, "attributes", resource.Attributes(), e.skipResource())
	dst = appendOptionalText(dst, "schema_url", resourceSchema)
	dst = appendOptionalCount(dst, "dropped_attributes_count", resource.DroppedAttributesCount())
	dst = closeObject(dst, start)
	dst = append(dst, `,"scope":{`...)
	start = len(dst)
	dst = appendOptionalText(dst, "name", scope.Name())
	dst = appendOptionalText(dst, "version", scope.Version())
	dst = e.appendAttributes(dst, "attributes", scope.Attributes(), nil)
	dst = appendOptionalText(dst, "schema_url", scopeSchema)
	dst = appendOptionalCount(dst, "dropped_attributes_count", scope.DroppedAttributesCount())
	dst = closeObject(dst, start)
	e.shared = dst
}

// AppendLog appends the document of a log record.
func (e *Encoder) AppendLog(dst []byte, lr plog.LogRecord) []byte {
	e.observedFrom, e.observedTo = 0, 0
	if e.mapping == ECS {
		return e.appendECSLog(dst, lr)
	}
	return e.appendOTelLog(dst, lr)
}

// AppendSpan appends the document of a span, without its events.
func (e *Encoder) AppendSpan(dst []byte, span ptrace.Span) []byte {
	e.observedFrom, e.observedTo = 0, 0
	if e.mapping == ECS {
		return e.appendECSSpan(dst, span)
	}
	return e.appendOTelSpan(dst, span)
}

// AppendSpanEvent appends the document of one event of a span.
func (e *Encoder) AppendSpanEvent(dst []byte, span ptrace.Span, event ptrace.SpanEvent) []byte {
	e.observedFrom, e.observedTo = 0, 0
	if e.mapping == ECS {
		return e.appendECSSpanEvent(dst, span, event)
	}
	return e.appendOTelSpanEvent(dst, span, event)
}

// Observed returns where the observed time stands in the last document; both
// are zero when it stands nowhere, or when it is the only time of the record.
// A digest of the document leaves it out: an agent that reads a line again
// observes it later.
func (e *Encoder) Observed() (from, to int) { return e.observedFrom, e.observedTo }

// RecordTime returns the time of a log record: its own, else the observed one.
func RecordTime(lr plog.LogRecord) pcommon.Timestamp {
	if ts := lr.Timestamp(); ts != 0 {
		return ts
	}
	return lr.ObservedTimestamp()
}

// skipRecord tells the attributes of a record that stand elsewhere in the
// document, or around it: the record id is part of the document's id, and a
// client's operation stands in the line before.
func skipRecord(k string, _ pcommon.Value) bool {
	return k == CorrelationAttribute || k == delivery.RecordIDAttribute || k == delivery.OperationAttribute
}
