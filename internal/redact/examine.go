package redact

import "strings"

// examine runs the verifier of each candidate. Being inside something already
// found excuses a candidate only where it could add nothing: a finding of
// another kind may begin inside and end outside.
func (s *Scanner) examine(k Key, v string) {
	s.hardEnd, s.softEnd, s.jwtEnd, s.pemEnd, s.kept, s.structTried, s.userinfoAt, s.b64End = 0, 0, 0, 0, 0, 0, -1, 0
	s.closeAt, s.objectEnd, s.blobEnd, s.listEnd, s.pairsEnd = -1, 0, 0, 0, 0
	escaped := false
	s.bearerEnd = 0
	s.quotes.reset()
	if s.beforeExamine != nil {
		s.beforeExamine()
	}
	s.lookAtForms(v)
	escapes := false
	for _, c := range s.candidates {
		p := int(c.pos)
		switch c.kind {
		case candSeparator:
			s.separator(v, p, p+1)
		case candEscape:
			escaped = true
		case candDump:
			if v[p] == ';' {
				s.serialized(v, p)
			} else {
				s.binaryPair(v, p)
			}
		case candPairs:
			s.pairList(v, p)
		case candForm:
			s.formData(v, p)
		case candTagEnd:
			s.tagEnd(v, p)
		case candPercent:
			escapes = true
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
				s.numbers(v, p, k)
			}
		case candPlus:
			if k.Class != KeyID {
				s.phone(v, p, p+1)
			}
		case candJWT:
			s.jwt(v, p-2)
			s.blob(v, p-2)
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
	s.secrets(k, v)
	s.addApart(v)
	if escapes {
		s.encoded(k, v)
	}
	if escaped {
		s.encodedText(k, v)
	}
}

// on reports whether a rule counts.
func (s *Scanner) on(rule uint16) bool { return s.all || s.e.enabled[rule] }

// keeps: a finding of the rule changes nothing here.
func (s *Scanner) keeps(rule uint16) bool {
	a, _ := s.e.act(rule, s.exempt)
	return a == Keep
}

// classify is that of the engine, under the exemptions that hold.
func (s *Scanner) classify(name string, form keyForm) Key {
	return s.e.Exempted(s.e.classify(name, form), s.exempt)
}

// add notes a finding.
func (s *Scanner) add(rule uint16, start, end int) {
	s.addSpan(span{Finding: Finding{Rule: rule, Start: start, End: end}})
}

func (s *Scanner) addSpan(sp span) {
	sp.Action, sp.Mode = s.e.act(sp.Rule, s.exempt)
	if sp.Action == Remove && sp.cutEnd > 0 {
		sp.Start, sp.End = sp.cutStart, sp.cutEnd
	}
	s.spans = append(s.spans, sp)
}

// addValue notes the value under a sensitive name. hard: its end is marked, by
// a quote or a bracket.
func (s *Scanner) addValue(v string, sp span, hard bool) {
	if s.isDecoded && !hard && (sp.cutEnd == 0 || !inQuery(v, sp.cutStart)) {
		s.softEnd = max(s.softEnd, sp.End)
		return
	}
	if a := s.e.actions[sp.Rule]; sp.Rule == s.e.id.cookie && a != Keep && a != Remove && (!sp.structure || !strings.HasSuffix(v[:sp.Start], "- ")) {
		s.cookieSpan(v, sp)
	} else {
		s.addSpan(sp)
	}
	switch {
	case !s.all && s.keeps(sp.Rule):
		s.kept = max(s.kept, sp.End)
	case hard:
		s.hardEnd = max(s.hardEnd, sp.End)
	default:
		s.softEnd = max(s.softEnd, sp.End)
	}
}

// inValue reports whether a pair whose value starts at or behind after lies in
// a value already found and ends there too. A value that begins behind the one
// found, or in quotes or brackets, may end later.
func (s *Scanner) inValue(v string, after int) bool {
	if after <= s.hardEnd {
		return true
	}
	if after > s.softEnd {
		return false
	}
	i := after
	for i < s.softEnd && i < len(v) && (v[i] == ' ' || v[i] == '\\') {
		i++
	}
	if i >= s.softEnd || i >= len(v) {
		return false
	}
	switch v[i] {
	case '"', '\'', '`', '{', '[':
		return false
	}
	return true
}
