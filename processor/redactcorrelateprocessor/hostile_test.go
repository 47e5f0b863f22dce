package redactcorrelateprocessor

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// hostileRecords are records as nobody should send them. The secret S3CR3T goes,
// every text that begins with "marker" stays, and the memory that a record takes
// is at most so many times what it holds.
var hostileRecords = []struct {
	name string
	fill func(plog.LogRecord)
	kept []string
}{
	{"invalid utf-8", func(r plog.LogRecord) {
		r.Body().SetStr("\xff\xfe\xc3\x28 marker password=S3CR3T-17x \xf0\x90")
		r.Attributes().PutStr("\xff\xfe", "marker-2")
		r.Attributes().PutStr("pass\xffword", "marker-3")
	}, []string{"marker", "marker-2", "marker-3"}},
	{"nul", func(r plog.LogRecord) {
		r.Body().SetStr("marker\x00password=S3CR3T-17x\x00")
		r.Attributes().PutStr("note\x00", "marker-2\x00token=S3CR3T-17x")
		r.Attributes().PutStr("password\x00", "S3CR3T-17x")
	}, []string{"marker\x00", "marker-2\x00"}},
	{"empty", func(r plog.LogRecord) {
		r.Body().SetStr("")
		r.Attributes().PutStr("", "marker password=S3CR3T-17x")
		r.Attributes().PutEmpty("marker-empty")
		r.Attributes().PutStr("password", "")
		r.Attributes().PutEmptyMap("secret")
		r.Attributes().PutEmptyBytes("token")
		r.SetEventName("")
	}, []string{"marker"}},
	{"dotted and nested keys", func(r plog.LogRecord) {
		m := r.Attributes()
		m.PutStr("db.password", "S3CR3T-17x")
		m.PutEmptyMap("db").PutStr("password", "S3CR3T-17x")
		m.PutEmptyMap("api").PutStr("key", "S3CR3T-17x")
		m.PutEmptyMap("db.pool").PutStr("size", "marker")
		m.PutEmptyMap("a.b").PutEmptyMap("client").PutStr("secret", "S3CR3T-17x")
	}, []string{"marker"}},
	{"depth 30", func(r plog.LogRecord) {
		v := r.Body()
		for range 15 {
			m := v.SetEmptyMap()
			m.PutStr("note", "marker")
			m.PutStr("password", "S3CR3T-17x")
			v = m.PutEmptySlice("list").AppendEmpty()
		}
		v.SetStr("marker-bottom token=S3CR3T-17x")
	}, []string{"marker", "marker-bottom"}},
	{"depth 100", func(r plog.LogRecord) {
		v := r.Attributes().PutEmpty("deep")
		for range 100 {
			m := v.SetEmptyMap()
			m.PutStr("note", "marker")
			v = m.PutEmpty("m")
		}
		v.SetStr("S3CR3T-17x")
	}, []string{"marker"}},
	{"depth 50,000", func(r plog.LogRecord) {
		r.Attributes().PutStr("note", "marker")
		v := r.Attributes().PutEmpty("deep")
		for range 50_000 {
			v = v.SetEmptySlice().AppendEmpty()
		}
		v.SetStr("S3CR3T-17x")
	}, []string{"marker"}},
	{"5,000 attributes", func(r plog.LogRecord) {
		for i := range 5_000 {
			r.Attributes().PutStr(fmt.Sprintf("a%d", i), "marker")
		}
		r.Attributes().PutStr("password", "S3CR3T-17x")
		r.Attributes().PutStr("note", "marker-2 password=S3CR3T-17x")
	}, []string{"marker", "marker-2"}},
	{"4 MiB with a secret at the end", func(r plog.LogRecord) {
		r.Body().SetStr("marker " + strings.Repeat("lorem ipsum dolor ", 4<<20/18) + " password=S3CR3T-17x")
	}, []string{"marker lorem", "ipsum dolor"}},
	{"4 MiB of bytes", func(r plog.LogRecord) {
		r.Body().SetEmptyBytes().FromRaw([]byte("marker " + strings.Repeat("\x00\xff\x01a", 1<<20) + " password=S3CR3T-17x"))
	}, nil},
	{"huge keys", func(r plog.LogRecord) {
		r.Attributes().PutStr(strings.Repeat("a.", 1<<19)+"password", "S3CR3T-17x")
		r.Attributes().PutStr("marker"+strings.Repeat("k", 1<<20)+" token=S3CR3T-17x", "marker-2")
	}, []string{"markerkkk", "marker-2"}},
	{"5,000 keys that are secrets", func(r plog.LogRecord) {
		for i := range 5_000 {
			r.Attributes().PutStr(fmt.Sprintf("S3CR3T%d@example.com", i), fmt.Sprintf("marker-%d.", i))
		}
	}, []string{"marker-0.", "marker-255.", "marker-256.", "marker-4999."}},
	{"one key again and again", func(r plog.LogRecord) {
		sameKey(r, "password", "S3CR3T-17x", 2_000)
	}, []string{"marker"}},
	{"one secret key again and again", func(r plog.LogRecord) {
		sameKey(r, "S3CR3T@example.com", "marker", 2_000)
	}, []string{"marker"}},
	{"slices of slices", func(r plog.LogRecord) {
		outer := r.Body().SetEmptySlice()
		for range 100 {
			inner := outer.AppendEmpty().SetEmptySlice()
			for range 100 {
				inner.AppendEmpty().SetStr("marker token=S3CR3T-17x")
			}
		}
		r.Attributes().PutEmptySlice("http.request.header.authorization").AppendEmpty().SetEmptySlice().AppendEmpty().SetStr("S3CR3T-17x")
	}, []string{"marker"}},
	{"bytes that are text", func(r plog.LogRecord) {
		r.Attributes().PutEmptyBytes("payload").FromRaw([]byte(`{"password":"S3CR3T-17x"}`))
		r.Attributes().PutEmptyBytes("password").FromRaw([]byte("S3CR3T-17x"))
		r.Attributes().PutStr("note", "marker")
	}, []string{"marker"}},
	{"numbers at their ends", func(r plog.LogRecord) {
		m := r.Attributes()
		for i, f := range []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, math.Copysign(0, -1), 1 << 63} {
			m.PutDouble(fmt.Sprintf("marker.double%d", i), f)
		}
		for i, n := range []int64{math.MaxInt64, math.MinInt64, 0, -4111111111111111} {
			m.PutInt(fmt.Sprintf("marker.int%d", i), n)
		}
		m.PutInt("pin.number", math.MinInt64)
		m.PutDouble("password", math.NaN())
		m.PutStr("token", "S3CR3T-17x")
	}, []string{"marker.double0", "marker.double6", "9223372036854775807", "marker.int3", "-4111111111111111"}},
}

