package redact

// A text that is JSON in base64 starts with eyJ, which is {" encoded. What it
// holds is looked at like any text; with a finding in it the whole of it goes.

const (
	minBlob = 24      // shorter ones hold no pair
	maxBlob = 1 << 16 // how much of one is decoded
)

// blob looks at base64 or base64url text that starts with eyJ at i.
func (s *Scanner) blob(v string, i int) {
	if s.inView || i < s.jwtEnd || i < s.blobEnd || i > 0 && is(v[i-1], clB64) && !afterEscape(v, i) && v[i-1] != '/' {
		return
	}
	j := i
	for j < len(v) && is(v[j], clB64) {
		j++
	}
	s.blobEnd = j
	if j-i < minBlob {
		return
	}
	text, ok := decodeText(v[i:min(j, i+maxBlob)])
	if !ok {
		return
	}
	viewer := s.viewerScanner()
	if !viewer.collect(Key{}, text) {
		return
	}
	for pad := 0; pad < 2 && j < len(v) && v[j] == '='; pad++ {
		j++
	}
	spans := viewer.find(Key{}, text)
	if viewer.unscannable {
		s.unscannable = true
		return
	}
	kept := -1
	for n, sp := range spans {
		if sp.Action != Keep {
			s.add(sp.Rule, i, j)
			return
		}
		kept = n
	}
	if kept >= 0 {
		s.add(spans[kept].Rule, i, j)
	}
}

// decodeText decodes base64 to a text; ok is false for what is none.
func decodeText(b64 string) (text string, ok bool) {
	out := make([]byte, 0, len(b64)*3/4)
	var acc uint32
	n := 0
	for i := range len(b64) {
		acc = acc<<6 | uint32(sextet(b64[i]))
		if n += 6; n >= 8 {
			n -= 8
			c := byte(acc >> n)
			if c < ' ' && c != '\n' && c != '\t' && c != '\r' {
				return "", false
			}
			out = append(out, c)
		}
	}
	return string(out), true
}

// viewerScanner scans texts that stand in another form inside of a text.
func (s *Scanner) viewerScanner() *Scanner {
	if s.viewer == nil {
		s.viewer = s.e.NewScanner()
		s.viewer.inView = true
	}
	s.viewer.all = s.all
	return s.viewer
}
