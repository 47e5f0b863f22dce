package main

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// content is what is put into a place.
type content struct {
	// text is what stands there; empty when fill is set.
	text string
	// fill stores the value in a map; nil: carry stores the text.
	fill func(pcommon.Map)
	r    random
}

func (c content) into(m pcommon.Map) {
	if c.fill != nil {
		c.fill(m)
		return
	}
	carry(c.r, m, c.text)
}

// record is one record of each signal, with everything around it.
type record struct {
	logs     plog.Logs
	traces   ptrace.Traces
	metrics  pmetric.Metrics
	metadata map[string][]string
}

func newRecord() record { return record{plog.NewLogs(), ptrace.NewTraces(), pmetric.NewMetrics(), nil} }

// place puts content into one place of one signal.
type place struct {
	place  pdatawalk.Place
	signal uint8
	// maps says that the place takes values of any type, not texts alone.
	maps bool
	put  func(record, content)
}

func (p place) name() string {
	return map[uint8]string{pdatawalk.InLogs: "logs ", pdatawalk.InTraces: "traces ", pdatawalk.InMetrics: "metrics "}[p.signal] + p.place.String()
}

func logOf(r record) plog.LogRecord {
	return r.logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

func spanOf(r record) ptrace.Span {
	return r.traces.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0)
}

func metricOf(r record) pmetric.Metric {
	return r.metrics.ResourceMetrics().At(0).ScopeMetrics().At(0).Metrics().At(0)
}

// around are the parts that all signals have around a record.
type around interface {
	resource(record) pcommon.Resource
	scope(record) pcommon.InstrumentationScope
	schemas(r record, resource, scope string)
	attributes(record) pcommon.Map
}

type (
	inLogs    struct{}
	inTraces  struct{}
	inMetrics struct{}
)

func (inLogs) resource(r record) pcommon.Resource { return r.logs.ResourceLogs().At(0).Resource() }
func (inLogs) scope(r record) pcommon.InstrumentationScope {
	return r.logs.ResourceLogs().At(0).ScopeLogs().At(0).Scope()
}

func (inLogs) schemas(r record, resource, scope string) {
	r.logs.ResourceLogs().At(0).SetSchemaUrl(resource)
	r.logs.ResourceLogs().At(0).ScopeLogs().At(0).SetSchemaUrl(scope)
}
func (inLogs) attributes(r record) pcommon.Map { return logOf(r).Attributes() }

func (inTraces) resource(r record) pcommon.Resource { return r.traces.ResourceSpans().At(0).Resource() }

func (inTraces) scope(r record) pcommon.InstrumentationScope {
	return r.traces.ResourceSpans().At(0).ScopeSpans().At(0).Scope()
}

func (inTraces) schemas(r record, resource, scope string) {
	r.traces.ResourceSpans().At(0).SetSchemaUrl(resource)
	r.traces.ResourceSpans().At(0).ScopeSpans().At(0).SetSchemaUrl(scope)
}
func (inTraces) attributes(r record) pcommon.Map { return spanOf(r).Attributes() }

func (inMetrics) resource(r record) pcommon.Resource {
	return r.metrics.ResourceMetrics().At(0).Resource()
}

func (inMetrics) scope(r record) pcommon.InstrumentationScope {
	return r.metrics.ResourceMetrics().At(0).ScopeMetrics().At(0).Scope()
}

func (inMetrics) schemas(r record, resource, scope string) {
	r.metrics.ResourceMetrics().At(0).SetSchemaUrl(resource)
	r.metrics.ResourceMetrics().At(0).ScopeMetrics().At(0).SetSchemaUrl(scope)
}

func (inMetrics) attributes(r record) pcommon.Map {
	return metricOf(r).Gauge().DataPoints().At(0).Attributes()
}