// sameKey writes the key n times, as JSON may.
func sameKey(r plog.LogRecord, key, value string, n int) {
	text := `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"attributes":[{"key":"note","value":{"stringValue":"marker"}}` +
		strings.Repeat(fmt.Sprintf(`,{"key":%q,"value":{"stringValue":%q}}`, key, value), n) + `]}]}]}]}`
	ld, err := new(plog.JSONUnmarshaler).UnmarshalLogs([]byte(text))
	if err != nil {
		panic(err)
	}
	eachRecord(ld, func(from plog.LogRecord) { from.CopyTo(r) })
}

// maxMemoryTimes bounds what is allocated for a record, in times of its size,
// beyond a floor for scratch space.
const (
	maxMemoryTimes = 24
	memoryFloor    = 2 << 20
)

func TestHostileKinds(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	processLogs(t, p, logsOf(line("warm", exactTime)))
	for _, kind := range hostileRecords {
		t.Run(kind.name, func(t *testing.T) {
			ld := logsOf(func(r plog.LogRecord) {
				r.SetTimestamp(exactTime)
				kind.fill(r)
			})
			size := new(plog.ProtoMarshaler).LogsSize(ld)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			processLogs(t, p, ld)
			runtime.ReadMemStats(&after)
			allocated := after.TotalAlloc - before.TotalAlloc
			assert.LessOrEqual(t, allocated, uint64(memoryFloor+maxMemoryTimes*size), "of a record of %d bytes", size)

			texts := textsOf(ld)
			assert.NotContains(t, texts, "S3CR3T")
			for _, text := range kind.kept {
				assert.Contains(t, texts, text)
			}
			// The same again changes nothing but the count of the findings.
			again := copyLogs(ld)
			processLogs(t, p, again)
			assert.Equal(t, texts, textsOf(again))
		})
	}
}

