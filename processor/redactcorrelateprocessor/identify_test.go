package redactcorrelateprocessor

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/delivery"
)

const (
	exactTime = pcommon.Timestamp(1_700_000_000_000_000_001)
	coarse    = pcommon.Timestamp(1_700_000_000_123_000_000)
)

func line(text string, at pcommon.Timestamp) func(plog.LogRecord) {
	return func(r plog.LogRecord) {
		r.SetTimestamp(at)
		r.Body().SetStr(text)
	}
}

func idsOf(ld plog.Logs) []string { return attributeOf(ld, delivery.RecordIDAttribute) }

func distinct(ids []string) int {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return len(slices.Compact(ids))
}

func TestRecordIDForm(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	for _, id := range idsOf(processLogs(t, p, logsOf(line("a", exactTime), line("b", coarse)))) {
		assert.Regexp(t, regexp.MustCompile(`^[0-9a-f]{32}$`), id)
	}
}

func TestSameRequestSameIDs(t *testing.T) {
	in := logsOf(line("a", exactTime), line("a", exactTime), line("b", coarse), line("b", coarse), line("c", 0),
		func(r plog.LogRecord) {
			r.SetTimestamp(exactTime)
			r.Body().SetStr("password=hunter2")
			r.Attributes().PutStr("token", "abcdef")
		})
	first := startedProcessor(t, testConfig(), signalLogs, nil)
	want := idsOf(processLogs(t, first, copyLogs(in)))
	assert.Equal(t, len(want), distinct(want), "equal records of one request differ")
	assert.Equal(t, want, idsOf(processLogs(t, first, copyLogs(in))), "sent again to the same replica")

	other := startedProcessor(t, testConfig(), signalLogs, nil)
	again := copyLogs(in)
	eachRecord(again, func(r plog.LogRecord) {
		if r.Timestamp() != 0 {
			r.SetObservedTimestamp(pcommon.NewTimestampFromTime(time.Now()))
		}
	})
	assert.Equal(t, want, idsOf(processLogs(t, other, again)), "sent again to another replica, observed later")

	cfg := testConfig()
	cfg.RecordID.Key = "b7e2d1905c3f4a68920d1b7ce5f3846a1d9c0f72e8b3a5461f0c9d2e7b8a4350" // made up
	assert.NotEqual(t, want, idsOf(processLogs(t, startedProcessor(t, cfg, signalLogs, nil), copyLogs(in))), "another key")
}

