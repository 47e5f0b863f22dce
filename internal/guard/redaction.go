package guard

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// checkRedaction follows each way of data to the exporters that leave the
// process.
func checkRedaction(c *configuration, allowed exempt) []error {
	var problems []error
	for _, end := range c.pipelines {
		exporters := c.leaving(end)
		if len(exporters) == 0 {
			continue
		}
		var found findings
		for _, r := range c.routesTo(end) {
			v := c.judge(r)
			unsafe := slices.DeleteFunc(slices.Clone(exporters), func(id string) bool {
				return v.safe() || allowed.covers(id)
			})
			switch {
			case len(unsafe) == 0:
			case v.enforcing == nil && len(v.observing) > 0:
				found.add(c, r, unsafe, observes(end, v, unsafe))
			case v.enforcing == nil:
				found.add(c, r, unsafe, unredacted(r, unsafe))
			default:
				found.add(c, r, unsafe, behind(end, v))
			}
			if v.enforcing == nil && len(v.observing) > 0 {
				for _, id := range exporters {
					if queue := onDisk(c.exporters[id], "exporters::"+id); queue != "" {
						found.add(c, r, []string{id}, observesToDisk(end, v, id, queue))
					}
				}
			}
			if len(v.redactors) > 1 {
				found.add(c, r, exporters, twice(end, v))
			}
		}
		problems = append(problems, found.errors()...)
	}
	return problems
}

// leaving returns the exporters of a pipeline through which data leaves the
// process. One that is not defined is left to the collector, which refuses it.
func (c *configuration) leaving(p *pipeline) []string {
	return slices.DeleteFunc(slices.Clone(p.exporters), func(id string) bool {
		_, defined := c.exporters[id]
		_, staysHere := stays[kindOf(id)]
		return !defined || staysHere || c.isConnector(id)
	})
}

// verdict is what the guard thinks of a route, all stops from the end.
type verdict struct {
	// enforcing is the last redact_correlate that enforces, nil if there is none.
	enforcing *stop
	// adding are the stops behind it that can add content.
	adding []stop
	// observing are the redact_correlate behind it that do not enforce.
	observing []stop
	// redactors are all redact_correlate that the leaving records pass.
	redactors []stop
}

func (v verdict) safe() bool { return v.enforcing != nil && len(v.adding) == 0 }

func (c *configuration) judge(r route) verdict {
	var v verdict
	converted := false
	for s := range r.backwards() {
		if kindOf(s.id) == redactor && s.in != nil {
			if !converted {
				v.redactors = append(v.redactors, s)
			}
			switch {
			case v.enforcing != nil:
			case c.mode(s.id) == enforce:
				v.enforcing = &s
			default:
				v.observing = append(v.observing, s)
			}
			continue
		}
		converted = converted || s.converted
		if v.enforcing == nil && s.canAdd() {
			v.adding = append(v.adding, s)
		}
	}
	return v
}

const enforce = "enforce"

// mode is the mode of a redact_correlate; what is not enforce does not redact.
func (c *configuration) mode(id string) string {
	redaction, _ := c.processors[id]["redaction"].(map[string]any)
	mode, set := redaction["mode"]
	if !set || mode == nil {
		return enforce
	}
	return fmt.Sprint(mode)
}

func (s stop) canAdd() bool {
	if s.in == nil {
		kind, known := connects[kindOf(s.id)]
		return !known || kind.can
	}
	kind, known := adds[kindOf(s.id)]
	return !known || kind.can
}

// onDisk returns the path of a setting that makes an exporter keep what it gets
// on disk: the storage of a queue, at any depth, or a dead letter.
func onDisk(settings map[string]any, path string) string {
	for key, value := range settings {
		below, _ := value.(map[string]any)
		switch {
		case key == "sending_queue" && on(below) && isSet(below["storage"]):
			return path + "::sending_queue::storage"
		case key == "dead_letter" && isSet(value) && on(below):
			return path + "::dead_letter"
		}
		if found := onDisk(below, path+"::"+key); found != "" {
			return found
		}
	}
	return ""
}

