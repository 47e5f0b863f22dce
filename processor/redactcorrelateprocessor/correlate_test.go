package redactcorrelateprocessor

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension"
	"github.com/lethe-otel/lethe/internal/correlate"
)

var (
	traceA = pcommon.TraceID{0x0a, 0xf7, 0x65, 0x19, 1}
	traceB = pcommon.TraceID{0x0a, 0xf7, 0x65, 0x19, 2}
)

const (
	idA = "7b1d9a52-7c3f-4f1e-9b0a-2f6c1d8e4a55"
	idB = "req-8c2e0b63-8d40"
)

type hostWith map[component.ID]component.Component

func (h hostWith) GetExtensions() map[component.ID]component.Component { return h }

var storeID = component.MustNewID("correlation_store")

// sharedStore is a host with a real correlation_store.
func sharedStore(t *testing.T) component.Host {
	t.Helper()
	f := correlationstoreextension.NewFactory()
	ext, err := f.Create(t.Context(), extensiontest.NewNopSettings(f.Type()), f.CreateDefaultConfig())
	require.NoError(t, err)
	startStop(t, ext, hostWith{})
	return hostWith{storeID: ext}
}

func sharedConfig() *Config {
	cfg := testConfig()
	cfg.Correlation.Store = &storeID
	return cfg
}

func serverSpan(trace pcommon.TraceID, requestID string) ptrace.Traces {
	td := ptrace.NewTraces()
	s := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	s.SetTraceID(trace)
	s.SetSpanID([8]byte{1})
	s.SetKind(ptrace.SpanKindServer)
	s.SetName("GET /")
	if requestID != "" {
		s.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(requestID)
	}
	return td
}

func spanAttribute(td ptrace.Traces, name string) string {
	v, ok := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).Attributes().Get(name)
	if !ok {
		return ""
	}
	return v.Str()
}

func inTrace(trace pcommon.TraceID, text string) func(plog.LogRecord) {
	return func(r plog.LogRecord) {
		line(text, exactTime)(r)
		r.SetTraceID(trace)
	}
}

func withID(id, text string) func(plog.LogRecord) {
	return func(r plog.LogRecord) {
		line(text, exactTime)(r)
		r.Attributes().PutStr("x-request-id", id)
	}
}

func tracesOf(ld plog.Logs) []pcommon.TraceID {
	var all []pcommon.TraceID
	eachRecord(ld, func(r plog.LogRecord) { all = append(all, r.TraceID()) })
	return all
}

func TestSpansThenLogs(t *testing.T) {
	host := sharedStore(t)
	logPipeline := startedProcessor(t, sharedConfig(), signalLogs, host)
	spanPipeline := startedProcessor(t, sharedConfig(), signalTraces, host)

	td := serverSpan(traceA, idA)
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, td))
	assert.Equal(t, idA, spanAttribute(td, "correlation.id"))

	ld := processLogs(t, logPipeline, logsOf(inTrace(traceA, "knows the trace"), withID(idA, "knows the id"), inTrace(traceB, "knows neither")))
	assert.Equal(t, []string{idA, idA, ""}, attributeOf(ld, "correlation.id"))
	assert.Equal(t, []pcommon.TraceID{traceA, traceA, traceB}, tracesOf(ld))
	assert.Equal(t, []string{"", "correlation_id", ""}, attributeOf(ld, "correlation.trace_id.source"))
}

func TestLogsThenSpans(t *testing.T) {
	host := sharedStore(t)
	logPipeline := startedProcessor(t, sharedConfig(), signalLogs, host)
	spanPipeline := startedProcessor(t, sharedConfig(), signalTraces, host)
	processLogs(t, logPipeline, logsOf(func(r plog.LogRecord) {
		inTrace(traceA, `done request_id=`+idA)(r)
	}))
	td := serverSpan(traceA, "")
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, td))
	assert.Equal(t, idA, spanAttribute(td, "correlation.id"))
}

func TestPrivateStoresStayApart(t *testing.T) {
	logPipeline := startedProcessor(t, testConfig(), signalLogs, nil)
	spanPipeline := startedProcessor(t, testConfig(), signalTraces, nil)
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, serverSpan(traceA, idA)))
	ld := processLogs(t, logPipeline, logsOf(inTrace(traceA, "x")))
	assert.Equal(t, []string{""}, attributeOf(ld, "correlation.id"))
	// The next batch of the same pipeline is joined.
	processLogs(t, logPipeline, logsOf(func(r plog.LogRecord) { inTrace(traceB, "y")(r); r.Attributes().PutStr("x-request-id", idB) }))
	ld = processLogs(t, logPipeline, logsOf(inTrace(traceB, "z")))
	assert.Equal(t, []string{idB}, attributeOf(ld, "correlation.id"))
}

