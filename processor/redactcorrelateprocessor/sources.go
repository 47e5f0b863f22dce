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
type ranks struct {
	rank [len(sourceNames) + 1]correlate.Source
	// standard says that the order is the built-in one.
	standard bool
}

func (r *ranks) of(s correlate.Source) correlate.Source {
	if int(s) >= len(r.rank) {
		return 0
	}
	return r.rank[s]
}

func parseSources(names []string) (ranks, error) {
	var r ranks
	if len(names) == 0 || len(names) == 1 && names[0] == sourcesDefault {
		for i, s := range sourceNames {
			r.rank[s.source] = correlate.Source(i + 1)
		}
		r.standard = true
		return r, nil
	}
	var errs []error
	for i, name := range names {
		source := sourceByName(name)
		switch {
		case source == correlate.SourceNone:
			errs = append(errs, fmt.Errorf("correlation::sources[%d]: %q is not a source, use %q alone or a list of %s", i, name, sourcesDefault, allSources()))
		case r.rank[source] != 0:
			errs = append(errs, fmt.Errorf("correlation::sources[%d]: %q is listed twice", i, name))
		default:
			r.rank[source] = correlate.Source(i + 1)
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
