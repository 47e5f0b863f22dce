package redactcorrelateprocessor

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

const (
	traceText  = "4bf92f3577b34da6a3ce929d0e0e4736"
	otherTrace = "11112222333344445555666677778888"
	spanText   = "00f067aa0ba902b7"
)

// Where in a record ids are read, and where not.
func TestPlacesOfIDs(t *testing.T) {
	type fields = map[string]any
	line := "done trace_id=" + traceText + " span_id=" + spanText
	for name, c := range map[string]struct {
		body, attributes fields
		trace            string
	}{
		"text in a field":           {body: fields{"message": line}, trace: traceText},
		"text in a nested field":    {body: fields{"event": fields{"message": line}}, trace: traceText},
		"text of somebody else":     {body: fields{"parent": fields{"message": line}}},
		"fields":                    {body: fields{"trace_id": traceText, "span_id": spanText}, trace: traceText},
		"nested fields":             {body: fields{"trace": fields{"id": traceText}, "span": fields{"id": spanText}}, trace: traceText},
		"json in a field":           {body: fields{"log": `{"trace_id":"` + traceText + `","span_id":"` + spanText + `"}`}, trace: traceText},
		"key over text":             {body: fields{"message": "trace_id=" + otherTrace, "trace_id": traceText, "span_id": spanText}, trace: traceText},
		"scopes of .NET":            {body: fields{"Scopes": []any{fields{"TraceId": traceText, "SpanId": spanText}}}, trace: traceText},
		"scopes as texts":           {body: fields{"Scopes": []any{"SpanId:" + spanText + ", TraceId:" + traceText + ", ParentId:0000000000000000"}}, trace: traceText},
		"list of records":           {body: fields{"data": []any{fields{"trace_id": traceText}}}},
		"links":                     {body: fields{"links": []any{fields{"trace_id": traceText}}}},
		"header, a list of one":     {body: fields{"headers": fields{"traceparent": []any{"00-" + traceText + "-" + spanText + "-01"}}}, trace: traceText},
		"attribute":                 {attributes: fields{"trace_id": traceText, "span_id": spanText}, trace: traceText},
		"attribute of scopes":       {attributes: fields{"Scopes": []any{fields{"TraceId": traceText, "SpanId": spanText}}}, trace: traceText},
		"line in an attribute":      {attributes: fields{"log.record.original": line}, trace: traceText},
		"statement":                 {attributes: fields{"db.query.text": "SELECT 1 /*traceparent='00-" + traceText + "-" + spanText + "-01'*/"}, trace: traceText},
		"text in another attribute": {attributes: fields{"error.detail": line}},
		"two traces in a list":      {attributes: fields{"trace_id": []any{traceText, otherTrace}, "span_id": spanText}},
		"a number is no hex":        {attributes: fields{"trace_id": int64(1234567890123456), "span_id": int64(1234567890123456)}},
		"metadata of New Relic":     {attributes: fields{"NR_LINKING": "NR-LINKING|MTIz|host|" + traceText + "|" + spanText + "|shop|"}, trace: traceText},
		"tags of datadog":           {attributes: fields{"x-datadog-trace-id": "11803532876627986230", "x-datadog-tags": "_dd.p.dm=-1,_dd.p.tid=4bf92f3577b34da6", "dd.span_id": "67667974448284343"}, trace: traceText},
	} {
		t.Run(name, func(t *testing.T) {
			p := startedProcessor(t, testConfig(), signalLogs, nil)
			ld := processLogs(t, p, logsOf(func(r plog.LogRecord) {
				r.SetTimestamp(exactTime)
				if c.body != nil {
					require.NoError(t, r.Body().SetEmptyMap().FromRaw(c.body))
				}
				require.NoError(t, r.Attributes().FromRaw(c.attributes))
			}))
			eachRecord(ld, func(r plog.LogRecord) {
				trace, span := r.TraceID(), r.SpanID()
				if c.trace == "" {
					assert.True(t, trace.IsEmpty())
					return
				}
				assert.Equal(t, c.trace, hex.EncodeToString(trace[:]))
				assert.Equal(t, spanText, hex.EncodeToString(span[:]))
			})
		})
	}
}

func TestPatternsAreSwitchedOn(t *testing.T) {
	rails := line("["+idA+`] Started GET "/" for 10.0.0.1`, exactTime)
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	assert.Equal(t, []string{""}, attributeOf(processLogs(t, p, logsOf(rails)), "correlation.id"))
	cfg := testConfig()
	cfg.Correlation.Patterns = []string{"rails"}
	p = startedProcessor(t, cfg, signalLogs, nil)
	assert.Equal(t, []string{idA}, attributeOf(processLogs(t, p, logsOf(rails)), "correlation.id"))
}

func TestOrderOfSourcesHoldsInTexts(t *testing.T) {
	cfg := testConfig()
	cfg.Correlation.Sources = []string{"request_id", "correlation_id"}
	p := startedProcessor(t, cfg, signalLogs, nil)
	ld := processLogs(t, p, logsOf(
		line("correlation_id=order-7f3a request_id="+idA, exactTime),
		line(`{"correlation_id":"order-7f3a","x":{},"request_id":"`+idA+`"}`, exactTime),
		line("correlation_id=order-7f3a", exactTime),
	))
	assert.Equal(t, []string{idA, idA, "order-7f3a"}, attributeOf(ld, "correlation.id"))
}

// An id in a text that must not be spread gives way to the next best one, as it
// does between attributes.
func TestNextIDOfAText(t *testing.T) {
	for name, body := range map[string]string{
		"json":   `{"correlation_id":"alice@example.com","request_id":"` + idA + `","msg":"done"}`,
		"logfmt": `level=info correlation_id=4111111111111111 request_id=` + idA + ` msg=done`,
	} {
		t.Run(name, func(t *testing.T) {
			p := startedProcessor(t, testConfig(), signalLogs, nil)
			ld := processLogs(t, p, logsOf(line(body, exactTime)))
			assert.Equal(t, []string{idA}, attributeOf(ld, "correlation.id"))
		})
	}
}
