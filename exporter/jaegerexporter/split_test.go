package jaegerexporter

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"pgregory.net/rapid"
)

// anyTraces draws batches of every shape: empty resources and scopes, large
// and small spans, large resources.
func anyTraces(t *rapid.T) ptrace.Traces {
	td := ptrace.NewTraces()
	n := 0
	for range rapid.IntRange(0, 4).Draw(t, "resources") {
		rs := td.ResourceSpans().AppendEmpty()
		rs.SetSchemaUrl(rapid.SampledFrom([]string{"", "https://example.com/schema"}).Draw(t, "schema"))
		rs.Resource().Attributes().PutStr("service.name", strings.Repeat("s", rapid.IntRange(0, 300).Draw(t, "resource size")))
		for range rapid.IntRange(0, 3).Draw(t, "scopes") {
			ss := rs.ScopeSpans().AppendEmpty()
			ss.Scope().SetName(strings.Repeat("l", rapid.IntRange(0, 200).Draw(t, "scope size")))
			for range rapid.IntRange(0, 8).Draw(t, "spans") {
				span := ss.Spans().AppendEmpty()
				span.SetTraceID(pcommon.TraceID{1})
				span.SetSpanID(spanID(n))
				span.SetName(strings.Repeat("n", rapid.IntRange(0, 400).Draw(t, "span size")))
				n++
			}
		}
	}
	return td
}

func TestCutKeepsTheLimitAndEverySpan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		td := anyTraces(t)
		td.MarkReadOnly()
		limit := rapid.IntRange(1, 3000).Draw(t, "limit")
		bounds := cut(td, limit)
		n := td.SpanCount()
		if bounds[0] != 0 || bounds[len(bounds)-1] != n {
			t.Fatalf("bounds %v do not cover %d spans", bounds, n)
		}
		if n == 0 {
			return
		}
		var sizer ptrace.ProtoMarshaler
		var got []string
		for i := range len(bounds) - 1 {
			part := piece(td, bounds[i], bounds[i+1])
			count := bounds[i+1] - bounds[i]
			if part.SpanCount() != count || count == 0 {
				t.Fatalf("piece %d holds %d spans, bounds say %d", i, part.SpanCount(), count)
			}
			if size := sizer.TracesSize(part); size > limit && count > 1 {
				t.Fatalf("piece of %d spans has %d bytes, limit %d", count, size, limit)
			}
			got = append(got, spelledOut(part)...)
		}
		if want := spelledOut(td); !slices.Equal(want, got) {
			t.Fatalf("spans changed:\nwant %q\ngot  %q", want, got)
		}
	})
}

// A cut that leaves much room would cost requests.
func TestCutFillsItsPieces(t *testing.T) {
	td := someSpans(1000)
	var sizer ptrace.ProtoMarshaler
	const limit = 10_000
	bounds := cut(td, limit)
	require.LessOrEqual(t, len(bounds)-1, sizer.TracesSize(td)*5/4/limit+1)
}

// spelledOut lists each span together with its resource and scope, as bytes:
// what makes two copies the same to Jaeger.
func spelledOut(td ptrace.Traces) []string {
	var out []string
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				one := ptrace.NewTraces()
				oneRS := one.ResourceSpans().AppendEmpty()
				rs.Resource().CopyTo(oneRS.Resource())
				oneRS.SetSchemaUrl(rs.SchemaUrl())
				oneSS := oneRS.ScopeSpans().AppendEmpty()
				ss.Scope().CopyTo(oneSS.Scope())
				oneSS.SetSchemaUrl(ss.SchemaUrl())
				span.CopyTo(oneSS.Spans().AppendEmpty())
				bytes, err := (&ptrace.ProtoMarshaler{}).MarshalTraces(one)
				if err != nil {
					panic(err)
				}
				out = append(out, string(bytes))
			}
		}
	}
	return out
}
