package pdatawalk

import "go.opentelemetry.io/collector/pdata/pcommon"

// Visitor is led to all places of a record. What it changes, it changes in
// place; there is no copy.
type Visitor interface {
	// Attributes visits a map with everything below it, its keys included.
	Attributes(p Place, m pcommon.Map)
	// Value visits a single value with everything below it.
	Value(p Place, v pcommon.Value)
	// Text visits a text. The result takes its place when changed is true.
	Text(p Place, text string) (result string, changed bool)
}

// Resource leads the visitor through a resource.
func Resource(r pcommon.Resource, v Visitor) {
	v.Attributes(ResourceAttributes, r.Attributes())
}

// Scope leads the visitor through an instrumentation scope.
func Scope(s pcommon.InstrumentationScope, v Visitor) {
	if t, changed := text(v, ScopeName, s.Name()); changed {
		s.SetName(t)
	}
	if t, changed := text(v, ScopeVersion, s.Version()); changed {
		s.SetVersion(t)
	}
	v.Attributes(ScopeAttributes, s.Attributes())
}

// schemaURL is what resource and scope containers of all signals share.
type schemaURL interface {
	SchemaUrl() string
	SetSchemaUrl(string)
}

func visitSchemaURL[C schemaURL](c C, p Place, v Visitor) {
	if t, changed := text(v, p, c.SchemaUrl()); changed {
		c.SetSchemaUrl(t)
	}
}

func traceState(ts pcommon.TraceState, p Place, v Visitor) {
	if t, changed := text(v, p, ts.AsRaw()); changed {
		ts.FromRaw(t)
	}
}

// text spares the visitor the empty texts, which are most of them.
func text(v Visitor, p Place, s string) (string, bool) {
	if s == "" {
		return "", false
	}
	return v.Text(p, s)
}
