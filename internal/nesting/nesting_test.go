package nesting

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
)

// nest puts values into each other: depth values in all, lists and maps in turn.
func nest(v pcommon.Value, depth int) {
	for i := 1; i < depth; i++ {
		if i%2 == 0 {
			v = v.SetEmptySlice().AppendEmpty()
		} else {
			m := v.SetEmptyMap()
			m.PutStr("beside", "a sibling that is longer than the header of a level")
			v = m.PutEmpty("in")
		}
	}
	v.SetStr("end")
}

// request is an encoded request with one nested value at a place.
type request struct {
	signal Signal
	proto  []byte
	json   []byte
}

type encoder interface {
	MarshalProto() ([]byte, error)
	MarshalJSON() ([]byte, error)
}

func encode(t testing.TB, signal Signal, e encoder) request {
	proto, err := e.MarshalProto()
	require.NoError(t, err)
	json, err := e.MarshalJSON()
	require.NoError(t, err)
	return request{signal: signal, proto: proto, json: json}
}

// places builds a request for each place where a value can stand.
func places(t testing.TB, depth int) map[string]request {
	out := map[string]request{}
	logs := func(name string, put func(plog.ResourceLogs, plog.LogRecord)) {
		ld := plog.NewLogs()
		rl := ld.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", "a")
		lr := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		lr.SetTimestamp(1)
		lr.Attributes().PutInt("n", 1<<40)
		put(rl, lr)
		out["logs "+name] = encode(t, Logs, plogotlp.NewExportRequestFromLogs(ld))
	}
	logs("body", func(_ plog.ResourceLogs, lr plog.LogRecord) { nest(lr.Body(), depth) })
	logs("attribute", func(_ plog.ResourceLogs, lr plog.LogRecord) { nest(lr.Attributes().PutEmpty("a"), depth) })
	logs("resource", func(rl plog.ResourceLogs, _ plog.LogRecord) { nest(rl.Resource().Attributes().PutEmpty("a"), depth) })
	logs("scope", func(rl plog.ResourceLogs, _ plog.LogRecord) {
		nest(rl.ScopeLogs().At(0).Scope().Attributes().PutEmpty("a"), depth)
	})

	spans := func(name string, put func(ptrace.Span)) {
		td := ptrace.NewTraces()
		s := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
		s.SetName("a name")
		s.Status().SetMessage("a message")
		put(s)
		out["spans "+name] = encode(t, Traces, ptraceotlp.NewExportRequestFromTraces(td))
	}
	spans("attribute", func(s ptrace.Span) { nest(s.Attributes().PutEmpty("a"), depth) })
	spans("event", func(s ptrace.Span) { nest(s.Events().AppendEmpty().Attributes().PutEmpty("a"), depth) })
	spans("link", func(s ptrace.Span) { nest(s.Links().AppendEmpty().Attributes().PutEmpty("a"), depth) })

	metrics := func(name string, put func(pmetric.Metric)) {
		md := pmetric.NewMetrics()
		m := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
		m.SetName("a.name")
		put(m)
		out["metrics "+name] = encode(t, Metrics, pmetricotlp.NewExportRequestFromMetrics(md))
	}
	metrics("metadata", func(m pmetric.Metric) { nest(m.Metadata().PutEmpty("a"), depth) })
	metrics("gauge", func(m pmetric.Metric) {
		nest(m.SetEmptyGauge().DataPoints().AppendEmpty().Attributes().PutEmpty("a"), depth)
	})
	metrics("sum exemplar", func(m pmetric.Metric) {
		nest(m.SetEmptySum().DataPoints().AppendEmpty().Exemplars().AppendEmpty().FilteredAttributes().PutEmpty("a"), depth)
	})
	metrics("histogram", func(m pmetric.Metric) {
		nest(m.SetEmptyHistogram().DataPoints().AppendEmpty().Attributes().PutEmpty("a"), depth)
	})
	metrics("histogram exemplar", func(m pmetric.Metric) {
		nest(m.SetEmptyHistogram().DataPoints().AppendEmpty().Exemplars().AppendEmpty().FilteredAttributes().PutEmpty("a"), depth)
	})
	metrics("exponential histogram", func(m pmetric.Metric) {
		nest(m.SetEmptyExponentialHistogram().DataPoints().AppendEmpty().Attributes().PutEmpty("a"), depth)
	})
	metrics("exponential histogram exemplar", func(m pmetric.Metric) {
		nest(m.SetEmptyExponentialHistogram().DataPoints().AppendEmpty().Exemplars().AppendEmpty().FilteredAttributes().PutEmpty("a"), depth)
	})
	metrics("summary", func(m pmetric.Metric) {
		nest(m.SetEmptySummary().DataPoints().AppendEmpty().Attributes().PutEmpty("a"), depth)
	})
	return out
}

