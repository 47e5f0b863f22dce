package redactcmd

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/lethe-otel/lethe/internal/redact"
)

// placeFinding is what the processor's metrics tell: no bytes, but the place.
type placeFinding struct {
	place  string
	rule   uint16
	action redact.Action
	count  int64
}

// document redacts one document of OTLP. What turns out to be none is redacted
// as text.
func (w *worker) document(ctx context.Context, c *chunk) {
	if w.otlp == nil {
		if w.otlp, c.err = newGateway(ctx, w.job.set, w.job.rules.section); c.err != nil {
			return
		}
	}
	out, err := w.otlp.redact(ctx, otlpSignal(c.data), c.data)
	if errors.Is(err, errNotOTLP) {
		if len(bytes.TrimSpace(c.data)) > 0 {
			c.warning = warnNotOTLP
		}
		w.text(c)
		return
	}
	if err != nil {
		c.err = err
		return
	}
	found, err := w.otlp.collect(ctx, w.job.rules)
	if err != nil {
		c.err = err
		return
	}
	w.tally.record(int64(len(c.data)), nil)
	for _, f := range found {
		w.tally.count(f.rule, f.count, f.action)
	}
	if len(found) > 0 {
		w.tally.touched++
		c.out = w.report.places(c.out, c.file, c.line, found)
	}
	if w.report.result() {
		c.out = append(append(c.out, out...), '\n')
	}
}

// Names in the processor's metrics.
const (
	findingsMetric  = "processor_redact_correlate_findings"
	unscannedMetric = "processor_redact_correlate_values_unscanned"
)

// collect reads what was found since the last call, in the order of the places.
func (g *gateway) collect(ctx context.Context, rules *ruleSet) ([]placeFinding, error) {
	var all metricdata.ResourceMetrics
	if err := g.reader.Collect(ctx, &all); err != nil {
		return nil, err
	}
	var found []placeFinding
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			sum, ok := m.Data.(metricdata.Sum[int64])
			if !ok {
				continue
			}
			for _, p := range sum.DataPoints {
				switch {
				case p.Value == 0:
				case strings.HasSuffix(m.Name, findingsMetric):
					if f, ok := rules.finding(p.Attributes, p.Value); ok {
						found = append(found, f)
					}
				case strings.HasSuffix(m.Name, unscannedMetric):
					found = append(found, placeFinding{"unknown place", rules.engine.Unscanned(), redact.Mask, p.Value})
				}
			}
		}
	}
	slices.SortFunc(found, func(a, b placeFinding) int {
		if c := strings.Compare(a.place, b.place); c != 0 {
			return c
		}
		return int(a.rule) - int(b.rule)
	})
	return found, nil
}

func (r *ruleSet) finding(labels attribute.Set, count int64) (placeFinding, bool) {
	value := func(name string) string {
		v, _ := labels.Value(attribute.Key(name))
		return v.AsString()
	}
	action, err := redact.ParseAction(value("action"))
	if err != nil {
		return placeFinding{}, false
	}
	name := value("rule")
	for i := range r.infos {
		if r.infos[i].Name == name {
			return placeFinding{value("place"), uint16(i), action, count}, true
		}
	}
	return placeFinding{}, false
}