func TestStoreMustExist(t *testing.T) {
	p, err := newProcessor(nopSettings(), sharedConfig(), signalLogs)
	require.NoError(t, err)
	assert.EqualError(t, p.start(t.Context(), hostWith{}),
		`correlation::store: there is no extension "correlation_store", add it to extensions and to service::extensions, or leave the setting out`)
	assert.ErrorContains(t, p.start(t.Context(), hostWith{storeID: struct {
		component.StartFunc
		component.ShutdownFunc
	}{}}), "keeps no ids")
}

func TestOwnIDsStay(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	ld := processLogs(t, p, logsOf(
		func(r plog.LogRecord) { inTrace(traceA, "x")(r); r.Attributes().PutStr("correlation.id", idA) },
		func(r plog.LogRecord) { inTrace(traceA, "y")(r); r.Attributes().PutStr("correlation.id", idB) },
		func(r plog.LogRecord) {
			inTrace(traceA, "z")(r)
			r.SetSpanID([8]byte{9})
			r.Attributes().PutStr("trace_id", traceB.String())
			r.Attributes().PutStr("span_id", "b7ad6b7169203331")
		},
	))
	assert.Equal(t, []string{idA, idB, idA}, attributeOf(ld, "correlation.id"))
	assert.Equal(t, []pcommon.TraceID{traceA, traceA, traceA}, tracesOf(ld))
}

// Two traces in one record: whichever were taken, it could be the wrong one.
func TestDisagreeingTraceIDs(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	ld := processLogs(t, p, logsOf(
		func(r plog.LogRecord) { inTrace(traceA, "x")(r); r.Attributes().PutStr("x-request-id", idA) },
		func(r plog.LogRecord) {
			withID(idA, "y")(r)
			r.Attributes().PutStr("trace_id", traceA.String())
			r.Attributes().PutStr("otelTraceID", traceB.String())
		},
	))
	assert.Equal(t, []pcommon.TraceID{traceA, {}}, tracesOf(ld))
	assert.Equal(t, []string{idA, idA}, attributeOf(ld, "correlation.id"))
}

func TestOneIDOnTwoTraces(t *testing.T) {
	for name, split := range map[string]bool{"in one batch": false, "in two batches": true} {
		t.Run(name, func(t *testing.T) {
			p := startedProcessor(t, testConfig(), signalLogs, nil)
			both := func(trace pcommon.TraceID) func(plog.LogRecord) {
				return func(r plog.LogRecord) { inTrace(trace, "x")(r); r.Attributes().PutStr("x-request-id", idA) }
			}
			var ld plog.Logs
			if split {
				processLogs(t, p, logsOf(both(traceA)))
				processLogs(t, p, logsOf(both(traceB)))
				ld = processLogs(t, p, logsOf(withID(idA, "which one?")))
			} else {
				all := processLogs(t, p, logsOf(withID(idA, "which one?"), both(traceA), both(traceB)))
				ld = all
			}
			assert.Equal(t, pcommon.TraceID{}, tracesOf(ld)[0], "a guess would lead to somebody else's trace")
			assert.Equal(t, idA, attributeOf(ld, "correlation.id")[0])
			assert.Empty(t, attributeOf(ld, "correlation.trace_id.source")[0])
		})
	}
}

func TestFillTraceIDNever(t *testing.T) {
	cfg := testConfig()
	cfg.Correlation.FillTraceID = fillNever
	p := startedProcessor(t, cfg, signalLogs, nil)
	ld := processLogs(t, p, logsOf(
		func(r plog.LogRecord) { inTrace(traceA, "x")(r); r.Attributes().PutStr("x-request-id", idA) },
		withID(idA, "y"),
	))
	assert.Equal(t, []pcommon.TraceID{traceA, {}}, tracesOf(ld))
}

func TestSourcesAndAttribute(t *testing.T) {
	cfg := testConfig()
	cfg.Correlation.Attribute = "request.correlation"
	cfg.Correlation.Sources = []string{"request_id", "correlation_id"}
	p := startedProcessor(t, cfg, signalLogs, nil)
	ld := processLogs(t, p, logsOf(
		func(r plog.LogRecord) {
			inTrace(traceA, "x")(r)
			r.Attributes().PutStr("x-correlation-id", idA)
			r.Attributes().PutStr("x-request-id", idB)
		},
		func(r plog.LogRecord) { inTrace(traceB, "y")(r); r.Attributes().PutStr("x-correlation-id", idA) },
		inTrace(traceA, "z"),
	))
	assert.Equal(t, []string{idB, idA, idB}, attributeOf(ld, "request.correlation"))

	cfg.Correlation.Sources = []string{"request_id"}
	p = startedProcessor(t, cfg, signalLogs, nil)
	ld = processLogs(t, p, logsOf(func(r plog.LogRecord) {
		inTrace(traceB, "y")(r)
		r.Attributes().PutStr("x-correlation-id", idA)
	}))
	assert.Equal(t, []string{""}, attributeOf(ld, "request.correlation"), "a source that is not listed is not used")
}

