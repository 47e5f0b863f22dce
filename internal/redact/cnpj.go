package redact

// numberWords are parts of numbers whose digits alone do not give them away.
var numberWords = []formWord{
	{`/00[0-9]{2}-[0-9]{2}`, (*Scanner).brazilianCompany},
}

// brazilianCompany looks at the branch in the printed form of a CNPJ, which
// tells it where letters take the place of the digits before: 12.ABC.345/0001-64.
func (s *Scanner) brazilianCompany(v string, pos int) {
	form := "**.***.***/9999-99"
	start := pos - len("**.***.***")
	if pos > 0 && v[pos-1] == '\\' { // as JSON may write a slash
		form = `**.***.***\/9999-99`
		start--
	}
	end := start + len(form)
	rule := s.e.form.brazilianCompany
	if start < 0 || end > len(v) || !s.on(rule) || !s.matches(v[start:end], form) || !numberNeighbours(v, start, end, false) {
		return
	}
	for i := range s.e.formats.grouped[2][follower('.')] {
		if f := &s.e.formats.grouped[2][follower('.')][i]; f.rule == rule {
			s.accept(v, start, end, f)
			return
		}
	}
}
