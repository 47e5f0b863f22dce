package redactcorrelateprocessor

import (
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// maxDataMembers bounds the maps in which a pair is looked for: those that hold
// a name and a value have few members.
const maxDataMembers = 16

// dataName finds the name that a map of a pair gives to its value:
// {key: password, value: x}. The map itself has the member for the value.
func (w *worker) dataName(m pcommon.Map) redact.Key {
	if m.Len() < 2 || m.Len() > maxDataMembers {
		return redact.Key{}
	}
	value := false
	for name := range m.All() {
		value = value || redact.RoleOf(name) == redact.RoleValue
	}
	if !value {
		return redact.Key{}
	}
	for name, v := range m.All() {
		if v.Type() == pcommon.ValueTypeStr && redact.RoleOf(name) == redact.RoleName {
			if k := w.classifyData(v.Str()); k.Class == redact.KeySensitive {
				return k
			}
		}
	}
	return redact.Key{}
}

// pairOf is the key of the second element of a list of two texts, such as a
// header in a list of headers: [authorization, x]. Outside of such a list the
// second one has to look like a secret: [password, username] are two names.
func (w *worker) pairOf(s pcommon.Slice, listed bool) redact.Key {
	if s.Len() != 2 || s.At(0).Type() != pcommon.ValueTypeStr || isNested(s.At(1)) {
		return redact.Key{}
	}
	k := w.classifyData(s.At(0).Str())
	if k.Class != redact.KeySensitive || listed {
		return k
	}
	if second := s.At(1); second.Type() != pcommon.ValueTypeStr || !redact.LooksSecret(second.Str()) {
		return redact.Key{}
	}
	return k
}

// isListOfPairs reports whether all elements are lists of two.
func isListOfPairs(s pcommon.Slice) bool {
	for _, e := range s.All() {
		if e.Type() != pcommon.ValueTypeSlice || e.Slice().Len() != 2 {
			return false
		}
	}
	return s.Len() > 0
}

// named masks the values under a name of which the members' names stay, such
// as cookies. member: v stands under a name of its own.
func (w *worker) named(p pdatawalk.Place, k redact.Key, v pcommon.Value, member bool, depth int) {
	switch {
	case isEmpty(v):
	case isNested(v) && depth >= w.p.cfg.Redaction.Limits.MaxDepth:
		w.tooDeep(v)
	case v.Type() == pcommon.ValueTypeMap:
		for _, e := range v.Map().All() {
			w.named(p, k, e, true, depth+1)
		}
	case v.Type() == pcommon.ValueTypeSlice:
		for _, e := range v.Slice().All() {
			w.named(p, k, e, member, depth+1)
		}
	case v.Type() == pcommon.ValueTypeStr && !member:
		if out, changed := w.scanText(p, k, v.Str()); changed {
			v.SetStr(out)
		}
	default:
		token := w.scanner.Replacement(k.Rule)
		if v.Type() == pcommon.ValueTypeStr && v.Str() == token {
			return
		}
		w.found(p, w.p.engine.KeyFinding(k))
		if w.enforce {
			v.SetStr(token)
		}
	}
}
