package redact

import "strings"

const (
	ssh2Dashes = "---- "
	pemDashes  = "-----"
	pemEnd     = "-----END "
)

// pem looks at the block whose word BEGIN stands at p. It goes to the end of
// the END line; a truncated block to where text begins that can be part of no
// block, or to the end of the value. Line breaks may be escaped.
func (s *Scanner) pem(v string, p int) {
	if p >= len(ssh2Dashes) && strings.HasSuffix(v[:p], ssh2Dashes) {
		s.ssh2(v, p)
		return
	}
	if p < len(pemDashes) || v[p-len(pemDashes):p] != pemDashes || p < s.pemEnd || !s.on(s.e.id.privateKey) {
		return
	}
	body := pemLabelEnd(v, p+len("BEGIN "))
	if body < 0 || !strings.Contains(v[p:body], "PRIVATE KEY") {
		return
	}
	end := body
	for end < len(v) && !strings.ContainsRune("\"'`{}<", rune(v[end])) && !strings.HasPrefix(v[end:], "]]>") {
		if v[end] == '-' && strings.HasPrefix(v[end:], pemEnd) {
			if e := pemLabelEnd(v, end+len(pemEnd)); e > 0 {
				s.pemEnd = e
				s.add(s.e.id.privateKey, p-len(pemDashes), e)
				return
			}
		}
		end++
	}
	s.pemEnd = end
	if end < len(v) {
		for end > body && v[end-1] == '\\' {
			end--
		}
	}
	s.add(s.e.id.privateKey, p-len(pemDashes), end)
}

// pemLabelEnd is the end of the dashes behind the label at i, -1 for none.
func pemLabelEnd(v string, i int) int {
	for n := 0; n < 64 && i < len(v); n++ {
		c := v[i]
		if c == '-' {
			if strings.HasPrefix(v[i:], pemDashes) {
				return i + len(pemDashes)
			}
			return -1
		}
		if c != ' ' && c-'A' >= 26 && c-'0' >= 10 {
			return -1
		}
		i++
	}
	return -1
}

// ssh2 looks at a private key in the form of RFC 4716: four dashes and a blank.
func (s *Scanner) ssh2(v string, p int) {
	label := v[p:min(len(v), p+64)]
	if p < s.pemEnd || !s.on(s.e.id.privateKey) || !strings.HasPrefix(label, "BEGIN SSH2 ") || !strings.Contains(label, "PRIVATE KEY ----") {
		return
	}
	end := len(v)
	if i := strings.IndexAny(v[p:], "\"'`{}<"); i >= 0 {
		end = p + i
	}
	if i := strings.Index(v[p:end], "---- END "); i >= 0 {
		end = p + i + len("---- END ")
		if j := strings.Index(v[end:], " ----"); j >= 0 && j < 64 {
			end += j + len(" ----")
		}
	}
	s.pemEnd = end
	for end > p && v[end-1] == '\\' {
		end--
	}
	s.add(s.e.id.privateKey, p-len(ssh2Dashes), end)
}
