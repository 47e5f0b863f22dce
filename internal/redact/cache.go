package redact

import "strings"

// Both caches compare by bytes, live for a batch, and stop taking entries when
// full: a flood of distinct keys costs what it would without them.
const (
	maxCachedKeys     = 4096
	maxCachedValues   = 1024
	maxCachedValueLen = 512
)

type keyCache struct{ m map[string]Key }

func (c *keyCache) get(name string) (Key, bool) {
	k, ok := c.m[name]
	return k, ok
}

func (c *keyCache) put(name string, k Key) {
	if len(c.m) >= maxCachedKeys {
		return
	}
	if c.m == nil {
		c.m = make(map[string]Key)
	}
	c.m[strings.Clone(name)] = k
}

func (c *keyCache) reset() { clear(c.m) }

// valueCache remembers what became of values that have candidates. Values
// without any are decided by the first stage faster than by a look-up.
type valueCache struct {
	on       bool
	borrowed bool // the value's bytes belong to the caller
	m        map[valueKey]decision
}

type valueKey struct {
	key  Key
	text string
}

type decision struct {
	out      string
	changed  bool
	findings []Finding
}

func (c *valueCache) get(k Key, value string, findings *[]Finding) (out string, changed, ok bool) {
	if !c.on || len(value) > maxCachedValueLen || len(c.m) == 0 {
		return "", false, false
	}
	d, ok := c.m[valueKey{k, value}]
	if !ok {
		return "", false, false
	}
	*findings = append((*findings)[:0], d.findings...)
	if !d.changed {
		return value, false, true
	}
	return d.out, true, true
}

func (c *valueCache) put(k Key, value, out string, changed bool, findings []Finding) {
	if len(findings) == 0 {
		return // looking again costs no more than looking up
	}
	if !c.on || len(value) > maxCachedValueLen || len(c.m) >= maxCachedValues {
		return
	}
	if c.m == nil {
		c.m = make(map[valueKey]decision)
	}
	d := decision{changed: changed}
	if changed {
		d.out = out
	}
	if len(findings) > 0 {
		d.findings = append([]Finding(nil), findings...)
	}
	if c.borrowed {
		value = strings.Clone(value)
	}
	c.m[valueKey{k, value}] = d
}

func (c *valueCache) reset() { clear(c.m) }
