package redactcorrelateprocessor

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
)

// pipelines are a logs and a traces pipeline with one store.
type pipelines struct {
	logs   processor.Logs
	traces processor.Traces
	sink   *consumertest.LogsSink
}

func startPipelines(t *testing.T, cfg *Config, host component.Host, next consumer.Logs) *pipelines {
	t.Helper()
	p := &pipelines{sink: new(consumertest.LogsSink)}
	if next == nil {
		next = p.sink
	}
	var err error
	p.logs, err = NewFactory().CreateLogs(t.Context(), nopSettings(), cfg, next)
	require.NoError(t, err)
	p.traces, err = NewFactory().CreateTraces(t.Context(), nopSettings(), cfg, consumertest.NewNop())
	require.NoError(t, err)
	startStop(t, p.logs, host)
	startStop(t, p.traces, host)
	return p
}

// pairRecords are those records of all batches that join two ids.
func pairRecords(all []plog.Logs) []plog.LogRecord {
	var found []plog.LogRecord
	for _, ld := range all {
		eachRecord(ld, func(r plog.LogRecord) {
			if r.EventName() == "correlation.pair" {
				found = append(found, r)
			}
		})
	}
	return found
}

func childSpan(trace pcommon.TraceID) ptrace.Traces {
	td := serverSpan(trace, "")
	td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).SetKind(ptrace.SpanKindInternal)
	return td
}

func TestPairLearntLateJoinsTheNextLogs(t *testing.T) {
	p := startPipelines(t, sharedConfig(), sharedStore(t), nil)
	// The child span and a log go by; the server span, which has the id, ends last.
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), childSpan(traceA)))
	require.NoError(t, p.logs.ConsumeLogs(t.Context(), logsOf(inTrace(traceA, "early"))))
	assert.Empty(t, pairRecords(p.sink.AllLogs()))
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), serverSpan(traceA, idA)))
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), serverSpan(traceB, idB))) // nothing of it went by
	require.NoError(t, p.logs.ConsumeLogs(t.Context(), logsOf(inTrace(traceB, "another trace"))))

	pairs := pairRecords(p.sink.AllLogs())
	require.Len(t, pairs, 1)
	assert.Equal(t, traceA, pairs[0].TraceID())
	want := map[string]any{"correlation.id": idA}
	got := pairs[0].Attributes().AsRaw()
	assert.Len(t, got["lethe.record.id"], 32)
	delete(got, "lethe.record.id")
	assert.Equal(t, want, got)
	assert.NotZero(t, pairs[0].Timestamp())

	require.NoError(t, p.logs.ConsumeLogs(t.Context(), logsOf(inTrace(traceA, "late"))))
	assert.Len(t, pairRecords(p.sink.AllLogs()), 1, "told once")
}

func TestPairIsNotLostWhenDeliveryFails(t *testing.T) {
	host := sharedStore(t)
	fail := true
	var mu sync.Mutex
	sink := new(consumertest.LogsSink)
	next, err := consumer.NewLogs(func(ctx context.Context, ld plog.Logs) error {
		mu.Lock()
		defer mu.Unlock()
		require.NoError(t, sink.ConsumeLogs(ctx, copyLogs(ld)))
		if fail {
			return errors.New("away")
		}
		return nil
	})
	require.NoError(t, err)
	p := startPipelines(t, sharedConfig(), host, next)
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), childSpan(traceA)))
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), serverSpan(traceA, idA)))
	require.Error(t, p.logs.ConsumeLogs(t.Context(), logsOf(inTrace(traceB, "x"))))
	mu.Lock()
	fail = false
	mu.Unlock()
	require.NoError(t, p.logs.ConsumeLogs(t.Context(), logsOf(inTrace(traceB, "x"))))
	pairs := pairRecords(sink.AllLogs())
	require.GreaterOrEqual(t, len(pairs), 2)
	for _, r := range pairs {
		assert.Equal(t, pairs[0].Attributes().AsRaw(), r.Attributes().AsRaw(), "the same record, however often it is written")
		assert.Equal(t, pairs[0].Timestamp(), r.Timestamp())
	}
}

