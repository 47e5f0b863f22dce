package redactcorrelateprocessor

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/redact"
)

// editNames removes the attributes whose rule says so and renames those whose
// name holds a finding. It is rare, so that it may cost a pass of its own.
func (w *worker) editNames(m pcommon.Map, nested bool) {
	type entry struct {
		name string
		v    pcommon.Value
	}
	var renamed []entry
	parent := len(w.path)
	m.RemoveIf(func(name string, v pcommon.Value) bool {
		k := w.keys.get(name)
		key := k.key
		if nested && key.Class != redact.KeySensitive {
			w.path = appendField(w.path[:parent], name)
			key = w.keys.path(w.path).key
			w.path = w.path[:parent]
		}
		if key.Class == redact.KeySensitive && key.Action == redact.Remove && !isEmpty(v) {
			return true
		}
		if k.rename == "" {
			return false
		}
		e := entry{k.rename, pcommon.NewValueEmpty()}
		v.MoveTo(e.v)
		renamed = append(renamed, e)
		return true
	})
	for _, e := range renamed {
		e.v.MoveTo(m.PutEmpty(freeName(m, e.name)))
	}
}

// freeName returns the name, or the name with a number when it is taken: two
// names with different secrets must not become one attribute.
func freeName(m pcommon.Map, name string) string {
	free := name
	for n := 2; ; n++ {
		if _, taken := m.Get(free); !taken {
			return free
		}
		free = name + "_" + strconv.Itoa(n)
	}
}
