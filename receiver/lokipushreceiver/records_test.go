package lokipushreceiver

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// recordsOf decodes a push in JSON and makes its records, with the default
// limits.
func recordsOf(t *testing.T, text string) plog.Logs {
	t.Helper()
	p := newPush()
	require.NoError(t, p.decodeJSON(text))
	require.NoError(t, p.parseTextLabels())
	cfg := testConfig()
	m := recordMaker{limits: cfg.Limits, discover: cfg.DiscoverServiceName}
	logs, refused := m.records(p)
	require.Zero(t, refused.total)
	return logs
}

func resourceOf(t *testing.T, labels string) map[string]any {
	t.Helper()
	logs := recordsOf(t, `{"streams":[{"stream":{`+labels+`},"values":[["1","x"]]}]}`)
	return logs.ResourceLogs().At(0).Resource().Attributes().AsRaw()
}

func recordOf(t *testing.T, labels, metadata string) plog.LogRecord {
	t.Helper()
	logs := recordsOf(t, `{"streams":[{"stream":{`+labels+`},"values":[["1","x",{`+metadata+`}]]}]}`)
	return logs.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
}

func TestLabelsBecomeAttributes(t *testing.T) {
	for labels, want := range map[string]map[string]any{
		`"a":"b"`: {"a": "b"},
		`"service_name":"s","service_namespace":"n","service_version":"1"`: {"service.name": "s", "service.namespace": "n", "service.version": "1"},
		`"namespace":"n","pod":"p","container":"c","node_name":"w"`:        {"k8s.namespace.name": "n", "k8s.pod.name": "p", "k8s.container.name": "c", "k8s.node.name": "w", "service.name": "c"},
		`"k8s_namespace_name":"n","namespace":"m"`:                         {"k8s.namespace.name": "n", "namespace": "m"},
		`"env":"e","environment":"e"`:                                      {"deployment.environment.name": "e", "environment": "e"},
		`"host":"h","hostname":"g","instance":"i:80"`:                      {"host.name": "h", "hostname": "g", "instance": "i:80"},
		`"filename":"/f","job":"j"`:                                        {"log.file.path": "/f", "job": "j", "service.name": "j"},
		`"job":"j","app":"a","service":"s"`:                                {"job": "j", "app": "a", "service": "s", "service.name": "s"},
		`"service_name":"","app":"a"`:                                      {"app": "a", "service.name": "a"},
		`"level":"error"`:                                                  {"level": "error"},
		`"__name__":"m","_":"u"`:                                           {"__name__": "m", "_": "u"},
		``:                                                                 {},
	} {
		assert.Equal(t, want, resourceOf(t, labels), labels)
	}
}

// Nothing is lost where a quoted label has the name that another one gets.
func TestLabelsThatMeet(t *testing.T) {
	logs := recordsOf(t, `{"streams":[{"labels":"{\"host.name\"=\"1\",host=\"2\",hostname=\"3\",service_name=\"4\",\"service.name\"=\"5\"}","values":[["1","x"]]}]}`)
	assert.Equal(t, map[string]any{"host.name": "2", "host.name_2": "1", "hostname": "3", "service.name": "5", "service_name": "4"},
		logs.ResourceLogs().At(0).Resource().Attributes().AsRaw())
}

func TestIDsAreLifted(t *testing.T) {
	const trace, span = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
	for metadata, want := range map[string]struct {
		trace, span string
		attributes  map[string]any
	}{
		`"trace_id":"` + trace + `","span_id":"` + span + `","k":"v"`: {trace, span, map[string]any{"k": "v"}},
		`"traceID":"` + strings.ToUpper(trace) + `"`:                  {trace, "", map[string]any{}},
		`"traceId":"` + trace + `","spanId":"` + span + `"`:           {trace, span, map[string]any{}},
		`"trace_id":"` + strings.Repeat("0", 32) + `"`:                {"", "", map[string]any{"trace_id": strings.Repeat("0", 32)}},
		`"trace_id":"` + span + `","span_id":"` + trace + `"`:         {"", "", map[string]any{"trace_id": span, "span_id": trace}},
		`"trace_id":"` + trace[:31] + `g"`:                            {"", "", map[string]any{"trace_id": trace[:31] + "g"}},
		`"trace_id":"` + trace + `","traceID":"` + trace + `"`:        {trace, "", map[string]any{"traceID": trace}},
		`"other":"` + trace + `"`:                                     {"", "", map[string]any{"other": trace}},
	} {
		record := recordOf(t, "", metadata)
		assert.Equal(t, want.trace, record.TraceID().String(), metadata)
		assert.Equal(t, want.span, record.SpanID().String(), metadata)
		assert.Equal(t, want.attributes, record.Attributes().AsRaw(), metadata)
	}
}