func TestBatchBoundary(t *testing.T) {
	uid := func(text string) func(plog.LogRecord) {
		return func(r plog.LogRecord) {
			line(text, coarse)(r)
			r.Attributes().PutStr("log.record.uid", "01ARZ3NDEKTSV4RRFFQ69G5FAV")
		}
	}
	offset := func(text string) func(plog.LogRecord) {
		return func(r plog.LogRecord) {
			line(text, coarse)(r)
			r.Attributes().PutStr("log.file.path", "/var/log/app.log")
			r.Attributes().PutInt("log.file.record_offset", 4711)
		}
	}
	fileOnly := func(text string) func(plog.LogRecord) {
		return func(r plog.LogRecord) {
			line(text, coarse)(r)
			r.Attributes().PutStr("log.file.path", "/var/log/app.log")
		}
	}
	attributes := func(raw map[string]any) func(string) func(plog.LogRecord) {
		return func(text string) func(plog.LogRecord) {
			return func(r plog.LogRecord) {
				line(text, coarse)(r)
				putAll(t, r.Attributes(), raw)
			}
		}
	}
	structured := func(raw map[string]any) func(string) func(plog.LogRecord) {
		return func(string) func(plog.LogRecord) {
			return func(r plog.LogRecord) {
				r.SetTimestamp(coarse)
				putAll(t, r.Body().SetEmptyMap(), raw)
			}
		}
	}
	observed := func(at pcommon.Timestamp) func(string) func(plog.LogRecord) {
		return func(text string) func(plog.LogRecord) {
			return func(r plog.LogRecord) {
				r.SetObservedTimestamp(at)
				r.Body().SetStr(text)
			}
		}
	}
	at := func(at pcommon.Timestamp) func(string) func(plog.LogRecord) {
		return func(text string) func(plog.LogRecord) { return line(text, at) }
	}
	for name, c := range map[string]struct {
		record    func(string) func(plog.LogRecord)
		ambiguous bool
	}{
		"a time below the millisecond":              {at(exactTime), false},
		"a time of milliseconds":                    {at(coarse), true},
		"no time":                                   {at(0), true},
		"an observed time below the millisecond":    {observed(exactTime), false},
		"an observed time of milliseconds":          {observed(coarse), true},
		"milliseconds and a unique id":              {uid, false},
		"milliseconds, a file and an offset":        {offset, false},
		"milliseconds and a file without an offset": {fileOnly, true},
		"Filebeat": {attributes(map[string]any{
			"log.file.path": "/var/log/app.log", "log.file.inode": "17", "log.file.device_id": "8", "log.offset": 4711,
		}), false},
		"Filebeat, nested": {attributes(map[string]any{
			"log": map[string]any{"file": map[string]any{"path": "/var/log/app.log"}, "offset": 4711},
		}), false},
		"Filebeat, a body of fields": {structured(map[string]any{
			"log": map[string]any{"file": map[string]any{"path": "/var/log/app.log"}, "offset": 4711}, "a": 1,
		}), false},
		"Filebeat, dotted in the body":    {structured(map[string]any{"log.file.fingerprint": "2f", "log.offset": 4711}), false},
		"a body of fields without offset": {structured(map[string]any{"log": map[string]any{"file": map[string]any{"path": "/a"}}}), true},
		"a place in somebody else's file": {structured(map[string]any{"parent": map[string]any{"log.file.path": "/a", "log.offset": 1}}), true},
		"filelog with the line's number":  {attributes(map[string]any{"log.file.name": "app.log", "log.file.record_number": 3}), false},
		"the journal's cursor":            {structured(map[string]any{"__CURSOR": "s=1f;i=2;b=3", "MESSAGE": "x"}), false},
		"an event of Windows":             {attributes(map[string]any{"winlog.record_id": "4711", "winlog.channel": "Security"}), false},
		"a file's name alone":             {attributes(map[string]any{"filename": "/var/log/app.log"}), true},
		"a page of a list":                {attributes(map[string]any{"path": "/api", "offset": 20}), true},
		"an upload":                       {attributes(map[string]any{"file": "a.txt", "offset": 0}), true},
	} {
		t.Run(name, func(t *testing.T) {
			p := startedProcessor(t, testConfig(), signalLogs, nil)
			// The same line in two requests: a resend cut differently, or two
			// real events. Only what cannot tell them apart is kept twice.
			a := idsOf(processLogs(t, p, logsOf(c.record("x"), line("one", exactTime))))[0]
			b := idsOf(processLogs(t, p, logsOf(c.record("x"), line("two", exactTime))))[0]
			assert.Equal(t, c.ambiguous, a != b)
		})
	}
}

// putAll puts fields into a map in a fixed order, which is a part of the record.
func putAll(t *testing.T, m pcommon.Map, raw map[string]any) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		if nested, ok := raw[name].(map[string]any); ok {
			putAll(t, m.PutEmptyMap(name), nested)
			continue
		}
		require.NoError(t, m.PutEmpty(name).FromRaw(raw[name]))
	}
}

