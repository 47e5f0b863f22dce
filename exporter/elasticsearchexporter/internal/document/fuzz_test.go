package document

import (
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// FuzzLogs: whatever a sender puts into a batch, the documents are valid JSON
// in valid UTF-8 on one line, without a name twice, and the same every time.
func FuzzLogs(f *testing.F) {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", "shop")
	lr := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	lr.SetTimestamp(1_795_373_805_123_456_789)
	lr.Body().SetStr("paid\xff\x00\n")
	lr.Attributes().PutEmptyMap("a").PutEmptySlice("b").AppendEmpty().SetDouble(1)
	lr.Attributes().PutStr("http.request.method", "GET")
	lr.Attributes().PutStr("correlation.id", "x")
	lr.Attributes().PutEmptyBytes("raw").FromRaw([]byte{1})
	seed, err := (&plog.ProtoMarshaler{}).MarshalLogs(ld)
	require.NoError(f, err)
	f.Add(seed)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 1<<16 {
			return
		}
		ld, err := (&plog.ProtoUnmarshaler{}).UnmarshalLogs(raw)
		if err != nil {
			return
		}
		for _, mapping := range []Mapping{OTel, ECS} {
			e := NewEncoder(mapping)
			for _, rl := range ld.ResourceLogs().All() {
				for _, sl := range rl.ScopeLogs().All() {
					e.SetScope(rl.Resource(), rl.SchemaUrl(), sl.Scope(), sl.SchemaUrl())
					for _, lr := range sl.LogRecords().All() {
						checkDocument(t, e.AppendLog(nil, lr))
						require.Equal(t, e.AppendLog(nil, lr), e.AppendLog(nil, lr))
					}
				}
			}
		}
	})
}

// FuzzTraces is FuzzLogs for spans and their events.
func FuzzTraces(f *testing.F) {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", "shop")
	s := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	s.SetName("GET /\xff")
	s.SetStartTimestamp(1)
	s.SetEndTimestamp(2)
	s.Status().SetMessage("no")
	s.Links().AppendEmpty().Attributes().PutStr("k", "v")
	s.Events().AppendEmpty().Attributes().PutStr("exception.type", "IOError")
	seed, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(td)
	require.NoError(f, err)
	f.Add(seed)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) > 1<<16 {
			return
		}
		td, err := (&ptrace.ProtoUnmarshaler{}).UnmarshalTraces(raw)
		if err != nil {
			return
		}
		for _, mapping := range []Mapping{OTel, ECS} {
			e := NewEncoder(mapping)
			for _, rs := range td.ResourceSpans().All() {
				for _, ss := range rs.ScopeSpans().All() {
					e.SetScope(rs.Resource(), rs.SchemaUrl(), ss.Scope(), ss.SchemaUrl())
					for _, s := range ss.Spans().All() {
						checkDocument(t, e.AppendSpan(nil, s))
						for _, event := range s.Events().All() {
							checkDocument(t, e.AppendSpanEvent(nil, s, event))
						}
					}
				}
			}
		}
	})
}

func checkDocument(t *testing.T, doc []byte) {
	t.Helper()
	requireUnique(t, doc)
	require.True(t, utf8.Valid(doc))
	require.NotContains(t, string(doc), "\n")
}
