package redact

import "slices"

// Finding is one thing found in a value: bytes [Start, End) of the input.
type Finding struct {
	Rule       uint16
	Start, End int
	Action     Action
	Mode       Mode
}

// span is a finding with what the rewrite has to know about its surroundings.
type span struct {
	Finding
	// quote and slashes: the mask must be put in quotes, escaped that often,
	// because it takes the place of a JSON number, object or array.
	quote   byte
	slashes int
	// cutStart and cutEnd are what Remove takes away: a member with its name,
	// or a whole pair. Zero: Start and End.
	cutStart, cutEnd int
	// hard: the value's end is marked, by a quote or a bracket.
	hard bool
	// structure: the value is an object or an array, which is masked whole.
	structure bool
	// enc is how the value is written in the text around it.
	enc encoding
	// member: the cut is a member of a JSON object, a comma goes with it.
	member bool
}

// unite sorts the spans and unites those that overlap: the longest gives the
// name. Spans to be kept stay apart, since they change nothing.
func unite(spans []span) []span {
	if len(spans) < 2 {
		return spans
	}
	slices.SortStableFunc(spans, func(a, b span) int {
		if a.Start != b.Start {
			return a.Start - b.Start
		}
		return b.End - a.End
	})
	out := spans[:0]
	last := -1 // index in out of the last span that changes something
	for _, s := range spans {
		if s.Action != Keep && last >= 0 && s.Start < out[last].End {
			out[last] = merge(out[last], s)
			continue
		}
		out = append(out, s)
		if s.Action != Keep {
			last = len(out) - 1
		}
	}
	return out
}

// merge unites two overlapping spans, a starting first.
func merge(a, b span) span {
	if a.Rule != b.Rule {
		// What one of them would show may be what the other found.
		a.Action, b.Action = showNothing(a.Action), showNothing(b.Action)
	}
	if b.End <= a.End {
		return a
	}
	u := a
	u.structure, u.enc = a.structure || b.structure, encoding{}
	if b.End-b.Start > a.End-a.Start {
		u.Rule, u.Action = b.Rule, b.Action
	}
	u.End = b.End
	// Neither's surroundings hold for the union any more.
	u.member = false
	u.quote, u.slashes = 0, 0
	if a.quote != 0 && b.quote != 0 {
		u.quote, u.slashes = a.quote, a.slashes
	}
	return u
}

func showNothing(a Action) Action {
	if a == Partial || a == Truncate {
		return Mask
	}
	return a
}