func TestRecordIDDependsOnEverything(t *testing.T) {
	full := func(r plog.LogRecord) {
		line("x", exactTime)(r)
		r.SetSeverityText("INFO")
		r.SetEventName("e")
		r.SetTraceID([16]byte{1})
		r.SetSpanID([8]byte{1})
		r.Attributes().PutStr("a", "1")
	}
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	seen := map[string]string{}
	for name, change := range map[string]func(plog.Logs, plog.LogRecord){
		"nothing":         func(plog.Logs, plog.LogRecord) {},
		"time":            func(_ plog.Logs, r plog.LogRecord) { r.SetTimestamp(exactTime + 1) },
		"severity":        func(_ plog.Logs, r plog.LogRecord) { r.SetSeverityNumber(9) },
		"severity text":   func(_ plog.Logs, r plog.LogRecord) { r.SetSeverityText("info") },
		"event name":      func(_ plog.Logs, r plog.LogRecord) { r.SetEventName("f") },
		"trace":           func(_ plog.Logs, r plog.LogRecord) { r.SetTraceID([16]byte{2}) },
		"span":            func(_ plog.Logs, r plog.LogRecord) { r.SetSpanID([8]byte{2}) },
		"flags":           func(_ plog.Logs, r plog.LogRecord) { r.SetFlags(1) },
		"dropped":         func(_ plog.Logs, r plog.LogRecord) { r.SetDroppedAttributesCount(1) },
		"body":            func(_ plog.Logs, r plog.LogRecord) { r.Body().SetStr("y") },
		"type of body":    func(_ plog.Logs, r plog.LogRecord) { r.Body().SetEmptyBytes().FromRaw([]byte("x")) },
		"attribute":       func(_ plog.Logs, r plog.LogRecord) { r.Attributes().PutStr("a", "2") },
		"type":            func(_ plog.Logs, r plog.LogRecord) { r.Attributes().PutInt("a", 1) },
		"name":            func(_ plog.Logs, r plog.LogRecord) { r.Attributes().Clear(); r.Attributes().PutStr("b", "1") },
		"more attributes": func(_ plog.Logs, r plog.LogRecord) { r.Attributes().PutStr("b", "1") },
		"resource":        func(ld plog.Logs, _ plog.LogRecord) { ld.ResourceLogs().At(0).Resource().Attributes().PutStr("b", "1") },
		"resource schema": func(ld plog.Logs, _ plog.LogRecord) { ld.ResourceLogs().At(0).SetSchemaUrl("u") },
		"scope":           func(ld plog.Logs, _ plog.LogRecord) { ld.ResourceLogs().At(0).ScopeLogs().At(0).Scope().SetName("s") },
		"scope version": func(ld plog.Logs, _ plog.LogRecord) {
			ld.ResourceLogs().At(0).ScopeLogs().At(0).Scope().SetVersion("s")
		},
		"scope schema": func(ld plog.Logs, _ plog.LogRecord) { ld.ResourceLogs().At(0).ScopeLogs().At(0).SetSchemaUrl("u") },
	} {
		ld := logsOf(full)
		change(ld, ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0))
		id := idsOf(processLogs(t, p, ld))[0]
		assert.Empty(t, seen[id], "%s and %s have one id", name, seen[id])
		seen[id] = name
	}
}

func TestIncomingRecordIDIsRemoved(t *testing.T) {
	plain := logsOf(line("a", exactTime))
	forged := copyLogs(plain)
	const fake = "ffffffffffffffffffffffffffffffff"
	rl := forged.ResourceLogs().At(0)
	rl.Resource().Attributes().PutStr(delivery.RecordIDAttribute, fake)
	rl.ScopeLogs().At(0).Scope().Attributes().PutStr(delivery.RecordIDAttribute, fake)
	rl.ScopeLogs().At(0).LogRecords().At(0).Attributes().PutStr(delivery.RecordIDAttribute, fake)

	p := startedProcessor(t, testConfig(), signalLogs, nil)
	want := logsJSON(t, processLogs(t, p, plain))
	assert.JSONEq(t, want, logsJSON(t, processLogs(t, p, forged)))
}

func TestManyTwins(t *testing.T) {
	var records []func(plog.LogRecord)
	for i := range 3000 {
		records = append(records, line(strconv.Itoa(i%3), exactTime))
	}
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	ids := idsOf(processLogs(t, p, logsOf(records...)))
	require.Len(t, ids, 3000)
	assert.Equal(t, 3000, distinct(ids))
}

func TestSpanIDs(t *testing.T) {
	td := ptrace.NewTraces()
	ss := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for range 2 {
		s := ss.AppendEmpty()
		s.SetTraceID([16]byte{1})
		s.SetSpanID([8]byte{1})
		s.SetName("x")
	}
	again := ptrace.NewTraces()
	td.CopyTo(again)
	p := startedProcessor(t, testConfig(), signalTraces, nil)
	require.NoError(t, process(t.Context(), p, spans{}, td))
	require.NoError(t, process(t.Context(), p, spans{}, again))
	id := func(td ptrace.Traces, i int) string {
		v, ok := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(i).Attributes().Get(delivery.RecordIDAttribute)
		require.True(t, ok)
		return v.Str()
	}
	assert.NotEqual(t, id(td, 0), id(td, 1))
	assert.Equal(t, id(td, 0), id(again, 0))
	assert.Equal(t, id(td, 1), id(again, 1))
}
