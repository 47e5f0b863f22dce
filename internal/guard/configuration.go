package guard

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
)

// configuration is the part of the collector's configuration that the guard
// looks at. Ids are in the form that the collector gives them.
type configuration struct {
	receivers, processors, exporters, connectors map[string]map[string]any
	// pipelines are sorted by id.
	pipelines []*pipeline
	// lethe is the section of the exemptions as it was written.
	lethe any
}

// pipeline is one of service::pipelines.
type pipeline struct {
	id, signal                       string
	receivers, processors, exporters []string
}

// readConfiguration takes what it understands. What has a wrong shape is left
// out: the collector itself refuses it later.
func readConfiguration(all map[string]any) *configuration {
	c := &configuration{
		receivers:  components(all["receivers"]),
		processors: components(all["processors"]),
		exporters:  components(all["exporters"]),
		connectors: components(all["connectors"]),
		lethe:      all[section],
	}
	service, _ := all["service"].(map[string]any)
	pipelines, _ := service["pipelines"].(map[string]any)
	for _, id := range slices.Sorted(maps.Keys(pipelines)) {
		parts, _ := pipelines[id].(map[string]any)
		signal, _, _ := strings.Cut(id, "/")
		c.pipelines = append(c.pipelines, &pipeline{
			id:         normalID(id),
			signal:     strings.TrimSpace(signal),
			receivers:  ids(parts["receivers"]),
			processors: ids(parts["processors"]),
			exporters:  ids(parts["exporters"]),
		})
	}
	return c
}

func components(raw any) map[string]map[string]any {
	all, _ := raw.(map[string]any)
	found := make(map[string]map[string]any, len(all))
	for id, settings := range all {
		found[normalID(id)], _ = settings.(map[string]any)
	}
	return found
}

// ids reads a list of component ids, which the collector also takes as one
// text with commas.
func ids(raw any) []string {
	var found []string
	switch raw := raw.(type) {
	case []any:
		for _, id := range raw {
			found = append(found, normalID(fmt.Sprint(id)))
		}
	case string:
		for id := range strings.SplitSeq(raw, ",") {
			found = append(found, normalID(id))
		}
	}
	return found
}

// normalID writes an id as the collector does, without blanks.
func normalID(text string) string {
	var id component.ID
	if err := id.UnmarshalText([]byte(text)); err != nil {
		return strings.TrimSpace(text)
	}
	return id.String()
}

// kindOf returns the type of a component, the part of its id before the slash.
func kindOf(id string) string {
	kind, _, _ := strings.Cut(id, "/")
	return kind
}

// on says whether an optional section is there: `enabled: false` takes one out.
func on(settings map[string]any) bool {
	return settings["enabled"] != false
}

// isSet says whether a setting has a value. An empty environment variable gives
// nil or an empty text.
func isSet(value any) bool {
	return value != nil && value != ""
}
