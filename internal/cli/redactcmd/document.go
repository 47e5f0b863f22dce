package redactcmd

import (
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
	mode   redact.Mode
	count  int64
}

// document prints one document of OTLP.
func (w *worker) document(ctx context.Context, c *chunk) {
	if w.otlpText(ctx, c, c.line, c.data) && w.report.result() {
		c.out = append(c.out, '\n')
	}
}

// otlpText appends what is printed of a document, without an end of line. One
// that cannot be read is withheld: as a text it would show the values of its
// attributes, because their names do not stand beside them. It returns false
// after an error.
func (w *worker) otlpText(ctx context.Context, c *chunk, line int, doc []byte) bool {
	if w.otlp == nil {
		if w.otlp, c.err = newGateway(ctx, w.job.set, w.job.rules.section); c.err != nil {
			return false
		}
	}
	out, err := w.otlp.redact(ctx, otlpSignal(doc), doc)
	if errors.Is(err, errNotOTLP) {
		c.warning = "OTLP JSON that cannot be read, replaced as a whole"
		c.warnLine = line
		f := redact.Finding{Rule: w.job.rules.engine.Unscanned(), End: len(doc), Action: redact.Mask}
		w.tally.record(int64(len(doc)), []redact.Finding{f})
		c.out = w.report.line(c.out, c.file, line, nil, []byte(unscannedText), []redact.Finding{f})
		if w.report.result() {
			c.out = append(c.out, unscannedText...)
		}
		return true
	}
	var found []placeFinding
	if err == nil && !w.report.result() {
		found, err = w.otlp.collect(ctx, w.job.rules)
	}
	if c.err = err; err != nil {
		return false
	}
	w.tally.record(int64(len(doc)), nil)
	for _, f := range found {
		w.tally.count(f.rule, f.count, changes(f.action, f.mode))
	}
	if len(found) > 0 {
		w.tally.touched++
		c.out = w.report.places(c.out, c.file, line, found)
	}
	if w.report.result() {
		c.out = append(c.out, out...)
	}
	return true
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
					found = append(found, placeFinding{"unknown place", rules.engine.Unscanned(), redact.Mask, redact.Enforce, p.Value})
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
			return placeFinding{value("place"), uint16(i), action, modeOf(value("mode")), count}, true
		}
	}
	return placeFinding{}, false
}

func modeOf(name string) redact.Mode {
	for _, m := range []redact.Mode{redact.Observe, redact.Exempt} {
		if m.String() == name {
			return m
		}
	}
	return redact.Enforce
}
