package redactcmd

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/processor"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/trace/noop"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/nesting"
)

// gateway is the processor of the gateway, taken from the collector's factories
// and run without a pipeline. It is used by one worker: its metrics tell what
// was found in a document.
type gateway struct {
	reader  *sdkmetric.ManualReader
	meters  *sdkmetric.MeterProvider
	logs    processor.Logs
	traces  processor.Traces
	metrics processor.Metrics
}

// newGateway starts the processors. They enforce whatever the mode of the
// configuration: this command always redacts.
func newGateway(ctx context.Context, set otelcol.CollectorSettings, section map[string]any) (*gateway, error) {
	factories, err := set.Factories()
	if err != nil {
		return nil, err
	}
	factory, ok := factories.Processors[processorType]
	if !ok {
		return nil, fmt.Errorf("there is no processor %s in this binary, use --format %s", processorType, formatLines)
	}
	section = maps.Clone(section)
	delete(section, "mode")
	cfg := factory.CreateDefaultConfig()
	if err := processorConfig(cfg, section, map[string]any{"store": storeID.String(), "fill_trace_id": "never"}); err != nil {
		return nil, err
	}
	g := &gateway{reader: sdkmetric.NewManualReader(sdkmetric.WithTemporalitySelector(
		func(sdkmetric.InstrumentKind) metricdata.Temporality { return metricdata.DeltaTemporality },
	))}
	g.meters = sdkmetric.NewMeterProvider(sdkmetric.WithReader(g.reader))
	settings := processor.Settings{
		ID: component.NewID(processorType),
		TelemetrySettings: component.TelemetrySettings{
			Logger:         zap.NewNop(),
			TracerProvider: noop.NewTracerProvider(),
			MeterProvider:  g.meters,
			Resource:       pcommon.NewResource(),
		},
		BuildInfo: set.BuildInfo,
	}
	// The processor works in place, so that nothing has to be taken from the end.
	logs, err1 := consumer.NewLogs(func(context.Context, plog.Logs) error { return nil })
	traces, err2 := consumer.NewTraces(func(context.Context, ptrace.Traces) error { return nil })
	metrics, err3 := consumer.NewMetrics(func(context.Context, pmetric.Metrics) error { return nil })
	if err := errors.Join(err1, err2, err3); err != nil {
		return nil, err
	}
	if g.logs, err = factory.CreateLogs(ctx, settings, cfg, logs); err != nil {
		return nil, err
	}
	if g.traces, err = factory.CreateTraces(ctx, settings, cfg, traces); err != nil {
		return nil, err
	}
	if g.metrics, err = factory.CreateMetrics(ctx, settings, cfg, metrics); err != nil {
		return nil, err
	}
	h := forgetfulHost{}
	return g, errors.Join(g.logs.Start(ctx, h), g.traces.Start(ctx, h), g.metrics.Start(ctx, h))
}

func (g *gateway) close(ctx context.Context) {
	ctx = context.WithoutCancel(ctx)
	// Nothing is waiting in them, and nothing is left to be told.
	_ = errors.Join(g.logs.Shutdown(ctx), g.traces.Shutdown(ctx), g.metrics.Shutdown(ctx), g.meters.Shutdown(ctx))
}

// redact returns the document redacted, on one line. The error does not quote
// the document, because those of the parsers do.
func (g *gateway) redact(ctx context.Context, s signal, doc []byte) ([]byte, error) {
	// The parser recurses; deeper than this it could end the process.
	if _, err := nesting.NewJSON(maxNesting).Write(doc); err != nil {
		return nil, errNotOTLP
	}
	switch s {
	case signalLogs:
		var u plog.JSONUnmarshaler
		ld, err := u.UnmarshalLogs(doc)
		if err != nil {
			return nil, errNotOTLP
		}
		kept := keepLogs(ld)
		if err := g.logs.ConsumeLogs(ctx, ld); err != nil {
			return nil, err
		}
		if err := kept.restore(ld); err != nil {
			return nil, err
		}
		return (&plog.JSONMarshaler{}).MarshalLogs(ld)
	case signalTraces:
		var u ptrace.JSONUnmarshaler
		td, err := u.UnmarshalTraces(doc)
		if err != nil {
			return nil, errNotOTLP
		}
		kept := keepSpans(td)
		if err := g.traces.ConsumeTraces(ctx, td); err != nil {
			return nil, err
		}
		if err := kept.restore(td); err != nil {
			return nil, err
		}
		return (&ptrace.JSONMarshaler{}).MarshalTraces(td)
	case signalMetrics:
		var u pmetric.JSONUnmarshaler
		md, err := u.UnmarshalMetrics(doc)
		if err != nil {
			return nil, errNotOTLP
		}
		if err := g.metrics.ConsumeMetrics(ctx, md); err != nil {
			return nil, err
		}
		return (&pmetric.JSONMarshaler{}).MarshalMetrics(md)
	}
	return nil, errNotOTLP
}

// maxNesting is far above what the rules look into.
const maxNesting = 1000

var errNotOTLP = errors.New("not OTLP JSON")

// storeID names the store of forgetfulHost.
var storeID = component.MustNewID("correlation_store")

// forgetfulHost gives the processor a store that remembers nothing: the
// documents of a file are joined with nothing.
type forgetfulHost struct{}

func (forgetfulHost) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{storeID: forgetfulStore{}}
}

type forgetfulStore struct{}

var (
	_ component.Host      = forgetfulHost{}
	_ component.Component = forgetfulStore{}
	_ correlate.Store     = forgetfulStore{}
)

func (forgetfulStore) Start(context.Context, component.Host) error { return nil }

func (forgetfulStore) Shutdown(context.Context) error { return nil }

func (forgetfulStore) Open(_ context.Context, _ *correlate.Batch, now time.Time) time.Time {
	return now
}

func (forgetfulStore) Learn(string, correlate.TraceID, string, correlate.Source, time.Time) correlate.Learnt {
	return correlate.LearntNothing
}

func (forgetfulStore) Teach(string, []correlate.Lesson, time.Time) {}

func (forgetfulStore) See(string, []correlate.Sight, time.Time, time.Time) {}

func (forgetfulStore) Find(string, []correlate.Quest, time.Time) {}

func (forgetfulStore) Full(string, correlate.TraceID, time.Time) (correlate.TraceID, correlate.Lookup) {
	return correlate.TraceID{}, correlate.Miss
}

func (forgetfulStore) Live(string, correlate.TraceID, time.Time) bool { return false }

func (forgetfulStore) Pairs(string, int) []correlate.Pair { return nil }

func (forgetfulStore) GiveBack(string, []correlate.Pair) {}

func (forgetfulStore) PairTenants() []string { return nil }

func (forgetfulStore) Correlation(string, correlate.TraceID, time.Time) (string, bool) {
	return "", false
}

func (forgetfulStore) Trace(string, string, time.Time) (correlate.TraceID, correlate.Lookup) {
	return correlate.TraceID{}, correlate.Miss
}
