package ecs

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

func decode(t *testing.T, doc string) plog.LogRecord {
	t.Helper()
	r, err := NewDecoder(Limits{}).Append(NewBatch(), []byte(doc))
	require.NoError(t, err)
	return r
}

func TestAppendPlain(t *testing.T) {
	d, b := NewDecoder(Limits{}), NewBatch()
	r, err := d.Append(b, []byte(`{
		"@timestamp": "2026-11-22T10:11:12.123456789+01:00",
		"@metadata": {"beat": "filebeat", "_id": "a1", "pipeline": "p", "raw_index": "logs-x"},
		"message": "caf\u00e9 \ud83d\ude00 \"quoted\"\n",
		"log": {"level": "WARN", "offset": 4711, "file": {"path": "/var/log/app.log"}},
		"host": {"name": "web-1", "ip": ["10.0.0.1", "fe80::1"], "os": {"name": "Debian", "platform": "debian"}},
		"service": {"name": "shop", "environment": "prod"},
		"agent.type": "filebeat",
		"trace": {"id": "0af7651916cd43dd8448eb211c80319c"}, "span.id": "b7ad6b7169203331",
		"transaction.id": "b7ad6b7169203331",
		"tags": ["a", "b"], "input": {"type": "filestream"}, "empty": {}, "none": null, "yes": true
	}`))
	require.NoError(t, err)
	assert.Equal(t, 1, b.Len())
	assert.Equal(t, Metadata{Beat: "filebeat", ID: "a1", Pipeline: "p", RawIndex: "logs-x"}, d.Metadata())
	assert.Equal(t, time.Date(2026, 11, 22, 9, 11, 12, 123456789, time.UTC), r.Timestamp().AsTime())
	assert.Zero(t, r.ObservedTimestamp())
	assert.Equal(t, "café 😀 \"quoted\"\n", r.Body().Str())
	assert.Equal(t, "WARN", r.SeverityText())
	assert.Equal(t, plog.SeverityNumberWarn, r.SeverityNumber())
	trace, span := r.TraceID(), r.SpanID()
	assert.Equal(t, "0af7651916cd43dd8448eb211c80319c", hex.EncodeToString(trace[:]))
	assert.Equal(t, "b7ad6b7169203331", hex.EncodeToString(span[:]))
	assert.Equal(t, map[string]any{
		"log.offset": int64(4711), "log.file.path": "/var/log/app.log", "transaction.id": "b7ad6b7169203331",
		"tags": []any{"a", "b"}, "input.type": "filestream", "empty": map[string]any{}, "none": nil, "yes": true,
	}, r.Attributes().AsRaw())
	assert.Equal(t, map[string]any{
		"host.name": "web-1", "host.ip": []any{"10.0.0.1", "fe80::1"}, "os.name": "Debian", "host.os.platform": "debian",
		"service.name": "shop", "deployment.environment.name": "prod", "agent.type": "filebeat",
	}, b.Logs().ResourceLogs().At(0).Resource().Attributes().AsRaw())
}

func TestAppendStructuredBody(t *testing.T) {
	r := decode(t, `{"@timestamp":1700000000123,"log":{"offset":1,"file":{"path":"/a"}},"order":{"id":7,"lines":[{"sku":"x","sku":"y"}]},"trace":{"id":"zz"},"host":{"name":"h"},"a.b":1,"a":{"b":2}}`)
	assert.Equal(t, map[string]any{"log.offset": int64(1), "log.file.path": "/a"}, r.Attributes().AsRaw())
	assert.Equal(t, map[string]any{
		"order": map[string]any{"id": int64(7), "lines": []any{map[string]any{"sku": []any{"x", "y"}}}},
		"trace": map[string]any{"id": "zz"},
		"a.b":   int64(1), "a": map[string]any{"b": int64(2)},
	}, r.Body().Map().AsRaw())
}

func TestAppendNothingIsLost(t *testing.T) {
	for _, c := range []struct {
		doc  string
		want map[string]any
	}{
		{`{"message":"m","a.b":1,"a":{"b":2}}`, map[string]any{"a.b": []any{int64(1), int64(2)}}},
		{`{"message":"m","a":[1],"a":[2,[3]],"a":{"b":4},"a":null}`, map[string]any{"a": []any{int64(1), int64(2), []any{int64(3)}, nil}, "a.b": int64(4)}},
		{`{"message":"m","message":"n"}`, map[string]any{"message": "n"}},
		{`{"message":"m","log":"line"}`, map[string]any{"log": "line"}},
		{`{"message":"m","log":"line","log":{"offset":3}}`, map[string]any{"log": "line", "log.offset": int64(3)}},
		{`{"message":"m","@timestamp":"yesterday"}`, map[string]any{"@timestamp": "yesterday"}},
		{`{"message":"m","@timestamp":{},"@timestamp":[1],"@timestamp":null}`, map[string]any{"@timestamp": []any{map[string]any{}, int64(1), nil}}},
		{`{"message":"m","error.type":"A","exception.type":"B"}`, map[string]any{"exception.type": []any{"A", "B"}}},
		{`{"message":"m","exception.type":"B","error.type":"A"}`, map[string]any{"exception.type": "B", "error.type": "A"}},
		{`{"message":"m","host":"a","host.name":"b"}`, map[string]any{"host.name": "b"}},
		{`{"message":"m","host":["a"]}`, map[string]any{"host": []any{"a"}}},
		{`{"message":"m","trace.id":"00000000000000000000000000000000"}`, map[string]any{"trace.id": "00000000000000000000000000000000"}},
		{`{"message":"m","stream":"stderr"}`, map[string]any{"log.iostream": "stderr"}},
		{`{"message":"m","stream":"orders"}`, map[string]any{"stream": "orders"}},
		{`{"message":"m","level":"error","severity":"boss"}`, map[string]any{"level": "error", "severity": "boss"}},
		{`{"message":"m","":{"":1}}`, map[string]any{".": int64(1)}},
	} {
		assert.Equal(t, c.want, decode(t, c.doc).Attributes().AsRaw(), c.doc)
	}
}

