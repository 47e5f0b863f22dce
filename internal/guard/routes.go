package guard

import (
	"iter"
	"slices"
	"strings"
)

// route is one way of data: from the receivers that feed the first pipeline,
// through connectors, to the exporters of the last.
type route struct {
	pipelines  []*pipeline
	connectors []string // connectors[i] carries from pipelines[i] to pipelines[i+1]
}

// routesTo returns all routes that end in a pipeline. A circle of connectors is
// followed once: the collector refuses it.
func (c *configuration) routesTo(end *pipeline) []route {
	var found []route
	var follow func(r route)
	follow = func(r route) {
		first := r.pipelines[0]
		if len(c.entries(first)) > 0 {
			found = append(found, r)
		}
		for _, id := range first.receivers {
			if !c.isConnector(id) {
				continue
			}
			for _, before := range c.pipelines {
				if slices.Contains(before.exporters, id) && joins(id, before.signal, first.signal) && !slices.Contains(r.pipelines, before) {
					follow(route{
						pipelines:  slices.Insert(slices.Clone(r.pipelines), 0, before),
						connectors: slices.Insert(slices.Clone(r.connectors), 0, id),
					})
				}
			}
		}
	}
	follow(route{pipelines: []*pipeline{end}})
	return found
}

func joins(connector, from, to string) bool {
	kind, known := connects[kindOf(connector)]
	return !known || kind.joins(from, to)
}

// entries returns the receivers of a pipeline that are not connectors.
func (c *configuration) entries(p *pipeline) []string {
	return slices.DeleteFunc(slices.Clone(p.receivers), c.isConnector)
}

func (c *configuration) isConnector(id string) bool {
	_, ok := c.connectors[id]
	return ok
}

// stop is a place where data is handled on its way.
type stop struct {
	id        string
	in        *pipeline // nil for a connector
	converted bool      // the records behind this connector are others than those before it
}

// backwards yields the stops of the route from its end to its start.
func (r route) backwards() iter.Seq[stop] {
	return func(yield func(stop) bool) {
		for i, p := range slices.Backward(r.pipelines) {
			for _, id := range slices.Backward(p.processors) {
				if !yield(stop{id: id, in: p}) {
					return
				}
			}
			if i > 0 && !yield(stop{id: r.connectors[i-1], converted: r.pipelines[i-1].signal != p.signal}) {
				return
			}
		}
	}
}

// text shows the route to the exporters.
func (c *configuration) text(r route, exporters []string) string {
	steps := []string{strings.Join(c.entries(r.pipelines[0]), ", ")}
	for i, p := range r.pipelines {
		processors := strings.Join(p.processors, ", ")
		if processors == "" {
			processors = "no processors"
		}
		steps = append(steps, "["+p.id+": "+processors+"]")
		if i < len(r.connectors) {
			steps = append(steps, r.connectors[i])
		}
	}
	steps = append(steps, strings.Join(exporters, ", "))
	return strings.Join(steps, " -> ")
}
