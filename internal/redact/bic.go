package redact

import "github.com/lethe-otel/lethe/internal/redact/checks"

// maxBICGap is how far from an IBAN the code of its bank may stand.
const maxBICGap = 24

// bic looks for the code of a bank next to the IBAN at v[start:end]. Alone it
// would be too easily a word.
func (s *Scanner) bic(v string, start, end int) {
	if !s.on(s.e.id.bic) {
		return
	}
	country := [2]byte{v[start], v[start+1]}
	s.bicIn(v, max(0, start-maxBICGap), start, country)
	s.bicIn(v, end, min(len(v), end+maxBICGap), country)
}

func (s *Scanner) bicIn(v string, from, to int, country [2]byte) {
	for i := from; i < to; {
		j := i
		for j < len(v) && isAlnum(v[j]) {
			j++
		}
		if n := j - i; (n == 8 || n == 11) && (i == 0 || !isAlnum(v[i-1])) {
			s.compact = append(s.compact[:0], v[i:j]...)
			if checks.BIC(s.compact) && v[i+4] == country[0] && v[i+5] == country[1] {
				s.add(s.e.id.bic, i, j)
				return
			}
		}
		i = j + 1
	}
}
