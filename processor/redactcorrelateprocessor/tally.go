package redactcorrelateprocessor

import (
	"context"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/internal/correlate"
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

// What two ids contradicted each other.
const (
	conflictTrace = iota
	conflictCorrelation
	conflictSpan
	conflictCount
)

var conflictNames = [conflictCount]string{"trace_id", "correlation_id", "span_id"}

// entry is a place of the tally.
type entry struct {
	place pdatawalk.Place
	at    int
}

// labelled is an entry of a service.
type labelled struct {
	entry
	service int
}

// tally counts within a batch; the metrics see one sum each.
type tally struct {
	signal    string
	ruleCount int
	ruleName  func(uint16) string

	// found counts by place, and there by rule and outcome; a place is made when
	// something is found there. touched are the non-zero entries. They are those
	// of one service: another one takes them to the metrics first.
	found          [pdatawalk.PlaceCount][]int64
	touched        []entry
	outcomes       int
	service        int
	serviceName    func(int) string
	values, bytes  int64
	unscanned      [unscannedCount]int64
	traceIDs       [resultCount]int64
	correlationIDs [resultCount]int64
	conflicts      [conflictCount]int64
	refused        [refusedCount]int64
	extracted      extracted
	// untraced are the log records that have no trace, by service.
	untraced [firstService + maxServices]int64

	// labels are the sets of labels that were used, by entry of found.
	labels     map[labelled]metric.AddOption
	signalOnly metric.MeasurementOption
	fixed      map[[3]string]metric.AddOption
}

func (t *tally) init(p *redactCorrelate) {
	t.signal = p.signal
	t.ruleCount = max(p.engine.RuleCount(), 1)
	t.ruleName = p.engine.RuleName
	t.outcomes = outcomeCount()
	t.serviceName = p.services.name
	t.labels = make(map[labelled]metric.AddOption)
	t.fixed = make(map[[3]string]metric.AddOption)
	t.signalOnly = metric.WithAttributeSet(attribute.NewSet(attribute.String("signal", t.signal)))
}

func (t *tally) finding(p pdatawalk.Place, f redact.Finding) {
	counts := t.found[p]
	if counts == nil {
		counts = make([]int64, t.ruleCount*t.outcomes)
		t.found[p] = counts
	}
	at := int(f.Rule)*t.outcomes + outcomeOf(f)
	if counts[at] == 0 {
		t.touched = append(t.touched, entry{p, at})
	}
	counts[at]++
}

// serve makes the service with the number the one whose findings follow.
func (t *tally) serve(ctx context.Context, b *metadata.TelemetryBuilder, service int) {
	if service != t.service {
		t.flushFindings(ctx, b)
		t.service = service
	}
}

func (t *tally) flushFindings(ctx context.Context, b *metadata.TelemetryBuilder) {
	for _, e := range t.touched {
		b.ProcessorRedactCorrelateFindings.Add(ctx, t.found[e.place][e.at], t.findingLabels(e))
		t.found[e.place][e.at] = 0
	}
	t.touched = t.touched[:0]
}

// took notes the time spent on a batch.
func (t *tally) took(ctx context.Context, b *metadata.TelemetryBuilder, d time.Duration) {
	b.ProcessorRedactCorrelateDuration.Record(ctx, d.Seconds(), t.signalOnly)
}

// flush hands the sums to the metrics and begins anew.
func (t *tally) flush(ctx context.Context, b *metadata.TelemetryBuilder) {
	t.flushFindings(ctx, b)
	add := func(c metric.Int64Counter, n *int64, labels func() metric.AddOption) {
		if *n != 0 {
			c.Add(ctx, *n, labels())
			*n = 0
		}
	}
	bySignal := func() metric.AddOption { return t.signalOnly }
	add(b.ProcessorRedactCorrelateValuesScanned, &t.values, bySignal)
	add(b.ProcessorRedactCorrelateBytesScanned, &t.bytes, bySignal)
	for i := range t.unscanned {
		add(b.ProcessorRedactCorrelateValuesUnscanned, &t.unscanned[i], func() metric.AddOption {
			return t.label("reason", unscannedNames[i], "")
		})
	}
	for i := range t.conflicts {
		add(b.ProcessorRedactCorrelateConflicts, &t.conflicts[i], func() metric.AddOption {
			return t.label("kind", conflictNames[i], "")
		})
	}
	t.extracted.each(func(kind, source int, format correlate.Format, n int64) {
		b.ProcessorRedactCorrelateExtracted.Add(ctx, n, t.origin(kind, source, format))
	})
	for i := range t.untraced {
		add(b.ProcessorRedactCorrelateUncorrelated, &t.untraced[i], func() metric.AddOption {
			return t.label("service", t.serviceName(i), "")
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

func (t *tally) origin(kind, source int, format correlate.Format) metric.AddOption {
	id := [3]string{kindNames[kind], sourceLabels[source], format.String()}
	if l, ok := t.fixed[id]; ok {
		return l
	}
	l := metric.WithAttributeSet(attribute.NewSet(
		attribute.String("signal", t.signal),
		attribute.String("kind", id[0]),
		attribute.String("source", id[1]),
		attribute.String("format", id[2]),
	))
	t.fixed[id] = l
	return l
}

func (t *tally) findingLabels(e entry) metric.AddOption {
	id := labelled{e, t.service}
	if l, ok := t.labels[id]; ok {
		return l
	}
	action, mode := outcome(e.at % t.outcomes)
	l := metric.WithAttributeSet(attribute.NewSet(
		attribute.String("rule", t.ruleName(uint16(e.at/t.outcomes))),
		attribute.String("place", e.place.String()),
		attribute.String("signal", t.signal),
		attribute.String("action", action.String()),
		attribute.String("mode", mode.String()),
		attribute.String("service", t.serviceName(t.service)),
	))
	t.labels[id] = l
	return l
}