func TestPairGoesAloneWhereNoLogsCome(t *testing.T) {
	p := startPipelines(t, sharedConfig(), sharedStore(t), nil)
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), childSpan(traceA)))
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), serverSpan(traceA, idA)))
	require.Eventually(t, func() bool { return len(pairRecords(p.sink.AllLogs())) == 1 }, 5*pairInterval, 50*time.Millisecond)
}

func TestPairGoesAtShutdown(t *testing.T) {
	cfg := sharedConfig()
	host := sharedStore(t)
	sink := new(consumertest.LogsSink)
	logs, err := NewFactory().CreateLogs(t.Context(), nopSettings(), cfg, sink)
	require.NoError(t, err)
	require.NoError(t, logs.Start(t.Context(), host))
	spanPipeline := startedProcessor(t, cfg, signalTraces, host)
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, childSpan(traceA)))
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, serverSpan(traceA, idA)))
	require.NoError(t, logs.Shutdown(t.Context()))
	require.NoError(t, logs.Shutdown(t.Context()))
	assert.Len(t, pairRecords(sink.AllLogs()), 1)
}

func TestNoPairRecordsWhenSwitchedOff(t *testing.T) {
	cfg := sharedConfig()
	cfg.Correlation.PairRecords = false
	p := startPipelines(t, cfg, sharedStore(t), nil)
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), childSpan(traceA)))
	require.NoError(t, p.traces.ConsumeTraces(t.Context(), serverSpan(traceA, idA)))
	require.NoError(t, p.logs.ConsumeLogs(t.Context(), logsOf(inTrace(traceA, "late"))))
	assert.Empty(t, pairRecords(p.sink.AllLogs()))
}

func tenantContext(t *testing.T, tenant string) context.Context {
	t.Helper()
	return client.NewContext(t.Context(), client.Info{Metadata: client.NewMetadata(map[string][]string{"x-scope-orgid": {tenant}})})
}

func TestTenantsAreKeptApart(t *testing.T) {
	cfg := sharedConfig()
	cfg.Correlation.Tenant.MetadataKey = "x-scope-orgid"
	p := startPipelines(t, cfg, sharedStore(t), nil)
	red, blue := tenantContext(t, "red"), tenantContext(t, "blue")
	require.NoError(t, p.traces.ConsumeTraces(red, childSpan(traceA)))
	require.NoError(t, p.traces.ConsumeTraces(red, serverSpan(traceA, idA)))

	require.NoError(t, p.logs.ConsumeLogs(blue, logsOf(inTrace(traceA, "blue"), withID(idA, "blue too"))))
	ld := p.sink.AllLogs()[0]
	assert.Equal(t, []string{"", idA}, attributeOf(ld, "correlation.id"))
	assert.Equal(t, []pcommon.TraceID{traceA, {}}, tracesOf(ld), "the trace of red is not told to blue")

	require.NoError(t, p.logs.ConsumeLogs(red, logsOf(inTrace(traceA, "red"))))
	ld = p.sink.AllLogs()[1]
	assert.Equal(t, idA, attributeOf(ld, "correlation.id")[0])
	pairs := pairRecords([]plog.Logs{ld})
	require.Len(t, pairs, 1)
	tenant, _ := pairs[0].Attributes().Get("correlation.tenant")
	assert.Equal(t, "red", tenant.Str())
	assert.Equal(t, []string{"red"}, client.FromContext(p.sink.Contexts()[1]).Metadata.Get("x-scope-orgid"))
}

func TestTenantOfTheAuthenticatedIdentity(t *testing.T) {
	cfg := sharedConfig()
	cfg.Correlation.Tenant = TenantConfig{AuthAttribute: "tenant", MetadataKey: "x-scope-orgid"}
	p := startedProcessor(t, cfg, signalLogs, sharedStore(t))
	info := client.Info{Auth: identity{"tenant": "green"}, Metadata: client.NewMetadata(map[string][]string{"x-scope-orgid": {"red"}})}
	assert.Equal(t, "green", p.tenantOf(client.NewContext(t.Context(), info)), "what was proved outweighs what was said")
	info.Auth = nil
	assert.Equal(t, "red", p.tenantOf(client.NewContext(t.Context(), info)))
	assert.Empty(t, p.tenantOf(t.Context()))
}

