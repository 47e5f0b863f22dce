package redact

import "strings"

func isB64URL(c byte) bool { return isAlnum(c) || c == '-' || c == '_' }

// The three ways in which base64 writes "alg" with its quotes, by its place in
// the group of three.
var algInBase64 = [...]string{"ImFsZyI", "JhbGci", "iYWxnI"}

// jwt looks at a token that starts with eyJ, which is {" in base64url, at i.
// The header must have an alg member and be followed by a second part
// (RFC 7515 section 3.1). The header alone holds no secret.
func (s *Scanner) jwt(v string, i int) {
	if i < s.jwtEnd || !s.on(s.e.id.jwt) {
		return
	}
	if i >= s.b64End {
		j := i
		for j < len(v) && isB64URL(v[j]) {
			j++
		}
		s.b64End, s.b64HasAlg = j, -1
		for _, a := range algInBase64 {
			if k := strings.LastIndex(v[i:j], a); k >= 0 {
				s.b64HasAlg = max(s.b64HasAlg, i+k)
			}
		}
	}
	if s.b64HasAlg < i {
		return
	}
	end := s.b64End
	for parts := 1; parts < 5 && end < len(v) && v[end] == '.'; parts++ {
		k := end + 1
		for k < len(v) && isB64URL(v[k]) {
			k++
		}
		if k == end+1 && (parts != 1 || k >= len(v) || v[k] != '.') { // an encrypted token may have an empty second part
			break
		}
		end = k
	}
	if end < s.b64End+4 {
		return
	}
	s.jwtEnd = end
	s.add(s.e.id.jwt, i, end)
}