// places are all of pdatawalk, once for each signal that has them.
func places() []place {
	var all []place
	add := func(p pdatawalk.Place, signal uint8, maps bool, put func(record, content)) {
		all = append(all, place{p, signal, maps, put})
	}
	for i, in := range []around{inLogs{}, inTraces{}, inMetrics{}} {
		signal := uint8(1) << i
		add(pdatawalk.ResourceAttributes, signal, true, func(r record, c content) { c.into(in.resource(r).Attributes()) })
		add(pdatawalk.ResourceSchemaURL, signal, false, func(r record, c content) { in.schemas(r, c.text, "") })
		add(pdatawalk.ScopeName, signal, false, func(r record, c content) { in.scope(r).SetName(c.text) })
		add(pdatawalk.ScopeVersion, signal, false, func(r record, c content) { in.scope(r).SetVersion(c.text) })
		add(pdatawalk.ScopeAttributes, signal, true, func(r record, c content) { c.into(in.scope(r).Attributes()) })
		add(pdatawalk.ScopeSchemaURL, signal, false, func(r record, c content) { in.schemas(r, "", c.text) })
		add(pdatawalk.AttributeKeys, signal, false, func(r record, c content) {
			m := in.attributes(r)
			if c.r.IntN(2) == 0 {
				m = nest(c.r, m.PutEmpty("config"), c.r.between(1, depth-1)).SetEmptyMap()
			}
			m.PutEmpty(c.text)
		})
	}
	add(pdatawalk.LogBody, pdatawalk.InLogs, true, func(r record, c content) {
		switch {
		case c.fill != nil || c.r.IntN(4) == 0:
			c.into(logOf(r).Body().SetEmptyMap())
		case c.r.IntN(6) == 0:
			logOf(r).Body().SetEmptyBytes().FromRaw([]byte(c.text))
		default:
			logOf(r).Body().SetStr(c.text)
		}
	})
	add(pdatawalk.LogAttributes, pdatawalk.InLogs, true, func(r record, c content) { c.into(logOf(r).Attributes()) })
	add(pdatawalk.LogEventName, pdatawalk.InLogs, false, func(r record, c content) { logOf(r).SetEventName(c.text) })
	add(pdatawalk.LogSeverityText, pdatawalk.InLogs, false, func(r record, c content) { logOf(r).SetSeverityText(c.text) })
	add(pdatawalk.SpanName, pdatawalk.InTraces, false, func(r record, c content) { spanOf(r).SetName(c.text) })
	add(pdatawalk.SpanAttributes, pdatawalk.InTraces, true, func(r record, c content) { c.into(spanOf(r).Attributes()) })
	add(pdatawalk.SpanStatusMessage, pdatawalk.InTraces, false, func(r record, c content) { spanOf(r).Status().SetMessage(c.text) })
	add(pdatawalk.SpanTraceState, pdatawalk.InTraces, false, func(r record, c content) { spanOf(r).TraceState().FromRaw(c.text) })
	add(pdatawalk.SpanEventName, pdatawalk.InTraces, false, func(r record, c content) { spanOf(r).Events().At(0).SetName(c.text) })
	add(pdatawalk.SpanEventAttributes, pdatawalk.InTraces, true, func(r record, c content) { c.into(spanOf(r).Events().At(0).Attributes()) })
	add(pdatawalk.SpanLinkAttributes, pdatawalk.InTraces, true, func(r record, c content) { c.into(spanOf(r).Links().At(0).Attributes()) })
	add(pdatawalk.SpanLinkTraceState, pdatawalk.InTraces, false, func(r record, c content) { spanOf(r).Links().At(0).TraceState().FromRaw(c.text) })
	add(pdatawalk.MetricDescription, pdatawalk.InMetrics, false, func(r record, c content) { metricOf(r).SetDescription(c.text) })
	add(pdatawalk.MetricMetadata, pdatawalk.InMetrics, true, func(r record, c content) { c.into(metricOf(r).Metadata()) })
	add(pdatawalk.DataPointAttributes, pdatawalk.InMetrics, true, func(r record, c content) { c.into(inMetrics{}.attributes(r)) })
	add(pdatawalk.ExemplarAttributes, pdatawalk.InMetrics, true, func(r record, c content) {
		c.into(metricOf(r).Gauge().DataPoints().At(0).Exemplars().At(0).FilteredAttributes())
	})
	add(pdatawalk.RequestMetadata, pdatawalk.InLogs, false, func(r record, c content) { r.metadata["x-scope-orgid"] = []string{c.text} })
	add(pdatawalk.RequestMetadata, pdatawalk.InTraces, false, func(r record, c content) { r.metadata["authorization"] = []string{c.text} })
	return all
}

// fresh is a record of one signal with nothing to hide.
func fresh(r random, signal uint8) record {
	rec := newRecord()
	rec.metadata = map[string][]string{}
	at := pcommon.NewTimestampFromTime(r.moment())
	var trace pcommon.TraceID
	var span pcommon.SpanID
	copy(trace[:], r.bytes(16))
	copy(span[:], r.bytes(8))
	switch signal {
	case pdatawalk.InLogs:
		rl := rec.logs.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", "shop")
		lr := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		lr.SetTimestamp(at)
		lr.SetTraceID(trace)
		lr.SetSpanID(span)
	case pdatawalk.InTraces:
		rs := rec.traces.ResourceSpans().AppendEmpty()
		rs.Resource().Attributes().PutStr("service.name", "shop")
		s := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
		s.SetName("GET /orders")
		s.SetStartTimestamp(at)
		s.SetTraceID(trace)
		s.SetSpanID(span)
		s.Events().AppendEmpty().SetName("retry")
		s.Links().AppendEmpty().SetTraceID(trace)
	default:
		rm := rec.metrics.ResourceMetrics().AppendEmpty()
		rm.Resource().Attributes().PutStr("service.name", "shop")
		m := rm.ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
		m.SetName("http.server.duration")
		p := m.SetEmptyGauge().DataPoints().AppendEmpty()
		p.SetTimestamp(at)
		p.SetIntValue(3)
		p.Exemplars().AppendEmpty().SetIntValue(3)
	}
	return rec
}
