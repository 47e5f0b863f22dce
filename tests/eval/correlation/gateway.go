package main

import (
	"context"
	"encoding/hex"
	"errors"
	"maps"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/extension/correlationstoreextension"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor"
)

// gateway is the real processor for logs and for traces, with one store.
type gateway struct {
	store  component.Component
	logs   processor.Logs
	traces processor.Traces
	// came is what the next consumers were given.
	cameLogs   *consumertest.LogsSink
	cameTraces *consumertest.TracesSink
}

type host map[component.ID]component.Component

func (h host) GetExtensions() map[component.ID]component.Component { return h }

// newGateway makes one; correlation is the section of the configuration.
func newGateway(ctx context.Context, correlation map[string]any) (*gateway, error) {
	g := &gateway{cameLogs: new(consumertest.LogsSink), cameTraces: new(consumertest.TracesSink)}
	stores := correlationstoreextension.NewFactory()
	id := component.NewID(stores.Type())
	store, err := stores.Create(ctx, extensiontest.NewNopSettings(stores.Type()), stores.CreateDefaultConfig())
	if err != nil {
		return nil, err
	}
	factory := redactcorrelateprocessor.NewFactory()
	cfg := factory.CreateDefaultConfig()
	section := map[string]any{"store": id.String()}
	maps.Copy(section, correlation)
	conf := confmap.NewFromStringMap(map[string]any{
		"record_id":   map[string]any{"key": newRandom(1, 1).hex(64)},
		"correlation": section,
	})
	if err := conf.Unmarshal(cfg); err != nil {
		return nil, err
	}
	g.store = store
	set := processortest.NewNopSettings(factory.Type())
	logs, err1 := factory.CreateLogs(ctx, set, cfg, g.cameLogs)
	traces, err2 := factory.CreateTraces(ctx, set, cfg, g.cameTraces)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	g.logs, g.traces = logs, traces
	extensions := host{id: store}
	return g, errors.Join(store.Start(ctx, extensions), logs.Start(ctx, extensions), traces.Start(ctx, extensions))
}

func (g *gateway) shutdown(ctx context.Context) error {
	return errors.Join(g.logs.Shutdown(ctx), g.traces.Shutdown(ctx), g.store.Shutdown(ctx))
}

// idsOf are the ids of a record, "" for none.
type idsOf struct{ trace, span, correlation string }

func hexOf(b []byte) string {
	for _, c := range b {
		if c != 0 {
			return hex.EncodeToString(b)
		}
	}
	return ""
}

func attribute(m pcommon.Map, name string) string {
	if v, ok := m.Get(name); ok {
		return v.AsString()
	}
	return ""
}

func idsOfLog(r plog.LogRecord) idsOf {
	t, s := r.TraceID(), r.SpanID()
	return idsOf{hexOf(t[:]), hexOf(s[:]), attribute(r.Attributes(), "correlation.id")}
}

// log leads one batch through and returns what came out, pair records apart.
func (g *gateway) log(ctx context.Context, ld plog.Logs) (records, pairs []plog.LogRecord, err error) {
	g.cameLogs.Reset()
	if err := g.logs.ConsumeLogs(ctx, ld); err != nil {
		return nil, nil, err
	}
	for _, ld := range g.cameLogs.AllLogs() {
		for _, rl := range ld.ResourceLogs().All() {
			for _, sl := range rl.ScopeLogs().All() {
				for _, r := range sl.LogRecords().All() {
					if r.EventName() == "correlation.pair" {
						pairs = append(pairs, r)
					} else {
						records = append(records, r)
					}
				}
			}
		}
	}
	return records, pairs, nil
}

// trace leads one batch through and returns its spans.
func (g *gateway) trace(ctx context.Context, td ptrace.Traces) ([]ptrace.Span, error) {
	g.cameTraces.Reset()
	if err := g.traces.ConsumeTraces(ctx, td); err != nil {
		return nil, err
	}
	var spans []ptrace.Span
	for _, td := range g.cameTraces.AllTraces() {
		for _, rs := range td.ResourceSpans().All() {
			for _, ss := range rs.ScopeSpans().All() {
				for _, s := range ss.Spans().All() {
					spans = append(spans, s)
				}
			}
		}
	}
	return spans, nil
}

// oneLog is a batch of one record.
func oneLog() (plog.Logs, plog.ResourceLogs, plog.LogRecord) {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", "shop")
	r := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
	r.SetTimestamp(pcommon.NewTimestampFromTime(time.Now()))
	return ld, rl, r
}
