package redactcorrelateprocessor

import (
	"fmt"

	"go.opentelemetry.io/collector/component"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// findStore returns the store that the pipelines share, or a private one where
// none is named. A name that leads nowhere is an error: logs and spans would
// quietly stay apart.
func findStore(id *component.ID, host component.Host) (correlate.Store, error) {
	if id == nil {
		return correlate.NewMemoryStore(correlate.Settings{}), nil
	}
	ext, ok := host.GetExtensions()[*id]
	if !ok {
		return nil, fmt.Errorf("correlation::store: there is no extension %q, add it to extensions and to service::extensions, or leave the setting out", id)
	}
	store, ok := ext.(correlate.Store)
	if !ok {
		return nil, fmt.Errorf("correlation::store: extension %q keeps no ids, use one of type correlation_store", id)
	}
	return store, nil
}