type identity map[string]any

func (i identity) GetAttribute(name string) any { return i[name] }

func (i identity) GetAttributeNames() []string { return nil }

func TestShortTraceIDIsWidened(t *testing.T) {
	host := sharedStore(t)
	logPipeline := startedProcessor(t, sharedConfig(), signalLogs, host)
	spanPipeline := startedProcessor(t, sharedConfig(), signalTraces, host)
	whole := pcommon.TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36}
	short := func(r plog.LogRecord) {
		line("x", exactTime)(r)
		r.Attributes().PutStr("x-b3-traceid", "a3ce929d0e0e4736")
	}
	batch := logsOf(short)
	first := processLogs(t, logPipeline, copyLogs(batch))
	assert.Equal(t, []pcommon.TraceID{{8: 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36}}, tracesOf(first), "padded on the left while nothing else is known")

	require.NoError(t, process(t.Context(), spanPipeline, spans{}, serverSpan(whole, idA)))
	assert.Equal(t, tracesOf(first), tracesOf(processLogs(t, logPipeline, copyLogs(batch))), "a resend is filled as it was")
	ld := processLogs(t, logPipeline, logsOf(short, withID(idA, "another request")))
	assert.Equal(t, []pcommon.TraceID{whole, whole}, tracesOf(ld))
	assert.Equal(t, []string{idA, idA}, attributeOf(ld, "correlation.id"))
	assert.Equal(t, []string{"trace_id_64", "correlation_id"}, attributeOf(ld, "correlation.trace_id.source"))

	// In one batch, with the whole id behind the short one.
	logPipeline = startedProcessor(t, sharedConfig(), signalLogs, sharedStore(t))
	ld = processLogs(t, logPipeline, logsOf(short, inTrace(whole, "y")))
	assert.Equal(t, []pcommon.TraceID{whole, whole}, tracesOf(ld))
}

// Newer routers of Cloud Foundry write the trace id as a UUID into the request id.
func TestRequestIDThatIsALiveTrace(t *testing.T) {
	host := sharedStore(t)
	logPipeline := startedProcessor(t, sharedConfig(), signalLogs, host)
	spanPipeline := startedProcessor(t, sharedConfig(), signalTraces, host)
	whole := pcommon.TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36}
	const id = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"
	ld := processLogs(t, logPipeline, logsOf(withID(id, "before")))
	assert.Equal(t, []pcommon.TraceID{{}}, tracesOf(ld), "a UUID alone is no trace id")
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, childSpan(whole)))
	ld = processLogs(t, logPipeline, logsOf(withID(id, "after")))
	assert.Equal(t, []pcommon.TraceID{whole}, tracesOf(ld))
	assert.Equal(t, []string{"correlation_id"}, attributeOf(ld, "correlation.trace_id.source"))
}

func TestEnvoyWritesIntoTheRequestID(t *testing.T) {
	cfg := sharedConfig()
	cfg.Correlation.EnvoyUUID = true
	host := sharedStore(t)
	logPipeline := startedProcessor(t, cfg, signalLogs, host)
	spanPipeline := startedProcessor(t, cfg, signalTraces, host)
	const before, after = "7b1d9a52-7c3f-4f1e-9b0a-2f6c1d8e4a55", "7b1d9a52-7c3f-9f1e-9b0a-2f6c1d8e4a55"
	td := serverSpan(traceA, after)
	require.NoError(t, process(t.Context(), spanPipeline, spans{}, td))
	assert.Equal(t, before, spanAttribute(td, "correlation.id"))
	ld := processLogs(t, logPipeline, logsOf(withID(before, "at the edge"), withID(after, "behind it")))
	assert.Equal(t, []string{before, before}, attributeOf(ld, "correlation.id"))
	assert.Equal(t, []pcommon.TraceID{traceA, traceA}, tracesOf(ld))
}
