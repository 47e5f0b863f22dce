package redact

import "strings"

// withoutMasks is a name with an x for each mask in it: what a rule is called
// says nothing about the value, which would change on a second run.
func (e *Engine) withoutMasks(name string) string {
	if strings.IndexByte(name, '[') < 0 && (e.maskText == nil || !strings.Contains(name, e.maskText.before)) {
		return name
	}
	var b strings.Builder
	for i := 0; i < len(name); {
		if n := e.maskAt(name, i); n > 0 {
			b.WriteByte('x')
			i += n
			continue
		}
		b.WriteByte(name[i])
		i++
	}
	return b.String()
}
