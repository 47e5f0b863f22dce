package correlate

import "sync"

// Limits of the tenants a store tells apart: their names come from outside.
const (
	maxTenants    = hidden - 2
	maxTenantName = 256 // bytes
)

// tenants gives each tenant a number. The empty name is number 1; 0 is none.
type tenants struct {
	mu    sync.RWMutex
	known map[string]uint16
}

func (t *tenants) find(name string) uint16 {
	if name == "" {
		return 1
	}
	t.mu.RLock()
	n := t.known[name]
	t.mu.RUnlock()
	return n
}

// add returns 0 when there are too many tenants.
func (t *tenants) add(name string) uint16 {
	if n := t.find(name); n != 0 {
		return n
	}
	if len(name) > maxTenantName {
		return 0
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if n := t.known[name]; n != 0 {
		return n
	}
	if len(t.known) >= maxTenants {
		return 0
	}
	if t.known == nil {
		t.known = map[string]uint16{}
	}
	n := uint16(len(t.known) + 2)
	t.known[string([]byte(name))] = n // the name may be part of a request
	return n
}

// all returns the names of all tenants by their number.
func (t *tenants) all() map[uint16]string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	names := make(map[uint16]string, len(t.known)+1)
	names[1] = ""
	for name, n := range t.known {
		names[n] = name
	}
	return names
}

// names returns the names of tenants.
func (t *tenants) names(of map[uint16]bool) []string {
	var names []string
	if of[1] {
		names = append(names, "")
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	for name, n := range t.known {
		if of[n] {
			names = append(names, name)
		}
	}
	return names
}
