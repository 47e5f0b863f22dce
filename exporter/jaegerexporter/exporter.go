package jaegerexporter

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"time"

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
	health    health

	// running ends when a shutdown gives up on the backend.
	running context.Context
	giveUp  context.CancelFunc
	// patience is the time in Unix nanoseconds until which a shutdown goes on
	// after a failed request; zero while there is no shutdown.
	patience atomic.Int64
}

func newExporter(cfg *Config, set exporter.Settings) (*jaegerExporter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	running, giveUp := context.WithCancel(context.Background())
	return &jaegerExporter{
		cfg:       cfg,
		set:       set,
		telemetry: telemetry,
		userAgent: fmt.Sprintf("%s/%s (%s/%s)", set.BuildInfo.Description, set.BuildInfo.Version, runtime.GOOS, runtime.GOARCH),
		running:   running,
		giveUp:    giveUp,
	}, nil
}

// start makes the client. It does not wait for a connection: a backend that
// is away must not keep the gateway from starting.
func (e *jaegerExporter) start(ctx context.Context, host component.Host) error {
	e.health.host = host
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

// drain is called before the queue is shut down.
func (e *jaegerExporter) drain(ctx context.Context) {
	e.patience.Store(time.Now().Add(e.cfg.Timeout).UnixNano())
	context.AfterFunc(ctx, e.giveUp)
}

// shutdown is called when the queue has run empty.
func (e *jaegerExporter) shutdown(context.Context) error {
	e.giveUp()
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
	ledger := delivery.NewLedger(n)
	a := &attempt{send: e.send, ledger: ledger, rejected: map[string]int64{}}
	a.run(ctx, td, e.cfg.MaxMessageBytes)
	e.count(ctx, a)
	e.health.report(a)
	if a.cause.Reason != "" {
		e.loseHeart()
	}
	return delivery.RetryTraces(td, ledger, a.cause)
}

// send gives a request its own deadline, and ends it when a shutdown has given
// up.
func (e *jaegerExporter) send(ctx context.Context, td ptrace.Traces) answer {
	if e.running.Err() != nil {
		return down(reasonShutdown)
	}
	ctx, cancel := context.WithTimeout(ctx, e.cfg.Timeout)
	defer cancel()
	stop := context.AfterFunc(e.running, cancel)
	defer stop()
	return e.transport.send(ctx, td)
}

// loseHeart ends a shutdown that the backend does not let come to an end: a
// full queue would take a deadline for each of its batches, and what is not
// delivered stays in the queue if that is on disk, and is lost with the memory
// otherwise.
func (e *jaegerExporter) loseHeart() {
	if until := e.patience.Load(); until != 0 && time.Now().UnixNano() >= until {
		e.giveUp()
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
