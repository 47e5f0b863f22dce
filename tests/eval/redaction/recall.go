package main

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/redact"
)

// plant is one case: a value of a detector in a form.
type plant struct {
	detector *detector
	form     *form
	// turn counts the cases of the detector and the form: each one goes to
	// another place.
	turn int
}

// plants are all detectors in all forms that take them, each in n places, or in
// every place for n = 0.
func plants(n int) []plant {
	var all []plant
	texts, values := 0, 0
	for _, p := range places() {
		texts++
		if p.maps {
			values++
		}
	}
	ds, fs := detectors(), forms()
	for i := range ds {
		for k := range fs {
			d, f := &ds[i], &fs[k]
			if !f.takes.allows(d.kind) {
				continue
			}
			turns := texts
			if f.put != nil {
				turns = values
			}
			if n > 0 {
				turns = min(n, turns)
			}
			for turn := range turns {
				all = append(all, plant{d, f, turn})
			}
		}
	}
	return all
}

// miss is a planted value that could still be read, or a text that lost its
// form.
type miss struct {
	Detector, Form, Place string
	Why                   string
	Input, Output         string
}

// recall runs cases for one worker.
type recall struct {
	gateway *gateway
	scanner *redact.Scanner
	places  []place
	maps    []place
	tables  tables
	misses  []miss
	broken  []miss
	// lost are cases whose value cannot be found in the input: mistakes of the
	// forms here.
	lost []miss
}

func newRecall(ctx context.Context) (*recall, error) {
	g, err := newGateway(ctx)
	if err != nil {
		return nil, err
	}
	engine, err := redact.New(redact.Options{})
	if err != nil {
		return nil, err
	}
	c := &recall{gateway: g, scanner: engine.NewScanner(), places: places(), tables: tables{}}
	for _, p := range c.places {
		if p.maps {
			c.maps = append(c.maps, p)
		}
	}
	return c, nil
}

// tries is how often a value is made anew when a form cannot hold it.
const tries = 8

func (c *recall) run(ctx context.Context, p plant, r random, at int) error {
	for range tries {
		name := p.detector.nameOf(r)
		value := p.detector.make(r)
		if p.form.put != nil {
			filled := pcommon.NewMap()
			if !p.form.put(r, filled, name, value.text) {
				continue
			}
			var t texts
			t.attributes(filled)
			where := c.maps[at%len(c.maps)]
			return c.check(ctx, p, value, where, content{r: r, fill: func(m pcommon.Map) {
				for k, v := range filled.All() {
					v.CopyTo(m.PutEmpty(k))
				}
			}}, t)
		}
		text, ok := p.form.write(r, name, value.text)
		if !ok {
			continue
		}
		if p.turn < 4 {
			c.alone(p, value, text)
		}
		return c.check(ctx, p, value, c.places[at%len(c.places)], content{r: r, text: text}, []string{text})
	}
	return nil
}

// hidden are the parts of a value that can be read in the input: all of them,
// unless the form cuts the value off.
func (c *recall) hidden(p plant, value planted, in []string) []string {
	seen := see(in)
	var all []string
	for _, part := range value.parts() {
		switch {
		case part == "":
		case seen.holds(part, value.digits):
			all = append(all, part)
		case !p.form.cut && part == value.parts()[0]:
			c.lost = append(c.lost, miss{p.detector.name, p.form.name, "", part, strings.Join(in, "\n"), ""})
		}
	}
	return all
}

func leaks(out []string, parts []string, digits bool) string {
	seen := see(out)
	for _, part := range parts {
		if seen.holds(part, digits) {
			return part
		}
	}
	return ""
}

// alone gives the text to the engine without a record around it, and looks at
// the form of what comes out.
func (c *recall) alone(p plant, value planted, text string) {
	out, _ := c.scanner.String(c.scanner.Key("message"), text)
	defer c.scanner.Reset()
	c.judge(p, "engine alone", leaks([]string{out}, c.hidden(p, value, []string{text}), value.digits), []string{text}, []string{out})
	why := ""
	if !utf8.ValidString(out) {
		why = "invalid UTF-8"
	} else if p.form.check != nil && p.form.check(text) == nil {
		if err := p.form.check(out); err != nil {
			why = err.Error()
		}
	}
	if why != "" {
		c.broken = append(c.broken, miss{p.detector.name, p.form.name, "engine alone", why, text, out})
	}
}

func (c *recall) check(ctx context.Context, p plant, value planted, where place, what content, in []string) error {
	parts := c.hidden(p, value, in)
	rec := fresh(what.r, where.signal)
	where.put(rec, what)
	out, err := c.gateway.pass(ctx, where.signal, rec)
	if err != nil {
		return fmt.Errorf("%s, %s, %s: %w", p.detector.name, p.form.name, where.name(), err)
	}
	c.judge(p, where.name(), leaks(out, parts, value.digits), in, out)
	return nil
}

func (c *recall) judge(p plant, where, leak string, in, out []string) {
	gone := leak == ""
	c.tables.add("detector", p.detector.name, gone)
	c.tables.add("form", p.form.name, gone)
	c.tables.add("place", where, gone)
	if !gone && c.tables["form"][p.form.name].missed() <= 400 {
		c.misses = append(c.misses, miss{p.detector.name, p.form.name, where, leak, strings.Join(in, "\n"), strings.Join(out, "\n")})
	}
}
