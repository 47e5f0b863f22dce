package redact

// rewrite builds the new text from the original and its united spans.
func (s *Scanner) rewrite(v string, spans []span) string {
	out := s.buf[:0]
	done := 0
	for i := range spans {
		sp := &spans[i]
		switch sp.Action {
		case Mask, Partial, Pseudonym, Truncate:
			if sp.Start < done {
				continue
			}
			out = append(out, v[done:sp.Start]...)
			from := len(out)
			out = appendQuote(out, sp)
			opened := len(out)
			out = s.replace(out, sp.Rule, sp.Action, v[sp.Start:sp.End], sp.enc)
			if sp.Action == Truncate && isNumber(out[opened:]) {
				out = append(out[:from], out[opened:]...) // a number stays one
			} else {
				out = appendQuote(out, sp)
			}
			done = sp.End
		case Remove:
			if sp.End <= done {
				continue
			}
			out = append(out, v[done:max(sp.Start, done)]...)
			done = sp.End
			if sp.quote != 0 && !sp.member {
				out = append(out, "null"...) // a number that is no member: something must stand there
			}
			if sp.member {
				out, done = cutComma(out, v, done)
			}
		}
	}
	out = append(out, v[done:]...)
	s.buf = out
	return string(out)
}

func appendQuote(out []byte, sp *span) []byte {
	if sp.quote == 0 {
		return out
	}
	for range sp.slashes {
		out = append(out, '\\')
	}
	return append(out, sp.quote)
}

// cutComma removes the comma that a cut member leaves: the one before it, or
// for the first member of an object the one behind it. What counts is the text
// already written, so that several members in a row can go.
func cutComma(out []byte, v string, done int) (newOut []byte, newDone int) {
	j := len(out)
	for j > 0 && is(out[j-1], clSpace) {
		j--
	}
	if j > 0 && out[j-1] == ',' {
		return out[:j-1], done
	}
	k := done
	for k < len(v) && is(v[k], clSpace) {
		k++
	}
	if k < len(v) && v[k] == ',' {
		return out, k + 1
	}
	return out, done
}
