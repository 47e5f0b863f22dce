package redact

import "github.com/lethe-otel/lethe/internal/redact/rules"

// canTruncate reports whether the values of a rule can be made less precise, by
// truncateValue.
func canTruncate(r rules.Rule) bool {
	return r.Pack == rules.PackNetwork || r.Pack == rules.PackLocation
}
