package jaegerexporter

import (
	"context"
	"errors"
	"fmt"
	"runtime"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/exporter/jaegerexporter/internal/metadata"
	"github.com/lethe-otel/lethe/internal/delivery"
)

type jaegerExporter struct {
	cfg       *Config
	set       exporter.Settings
	telemetry *metadata.TelemetryBuilder
	userAgent string

	transport transport
	status    delivery.Status
	drain     *delivery.Drain
}

func newExporter(cfg *Config, set exporter.Settings) (*jaegerExporter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &jaegerExporter{
		cfg:       cfg,
		set:       set,
		telemetry: telemetry,
		userAgent: fmt.Sprintf("%s/%s (%s/%s)", set.BuildInfo.Description, set.BuildInfo.Version, runtime.GOOS, runtime.GOARCH),
		drain:     delivery.NewDrain(),
	}, nil
}

// start makes the client. It does not wait for a connection: a backend that
// is away must not keep the gateway from starting.
func (e *jaegerExporter) start(ctx context.Context, host component.Host) error {
	e.status.Start(host)
	var err error
	if e.cfg.GRPC.HasValue() {
		e.transport, err = newGRPCTransport(ctx, e.cfg.GRPC.Get(), e.userAgent, e.cfg.Timeout, host, e.set.TelemetrySettings)
	} else {
		e.transport, err = newHTTPTransport(ctx, e.cfg.HTTP.Get(), e.userAgent, host, e.set.TelemetrySettings)
	}
	if err != nil {
		e.transport = nil
	}
	return err
}

// shutdown is called when the queue has run empty.
func (e *jaegerExporter) shutdown(context.Context) error {
	if e.transport == nil {
		return nil
	}
	return e.transport.close()
}

// consume delivers one batch. Its error holds exactly the spans that have to
// be sent again.
func (e *jaegerExporter) consume(ctx context.Context, td ptrace.Traces) error {
	n := td.SpanCount()
	if n == 0 {
		return nil
	}
	if e.transport == nil {
		return errors.New("the jaeger exporter is not started")
	}
	bound, release := e.drain.Bind(ctx)
	defer release()
	a := &attempt{send: e.send, ledger: delivery.NewLedger(n), rejected: map[string]int64{}}
	a.run(bound, td, e.cfg.MaxMessageBytes)
	e.count(ctx, a)
	e.report(a)
	return delivery.RetryTraces(td, a.ledger, a.cause)
}

// send gives a request its own deadline.
func (e *jaegerExporter) send(ctx context.Context, td ptrace.Traces) answer {
	if a, ok := interrupted(ctx); ok {
		return a
	}
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Timeout)
	defer cancel()
	return e.transport.send(ctx, td)
}

// report tells the host how the backend fares, if the attempt says anything
// about it: an interruption from our own side does not.
func (e *jaegerExporter) report(a *attempt) {
	switch {
	case a.cause.Reason == reasonCanceled:
	case a.cause.Reason != "":
		e.status.Trouble(a.cause.Reason)
	case a.answered:
		e.status.OK()
	}
}

func (e *jaegerExporter) count(ctx context.Context, a *attempt) {
	var stored int64
	for i := range a.ledger.Len() {
		if a.ledger.Outcome(i) == delivery.Stored {
			stored++
		}
	}
	e.add(ctx, stored, delivery.Stored, "")
	for reason, n := range a.rejected {
		e.add(ctx, n, delivery.Rejected, reason)
		e.set.Logger.Warn("Jaeger rejected spans for good.", zap.Int64("spans", n), zap.String("reason", reason))
	}
}

func (e *jaegerExporter) add(ctx context.Context, n int64, outcome delivery.Outcome, reason string) {
	if n == 0 {
		return
	}
	e.telemetry.ExporterDeliveryRecords.Add(context.WithoutCancel(ctx), n, metric.WithAttributeSet(attribute.NewSet(
		attribute.String("exporter", e.set.ID.String()),
		attribute.String("outcome", outcome.String()),
		attribute.String("reason", reason),
	)))
}
