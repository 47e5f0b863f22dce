package redact

import (
	"slices"
)

// maxRounds bounds how often a rewritten value is examined again. Real text
// needs one more look, which finds nothing; what still changes after this many
// was built to, and is not let through.
const maxRounds = 4

// decide takes a value with candidates to its end.
func (s *Scanner) decide(k Key, value string) (string, bool) {
	if out, changed, ok := s.values.get(k, value, &s.findings); ok {
		return out, changed
	}
	out, changed := s.settle(k, value)
	s.values.put(k, value, out, changed, s.findings)
	return out, changed
}

func (s *Scanner) settle(k Key, value string) (out string, changed bool) {
	defer func() {
		if recover() != nil {
			s.panics++
			out, changed = s.giveUp(value)
		}
	}()
	text := value
	for round := range maxRounds {
		if round > 0 {
			s.collect(k, text)
		}
		spans := s.find(k, text)
		if s.unscannable {
			return s.giveUp(value)
		}
		if round == 0 {
			for i := range spans {
				s.findings = append(s.findings, s.e.reported(spans[i].Finding))
			}
		}
		if !slices.ContainsFunc(spans, func(sp span) bool { return sp.Action != Keep }) {
			return text, text != value
		}
		out := s.rewrite(text, spans)
		if breaksJSON(text, out) {
			strict, ok := s.strictJSON(text)
			if !ok || s.depth > s.e.maxDepth {
				return s.giveUp(value)
			}
			if strict == text {
				if text == value {
					s.findings = s.findings[:0]
				}
				return text, text != value
			}
			out = strict
		}
		if out == text {
			return text, text != value
		}
		out = s.quoteFlow(out)
		text = out
	}
	return s.giveUp(value)
}

func (s *Scanner) giveUp(value string) (string, bool) {
	s.findings = append(s.findings[:0], Finding{Rule: s.e.id.unscanned, End: len(value), Action: Mask})
	mask := s.Replacement(s.e.id.unscanned)
	if breaksJSON(value, mask) {
		mask = `"` + mask + `"`
	}
	return mask, true
}

// find examines the candidates of v and unites what was found. A panic in a
// verifier makes the value unscannable instead of ending the process.
func (s *Scanner) find(k Key, v string) (spans []span) {
	s.spans = s.spans[:0]
	s.unscannable = false
	s.exempt = k.Exempt
	defer func() {
		if recover() != nil {
			s.panics++
			s.unscannable = true
			s.spans = append(s.spans[:0], span{Finding: Finding{Rule: s.e.id.unscanned, End: len(v), Action: Mask}})
			spans = s.spans
		}
	}()
	s.examine(k, v)
	s.spans = s.e.settleActions(v, unite(s.e.withoutTokens(v, s.spans)))
	return s.spans
}
