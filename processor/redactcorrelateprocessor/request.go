package redactcorrelateprocessor

import (
	"context"
	"strings"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/trace"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// The doors stand between the processor and the next consumer. What a queue
// would write to disk beside the data ends there.
type (
	logsDoor struct {
		consumer.Logs
		p *redactCorrelate
	}
	tracesDoor struct {
		consumer.Traces
		p *redactCorrelate
	}
	metricsDoor struct {
		consumer.Metrics
		p *redactCorrelate
	}
)

func (d logsDoor) ConsumeLogs(ctx context.Context, ld plog.Logs) error {
	if pairs := d.p.pairs; pairs != nil {
		return pairs.send(d.p.scrub(ctx), d.p.tenantOf(ctx), ld)
	}
	return d.Logs.ConsumeLogs(d.p.scrub(ctx), ld)
}

func (d tracesDoor) ConsumeTraces(ctx context.Context, td ptrace.Traces) error {
	return d.Traces.ConsumeTraces(d.p.scrub(ctx), td)
}

func (d metricsDoor) ConsumeMetrics(ctx context.Context, md pmetric.Metrics) error {
	return d.Metrics.ConsumeMetrics(d.p.scrub(ctx), md)
}

func headerNames(allow []string) []string {
	names := make([]string, len(allow))
	for i, name := range allow {
		names[i] = strings.ToLower(strings.TrimSpace(name))
	}
	return names
}

// scrub returns a context that holds of the client only the allowed headers,
// redacted in every mode: no address, no authentication, no trace state.
func (p *redactCorrelate) scrub(ctx context.Context) context.Context {
	info := client.FromContext(ctx)
	var kept map[string][]string
	for _, name := range p.allowed {
		if values := info.Metadata.Get(name); len(values) > 0 {
			if kept == nil {
				kept = make(map[string][]string, len(p.allowed))
			}
			kept[name] = p.redactHeader(ctx, name, values)
		}
	}
	ctx = client.NewContext(ctx, client.Info{Metadata: client.NewMetadata(kept)})
	if span := trace.SpanFromContext(ctx); span.SpanContext().TraceState().Len() > 0 {
		ctx = trace.ContextWithSpan(ctx, stateless{span})
	}
	return ctx
}

// redactHeader redacts the values, which Metadata.Get has copied.
func (p *redactCorrelate) redactHeader(ctx context.Context, name string, values []string) []string {
	w := p.workers.Get().(*worker)
	k := w.keys.get(name)
	enforce := w.enforce
	w.enforce = true
	for i, v := range values {
		if k.key.Class == redact.KeySensitive {
			values[i] = w.scanner.Replacement(k.key.Rule)
			continue
		}
		if out, changed := w.scanText(pdatawalk.RequestMetadata, k.key, v); changed {
			values[i] = out
		}
		for _, f := range w.scanner.Findings() {
			if f.Mode == redact.Observe {
				values[i] = w.scanner.Replacement(f.Rule)
			}
		}
	}
	w.enforce = enforce
	w.tally.flush(ctx, p.telemetry)
	w.reset()
	p.workers.Put(w)
	return values
}

// stateless is a span whose context carries no trace state: it came from the
// client, in a header, and the queues write it to disk.
type stateless struct{ trace.Span }

func (s stateless) SpanContext() trace.SpanContext {
	return s.Span.SpanContext().WithTraceState(trace.TraceState{})
}
