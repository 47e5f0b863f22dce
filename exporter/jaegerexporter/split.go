package jaegerexporter

import "go.opentelemetry.io/collector/pdata/ptrace"

// Each level of a message costs a tag and a length of at most five bytes.
const levelOverhead = 6

// cut returns where to cut the spans of td, in walk order, so that no piece is
// larger than limit: the index of each piece's first span, and the number of
// spans at the end. A piece of one span may be larger. The sizes are upper
// bounds, a few bytes a span above the truth.
func cut(td ptrace.Traces, limit int) []int {
	var sizer ptrace.ProtoMarshaler
	bounds := []int{0}
	n, size := 0, 0
	for _, rs := range td.ResourceSpans().All() {
		resourceSize, resourceIn := resourceHeader(rs), -1
		for _, ss := range rs.ScopeSpans().All() {
			scopeSize, scopeIn := scopeHeader(ss), -1
			for _, span := range ss.Spans().All() {
				piece := len(bounds)
				spanSize := sizer.SpanSize(span) + levelOverhead
				add := spanSize
				if resourceIn != piece {
					add += resourceSize
				}
				if scopeIn != piece {
					add += scopeSize
				}
				if n > bounds[piece-1] && size+add > limit {
					bounds = append(bounds, n)
					piece, size = piece+1, 0
					add = spanSize + resourceSize + scopeSize
				}
				resourceIn, scopeIn = piece, piece
				size += add
				n++
			}
		}
	}
	return append(bounds, n)
}

// hasBlanks reports whether a resource or scope of td has no span. Those are
// not sent: they could make a message too large for the server, and then look
// like the fault of a span.
func hasBlanks(td ptrace.Traces) bool {
	for _, rs := range td.ResourceSpans().All() {
		if rs.ScopeSpans().Len() == 0 {
			return true
		}
		for _, ss := range rs.ScopeSpans().All() {
			if ss.Spans().Len() == 0 {
				return true
			}
		}
	}
	return false
}

func resourceHeader(rs ptrace.ResourceSpans) int {
	var sizer ptrace.ProtoMarshaler
	alone := ptrace.NewResourceSpans()
	rs.Resource().CopyTo(alone.Resource())
	alone.SetSchemaUrl(rs.SchemaUrl())
	return sizer.ResourceSpansSize(alone) + levelOverhead
}

func scopeHeader(ss ptrace.ScopeSpans) int {
	var sizer ptrace.ProtoMarshaler
	alone := ptrace.NewScopeSpans()
	ss.Scope().CopyTo(alone.Scope())
	alone.SetSchemaUrl(ss.SchemaUrl())
	return sizer.ScopeSpansSize(alone) + levelOverhead
}

// piece returns a copy of the spans from index from up to, not including, to,
// each under its own resource and scope. td is not changed.
func piece(td ptrace.Traces, from, to int) ptrace.Traces {
	out := ptrace.NewTraces()
	i := 0
	for _, rs := range td.ResourceSpans().All() {
		var outRS ptrace.ResourceSpans
		haveRS := false
		for _, ss := range rs.ScopeSpans().All() {
			first, spans := i, ss.Spans()
			i += spans.Len()
			if i <= from {
				continue
			}
			if first >= to {
				return out
			}
			if spans.Len() == 0 {
				continue
			}
			if !haveRS {
				haveRS = true
				outRS = out.ResourceSpans().AppendEmpty()
				rs.Resource().CopyTo(outRS.Resource())
				outRS.SetSchemaUrl(rs.SchemaUrl())
			}
			outSS := outRS.ScopeSpans().AppendEmpty()
			ss.Scope().CopyTo(outSS.Scope())
			outSS.SetSchemaUrl(ss.SchemaUrl())
			for j := max(from-first, 0); j < min(to-first, spans.Len()); j++ {
				spans.At(j).CopyTo(outSS.Spans().AppendEmpty())
			}
		}
	}
	return out
}
