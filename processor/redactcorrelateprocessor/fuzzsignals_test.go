package redactcorrelateprocessor

import (
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pipeline"
)

const planted = "S3CR3T-planted"

func plant(m pcommon.Map) { m.PutStr("db.password", planted) }

func requireGone(t *testing.T, m pcommon.Map) {
	t.Helper()
	for k, v := range m.All() {
		require.NotContains(t, k, planted)
		require.NotContains(t, v.AsString(), planted)
	}
}

func FuzzTraces(f *testing.F) {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	rs.Resource().Attributes().PutStr("service.name", "shop")
	s := rs.ScopeSpans().AppendEmpty().Spans().AppendEmpty()
	s.SetName("GET /users/alice@example.com")
	s.SetTraceID(pcommon.TraceID{1})
	s.SetSpanID(pcommon.SpanID{2})
	s.TraceState().FromRaw("vendor=4111111111111111")
	s.Status().SetMessage("password=hunter2-Xk9")
	s.Attributes().PutEmptySlice("http.request.header.cookie").AppendEmpty().SetStr("sid=q8Zk-11")
	s.Events().AppendEmpty().Attributes().PutStr("exception.message", "token=Zx81-kkLq")
	s.Links().AppendEmpty().TraceState().FromRaw("a=b")
	wire, err := new(ptrace.ProtoMarshaler).MarshalTraces(td)
	require.NoError(f, err)
	f.Add(wire)
	f.Add([]byte{})
	p := startedProcessor(f, testConfig(), signalTraces, nil)
	each := func(td ptrace.Traces, visit func(ptrace.Span)) {
		for _, rs := range td.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, s := range ss.Spans().All() {
					visit(s)
				}
			}
		}
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		if len(wire) > 1<<14 {
			return
		}
		td, err := new(ptrace.ProtoUnmarshaler).UnmarshalTraces(wire)
		if err != nil {
			return
		}
		var ids []pcommon.SpanID
		each(td, func(s ptrace.Span) {
			plant(s.Attributes())
			plant(s.Events().AppendEmpty().Attributes())
			plant(s.Links().AppendEmpty().Attributes())
			ids = append(ids, s.SpanID())
		})
		require.NoError(t, process(t.Context(), p, spans{}, td))
		i := 0
		each(td, func(s ptrace.Span) {
			requireGone(t, s.Attributes())
			for _, e := range s.Events().All() {
				requireGone(t, e.Attributes())
			}
			for _, l := range s.Links().All() {
				requireGone(t, l.Attributes())
			}
			require.Equal(t, ids[i], s.SpanID())
			i++
		})
		require.Len(t, ids, i)
	})
}

func FuzzMetrics(f *testing.F) {
	md := pmetric.NewMetrics()
	m := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty()
	m.SetName("requests")
	m.SetDescription("of alice@example.com")
	dp := m.SetEmptySum().DataPoints().AppendEmpty()
	dp.Attributes().PutStr("user", "alice@example.com")
	dp.Exemplars().AppendEmpty().FilteredAttributes().PutStr("card", "4111111111111111")
	wire, err := new(pmetric.ProtoMarshaler).MarshalMetrics(md)
	require.NoError(f, err)
	f.Add(wire)
	f.Add([]byte{})
	p := startedProcessor(f, testConfig(), pipeline.SignalMetrics, nil)
	f.Fuzz(func(t *testing.T, wire []byte) {
		if len(wire) > 1<<14 {
			return
		}
		md, err := new(pmetric.ProtoUnmarshaler).UnmarshalMetrics(wire)
		if err != nil {
			return
		}
		var maps []pcommon.Map
		for _, rm := range md.ResourceMetrics().All() {
			maps = append(maps, rm.Resource().Attributes())
			for _, sm := range rm.ScopeMetrics().All() {
				maps = append(maps, sm.Scope().Attributes())
				m := sm.Metrics().AppendEmpty()
				dp := m.SetEmptyGauge().DataPoints().AppendEmpty()
				maps = append(maps, m.Metadata(), dp.Attributes(), dp.Exemplars().AppendEmpty().FilteredAttributes())
			}
		}
		for _, m := range maps {
			plant(m)
		}
		require.NoError(t, process(t.Context(), p, metrics{}, md))
		for _, m := range maps {
			requireGone(t, m)
		}
	})
}
