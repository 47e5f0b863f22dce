package redact

import "strings"

// A Secret of Kubernetes holds its secrets under names of any kind: all items
// of data and stringData are masked, their names stay.

// kubernetesKind looks at the name "kind": the object or document around it is
// searched once.
func (s *Scanner) kubernetesKind(v string, p, after int, k keyRef) {
	if v[p] != ':' || k.end-k.start != 4 || v[k.start:k.end] != "kind" || p < s.objectEnd {
		return
	}
	i := after
	for i < len(v) && (is(v[i], clSpace) || v[i] == '\\' || v[i] == '"' || v[i] == '\'') {
		i++
	}
	if !strings.HasPrefix(v[i:], "Secret") {
		return
	}
	if rest := v[i+len("Secret"):]; rest != "" && is(rest[0], clIdent) {
		return
	}
	from := s.objectEnd
	s.objectEnd = p
	if k.quote == '"' {
		s.kubernetesJSON(v, from, k)
		return
	}
	if k.quote == 0 {
		s.kubernetesYAML(v, from, i+len("Secret"), k)
	}
}

func (s *Scanner) kubernetesJSON(v string, from int, k keyRef) {
	start, depth := k.outer-1, 0
	for ; start >= from; start-- {
		if v[start] == '}' {
			depth++
		} else if v[start] == '{' {
			if depth == 0 {
				break
			}
			depth--
		}
	}
	if start < from {
		return
	}
	end := structureEnd(v, start, k.slashes, k.quote)
	s.objectEnd = max(s.objectEnd, end)
	for i := start + 1; i < end; {
		i = skipSpace(v, i, end)
		name, sep, ok := nameAhead(v[:end], i)
		if !ok {
			return
		}
		i = skipSpace(v, sep+1, end)
		if i >= end {
			return
		}
		stop := i
		switch v[i] {
		case '{', '[':
			stop = structureEnd(v[:end], i, k.slashes, k.quote)
			if n := v[name.start:name.end]; n == "data" || n == "stringData" {
				s.leaves(v, i, stop, k.slashes, s.e.id.secret, func(l leaf) { s.addLeaf(s.e.id.secret, l) })
			}
		case '"', '\\':
			j := i
			for j < end && v[j] == '\\' {
				j++
			}
			stop, _ = stringEnd(v[:end], min(j+1, end), '"', k.slashes)
			stop = min(stop+k.slashes+1, end)
		default:
			for stop < end && v[stop] != ',' && v[stop] != '}' {
				stop++
			}
		}
		stop = skipSpace(v, stop, end)
		if stop >= end || v[stop] != ',' {
			return
		}
		i = stop + 1
	}
}

func skipSpace(v string, i, end int) int {
	for i < end && (is(v[i], clSpace) || lineBreak(v, i) > 0) {
		i += max(1, lineBreak(v, i))
	}
	return i
}

func (s *Scanner) kubernetesYAML(v string, from, after int, k keyRef) {
	col := column(v, k.outer)
	if col < 0 {
		if lineBreak(v, after) == 0 {
			return
		}
		col = 0 // behind what a logger puts in front of the first line
	}
	s.quotes.moveTo(v, k.outer)
	inner, inString := s.quotes.innermost()
	start := from
	if doc := strings.LastIndex(v[from:k.outer], "---"); doc >= 0 {
		start = from + doc
	}
	if inString {
		if quote := strings.LastIndexByte(v[start:k.outer], '"'); quote >= 0 {
			start += quote + 1
		}
	}
	items, itemIndent := false, -1
	for i := start; i < len(v); {
		indent := indentation(v, i)
		text := i + indent
		end := lineEnd(v, text, inner, inString)
		switch {
		case end == text:
		case i > start && strings.HasPrefix(v[text:end], "---"):
			s.objectEnd = max(s.objectEnd, text)
			return
		case indent <= col:
			line := strings.TrimRight(v[text:end], " ")
			items, itemIndent = indent == col && (line == "data:" || line == "stringData:"), -1
		case items:
			if itemIndent < 0 {
				itemIndent = indent
			}
			s.kubernetesItem(v, text, end, indent == itemIndent)
		}
		s.objectEnd = max(s.objectEnd, end)
		n := lineBreak(v, end)
		if n == 0 {
			return
		}
		i = end + n
	}
}

// kubernetesItem masks the value of an item, or a line of a block.
func (s *Scanner) kubernetesItem(v string, i, end int, first bool) {
	for end > i && v[end-1] == ' ' {
		end--
	}
	if first {
		colon := strings.Index(v[i:end], ":")
		if colon < 0 || v[i] == '#' {
			return
		}
		i = skipBlanks(v, i+colon+1)
		if i >= end || blockHeader(v, i) > 0 {
			return
		}
		if end-i >= 2 && (v[i] == '"' || v[i] == '\'') && v[end-1] == v[i] {
			i++
			end--
		}
	}
	if i < end && !s.e.isToken(v, i, end, s.e.id.secret) {
		s.addSpan(span{Finding: Finding{Rule: s.e.id.secret, Start: i, End: end}})
	}
}