func TestSeverity(t *testing.T) {
	for _, c := range []struct {
		labels, metadata, text string
		number                 plog.SeverityNumber
	}{
		{``, ``, "", plog.SeverityNumberUnspecified},
		{`"level":"info"`, ``, "info", plog.SeverityNumberInfo},
		{`"level":"INFO"`, `"detected_level":"error"`, "error", plog.SeverityNumberError},
		{``, `"detected_level":"error","level":"Warning"`, "Warning", plog.SeverityNumberWarn},
		{``, `"detected_level":"error","level":"unknown"`, "error", plog.SeverityNumberError},
		{``, `"level":"30"`, "", plog.SeverityNumberUnspecified},
		{`"detected_level":"unknown","severity":"crit"`, ``, "crit", plog.SeverityNumberError2},
		{``, `"severity_text":"FATAL"`, "FATAL", plog.SeverityNumberFatal},
		{``, `"level":"a level that is far too long"`, "", plog.SeverityNumberUnspecified},
	} {
		record := recordOf(t, c.labels, c.metadata)
		assert.Equal(t, c.text, record.SeverityText(), c)
		assert.Equal(t, c.number, record.SeverityNumber(), c)
		assert.Equal(t, strings.Count(c.metadata, ":"), record.Attributes().Len(), "the attribute stays")
	}
}

func TestMetadataThatIsThereTwice(t *testing.T) {
	record := recordOf(t, "", `"k":"1","k":"1","l":"1","l":"2","l":"1"`)
	assert.Equal(t, map[string]any{"k": "1", "l": []any{"1", "2", "1"}}, record.Attributes().AsRaw())
}

// OTLP has no strings that are not UTF-8.
func TestInvalidUTF8IsReplaced(t *testing.T) {
	logs := recordsOf(t, "{\"streams\":[{\"labels\":\"{a=\\\"\\\\xff\\\"}\",\"values\":[[\"1\",\"x\xffy\",{\"\xfe\":\"\xfd\"}]]}]}")
	resource := logs.ResourceLogs().At(0)
	assert.Equal(t, map[string]any{"a": "\ufffd"}, resource.Resource().Attributes().AsRaw())
	record := resource.ScopeLogs().At(0).LogRecords().At(0)
	assert.Equal(t, "x\ufffdy", record.Body().Str())
	assert.Equal(t, map[string]any{"\ufffd": "\ufffd"}, record.Attributes().AsRaw())
}

// A stream is one resource, an entry one record, in the order of the push; a
// stream without entries is none.
func TestOrder(t *testing.T) {
	logs := recordsOf(t, `{"streams":[
		{"stream":{"a":"2"},"values":[["3","c"],["1","a"],["0",""]]},
		{"stream":{"a":"0"},"values":[]},
		{"stream":{"a":"1"},"values":[["2","b"]]},
		{"stream":{"a":"2"},"values":[["4","d"]]}]}`)
	require.Equal(t, 3, logs.ResourceLogs().Len())
	var got []string
	for _, resource := range logs.ResourceLogs().All() {
		a, _ := resource.Resource().Attributes().Get("a")
		for _, record := range resource.ScopeLogs().At(0).LogRecords().All() {
			got = append(got, a.Str()+record.Body().Str()+record.Timestamp().AsTime().Format(".000000000"))
			assert.Zero(t, record.ObservedTimestamp())
			assert.Equal(t, pcommon.ValueTypeStr, record.Body().Type())
		}
	}
	assert.Equal(t, []string{"2c.000000003", "2a.000000001", "2.000000000", "1b.000000002", "2d.000000004"}, got)
}
