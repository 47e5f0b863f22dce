package redactcorrelateprocessor

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

// Reasons for which a value was replaced without a scan.
const (
	unscannedDepth = iota
	unscannedPanic
	unscannedCount
)

var unscannedNames = [unscannedCount]string{"depth", "panic"}

// What is known of an id of a record.
const (
	resultOwn = iota
	resultFilled
	resultMissing
	resultCount
)

var resultNames = [resultCount]string{"own", "filled", "missing"}

const actionCount = redact.ActionCount

// tally counts within a batch; the metrics see one sum each.
type tally struct {
	signal    string
	ruleCount int
	ruleName  func(uint16) string

	// found counts by place, rule and action; touched are its non-zero entries.
	found          []int64
	touched        []int
	values, bytes  int64
	unscanned      [unscannedCount]int64
	traceIDs       [resultCount]int64
	correlationIDs [resultCount]int64
	conflicts      int64
	refused        [refusedCount]int64

	// labels are the sets of labels that were used, by entry of found.
	labels     map[int]metric.AddOption
	signalOnly metric.MeasurementOption
	fixed      map[[3]string]metric.AddOption
}

func (t *tally) init(p *redactCorrelate) {
	t.signal = p.signal
	t.ruleCount = max(p.engine.RuleCount(), 1)
	t.ruleName = p.engine.RuleName
	t.found = make([]int64, int(pdatawalk.PlaceCount)*t.ruleCount*actionCount)
	t.labels = make(map[int]metric.AddOption)
	t.fixed = make(map[[3]string]metric.AddOption)
	t.signalOnly = metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", t.signal)))
}

func (t *tally) finding(p pdatawalk.Place, rule uint16, a redact.Action) {
	i := (int(p)*t.ruleCount+int(rule))*actionCount + int(a)
	if t.found[i] == 0 {
		t.touched = append(t.touched, i)
	}
	t.found[i]++
}

func (t *tally) findings(p pdatawalk.Place, fs []redact.Finding) {
	for _, f := range fs {
		t.finding(p, f.Rule, f.Action)
	}
}

// took notes the time spent on a batch.
func (t *tally) took(ctx context.Context, b *metadata.TelemetryBuilder, d time.Duration) {
	b.ProcessorRedactCorrelateDuration.Record(ctx, d.Seconds(), t.signalOnly)
}

// flush hands the sums to the metrics and begins anew.
func (t *tally) flush(ctx context.Context, b *metadata.TelemetryBuilder) {
	for _, i := range t.touched {
		b.ProcessorRedactCorrelateFindings.Add(ctx, t.found[i], t.findingLabels(i))
		t.found[i] = 0
	}
	t.touched = t.touched[:0]

	add := func(c metric.Int64Counter, n *int64, labels func() metric.AddOption) {
		if *n != 0 {
			c.Add(ctx, *n, labels())
			*n = 0
		}
	}
	bySignal := func() metric.AddOption { return t.signalOnly }
	add(b.ProcessorRedactCorrelateValuesScanned, &t.values, bySignal)
	add(b.ProcessorRedactCorrelateBytesScanned, &t.bytes, bySignal)
	add(b.ProcessorRedactCorrelateConflicts, &t.conflicts, bySignal)
	for i := range t.unscanned {
		add(b.ProcessorRedactCorrelateValuesUnscanned, &t.unscanned[i], func() metric.AddOption {
			return t.label("reason", unscannedNames[i], "")
		})
	}
	for i := range t.refused {
		add(b.ProcessorRedactCorrelateIdsRefused, &t.refused[i], func() metric.AddOption {
			return t.label("reason", refusedName(i), "")
		})
	}
	for i := range t.traceIDs {
		add(b.ProcessorRedactCorrelateCorrelations, &t.traceIDs[i], func() metric.AddOption {
			return t.label("result", resultNames[i], "trace_id")
		})
	}
	for i := range t.correlationIDs {
		add(b.ProcessorRedactCorrelateCorrelations, &t.correlationIDs[i], func() metric.AddOption {
			return t.label("result", resultNames[i], "correlation_id")
		})
	}
}

// label returns the labels of a sum; they are few and made once. The kind of
// id is left out where it is "".
func (t *tally) label(name, value, kind string) metric.AddOption {
	id := [3]string{name, value, kind}
	if l, ok := t.fixed[id]; ok {
		return l
	}
	kvs := []attribute.KeyValue{attribute.String("signal", t.signal), attribute.String(name, value)}
	if kind != "" {
		kvs = append(kvs, attribute.String("kind", kind))
	}
	l := metric.WithAttributeSet(attribute.NewSet(kvs...))
	t.fixed[id] = l
	return l
}

func (t *tally) findingLabels(i int) metric.AddOption {
	if l, ok := t.labels[i]; ok {
		return l
	}
	place, rest := i/(t.ruleCount*actionCount), i%(t.ruleCount*actionCount)
	l := metric.WithAttributeSet(attribute.NewSet(
		attribute.String("rule", t.ruleName(uint16(rest/actionCount))),
		attribute.String("place", pdatawalk.Place(place).String()),
		attribute.String("signal", t.signal),
		attribute.String("action", redact.Action(rest%actionCount).String()),
	))
	t.labels[i] = l
	return l
}