// textsOf joins all names and values of a batch but the record ids.
func textsOf(ld plog.Logs) string {
	var b strings.Builder
	eachRecord(ld, func(r plog.LogRecord) {
		appendTexts(&b, r.Body())
		for k, v := range r.Attributes().All() {
			if k == "lethe.record.id" {
				continue
			}
			b.WriteString("\n" + k + "=")
			appendTexts(&b, v)
		}
	})
	return b.String()
}

func appendTexts(b *strings.Builder, v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeMap:
		for k, f := range v.Map().All() {
			b.WriteString("\n" + k + "=")
			appendTexts(b, f)
		}
	case pcommon.ValueTypeSlice:
		for _, e := range v.Slice().All() {
			b.WriteByte('\n')
			appendTexts(b, e)
		}
	case pcommon.ValueTypeBytes:
		b.Write(v.Bytes().AsRaw())
	default:
		b.WriteString(v.AsString())
	}
}

func TestHostileSpans(t *testing.T) {
	td := ptrace.NewTraces()
	s := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	s.SetName("marker " + strings.Repeat("/a", 1<<20) + "?token=S3CR3T-17x")
	s.TraceState().FromRaw(strings.Repeat("a=1,", 10_000) + "marker=S3CR3T@example.com")
	s.Status().SetMessage("marker\x00\xff password=S3CR3T-17x")
	for range 3_000 {
		e := s.Events().AppendEmpty()
		e.SetName("")
		e.Attributes().PutStr("exception.message", "marker token=S3CR3T-17x")
		l := s.Links().AppendEmpty()
		l.TraceState().FromRaw("marker=S3CR3T@example.com")
		l.Attributes().PutStr("password", "S3CR3T-17x")
	}
	p := startedProcessor(t, testConfig(), signalTraces, nil)
	require.NoError(t, process(t.Context(), p, spans{}, td))
	wire, err := new(ptrace.ProtoMarshaler).MarshalTraces(td)
	require.NoError(t, err)
	assert.NotContains(t, string(wire), "S3CR3T")
	assert.Contains(t, s.Name(), "marker /a/a")
	assert.Equal(t, 3_000, s.Events().Len())
	assert.Equal(t, 3_000, s.Links().Len())
	assert.Contains(t, s.Status().Message(), "marker\x00\xff")
}

// TestIDFieldsStay: no field that is an id is ever touched, whatever its digits.
func TestIDFieldsStay(t *testing.T) {
	card := pcommon.SpanID{0x41, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11}
	trace := pcommon.TraceID{0x41, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x41, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11}
	td := ptrace.NewTraces()
	s := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	s.SetTraceID(trace)
	s.SetSpanID(card)
	s.SetParentSpanID(card)
	s.Attributes().PutStr("parent.span_id", card.String())
	s.Attributes().PutInt("order.id", 4111111111111111)
	s.Attributes().PutStr("note", card.String())
	l := s.Links().AppendEmpty()
	l.SetTraceID(trace)
	l.SetSpanID(card)
	p := startedProcessor(t, testConfig(), signalTraces, nil)
	require.NoError(t, process(t.Context(), p, spans{}, td))
	assert.Equal(t, trace, s.TraceID())
	assert.Equal(t, card, s.SpanID())
	assert.Equal(t, card, s.ParentSpanID())
	assert.Equal(t, trace, l.TraceID())
	assert.Equal(t, card, l.SpanID())
	for name, want := range map[string]any{"parent.span_id": card.String(), "order.id": int64(4111111111111111), "note": "[REDACTED:card_number]"} {
		v, ok := s.Attributes().Get(name)
		require.True(t, ok, name)
		assert.Equal(t, want, v.AsRaw(), name)
	}
}