func TestSensitiveIDsAreNotSpread(t *testing.T) {
	for _, mode := range []string{modeEnforce, modeObserve} {
		for name, id := range map[string]string{
			"an e-mail":          "alice@example.com",
			"a card":             "4111111111111111",
			"a quote":            `abc"def-123`,
			"a control sign":     "abc\x1b[31m-123",
			"a word":             "undefined",
			"too long":           string(make([]byte, 1<<20)),
			"one sign repeated":  "aaaaaaaaaaaa",
			"a Bearer of a JWT":  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJlc2lnbmF0dXJlc2lnbmF0dXJl",
			"a bracketed e-mail": "[REDACTED:email]alice@example.com",
		} {
			t.Run(mode+" "+name, func(t *testing.T) {
				cfg := testConfig()
				cfg.Redaction.Mode, cfg.Redaction.AcknowledgeRawData = mode, true
				p := startedProcessor(t, cfg, signalLogs, nil)
				ld := processLogs(t, p, logsOf(
					func(r plog.LogRecord) { inTrace(traceA, "x")(r); r.Attributes().PutStr("x-correlation-id", id) },
					inTrace(traceA, "y"),
				))
				assert.Equal(t, []string{"", ""}, attributeOf(ld, "correlation.id"))
				_, known := p.store.Correlation("", correlate.TraceID(traceA), time.Now().Add(time.Second))
				assert.False(t, known, "it must not reach the store")
			})
		}
	}
}

func TestSensitiveIDDoesNotHideTheNextBest(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	ld := processLogs(t, p, logsOf(func(r plog.LogRecord) {
		inTrace(traceA, "x")(r)
		r.Attributes().PutStr("x-correlation-id", "alice@example.com")
		r.Attributes().PutStr("x-request-id", idB)
	}))
	assert.Equal(t, []string{idB}, attributeOf(ld, "correlation.id"))
	ld = processLogs(t, p, logsOf(func(r plog.LogRecord) {
		inTrace(traceB, "correlation_id=4111111111111111 done")(r)
		r.Attributes().PutStr("x-request-id", idA)
	}))
	assert.Equal(t, []string{idA}, attributeOf(ld, "correlation.id"))
}

// What a resend gets must not depend on what was learnt since.
func TestResendIsFilledAsTheFirstTime(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	now := time.Unix(1_800_000_000, 123_456_789)
	p.now = func() time.Time { return now }
	request := logsOf(
		inTrace(traceA, "the pair is not known yet"),
		func(r plog.LogRecord) { r.Body().SetStr("no time at all") },
		withID(idB, "the trace is not known yet"),
	)
	first := logsJSON(t, processLogs(t, p, copyLogs(request)))

	now = now.Add(3 * time.Second)
	processLogs(t, p, logsOf(
		func(r plog.LogRecord) { inTrace(traceA, "a")(r); r.Attributes().PutStr("x-request-id", idA) },
		func(r plog.LogRecord) { inTrace(traceB, "b")(r); r.Attributes().PutStr("x-request-id", idB) },
	))
	now = now.Add(3 * time.Second)
	assert.JSONEq(t, first, logsJSON(t, processLogs(t, p, copyLogs(request))))

	fresh := processLogs(t, p, logsOf(inTrace(traceA, "another request")))
	assert.Equal(t, []string{idA}, attributeOf(fresh, "correlation.id"))
}

func TestTimeRules(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	now := time.Unix(1_800_000_000, 7)
	p.now = func() time.Time { return now }
	ld := processLogs(t, p, logsOf(
		line("own", exactTime),
		func(r plog.LogRecord) { r.SetObservedTimestamp(exactTime + 5) },
		func(plog.LogRecord) {},
	))
	var times []pcommon.Timestamp
	eachRecord(ld, func(r plog.LogRecord) { times = append(times, r.Timestamp()) })
	assert.Equal(t, exactTime, times[0])
	assert.Equal(t, exactTime+5, times[1])
	assert.InDelta(t, now.UnixNano(), int64(times[2]), 1000, "the store may round to microseconds")
}