// inPieces writes the request in pieces of the size.
func inPieces(w io.Writer, content []byte, size int) error {
	for len(content) > 0 {
		n := min(size, len(content))
		if _, err := w.Write(content[:n]); err != nil {
			return err
		}
		content = content[n:]
	}
	return nil
}

func TestTheLimitIsExactAtEveryPlace(t *testing.T) {
	const limit = 20
	for _, size := range []int{1, 2, 7, 1 << 20} {
		for name, r := range places(t, limit) {
			assert.NoError(t, inPieces(NewProtobuf(r.signal, limit), r.proto, size), "%s in pieces of %d", name, size)
			assert.NoError(t, inPieces(NewJSON(limit), r.json, size), "%s in pieces of %d", name, size)
		}
		for name, r := range places(t, limit+1) {
			assert.ErrorIs(t, inPieces(NewProtobuf(r.signal, limit), r.proto, size), ErrTooDeep, "%s in pieces of %d", name, size)
		}
		for name, r := range places(t, 2*limit+jsonFrame) {
			assert.ErrorIs(t, inPieces(NewJSON(limit), r.json, size), ErrTooDeep, "%s in pieces of %d", name, size)
		}
	}
}

func TestSiblingsDoNotAddUp(t *testing.T) {
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for range 1000 {
		lr := records.AppendEmpty()
		nest(lr.Body(), 5)
		nest(lr.Attributes().PutEmpty("a"), 5)
	}
	r := encode(t, Logs, plogotlp.NewExportRequestFromLogs(ld))
	require.NoError(t, inPieces(NewProtobuf(Logs, 5), r.proto, 64))
	require.NoError(t, inPieces(NewJSON(5), r.json, 64))
}

func TestBracketsInTextAreText(t *testing.T) {
	text := `{"a":"` + strings.Repeat(`[{\"\\`, 1000) + `"}`
	require.NoError(t, inPieces(NewJSON(1), []byte(text), 3))
}

// What the decoder takes and the scanner allows is not nested deeper than the
// limit, whatever the bytes are.
func FuzzProtobuf(f *testing.F) {
	for _, depth := range []int{1, 8, 9, 12} {
		for _, r := range places(f, depth) {
			f.Add(uint8(r.signal), r.proto)
		}
	}
	f.Fuzz(func(t *testing.T, signal uint8, content []byte) {
		const limit = 8
		s := Signal(signal % 3)
		if inPieces(NewProtobuf(s, limit), content, 5) != nil {
			return
		}
		if s != Logs {
			return
		}
		req := plogotlp.NewExportRequest()
		if req.UnmarshalProto(content) != nil {
			return
		}
		for _, rl := range req.Logs().ResourceLogs().All() {
			for _, sl := range rl.ScopeLogs().All() {
				for _, lr := range sl.LogRecords().All() {
					if d := depthOf(lr.Body()); d > limit {
						t.Fatalf("a body nested %d deep was allowed", d)
					}
					for _, v := range lr.Attributes().All() {
						if d := depthOf(v); d > limit {
							t.Fatalf("an attribute nested %d deep was allowed", d)
						}
					}
				}
			}
		}
	})
}

func depthOf(v pcommon.Value) int {
	deepest := 0
	switch v.Type() {
	case pcommon.ValueTypeSlice:
		for _, inner := range v.Slice().All() {
			deepest = max(deepest, depthOf(inner))
		}
	case pcommon.ValueTypeMap:
		for _, inner := range v.Map().All() {
			deepest = max(deepest, depthOf(inner))
		}
	}
	return deepest + 1
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":"]\\\""}]}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		whole, pieces := inPieces(NewJSON(2), content, len(content)+1), inPieces(NewJSON(2), content, 1)
		if (whole == nil) != (pieces == nil) {
			t.Fatalf("whole: %v, in pieces: %v", whole, pieces)
		}
	})
}

func BenchmarkProtobuf(b *testing.B) {
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for i := range 1000 {
		lr := records.AppendEmpty()
		lr.Body().SetStr(strings.Repeat("a log line ", 15))
		for a := range 6 {
			lr.Attributes().PutStr(fmt.Sprintf("attribute.%d", a), fmt.Sprintf("value %d", i))
		}
	}
	r := encode(b, Logs, plogotlp.NewExportRequestFromLogs(ld))
	b.ReportAllocs()
	b.SetBytes(int64(len(r.proto)))
	for b.Loop() {
		if _, err := NewProtobuf(Logs, 64).Write(r.proto); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/record")
}