func TestAppendRefuses(t *testing.T) {
	for _, c := range []struct {
		doc    string
		offset int
		reason string
	}{
		{``, 0, reasonEnd},
		{`  `, 2, reasonEnd},
		{`[]`, 0, reasonNotObject},
		{`{}x`, 2, reasonTrailing},
		{`{} {}`, 3, reasonTrailing},
		{`{'a':1}`, 1, reasonName},
		{`{"a":'b'}`, 5, reasonValue},
		{`{"a":NaN}`, 5, reasonValue},
		{`{"a":nul}`, 5, reasonValue},
		{`{"a":01}`, 6, reasonComma},
		{`{"a":+1}`, 5, reasonValue},
		{`{"a":1.}`, 7, reasonNumber},
		{`{"a":.1}`, 5, reasonValue},
		{`{"a":1e}`, 7, reasonNumber},
		{`{"a":-}`, 6, reasonNumber},
		{`{"a" 1}`, 5, reasonColon},
		{`{"a":1,}`, 7, reasonName},
		{`{"a":[1,]}`, 8, reasonValue},
		{"{\"a\":\"\x01\"}", 6, reasonControl},
		{`{"a":"\x"}`, 6, reasonEscape},
		{`{"a":"\u12g4"}`, 6, reasonEscape},
		{`{"a":"b`, 7, reasonEnd},
		{`{"a":"\`, 7, reasonEnd},
		{`{"a":{`, 6, reasonEnd},
		{"{\"\xff\":\"\xff\xff\", 1}", 11, reasonName},
		{strings.Repeat(`{"a":`, 64) + strings.Repeat(`}`, 64), 63*5 + 5, reasonValue},
		{strings.Repeat(`{"a":`, 65) + `1` + strings.Repeat(`}`, 65), 64 * 5, reasonDepth},
	} {
		b := NewBatch()
		_, err := NewDecoder(Limits{}).Append(b, []byte(c.doc))
		assert.Equal(t, &SyntaxError{Offset: c.offset, Reason: c.reason}, err, c.doc)
		assert.Zero(t, b.Len())
		assert.Zero(t, b.Logs().ResourceLogs().Len())
	}
}

func TestAppendNumbers(t *testing.T) {
	for literal, want := range map[string]any{
		"0": int64(0), "-1": int64(-1), "9223372036854775807": int64(1<<63 - 1), "-9223372036854775808": int64(-1 << 63),
		"9223372036854775808": "9223372036854775808", "12345678901234567890": "12345678901234567890",
		"18446744073709551616": "18446744073709551616",
		"1.0":                  1.0, "1e3": 1000.0, "0.1": 0.1, "1.50": 1.5, "0.0": 0.0, "0e999": 0.0,
		"0.1000000000000000055511151231257827": "0.1000000000000000055511151231257827",
		"1e400":                                "1e400", "1e-400": "1e-400", "5e-324": 5e-324, "4e-324": "4e-324",
		"1.7976931348623157e308": 1.7976931348623157e308, "0.30000000000000004": 0.30000000000000004,
		"123456789.123456789": "123456789.123456789", "123456789.12345679": 123456789.12345679, "10000000000000000000000": 1e22,
	} {
		r := decode(t, fmt.Sprintf(`{"message":"m","n":%s}`, literal))
		assert.Equal(t, want, r.Attributes().AsRaw()["n"], literal)
	}
}

func TestAppendGroups(t *testing.T) {
	d, b := NewDecoder(Limits{}), NewBatch()
	for _, host := range []string{"a", "b", "a", "a", "c"} {
		_, err := d.Append(b, fmt.Appendf(nil, `{"host":{"name":%q},"message":"%d"}`, host, b.Len()))
		require.NoError(t, err)
	}
	require.Equal(t, 3, b.Logs().ResourceLogs().Len())
	var got []string
	for _, r := range b.Logs().ResourceLogs().All() {
		host, _ := r.Resource().Attributes().Get("host.name")
		for _, l := range r.ScopeLogs().At(0).LogRecords().All() {
			got = append(got, host.Str()+l.Body().Str())
		}
	}
	assert.Equal(t, []string{"a0", "a2", "a3", "b1", "c4"}, got)
}
