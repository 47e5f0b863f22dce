package main

import (
	"context"
	"fmt"
	"strings"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// flow is one scenario on a gateway of its own.
type flow struct {
	*gateway
	ctx    context.Context
	r      random
	wrongs []string
}

func (f *flow) want(what string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		f.wrongs = append(f.wrongs, fmt.Sprintf("%s: got %v, want %v", what, got, want))
	}
}

// entry is a log record with attributes.
type entry []field

func (f *flow) batch(entries ...entry) plog.Logs {
	ld := plog.NewLogs()
	records := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords()
	for i, e := range entries {
		r := records.AppendEmpty()
		r.SetTimestamp(pcommon.Timestamp(1_795_342_272_000_000_001 + i)) //nolint:gosec // small
		r.Body().SetStr("done " + f.r.word(8))
		mustPut(r.Attributes(), raw(e))
	}
	return ld
}

// pass leads logs through and returns their ids, and the pairs that came along.
func (f *flow) pass(ld plog.Logs) (ids []idsOf, pairs []plog.LogRecord) {
	c := plog.NewLogs()
	ld.CopyTo(c)
	records, pairs, err := f.log(f.ctx, c)
	if err != nil {
		f.wrongs = append(f.wrongs, err.Error())
	}
	for _, r := range records {
		ids = append(ids, idsOfLog(r))
	}
	return ids, pairs
}

func (f *flow) logsOf(entries ...entry) []idsOf {
	ids, _ := f.pass(f.batch(entries...))
	return ids
}

// span is a span to be sent; a server span has the request id.
type span struct{ trace, requestID string }

// spansOf leads spans through and returns their correlation ids.
func (f *flow) spansOf(all ...span) []string {
	td := ptrace.NewTraces()
	spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
	for _, one := range all {
		s := spans.AppendEmpty()
		s.SetTraceID(traceID(one.trace))
		s.SetSpanID(pcommon.SpanID{1, byte(f.r.IntN(256)), byte(f.r.IntN(256))}) //nolint:gosec // a byte
		s.SetName("GET /")
		s.SetKind(ptrace.SpanKindInternal)
		if one.requestID != "" {
			s.SetKind(ptrace.SpanKindServer)
			s.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(one.requestID)
		}
	}
	out, err := f.trace(f.ctx, td)
	if err != nil {
		f.wrongs = append(f.wrongs, err.Error())
	}
	var ids []string
	for _, s := range out {
		ids = append(ids, attribute(s.Attributes(), "correlation.id"))
	}
	return ids
}

func traceID(s string) (t pcommon.TraceID) {
	for i := range t {
		_, _ = fmt.Sscanf(s[2*i:2*i+2], "%02x", &t[i])
	}
	return t
}

func inTrace(trace string) entry { return entry{{"trace_id", trace}} }

func withID(id string) entry { return entry{{"x-request-id", id}} }

// scenario is what happens, by name.
type scenario struct {
	name        string
	correlation map[string]any
	run         func(f *flow)
}

