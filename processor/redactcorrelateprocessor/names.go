package redactcorrelateprocessor

import (
	"strconv"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// editNames removes the attributes whose rule says so and renames those whose
// name holds a finding. It is rare, so that it may cost a pass of its own.
func (w *worker) editNames(p pdatawalk.Place, m pcommon.Map, nested bool) {
	type entry struct {
		name string
		v    pcommon.Value
	}
	var renamed []entry
	parent := len(w.path)
	m.RemoveIf(func(name string, v pcommon.Value) bool {
		k := w.keys.get(name)
		if nested {
			w.path = appendField(w.path[:parent], name)
		}
		key := w.fieldKey(p, k, nested)
		w.path = w.path[:parent]
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
	// Every look at a map is as long as the map. Nobody names thousands of
	// attributes after secrets, unless to keep us busy.
	named := renamed[:min(len(renamed), maxRenamed)]
	taken := map[string]int{}
	for _, e := range named {
		e.v.MoveTo(m.PutEmpty(freeName(m, e.name, taken)))
	}
	if len(named) == len(renamed) {
		return
	}
	rest := m.PutEmptySlice(freeName(m, renamedRest, taken))
	rest.EnsureCapacity(len(renamed) - len(named))
	for _, e := range renamed[len(named):] {
		e.v.MoveTo(rest.AppendEmpty().SetEmptyMap().PutEmpty(e.name))
	}
}

// maxRenamed is how many attributes of one map get a name of their own; the
// others become a list of maps with one field each.
const (
	maxRenamed  = 256
	renamedRest = "lethe.renamed"
)

// freeName returns the name, or the name with a number when it is taken: two
// names with different secrets must not become one attribute. taken remembers
// the last number of each name.
func freeName(m pcommon.Map, name string, taken map[string]int) string {
	free, n := name, taken[name]
	if n > 1 {
		free = name + "_" + strconv.Itoa(n)
	}
	for {
		if _, found := m.Get(free); !found {
			taken[name] = max(n, 1) + 1
			return free
		}
		n = max(n, 1) + 1
		free = name + "_" + strconv.Itoa(n)
	}
}
