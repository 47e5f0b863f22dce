package main

import (
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// value is a text of a batch under its key, or a number where it has no text.
type value struct {
	key    redact.Key
	text   string
	number int64
}

// values gathers what the walk through a batch visits, each name classified.
type values struct {
	scanner *redact.Scanner
	list    []value
	bytes   int
}

func (g *values) Attributes(_ pdatawalk.Place, m pcommon.Map) {
	for name, v := range m.All() {
		g.add(g.scanner.Key(name), v)
	}
}

func (g *values) Value(_ pdatawalk.Place, v pcommon.Value) { g.add(redact.Key{}, v) }

func (g *values) Text(_ pdatawalk.Place, text string) (string, bool) {
	g.list = append(g.list, value{text: text})
	g.bytes += len(text)
	return "", false
}

func (g *values) add(k redact.Key, v pcommon.Value) {
	if v.Type() == pcommon.ValueTypeInt {
		g.list = append(g.list, value{key: k, number: v.Int()})
		return
	}
	g.list = append(g.list, value{key: k, text: v.Str()})
	g.bytes += len(v.Str())
}

// logValues and spanValues are handlers of a walk.
type (
	logValues  struct{ *values }
	spanValues struct{ *values }
)

func (g *values) Resource(p pdatawalk.Group) { p.VisitResource(g) }
func (g *values) Scope(p pdatawalk.Group)    { p.VisitScope(g) }
func (g logValues) Record(r plog.LogRecord)  { pdatawalk.Log(r, g.values) }
func (g spanValues) Record(s ptrace.Span)    { pdatawalk.Span(s, g.values) }
func (g *values) scan(s *redact.Scanner) {
	for i := range g.list {
		if v := &g.list[i]; v.text != "" {
			s.String(v.key, v.text)
		} else {
			s.Int(v.key, v.number)
		}
	}
	s.Reset()
}

// valuesOf are those of a batch as the processor hands them to the engine.
func valuesOf(e encoded, s *redact.Scanner) (*values, error) {
	b, err := e.decode()
	if err != nil {
		return nil, err
	}
	g := &values{scanner: s}
	pdatawalk.EachLog(b.logs, logValues{g})
	pdatawalk.EachSpan(b.spans, spanValues{g})
	return g, nil
}

// values measures the engine alone on the values of the records.
func (b bench) values(clean, planted encoded) error {
	e, err := redact.New(redact.Options{})
	if err != nil {
		return err
	}
	s := e.NewScanner()
	var speeds [2][2]float64 // by cache, and by what is found
	var of *values
	for i, cache := range []bool{false, true} {
		s.CacheValues(cache)
		for j, batch := range []encoded{clean, planted} {
			v, err := valuesOf(batch, s)
			if err != nil {
				return err
			}
			if j == 0 {
				of = v
			}
			speeds[i][j], _ = b.speed(v.bytes, func() { v.scan(s) })
		}
	}
	b.row("The engine alone on their %d values (%.2f MB)\tnothing found, MB/s\tone in ten, MB/s", len(of.list), float64(of.bytes)/1e6)
	for i, name := range []string{"Lethe, all default packs, cache off", "Lethe, all default packs, cache on"} {
		b.row("%s\t%.1f\t%.1f", name, speeds[i][0], speeds[i][1])
	}
	b.flush()
	return nil
}
