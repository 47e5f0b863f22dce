package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor"
)

// gateway is the real processor in its default configuration, once for each
// signal. It is for one goroutine.
type gateway struct {
	logs    processor.Logs
	traces  processor.Traces
	metrics processor.Metrics
	// came is what the next consumer was given.
	came     record
	metadata client.Metadata
}

func newGateway(ctx context.Context) (*gateway, error) {
	key := newRandom(1, 1).hex(64) // the record id is not what is measured
	g := &gateway{}
	factory := redactcorrelateprocessor.NewFactory()
	cfg := factory.CreateDefaultConfig()
	conf := confmap.NewFromStringMap(map[string]any{"record_id": map[string]any{"key": key}})
	if err := conf.Unmarshal(cfg); err != nil {
		return nil, err
	}
	set := processortest.NewNopSettings(factory.Type())
	keep := func(ctx context.Context) { g.metadata = client.FromContext(ctx).Metadata }
	nextLogs, err1 := consumer.NewLogs(func(ctx context.Context, ld plog.Logs) error {
		g.came.logs = ld
		keep(ctx)
		return nil
	})
	nextTraces, err2 := consumer.NewTraces(func(ctx context.Context, td ptrace.Traces) error {
		g.came.traces = td
		keep(ctx)
		return nil
	})
	nextMetrics, err3 := consumer.NewMetrics(func(ctx context.Context, md pmetric.Metrics) error {
		g.came.metrics = md
		keep(ctx)
		return nil
	})
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	g.logs, err1 = factory.CreateLogs(ctx, set, cfg, nextLogs)
	g.traces, err2 = factory.CreateTraces(ctx, set, cfg, nextTraces)
	g.metrics, err3 = factory.CreateMetrics(ctx, set, cfg, nextMetrics)
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	for _, c := range []component.Component{g.logs, g.traces, g.metrics} {
		if err := c.Start(ctx, componenttest.NewNopHost()); err != nil {
			return nil, err
		}
	}
	return g, nil
}

func (g *gateway) shutdown(ctx context.Context) error {
	return errors.Join(g.logs.Shutdown(ctx), g.traces.Shutdown(ctx), g.metrics.Shutdown(ctx))
}

// pass leads the record through and returns every text that came out.
func (g *gateway) pass(ctx context.Context, signal uint8, rec record) ([]string, error) {
	ctx = client.NewContext(ctx, client.Info{Metadata: client.NewMetadata(rec.metadata)})
	g.came = newRecord()
	var err error
	switch signal {
	case pdatawalk.InLogs:
		err = g.logs.ConsumeLogs(ctx, rec.logs)
	case pdatawalk.InTraces:
		err = g.traces.ConsumeTraces(ctx, rec.traces)
	default:
		err = g.metrics.ConsumeMetrics(ctx, rec.metrics)
	}
	if err != nil {
		return nil, fmt.Errorf("consume: %w", err)
	}
	var t texts
	for name := range g.metadata.Keys() {
		t.add(name)
		t.add(g.metadata.Get(name)...)
	}
	t.record(g.came)
	return t, nil
}

// texts are all texts of a record: names, strings, numbers and bytes. They are
// collected here and not by the walk of the processor, which may forget a
// place.
type texts []string

func (t *texts) add(s ...string) {
	for _, s := range s {
		if s != "" {
			*t = append(*t, s)
		}
	}
}

func (t *texts) record(r record) {
	for _, rl := range r.logs.ResourceLogs().All() {
		t.add(rl.SchemaUrl())
		t.attributes(rl.Resource().Attributes())
		for _, sl := range rl.ScopeLogs().All() {
			t.add(sl.SchemaUrl())
			t.scope(sl.Scope())
			for _, lr := range sl.LogRecords().All() {
				t.add(lr.EventName(), lr.SeverityText())
				t.value(lr.Body())
				t.attributes(lr.Attributes())
			}
		}
	}
	for _, rs := range r.traces.ResourceSpans().All() {
		t.add(rs.SchemaUrl())
		t.attributes(rs.Resource().Attributes())
		for _, ss := range rs.ScopeSpans().All() {
			t.add(ss.SchemaUrl())
			t.scope(ss.Scope())
			for _, s := range ss.Spans().All() {
				t.span(s)
			}
		}
	}
	for _, rm := range r.metrics.ResourceMetrics().All() {
		t.add(rm.SchemaUrl())
		t.attributes(rm.Resource().Attributes())
		for _, sm := range rm.ScopeMetrics().All() {
			t.add(sm.SchemaUrl())
			t.scope(sm.Scope())
			for _, m := range sm.Metrics().All() {
				t.metric(m)
			}
		}
	}
}

func (t *texts) scope(s pcommon.InstrumentationScope) {
	t.add(s.Name(), s.Version())
	t.attributes(s.Attributes())
}

func (t *texts) span(s ptrace.Span) {
	t.add(s.Name(), s.Status().Message(), s.TraceState().AsRaw())
	t.attributes(s.Attributes())
	for _, e := range s.Events().All() {
		t.add(e.Name())
		t.attributes(e.Attributes())
	}
	for _, l := range s.Links().All() {
		t.add(l.TraceState().AsRaw())
		t.attributes(l.Attributes())
	}
}

func (t *texts) metric(m pmetric.Metric) {
	t.add(m.Name(), m.Description(), m.Unit())
	t.attributes(m.Metadata())
	for _, p := range m.Gauge().DataPoints().All() {
		t.attributes(p.Attributes())
		for _, e := range p.Exemplars().All() {
			t.attributes(e.FilteredAttributes())
		}
	}
}

func (t *texts) attributes(m pcommon.Map) {
	for k, v := range m.All() {
		if k == "lethe.record.id" || strings.HasPrefix(k, "correlation.") {
			continue
		}
		t.add(k)
		t.value(v)
	}
}

func (t *texts) value(v pcommon.Value) {
	switch v.Type() {
	case pcommon.ValueTypeMap:
		t.attributes(v.Map())
	case pcommon.ValueTypeSlice:
		for _, e := range v.Slice().All() {
			t.value(e)
		}
	case pcommon.ValueTypeBytes:
		t.add(string(v.Bytes().AsRaw()))
	case pcommon.ValueTypeDouble:
		t.add(fmt.Sprintf("%.0f", v.Double()))
	default:
		t.add(v.AsString())
	}
}
