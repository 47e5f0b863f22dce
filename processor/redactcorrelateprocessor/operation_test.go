package redactcorrelateprocessor

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadatatest"
)

// operated is a record that a client sent with an operation.
func operated(text string, op delivery.Operation) func(plog.LogRecord) {
	return func(r plog.LogRecord) {
		line(text, coarse)(r)
		op.Put(r.Attributes())
	}
}

func indexed(id string) delivery.Operation {
	return delivery.Operation{Action: delivery.ActionIndex, ID: id}
}

// processOperations runs a batch as it comes from a receiver that is trusted,
// and returns what became of the operations.
func processOperations(t testing.TB, p *redactCorrelate, ld plog.Logs) []delivery.Operation {
	t.Helper()
	require.NoError(t, process(delivery.WithClientOperations(t.Context()), p, logs{}, ld))
	var ops []delivery.Operation
	eachRecord(ld, func(r plog.LogRecord) {
		c := plog.NewLogRecord()
		r.CopyTo(c)
		op, _ := delivery.Take(c.Attributes())
		ops = append(ops, op)
	})
	return ops
}

func TestForeignOperationIsRemoved(t *testing.T) {
	plain := logsOf(line("a", exactTime), line("b", exactTime))
	forged := copyLogs(plain)
	op := indexed("alice@example.com")
	rl := forged.ResourceLogs().At(0)
	op.Put(rl.Resource().Attributes())
	op.Put(rl.ScopeLogs().At(0).Scope().Attributes())
	op.Put(rl.ScopeLogs().At(0).LogRecords().At(0).Attributes())
	rl.ScopeLogs().At(0).LogRecords().At(1).Attributes().PutStr(delivery.OperationAttribute, "index")

	p := startedProcessor(t, testConfig(), signalLogs, nil)
	want := logsJSON(t, processLogs(t, p, plain))
	assert.JSONEq(t, want, logsJSON(t, processLogs(t, p, forged)))
}

func TestOperationStandsOnlyOnLogRecords(t *testing.T) {
	ctx := delivery.WithClientOperations(t.Context())
	ld := logsOf(line("a", exactTime))
	rl := ld.ResourceLogs().At(0)
	indexed("1").Put(rl.Resource().Attributes())
	indexed("1").Put(rl.ScopeLogs().At(0).Scope().Attributes())
	require.NoError(t, process(ctx, startedProcessor(t, testConfig(), signalLogs, nil), logs{}, ld))
	assert.NotContains(t, logsJSON(t, ld), delivery.OperationAttribute)

	td := ptrace.NewTraces()
	s := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	indexed("1").Put(s.Attributes())
	require.NoError(t, process(ctx, startedProcessor(t, testConfig(), signalTraces, nil), spans{}, td))
	_, found := s.Attributes().Get(delivery.OperationAttribute)
	assert.False(t, found)
}

func TestMalformedOperationIsRemoved(t *testing.T) {
	ld := logsOf(line("a", exactTime))
	eachRecord(ld, func(r plog.LogRecord) { r.Attributes().PutEmptyMap(delivery.OperationAttribute).PutStr("id", "1") })
	processOperations(t, startedProcessor(t, testConfig(), signalLogs, nil), ld)
	assert.NotContains(t, logsJSON(t, ld), delivery.OperationAttribute)
}

