package pdatawalk

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// eraser counts what it sees and puts "gone" into its place. A walk that leaves
// a "seen" behind has missed a place.
type eraser struct{ visited [PlaceCount]int }

func (e *eraser) Text(p Place, s string) (string, bool) {
	e.visited[p]++
	return strings.ReplaceAll(s, "seen", "gone"), true
}

func (e *eraser) Value(p Place, v pcommon.Value) {
	e.visited[p]++
	if v.Type() == pcommon.ValueTypeStr {
		v.SetStr(strings.ReplaceAll(v.Str(), "seen", "gone"))
	}
}

func (e *eraser) Attributes(p Place, m pcommon.Map) {
	e.visited[p]++
	for _, v := range m.All() {
		v.SetStr(strings.ReplaceAll(v.Str(), "seen", "gone"))
	}
}

// all visits a whole batch.
type all[R any] struct {
	v     Visitor
	visit func(R, Visitor)
}

func (a all[R]) Resource(g Group) { g.VisitResource(a.v) }
func (a all[R]) Scope(g Group)    { g.VisitScope(a.v) }
func (a all[R]) Record(r R)       { a.visit(r, a.v) }

func fillGroup(r pcommon.Resource, s pcommon.InstrumentationScope, a, b schemaURL) {
	r.Attributes().PutStr("k", "seen")
	s.SetName("seen")
	s.SetVersion("seen")
	s.Attributes().PutStr("k", "seen")
	a.SetSchemaUrl("seen")
	b.SetSchemaUrl("seen")
}

func checkPlaces(t *testing.T, e *eraser, signal uint8) {
	t.Helper()
	for _, d := range Places() {
		if d.Place == AttributeKeys || d.Place == RequestMetadata {
			continue // visited below the others, and outside
		}
		assert.Equal(t, d.Signals&signal != 0, e.visited[d.Place] > 0, "%s", d.Name)
	}
}

func TestLogPlaces(t *testing.T) {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	sl := rl.ScopeLogs().AppendEmpty()
	fillGroup(rl.Resource(), sl.Scope(), rl, sl)
	r := sl.LogRecords().AppendEmpty()
	r.Body().SetStr("seen")
	r.SetEventName("seen")
	r.SetSeverityText("seen")
	r.Attributes().PutStr("k", "seen")
	var e eraser
	EachLog(ld, all[plog.LogRecord]{&e, Log})
	checkPlaces(t, &e, InLogs)
	out, err := new(plog.JSONMarshaler).MarshalLogs(ld)
	require.NoError(t, err)
	assert.NotContains(t, string(out), "seen")
	assert.Equal(t, 10, strings.Count(string(out), "gone"))
}

func TestSpanPlaces(t *testing.T) {
	td := ptrace.NewTraces()
	rs := td.ResourceSpans().AppendEmpty()
	ss := rs.ScopeSpans().AppendEmpty()
	fillGroup(rs.Resource(), ss.Scope(), rs, ss)
	s := ss.Spans().AppendEmpty()
	s.SetName("seen")
	s.Attributes().PutStr("k", "seen")
	s.Status().SetMessage("seen")
	s.TraceState().FromRaw("k=seen")
	e := s.Events().AppendEmpty()
	e.SetName("seen")
	e.Attributes().PutStr("k", "seen")
	l := s.Links().AppendEmpty()
	l.TraceState().FromRaw("k=seen")
	l.Attributes().PutStr("k", "seen")
	var v eraser
	EachSpan(td, all[ptrace.Span]{&v, Span})
	checkPlaces(t, &v, InTraces)
	out, err := new(ptrace.JSONMarshaler).MarshalTraces(td)
	require.NoError(t, err)
	assert.NotContains(t, string(out), "seen")
	assert.Equal(t, 14, strings.Count(string(out), "gone"))
}

func TestMetricPlaces(t *testing.T) {
	md := pmetric.NewMetrics()
	rm := md.ResourceMetrics().AppendEmpty()
	sm := rm.ScopeMetrics().AppendEmpty()
	fillGroup(rm.Resource(), sm.Scope(), rm, sm)
	put := func(p interface{ Attributes() pcommon.Map }) { p.Attributes().PutStr("k", "seen") }
	exemplar := func(p interface{ Exemplars() pmetric.ExemplarSlice }) {
		p.Exemplars().AppendEmpty().FilteredAttributes().PutStr("k", "seen")
	}
	for _, kind := range []func(pmetric.Metric){
		func(m pmetric.Metric) { p := m.SetEmptyGauge().DataPoints().AppendEmpty(); put(p); exemplar(p) },
		func(m pmetric.Metric) { p := m.SetEmptySum().DataPoints().AppendEmpty(); put(p); exemplar(p) },
		func(m pmetric.Metric) { p := m.SetEmptyHistogram().DataPoints().AppendEmpty(); put(p); exemplar(p) },
		func(m pmetric.Metric) {
			p := m.SetEmptyExponentialHistogram().DataPoints().AppendEmpty()
			put(p)
			exemplar(p)
		},
		func(m pmetric.Metric) { put(m.SetEmptySummary().DataPoints().AppendEmpty()) },
		func(pmetric.Metric) {},
	} {
		m := sm.Metrics().AppendEmpty()
		m.SetName("seen")
		m.SetUnit("seen")
		m.SetDescription("seen")
		m.Metadata().PutStr("k", "seen")
		kind(m)
	}
	var v eraser
	EachMetric(md, all[pmetric.Metric]{&v, Metric})
	checkPlaces(t, &v, InMetrics)
	out, err := new(pmetric.JSONMarshaler).MarshalMetrics(md)
	require.NoError(t, err)
	assert.NotContains(t, string(out), "seen")
	assert.Equal(t, 6+6*4+5+4, strings.Count(string(out), "gone"))
}

func TestPlaceNames(t *testing.T) {
	seen := map[string]bool{}
	for i, d := range Places() {
		assert.Equal(t, Place(i), d.Place)
		assert.NotEmpty(t, d.Name)
		assert.NotEmpty(t, d.Holds)
		assert.NotZero(t, d.Signals)
		assert.Equal(t, d.Holds == "text", d.Treatment == Scanned, d.Name)
		assert.False(t, seen[d.Name], d.Name)
		seen[d.Name] = true
		assert.Equal(t, d.Name, d.Place.String())
	}
	assert.Equal(t, "unknown", PlaceCount.String())
}