// finding is a problem of a pipeline, on all routes on which it shows.
type finding struct {
	what, fix string
}

type findings struct {
	order []finding
	paths map[finding][]string
}

func (f *findings) add(c *configuration, r route, exporters []string, what finding) {
	if f.paths == nil {
		f.paths = map[finding][]string{}
	}
	if _, known := f.paths[what]; !known {
		f.order = append(f.order, what)
	}
	f.paths[what] = append(f.paths[what], c.text(r, exporters))
}

func (f *findings) errors() []error {
	var all []error
	for _, what := range f.order {
		lines := []string{what.what}
		for _, path := range f.paths[what] {
			lines = append(lines, "    path: "+path)
		}
		lines = append(lines, "    fix:  "+what.fix)
		all = append(all, errors.New(strings.Join(lines, "\n")))
	}
	return all
}

func unredacted(r route, exporters []string) finding {
	end, names := r.pipelines[len(r.pipelines)-1], strings.Join(exporters, ", ")
	// A second redact_correlate on another way to the same pipeline would be a
	// problem of its own, so that any pipeline of this way may be the right one.
	fix := fmt.Sprintf("make redact_correlate the last of service::pipelines::%s::processors", end.id)
	if len(r.pipelines) > 1 {
		var places []string
		for _, p := range r.pipelines {
			places = append(places, p.id)
		}
		fix = "make redact_correlate the last processor of one of the pipelines " + strings.Join(places, ", ")
	}
	if end.signal == "profiles" {
		fix = "take the pipeline out, because redact_correlate does not take profiles"
	}
	return finding{
		what: fmt.Sprintf("pipeline %s: unredacted data would leave: no redact_correlate stands before %s", end.id, names),
		fix:  fmt.Sprintf("%s, or list %s in lethe::allow_unredacted", fix, names),
	}
}

func behind(end *pipeline, v verdict) finding {
	var what, fix []string
	for _, s := range slices.Backward(v.adding) {
		if s.in == nil {
			what = append(what, fmt.Sprintf("connector %s", s.id))
			fix = append(fix, fmt.Sprintf("make redact_correlate the last of service::pipelines::%s::processors, behind the connector", end.id))
			continue
		}
		what = append(what, fmt.Sprintf("processor %s", s.id))
		fix = append(fix, fmt.Sprintf("move %s in front of %s of pipeline %s", s.id, v.enforcing.id, v.enforcing.in.id))
	}
	return finding{
		what: fmt.Sprintf("pipeline %s: what %s can add behind %s would leave unredacted", end.id, strings.Join(what, " and "), v.enforcing.id),
		fix:  strings.Join(slices.Compact(fix), "; "),
	}
}

func observes(end *pipeline, v verdict, exporters []string) finding {
	id := v.observing[0].id
	return finding{
		what: fmt.Sprintf("pipeline %s: unredacted data would leave: %s does not enforce", end.id, id),
		fix: fmt.Sprintf("set processors::%s::redaction::mode to enforce, or list %s in lethe::allow_unredacted",
			id, strings.Join(exporters, ", ")),
	}
}

func observesToDisk(end *pipeline, v verdict, exporter, setting string) finding {
	id := v.observing[0].id
	return finding{
		what: fmt.Sprintf("pipeline %s: unredacted data would be written to disk: %s does not enforce, and %s keeps what it gets", end.id, id, exporter),
		fix:  fmt.Sprintf("take %s out while observing, or set processors::%s::redaction::mode to enforce; no exemption lifts this", setting, id),
	}
}

func twice(end *pipeline, v verdict) finding {
	var places []string
	for _, s := range slices.Backward(v.redactors) {
		places = append(places, s.id+" of "+s.in.id)
	}
	last := cmp.Or(v.enforcing, &v.redactors[0])
	return finding{
		what: fmt.Sprintf("pipeline %s: records pass redact_correlate more than once (%s): the second would make another record id of what the first has masked", end.id, strings.Join(places, ", ")),
		fix:  fmt.Sprintf("keep %s of pipeline %s only", last.id, last.in.id),
	}
}
