package lokiexporter

import "strings"

// normalName turns an attribute's name into a name of a label or of structured
// metadata. It does what Loki does to structured metadata in a push (package
// otlptranslator, LabelNamer), so that Loki finds nothing to rename and two
// names never meet unseen: every run of other characters than ASCII letters
// and digits becomes one underscore, and a leading digit gets "key_" before
// it. Loki answers 500 to a name that holds nothing else, for ever, and keeps
// names between double underscores for itself; neither leaves this function.
func normalName(name string) string {
	if isNormal(name) {
		return name
	}
	var b strings.Builder
	b.Grow(len(name) + len("key_"))
	if name != "" && isDigit(name[0]) {
		b.WriteString("key_")
	}
	underscore, other := false, false
	for i := range len(name) {
		c := name[i]
		if isLetter(c) || isDigit(c) {
			b.WriteByte(c)
			underscore, other = false, true
		} else if !underscore {
			b.WriteByte('_')
			underscore = true
		}
	}
	if !other {
		return "key"
	}
	return b.String()
}

func isNormal(name string) bool {
	if name == "" || name == "_" || isDigit(name[0]) {
		return false
	}
	for i := range len(name) {
		c := name[i]
		if c == '_' {
			if i > 0 && name[i-1] == '_' {
				return false
			}
			continue
		}
		if !isLetter(c) && !isDigit(c) {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// maxCachedNames bounds the cache: a sender that makes up names must not fill
// the memory.
const maxCachedNames = 4096

// nameCache remembers what normalName made of a name. It is not safe for
// concurrent use.
type nameCache map[string]string

func (c nameCache) normal(name string) string {
	if isNormal(name) {
		return name
	}
	if normal, ok := c[name]; ok {
		return normal
	}
	normal := normalName(name)
	if len(c) >= maxCachedNames {
		clear(c)
	}
	// The key is cloned: it may be part of a whole request's memory.
	c[strings.Clone(name)] = normal
	return normal
}