func scenarios() []scenario {
	return []scenario{
		{name: "spans before logs", run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.want("spans", f.spansOf(span{t, ""}, span{t, id}), []string{id, id})
			f.want("logs", f.logsOf(inTrace(t), withID(id)), []idsOf{{t, "", id}, {t, "", id}})
		}},
		{name: "logs before spans", run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.want("first log", f.logsOf(inTrace(t)), []idsOf{{t, "", ""}})
			f.want("log with both", f.logsOf(entry{{"trace_id", t}, {"request_id", id}}), []idsOf{{t, "", id}})
			f.want("spans", f.spansOf(span{t, ""}), []string{id})
		}},
		{name: "learnt last in the same batch", run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.want("logs", f.logsOf(inTrace(t), withID(id), entry{{"trace_id", t}, {"request_id", id}}),
				[]idsOf{{t, "", id}, {t, "", id}, {t, "", id}})
			t, id = f.r.hex(32), f.r.uuid()
			f.want("spans", f.spansOf(span{t, ""}, span{t, ""}, span{t, id}), []string{id, id, id})
		}},
		{name: "two ids in one trace", run: func(f *flow) {
			t, first, second := f.r.hex(32), f.r.uuid(), f.r.uuid()
			f.spansOf(span{t, first})
			f.want("the first stays", f.logsOf(inTrace(t)), []idsOf{{t, "", first}})
			f.want("a record keeps its own", f.logsOf(entry{{"trace_id", t}, {"request_id", second}}), []idsOf{{t, "", second}})
			f.want("still the first", f.logsOf(inTrace(t)), []idsOf{{t, "", first}})
			explicit := "order-" + f.r.word(6) + "1"
			f.logsOf(entry{{"trace_id", t}, {"correlation_id", explicit}})
			f.want("an explicit one wins", f.logsOf(inTrace(t)), []idsOf{{t, "", explicit}})
		}},
		{name: "one id over many traces", run: func(f *flow) {
			a, b, id := f.r.hex(32), f.r.hex(32), f.r.uuid()
			f.spansOf(span{a, id}, span{b, id})
			f.want("it is ambiguous", f.logsOf(withID(id)), []idsOf{{"", "", id}})
			f.want("but stands on both", f.logsOf(inTrace(a), inTrace(b)), []idsOf{{a, "", id}, {b, "", id}})
		}},
		{name: "64 against 128 bits", run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.want("padded", f.logsOf(inTrace(t[16:])), []idsOf{{zeroes + t[16:], "", ""}})
			f.spansOf(span{t, id})
			f.want("widened", f.logsOf(inTrace(t[16:])), []idsOf{{t, "", id}})
			f.want("widened in one batch", f.logsOf(inTrace(t), inTrace(t[16:])), []idsOf{{t, "", id}, {t, "", id}})
		}},
		{name: "constant ids", run: func(f *flow) {
			const id = "healthcheck-1"
			for range 110 {
				f.spansOf(span{f.r.hex(32), id})
			}
			f.want("log", f.logsOf(withID(id))[0].trace, "")
			t := f.r.hex(32)
			f.want("words are no ids", f.logsOf(entry{{"trace_id", t}, {"request_id", "undefined"}}), []idsOf{{t, "", ""}})
		}},
		{name: "resend", run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			ld := f.batch(inTrace(t), withID(id))
			first, _ := f.pass(ld)
			f.want("first", first, []idsOf{{t, "", ""}, {"", "", id}})
			f.spansOf(span{t, id})
			again, _ := f.pass(ld)
			f.want("as the first time", again, first)
			f.want("a new request", f.logsOf(inTrace(t), withID(id)), []idsOf{{t, "", id}, {t, "", id}})
		}},
		{name: "pair record", run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.spansOf(span{t, ""})
			f.spansOf(span{t, id})
			_, pairs := f.pass(f.batch(inTrace(f.r.hex(32))))
			f.want("pairs", len(pairs), 1)
			for _, p := range pairs {
				f.want("ids of the pair", idsOfLog(p), idsOf{t, "", id})
			}
			_, pairs = f.pass(f.batch(inTrace(f.r.hex(32))))
			f.want("told once", len(pairs), 0)
		}},
		{name: "no pair record where nothing went by", run: func(f *flow) {
			f.spansOf(span{f.r.hex(32), f.r.uuid()})
			_, pairs := f.pass(f.batch(inTrace(f.r.hex(32))))
			f.want("pairs", len(pairs), 0)
		}},
		{name: "own ids stay", run: func(f *flow) {
			own, other, id := f.r.hex(32), f.r.hex(32), f.r.uuid()
			ld := f.batch(entry{{"trace_id", other}, {"span_id", f.r.hex(16)}, {"correlation.id", "mine-" + id}})
			r := ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0)
			r.SetTraceID(traceID(own))
			got, _ := f.pass(ld)
			f.want("ids", got, []idsOf{{own, "", "mine-" + id}})
		}},
		{name: "the caller's own trace", run: func(f *flow) {
			f.ctx = client.NewContext(f.ctx, client.Info{Metadata: client.NewMetadata(map[string][]string{
				"traceparent":  {"00-" + f.r.hex(32) + "-" + f.r.hex(16) + "-01"},
				"x-request-id": {f.r.uuid()},
			})})
			f.want("headers of the export are not the record's", f.logsOf(entry{{"n", "1"}}), []idsOf{{}})
		}},
		{name: "tenants", correlation: map[string]any{"tenant": map[string]any{"metadata_key": "x-scope-orgid"}}, run: func(f *flow) {
			as := func(tenant string) {
				f.ctx = client.NewContext(f.ctx, client.Info{Metadata: client.NewMetadata(map[string][]string{"x-scope-orgid": {tenant}})})
			}
			t, id := f.r.hex(32), f.r.uuid()
			as("red")
			f.spansOf(span{t, id})
			as("blue")
			f.want("blue", f.logsOf(inTrace(t), withID(id)), []idsOf{{t, "", ""}, {"", "", id}})
			as("red")
			f.want("red", f.logsOf(inTrace(t), withID(id)), []idsOf{{t, "", id}, {t, "", id}})
		}},
		{name: "never fill", correlation: map[string]any{"fill_trace_id": "never"}, run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.spansOf(span{t, id})
			f.want("logs", f.logsOf(withID(id), inTrace(t)), []idsOf{{"", "", id}, {t, "", id}})
		}},
		{name: "own order of sources", correlation: map[string]any{"sources": []any{"request_id", "request_id_root", "correlation_id"}}, run: func(f *flow) {
			id := f.r.uuid()
			ld := f.batch(entry{})
			ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Body().SetStr("correlation_id=order-7f3a request_id=" + id)
			got, _ := f.pass(ld)
			f.want("text", got, []idsOf{{"", "", id}})
		}},
		{name: "Envoy's digit", correlation: map[string]any{"envoy_uuid": true}, run: func(f *flow) {
			t, id := f.r.hex(32), f.r.uuid()
			f.spansOf(span{t, id[:14] + "9" + id[15:]})
			f.want("log", f.logsOf(withID(id)), []idsOf{{t, "", id}})
		}},
		{name: "UUID of a live trace", run: func(f *flow) {
			t := strings.ReplaceAll(f.r.uuid(), "-", "")
			f.want("unknown", f.logsOf(withID(hyphens(t))), []idsOf{{"", "", hyphens(t)}})
			f.spansOf(span{t, ""})
			f.want("known", f.logsOf(withID(hyphens(t)))[0].trace, t)
		}},
	}
}

// runFlows returns what went wrong, by scenario.
func runFlows(ctx context.Context, seed uint64) (map[string][]string, error) {
	wrongs := map[string][]string{}
	for i, s := range scenarios() {
		g, err := newGateway(ctx, s.correlation)
		if err != nil {
			return nil, err
		}
		f := &flow{gateway: g, ctx: ctx, r: newRandom(seed, 1<<40+uint64(i))} //nolint:gosec // not negative
		s.run(f)
		wrongs[s.name] = f.wrongs
		if err := g.shutdown(ctx); err != nil {
			return nil, err
		}
	}
	return wrongs, nil
}
