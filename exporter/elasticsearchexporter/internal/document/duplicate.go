package document

import "slices"

// listLimit is the number of keys up to which looking through a list of them
// is faster than a hash table.
const listLimit = 32

// duplicate reports whether k is among the keys of the map being written,
// which are e.seen[base:]. Elasticsearch refuses a document with the same key
// twice.
func (e *Encoder) duplicate(base int, k string) bool {
	keys := e.seen[base:]
	if len(keys) < listLimit {
		return slices.Contains(keys, k)
	}
	// A large map: its keys go into a table of its own, found by where the map
	// starts in e.seen, because maps stand in each other.
	t := e.table(base)
	for _, s := range keys[len(t):] {
		t[s] = struct{}{}
	}
	_, found := t[k]
	return found
}

func (e *Encoder) table(base int) map[string]struct{} {
	t, ok := e.tables[base]
	if !ok {
		if e.tables == nil {
			e.tables = make(map[int]map[string]struct{})
		}
		t = make(map[string]struct{}, 2*listLimit)
		e.tables[base] = t
	}
	return t
}
