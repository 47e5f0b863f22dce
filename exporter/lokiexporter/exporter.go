package lokiexporter

import (
	"context"
	"fmt"
	"sync/atomic"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/exporter/lokiexporter/internal/metadata"
	"github.com/lethe-otel/lethe/internal/delivery"
)

// lokiExporter delivers batches of logs to one Loki.
type lokiExporter struct {
	cfg       *Config
	set       exporter.Settings
	telemetry *metadata.TelemetryBuilder

	batches *batches
	limit   *pushLimit
	status  delivery.Status
	drain   *delivery.Drain
	client  *client
	turn    atomic.Uint64
}

func newLokiExporter(cfg *Config, set exporter.Settings) (*lokiExporter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	return &lokiExporter{
		cfg:       cfg,
		set:       set,
		telemetry: telemetry,
		batches:   newBatches(cfg),
		limit:     newPushLimit(cfg.MaxRequestSize),
		drain:     delivery.NewDrain(),
	}, nil
}

// start builds the client. It does not connect: a Loki that is away must not
// keep the gateway from starting.
func (e *lokiExporter) start(ctx context.Context, host component.Host) error {
	url, err := pushURL(e.cfg.ClientConfig.Endpoint)
	if err != nil {
		return fmt.Errorf("endpoint: %w", err)
	}
	httpClient, err := delivery.NewHTTPClient(ctx, e.cfg.ClientConfig, host, e.set.TelemetrySettings)
	if err != nil {
		return fmt.Errorf("make the client for Loki: %w", err)
	}
	e.client = &client{
		http:      httpClient,
		url:       url,
		tenant:    e.cfg.Tenant,
		userAgent: e.set.BuildInfo.Command + "/" + e.set.BuildInfo.Version,
	}
	e.status.Start(host)
	return nil
}

func (e *lokiExporter) shutdown(context.Context) error {
	if e.client != nil {
		e.client.http.CloseIdleConnections()
	}
	return nil
}

// consume delivers one batch. The error, if any, holds exactly the records
// that have to be sent again.
func (e *lokiExporter) consume(ctx context.Context, ld plog.Logs) error {
	records := ld.LogRecordCount()
	if records == 0 {
		return nil
	}
	ctx, done := e.drain.Bind(ctx)
	defer done()

	b := e.batches.get()
	defer e.batches.put(b)
	d := newDelivering(e, b, records)
	b.fill(ld, d.ledger, d.rejected)
	d.run(ctx, e.cfg.Concurrency, e.turn.Add(1))
	e.account(ctx, d)
	return delivery.RetryLogs(ld, d.ledger, d.cause)
}

// account counts what has come to an end, and says in one line a batch what
// was rejected, without any of its content.
func (e *lokiExporter) account(ctx context.Context, d *delivering) {
	kept, rejected := 0, 0
	for i := range d.ledger.Len() {
		if d.ledger.Outcome(i) == delivery.Stored {
			kept++
		}
	}
	id := attribute.String("exporter", e.set.ID.String())
	count := func(n int, outcome delivery.Outcome, reason string) {
		e.telemetry.ExporterDeliveryRecords.Add(ctx, int64(n), metric.WithAttributes(
			id, attribute.String("outcome", outcome.String()), attribute.String("reason", reason)))
	}
	if kept > 0 {
		count(kept, delivery.Stored, "")
	}
	for reason, n := range d.rejected {
		count(n, delivery.Rejected, reason)
		rejected += n
	}
	if rejected > 0 {
		e.set.Logger.Warn("Loki will never take these log records.",
			zap.Int("rejected", rejected), zap.Any("reasons", d.rejected))
	}
}
