package redactcorrelateprocessor

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// A worker without a scanner panics at its first scan and gets a new one.
func TestPanicWithholdsTheValue(t *testing.T) {
	for name, set := range map[string]func(pcommon.Value){
		"text":   func(v pcommon.Value) { v.SetStr("S3CR3T") },
		"int":    func(v pcommon.Value) { v.SetInt(4111111111111111) },
		"double": func(v pcommon.Value) { v.SetDouble(1.5) },
		"bytes":  func(v pcommon.Value) { v.SetEmptyBytes().FromRaw([]byte("S3CR3T")) },
	} {
		t.Run(name, func(t *testing.T) {
			p := startedProcessor(t, testConfig(), signalLogs, nil)
			w := newWorker(p)
			w.scanner = nil
			v := pcommon.NewValueEmpty()
			set(v)
			w.Value(pdatawalk.LogBody, v)
			if v.Type() == pcommon.ValueTypeBytes {
				assert.Equal(t, "[REDACTED:unscanned]", string(v.Bytes().AsRaw()))
			} else {
				assert.Equal(t, "[REDACTED:unscanned]", v.Str())
			}
			assert.EqualValues(t, 1, w.tally.unscanned[unscannedPanic])
			assert.NotNil(t, w.scanner)

			v.SetStr("marker")
			w.Value(pdatawalk.LogBody, v)
			assert.Equal(t, "marker", v.Str(), "the next value is scanned again")
		})
	}
}

func TestPanicOnNames(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	w := newWorker(p)
	w.scanner = nil
	assert.Equal(t, redact.KeySensitive, w.classify("name").Class)
	w.scanner = nil
	name, changed := w.scanName("name")
	assert.True(t, changed)
	assert.Equal(t, "[REDACTED:unscanned]", name)
	w.scanner = nil
	assert.False(t, w.clean("id-123456"), "an id that cannot be checked is not spread")
}

type panicking struct{ logs }

func (panicking) visit(plog.LogRecord, pdatawalk.Visitor) { panic("S3CR3T") }

func TestPanicOfTheWalkFailsTheBatch(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	err := process(t.Context(), p, panicking{}, logsOf(line("x", exactTime)))
	require.Error(t, err)
	assert.NotContains(t, err.Error(), "S3CR3T")
}

func TestHostileRecords(t *testing.T) {
	deep := func(r plog.LogRecord) {
		r.SetTimestamp(exactTime)
		m := r.Body().SetEmptyMap()
		for range 100 {
			m.PutStr("note", "marker")
			m.PutStr("password", "S3CR3T")
			m = m.PutEmptyMap("m")
		}
		m.PutStr("password", "S3CR3T")
	}
	wide := func(r plog.LogRecord) {
		r.SetTimestamp(exactTime)
		for i := range 5000 {
			r.Attributes().PutStr("password"+string(rune('a'+i%26))+wideName(i), "x")
		}
		r.Attributes().PutStr("password", "S3CR3T")
		r.Attributes().PutStr("note", "marker")
	}
	invalid := func(r plog.LogRecord) {
		r.SetTimestamp(exactTime)
		r.Body().SetStr("\xff\xfe\x00marker password=S3CR3T \xc3\x28")
		r.Attributes().PutStr("", "S3CR3T@example.com")
		r.Attributes().PutStr("\xff", "alice@example.com")
	}
	abyss := func(r plog.LogRecord) {
		r.SetTimestamp(exactTime)
		r.Attributes().PutStr("note", "marker")
		v := r.Body()
		for range 100_000 {
			v = v.SetEmptySlice().AppendEmpty()
		}
		v.SetStr("S3CR3T")
	}
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	for name, f := range map[string]func(plog.LogRecord){"deep": deep, "wide": wide, "invalid": invalid, "abyss": abyss} {
		t.Run(name, func(t *testing.T) {
			out := logsJSON(t, processLogs(t, p, logsOf(f)))
			assert.NotContains(t, out, "S3CR3T")
			assert.NotContains(t, out, "alice@")
			assert.Contains(t, out, "marker")
		})
	}
}

func wideName(i int) string { return string(rune('a'+i/26%26)) + string(rune('a'+i/676)) }

// Twice the same name in one map is not valid and still arrives.
func TestDuplicateKeys(t *testing.T) {
	ld, err := new(plog.JSONUnmarshaler).UnmarshalLogs([]byte(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1700000000000000001",
		"attributes":[{"key":"password","value":{"stringValue":"S3CR3T-1"}},{"key":"password","value":{"stringValue":"S3CR3T-2"}},
		{"key":"to alice@example.com","value":{"stringValue":"marker-1"}},{"key":"to alice@example.com","value":{"stringValue":"marker-2"}}]}]}]}]}`))
	require.NoError(t, err)
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	out := logsJSON(t, processLogs(t, p, ld))
	assert.NotContains(t, out, "S3CR3T")
	assert.NotContains(t, out, "alice")
	assert.Contains(t, out, "marker-1")
	assert.Contains(t, out, "marker-2")
	assert.Contains(t, out, `"to [REDACTED:email]"`)
	assert.Contains(t, out, `"to [REDACTED:email]_2"`)
}

func TestEmptyBatches(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	processLogs(t, p, plog.NewLogs())
	ld := plog.NewLogs()
	ld.ResourceLogs().AppendEmpty().Resource().Attributes().PutStr("password", "S3CR3T")
	assert.NotContains(t, logsJSON(t, processLogs(t, p, ld)), "S3CR3T")
	require.NoError(t, process(t.Context(), p, metrics{}, pmetric.NewMetrics()))
}