// Names and ids that redaction finds nothing in pass as they are, and nothing
// in them is taken for an id of the request.
func TestOperationPasses(t *testing.T) {
	full := delivery.Operation{
		Action: delivery.ActionIndex, ID: "order-4711", Index: "shop-events", SourceIndex: "shop-events", Pipeline: "geo", Routing: "customer-17",
	}
	for name, op := range map[string]delivery.Operation{
		"everything":      full,
		"no id":           {Action: delivery.ActionCreate, SourceIndex: "filebeat-9.1.0"},
		"generated":       {Action: delivery.ActionCreate, ID: "Zk3mB5gBxY7aQ2nL9vTr"},
		"uuid":            {Action: delivery.ActionCreate, ID: "0190163d-8694-739b-aea5-966c26f8ad91"},
		"fingerprint":     {Action: delivery.ActionIndex, ID: "9b74c9897bac770ffc029102a200c5de8f3d4b6a1c0e7d2f"},
		"trace in an id":  {Action: delivery.ActionIndex, ID: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"},
		"date in a name":  {Action: delivery.ActionIndex, ID: "17", SourceIndex: "logstash-2026.11.22"},
		"hidden, nothing": {Action: delivery.ActionCreate, SourceIndex: ".ds-logs-nginx-default-2026.11.22-000001"},
	} {
		t.Run(name, func(t *testing.T) {
			ld := logsOf(operated("a", op))
			got := processOperations(t, startedProcessor(t, testConfig(), signalLogs, nil), ld)
			require.Len(t, got, 1)
			assert.Positive(t, got[0].Version)
			got[0].Version = 0
			assert.Equal(t, op, got[0])
			eachRecord(ld, func(r plog.LogRecord) { assert.True(t, r.TraceID().IsEmpty()) })
		})
	}
}

func TestVersionsFollowArrival(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	now := time.Unix(1_795_373_805, 17)
	p.now = func() time.Time { return now }
	at := func(position int, id string) func(plog.LogRecord) {
		op := indexed(id)
		op.Position = position
		return operated("x", op)
	}
	versions := func(records ...func(plog.LogRecord)) []int64 {
		var vs []int64
		for _, op := range processOperations(t, p, logsOf(records...)) {
			vs = append(vs, op.Version)
			assert.Zero(t, op.Position)
		}
		return vs
	}
	first := now.UnixNano()
	assert.Equal(t, []int64{first, first + 1, first + 2}, versions(at(0, "a"), at(0, "b"), at(0, "c")), "in the order of the batch")
	now = now.Add(time.Second)
	first = now.UnixNano()
	assert.Equal(t, []int64{first, first + 9, first + 4}, versions(at(0, "a"), at(9, "b"), at(4, "c")), "in the order of the request, where it is known")
	// Neither the clock's steps nor a resend give an older version.
	now = now.Add(-time.Hour)
	assert.Equal(t, []int64{first + 10, first + 19, first + 14}, versions(at(0, "a"), at(9, "b"), at(4, "c")))
	assert.Equal(t, []int64{first + 20}, versions(at(0, "a")))
}

var keyedHash = regexp.MustCompile(`^[0-9a-f]{32}$`)

func TestFoundIDsBecomeHashes(t *testing.T) {
	sensitive := []string{
		"alice@example.com", "bob@example.com", "user:alice@example.com", "4111111111111111", "5500005555555559",
		"https://shop.example.com/?token=hunter2hunter2", "password=hunter2",
	}
	run := func(p *redactCorrelate, build func(string) delivery.Operation, of func(delivery.Operation) string) []string {
		var records []func(plog.LogRecord)
		for _, s := range sensitive {
			records = append(records, operated("x", build(s)))
		}
		var out []string
		for _, op := range processOperations(t, p, logsOf(records...)) {
			out = append(out, of(op))
		}
		return out
	}
	id := func(op delivery.Operation) string { return op.ID }
	routing := func(op delivery.Operation) string { return op.Routing }
	routed := func(s string) delivery.Operation {
		return delivery.Operation{Action: delivery.ActionIndex, ID: "1", Routing: s}
	}
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	ids := run(p, indexed, id)
	for i, got := range ids {
		assert.Regexp(t, keyedHash, got, sensitive[i])
	}
	assert.Equal(t, len(sensitive), distinct(ids))
	assert.Equal(t, ids, run(startedProcessor(t, testConfig(), signalLogs, nil), indexed, id), "another replica")
	routings := run(p, routed, routing)
	assert.Equal(t, len(sensitive), distinct(routings))
	for i, got := range routings {
		assert.Regexp(t, keyedHash, got)
		assert.NotEqual(t, ids[i], got, "a hash tells nothing about another field")
	}

	other := testConfig()
	other.RecordID.Key = "b7e2d1905c3f4a68920d1b7ce5f3846a1d9c0f72e8b3a5461f0c9d2e7b8a4350" // made up
	assert.NotEqual(t, ids, run(startedProcessor(t, other, signalLogs, nil), indexed, id))

	kept := testConfig()
	kept.Redaction.Actions = map[string]string{"email": "keep"}
	assert.Equal(t, sensitive[0], run(startedProcessor(t, kept, signalLogs, nil), indexed, id)[0], "what may stay stays")

	observe := testConfig()
	observe.Redaction.Mode, observe.Redaction.AcknowledgeRawData = modeObserve, true
	assert.Equal(t, sensitive, run(startedProcessor(t, observe, signalLogs, nil), indexed, id))
}

func TestFoundNamesGiveWay(t *testing.T) {
	const (
		mail  = "logs-alice@example.com"
		plain = "shop"
	)
	for name, c := range map[string]struct{ in, want delivery.Operation }{
		"index and source": {
			delivery.Operation{Action: delivery.ActionIndex, ID: "1", Index: mail, SourceIndex: mail},
			delivery.Operation{Action: delivery.ActionIndex, ID: "1", SourceIndex: "hash"},
		},
		"index alone": {
			delivery.Operation{Action: delivery.ActionIndex, ID: "1", Index: mail, SourceIndex: plain},
			delivery.Operation{Action: delivery.ActionIndex, ID: "1", SourceIndex: plain},
		},
		"pipeline": {
			delivery.Operation{Action: delivery.ActionCreate, Index: plain, SourceIndex: plain, Pipeline: mail},
			delivery.Operation{Action: delivery.ActionCreate, Index: plain, SourceIndex: plain},
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := startedProcessor(t, testConfig(), signalLogs, nil)
			// Twice: what was clean is remembered, what was not is not.
			for _, got := range processOperations(t, p, logsOf(operated("x", c.in), operated("y", c.in))) {
				got.Version = 0
				if c.want.SourceIndex == "hash" {
					assert.Regexp(t, keyedHash, got.SourceIndex)
					got.SourceIndex = "hash"
				}
				assert.Equal(t, c.want, got)
			}
		})
	}
}

