package redact

import "strings"

// examine runs the verifier of each candidate. Candidates inside something
// already found are passed over.
func (s *Scanner) examine(k Key, v string) {
	s.covered, s.userinfoAt, s.b64End = 0, -1, 0
	s.quotes.reset()
	if s.beforeExamine != nil {
		s.beforeExamine()
	}
	for _, c := range s.candidates {
		p := int(c.pos)
		if p < s.covered {
			continue
		}
		switch c.kind {
		case candSeparator:
			s.separator(v, p, p+1)
		case candPercent:
			s.percent(v, p)
		case candOption:
			s.option(v, p+1)
		case candScheme:
			s.url(v, p)
		case candAt:
			if p != s.userinfoAt {
				s.email(v, p, p+1)
			}
		case candDigits:
			if k.Class != KeyID {
				s.cards(v, p, k.card)
			}
		case candJWT:
			s.jwt(v, p-2)
		case candB:
			switch {
			case strings.HasPrefix(v[p:], "BEGIN "):
				s.pem(v, p)
			case hasFold(v, p, "basic"):
				s.basic(v, p)
			case hasFold(v, p, "bearer"):
				s.bearer(v, p)
			}
		}
	}
}

// on reports whether a rule counts.
func (s *Scanner) on(rule uint16) bool { return s.all || s.e.enabled[rule] }

// add notes a finding of a content rule.
func (s *Scanner) add(rule uint16, start, end int) {
	s.addSpan(span{Finding: Finding{Rule: rule, Start: start, End: end}})
}

func (s *Scanner) addSpan(sp span) {
	sp.Action = s.e.actions[sp.Rule]
	s.spans = append(s.spans, sp)
	if sp.Action != Keep || s.all {
		s.covered = max(s.covered, sp.End)
	}
}
