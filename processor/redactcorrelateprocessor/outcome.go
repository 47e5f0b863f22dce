package redactcorrelateprocessor

import "github.com/lethe-otel/lethe/internal/redact"

// An outcome is what happened to a finding, as one small number: an action that
// was carried out, one that would have been, or none for the sake of an
// exemption.

func outcomeCount() int { return 2*len(redact.ActionNames()) + 1 }

func outcomeOf(f redact.Finding) int {
	switch f.Mode {
	case redact.Observe:
		return len(redact.ActionNames()) + int(f.Action)
	case redact.Exempt:
		return 2 * len(redact.ActionNames())
	}
	return int(f.Action)
}

func outcome(n int) (redact.Action, redact.Mode) {
	switch actions := len(redact.ActionNames()); {
	case n < actions:
		return redact.Action(n), redact.Enforce
	case n < 2*actions:
		return redact.Action(n - actions), redact.Observe
	}
	return redact.Keep, redact.Exempt
}
