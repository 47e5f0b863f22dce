package redact

import "strings"

// XML: elements with attributes, CDATA, child elements, and properties whose
// name is an attribute. XML stays well-formed: only text between tags goes.

// maxTagLook bounds the look back for the start of a tag.
const maxTagLook = 512

// tagEnd looks at the > at p that ends a tag whose last attribute stands right
// before it: <password type="x">.
func (s *Scanner) tagEnd(v string, p int) {
	if s.inValue(v, p+1) {
		return
	}
	i := p - 1
	for floor := max(0, p-maxTagLook); i > floor && v[i] != '<' && v[i] != '>'; i-- {
	}
	if v[i] != '<' || i+1 >= p || !is(v[i+1], clAlpha) {
		return
	}
	j := i + 1
	for j < p && (is(v[j], clIdent) || v[j] == ':') {
		j++
	}
	name := v[i+1 : j]
	if colon := strings.LastIndexByte(name, ':'); colon >= 0 {
		name = name[colon+1:]
	}
	key := s.e.classify(name, formAttribute)
	if key.Class != KeySensitive {
		if key = s.attributeName(v[j:p]); key.Class != KeySensitive {
			return
		}
	}
	if key.Action == Keep && p < s.kept {
		return
	}
	sp, ok := s.elementValue(v, p+1, name, key.Rule)
	if !ok {
		return
	}
	sp.Rule = key.Rule
	s.addValue(v, sp, sp.hard)
}

// attributeName classifies the value of the attribute that names a property:
// <entry key="password">.
func (s *Scanner) attributeName(tag string) Key {
	for range maxDataSteps {
		eq := strings.IndexByte(tag, '=')
		if eq < 0 {
			return Key{}
		}
		name := strings.TrimSpace(tag[:eq])
		rest := strings.TrimLeft(tag[eq+1:], " \\")
		if rest == "" || rest[0] != '"' && rest[0] != '\'' {
			return Key{}
		}
		end := strings.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return Key{}
		}
		value := strings.TrimRight(rest[1:1+end], `\`)
		if RoleOf(name) == RoleName {
			return s.DataName(value)
		}
		tag = rest[end+2:]
	}
	return Key{}
}

// elementValue is the content of the element whose tag ends before i: its text,
// a CDATA section, or everything between its tags if it has children.
func (s *Scanner) elementValue(v string, i int, name string, rule uint16) (sp span, ok bool) {
	const cdata = "<![CDATA["
	start := i
	for start < len(v) && is(v[start], clSpace) {
		start++
	}
	var end int
	switch {
	case strings.HasPrefix(v[start:], cdata):
		start += len(cdata)
		end = strings.Index(v[start:], "]]>")
		sp.hard = true
	case strings.HasPrefix(v[start:], "<") && !strings.HasPrefix(v[start:], "</"):
		if end = s.closingTag(v, start, name); end < 0 {
			return sp, false
		}
		end -= start
		sp.hard, sp.structure = true, true
	default:
		start = i
		if end = strings.IndexByte(v[i:], '<'); end < 0 && i < len(v) && v[i] == ' ' {
			return sp, false // a word in brackets: expected <token> but got x
		}
	}
	if end < 0 {
		end = len(v)
	} else {
		end += start
	}
	s.quotes.moveTo(v, i)
	if inner, in := s.quotes.innermost(); in && inner == 0 && !sp.hard {
		// The string of JSON around it may end sooner.
		if e, closed := stringEnd(v[:end], i, '"', 0); closed {
			end = e
		}
	}
	if strings.TrimSpace(v[start:end]) == "" || s.e.isToken(v, start, end, rule) || saysNothing(v[start:end]) {
		return sp, false
	}
	sp.Start, sp.End = start, end
	return sp, true
}

// closingTag finds the tag that closes an element with children from i on, -1
// if there is none. The places of closing tags are remembered, so that many
// elements that are never closed cost one search.
func (s *Scanner) closingTag(v string, i int, name string) int {
	for range maxChildren {
		if s.closeAt < i {
			next := strings.Index(v[i:], "</")
			if next < 0 {
				s.closeAt = len(v)
			} else {
				s.closeAt = i + next
			}
		}
		if s.closeAt == len(v) {
			return -1
		}
		at := s.closeAt
		tag := v[at+2 : min(len(v), at+2+maxKeyScan)]
		if gt := strings.IndexByte(tag, '>'); gt >= 0 {
			tag = tag[:gt]
		}
		if tag == name || strings.HasSuffix(tag, ":"+name) {
			return at
		}
		i = at + 2
	}
	return -1
}

// maxChildren bounds how many closing tags are looked at for one element.
const maxChildren = 1024
