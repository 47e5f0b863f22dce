package redactcorrelateprocessor

import (
	"errors"
	"fmt"
	"strings"

	"github.com/lethe-otel/lethe/internal/correlate"
)

const sourcesDefault = "default"

// sourceNames are the sources of a correlation id, best first.
var sourceNames = [...]struct {
	name   string
	source correlate.Source
}{
	{"correlation_id", correlate.SourceCorrelationID},
	{"request_id_root", correlate.SourceRequestIDRoot},
	{"request_id", correlate.SourceRequestID},
	{"baggage", correlate.SourceBaggage},
}

// ranks tells how good a source is: 1 is the best, 0 is not used.
type ranks correlate.Order

func (r *ranks) of(s correlate.Source) correlate.Source {
	if int(s) >= len(r) {
		return 0
	}
	return correlate.Source(r[s])
}

// options are what the extraction is told: of a record, and of a server span,
// whose request id counts more.
func (r *ranks) options(on correlate.Patterns) (record, root correlate.Options) {
	record = correlate.Options{Order: correlate.Order(*r), Patterns: on}
	root = record
	root.Order[correlate.SourceRequestID] = r[correlate.SourceRequestIDRoot]
	return record, root
}

func parseSources(names []string) (ranks, error) {
	var r ranks
	if len(names) == 0 || len(names) == 1 && names[0] == sourcesDefault {
		for i, s := range sourceNames {
			r[s.source] = uint8(i + 1) //nolint:gosec // there are few
		}
		return r, nil
	}
	var errs []error
	for i, name := range names {
		source := sourceByName(name)
		switch {
		case source == correlate.SourceNone:
			errs = append(errs, fmt.Errorf("correlation::sources[%d]: %q is not a source, use %q alone or a list of %s", i, name, sourcesDefault, allSources()))
		case r[source] != 0:
			errs = append(errs, fmt.Errorf("correlation::sources[%d]: %q is listed twice", i, name))
		default:
			r[source] = uint8(i + 1) //nolint:gosec // no source is listed twice
		}
	}
	return r, errors.Join(errs...)
}

func sourceByName(name string) correlate.Source {
	for _, s := range sourceNames {
		if s.name == name {
			return s.source
		}
	}
	return correlate.SourceNone
}

func allSources() string {
	names := make([]string, len(sourceNames))
	for i, s := range sourceNames {
		names[i] = s.name
	}
	return strings.Join(names, ", ")
}

// parsePatterns returns the set of formats without keys that are switched on.
func parsePatterns(names []string) (correlate.Patterns, error) {
	var on correlate.Patterns
	var errs []error
	for i, name := range names {
		p, err := correlate.ParsePattern(name)
		switch {
		case err != nil:
			errs = append(errs, fmt.Errorf("correlation::patterns[%d]: %w", i, err))
		case on&p != 0:
			errs = append(errs, fmt.Errorf("correlation::patterns[%d]: %q is listed twice", i, name))
		}
		on |= p
	}
	return on, errors.Join(errs...)
}