func TestFindingsInOperationsAreCounted(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	p, err := NewFactory().CreateLogs(t.Context(), metadatatest.NewSettings(tel), testConfig(), consumertest.NewNop())
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	op := delivery.Operation{
		Action: delivery.ActionIndex, ID: "a@example.com", Index: "i", SourceIndex: "b@example.com", Pipeline: "c@example.com", Routing: "d@example.com",
	}
	require.NoError(t, p.ConsumeLogs(delivery.WithClientOperations(t.Context()), logsOf(operated("x", op), operated("y", op))))
	metadatatest.AssertEqualProcessorRedactCorrelateFindings(t, tel, []metricdata.DataPoint[int64]{
		point(8, "service", "shop", "rule", "email", "place", "log.attributes", "action", "mask", "mode", "enforce"),
	}, metricdatatest.IgnoreTimestamp())
}

// What the client asked for is a part of the record: equal documents under
// different ids are different ones, and a document with an id is itself in
// whatever request it comes.
func TestRecordIDsOfOperations(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	idOf := func(op delivery.Operation, more ...func(plog.LogRecord)) string {
		ld := logsOf(append([]func(plog.LogRecord){operated("x", op)}, more...)...)
		processOperations(t, p, ld)
		return idsOf(ld)[0]
	}
	first := indexed("1")
	first.SourceIndex = "shop"
	want := idOf(first)
	assert.Equal(t, want, idOf(first, line("another", exactTime)), "in another request")
	moved := first
	moved.Position = 3
	assert.Equal(t, want, idOf(moved), "at another place")

	seen := map[string]string{want: "the first"}
	for name, change := range map[string]func(*delivery.Operation){
		"id":       func(op *delivery.Operation) { op.ID = "2" },
		"action":   func(op *delivery.Operation) { op.Action = delivery.ActionCreate },
		"index":    func(op *delivery.Operation) { op.Index = "shop" },
		"source":   func(op *delivery.Operation) { op.SourceIndex = "stock" },
		"pipeline": func(op *delivery.Operation) { op.Pipeline = "1" },
		"routing":  func(op *delivery.Operation) { op.Routing = "1" },
		"no id":    func(op *delivery.Operation) { op.ID = "" },
	} {
		op := first
		change(&op)
		id := idOf(op)
		assert.Empty(t, seen[id], "%s and %s have one id", name, seen[id])
		seen[id] = name
	}
	assert.NotEqual(t, idOf(delivery.Operation{Action: delivery.ActionIndex}),
		idOf(delivery.Operation{Action: delivery.ActionIndex}, line("another", exactTime)), "without an id equal records may be real")
}

func TestOperationsSurviveThePool(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	for range 3 {
		got := processOperations(t, p, logsOf(operated("x", indexed("1")), line("y", exactTime), operated("z", indexed("2"))))
		assert.Equal(t, []string{"1", "", "2"}, []string{got[0].ID, got[1].ID, got[2].ID})
		assert.NotContains(t, logsJSON(t, processLogs(t, p, logsOf(operated("x", indexed("1"))))), delivery.OperationAttribute)
	}
}

func TestLongNamesAreScannedWhole(t *testing.T) {
	long := strings.Repeat("x", 480) + " alice@example.com"
	got := processOperations(t, startedProcessor(t, testConfig(), signalLogs, nil), logsOf(operated("x", indexed(long))))
	assert.Regexp(t, keyedHash, got[0].ID)
}
