package main

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
)

//go:embed harmless.txt
var harmlessText string

// harmless is a template of a record that holds nothing to hide.
type harmless struct{ cluster, template string }

// harmlessTemplates are the lines of harmless.txt: a line that starts with # names
// the cluster of those below it.
func harmlessTemplates() []harmless {
	var all []harmless
	cluster := ""
	for line := range strings.Lines(harmlessText) {
		line = strings.TrimRight(line, "\n")
		switch {
		case line == "":
		case strings.HasPrefix(line, "# "):
			cluster = line[2:]
		default:
			all = append(all, harmless{cluster, line})
		}
	}
	return all
}

// change is a harmless record that did not come out as it was.
type change struct{ Cluster, Place, Input, Output string }

// precision runs harmless records for one worker.
type precision struct {
	gateway *gateway
	places  []place
	tables  tables
	changes []change
}

func (c *precision) run(ctx context.Context, h harmless, r random, at int) error {
	what := content{r: r}
	where := c.places[at%len(c.places)]
	// A template with a tab is an attribute: its name and its value.
	if name, value, ok := strings.Cut(h.template, "\t"); ok {
		for !where.maps {
			at++
			where = c.places[at%len(c.places)]
		}
		what.fill = attribute(name, r.expand(value))
	} else {
		what.text = r.expand(h.template)
	}
	rec := fresh(r, where.signal)
	where.put(rec, what)
	var before texts
	before.record(rec)
	for name, values := range rec.metadata {
		if name != "x-scope-orgid" {
			return nil // such headers end here, whatever they hold
		}
		before.add(name)
		before.add(values...)
	}
	out, err := c.gateway.pass(ctx, where.signal, rec)
	if err != nil {
		return fmt.Errorf("%s: %w", h.template, err)
	}
	slices.Sort(before)
	after := slices.Sorted(slices.Values(out))
	same := slices.Equal(before, after)
	c.tables.add("cluster", h.cluster, same)
	if !same {
		c.changes = append(c.changes, change{h.cluster, where.name(), only(before, after), only(after, before)})
	}
	return nil
}

// only joins the texts of a that b lacks.
func only(a, b []string) string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, "\n")
}
