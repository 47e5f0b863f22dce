package redact

import "strings"

// encodedAttribute looks at an attribute of LDIF whose value is base64, behind
// the second colon at p: userPassword:: c2VjcmV0. Longer values go on in lines
// that start with a blank (RFC 2849).
func (s *Scanner) encodedAttribute(v string, p int) {
	if p < 2 || v[p-1] != ':' || s.inValue(v, p+1) {
		return
	}
	k, ok := keyBefore(v, p)
	if !ok || k.spaced || k.quote != 0 || k.bracket || !lineStart(v, k.outer) {
		return
	}
	start := skipBlanks(v, p+1)
	end := start
	for {
		for end < len(v) && (isAlnum(v[end]) || v[end] == '+' || v[end] == '/') {
			end++
		}
		n := lineBreak(v, end)
		if n == 0 || !strings.HasPrefix(v[min(len(v), end+n):], " ") || end+n+1 >= len(v) || !isAlnum(v[end+n+1]) {
			break
		}
		end += n + 1
	}
	for end < len(v) && v[end] == '=' {
		end++
	}
	if end-start < 4 || end < len(v) && lineBreak(v, end) == 0 && strings.IndexByte(" \t\"'", v[end]) < 0 {
		return
	}
	key := s.classify(v[k.start:k.end], formAttribute)
	if key.Class != KeySensitive || key.Action == Keep && p < s.kept || (end-start)%4 != 0 && !strings.ContainsAny(v[start:end], "\n\\") {
		return
	}
	sp := span{Finding: Finding{Rule: key.Rule, Start: start, End: end}, cutStart: k.outer, cutEnd: end}
	s.addValue(v, sp, true)
}
