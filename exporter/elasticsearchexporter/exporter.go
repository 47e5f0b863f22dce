package elasticsearchexporter

import (
	"context"
	"sync"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/document"
	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/metadata"
	"github.com/lethe-otel/lethe/internal/delivery"
)

// esExporter sends one signal.
type esExporter struct {
	cfg       *Config
	set       exporter.Settings
	index     string
	mapping   document.Mapping
	telemetry *metadata.TelemetryBuilder
	proof     proof
	status    delivery.Status
	drain     *delivery.Drain

	// The following exist after start.
	client   *client
	template *installer

	attempts sync.Pool
}

func newExporter(set exporter.Settings, cfg *Config, index string) (*esExporter, error) {
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	e := &esExporter{
		cfg:       cfg,
		set:       set,
		index:     index,
		mapping:   mappings[cfg.Mapping],
		telemetry: telemetry,
		drain:     delivery.NewDrain(),
	}
	e.attempts.New = func() any { return newAttempt(e) }
	return e, nil
}

// start never waits for the server: a backend that is away must not keep the
// gateway from serving the others.
func (e *esExporter) start(ctx context.Context, host component.Host) error {
	c, err := newClient(ctx, e.cfg, host, e.set)
	if err != nil {
		return err
	}
	e.client = c
	e.status.Start(host)
	if e.cfg.Template.Install {
		e.template = newInstaller(c, e.index, e.cfg.Mapping, e.set.Logger)
		e.template.start()
	}
	return nil
}

func (e *esExporter) shutdown(context.Context) error {
	if e.template != nil {
		e.template.stop()
	}
	if e.client != nil {
		e.client.http.CloseIdleConnections()
	}
	e.telemetry.Shutdown()
	return nil
}

func (e *esExporter) pushLogs(ctx context.Context, ld plog.Logs) error {
	return e.push(ctx, logs{ld})
}

func (e *esExporter) pushTraces(ctx context.Context, td ptrace.Traces) error {
	return e.push(ctx, traces{td})
}

// records is a batch of either signal.
type records interface {
	// count returns how many records there are.
	count() int
	// encode hands the documents of all records to the attempt, in order, until
	// it is stopped.
	encode(a *attempt)
	// retry returns the error with what has to be sent again. Ids that were
	// computed here, by position, are written onto it.
	retry(ids []string, ledger *delivery.Ledger, cause delivery.Cause) error
}

// push makes one attempt to send a batch.
func (e *esExporter) push(ctx context.Context, r records) error {
	n := r.count()
	if n == 0 {
		return nil
	}
	ctx, done := e.drain.Bind(ctx)
	defer done()
	if e.template != nil {
		if reason := e.template.wait(ctx); reason != "" {
			e.status.Trouble(withHint(reason))
			return r.retry(nil, delivery.NewLedger(n), delivery.Cause{Reason: reason})
		}
	}
	a := e.attempts.Get().(*attempt)
	a.reset(ctx, n)
	r.encode(a)
	a.flush()
	a.settleFollowers()
	a.sentence()
	e.report(ctx, a)
	err := r.retry(a.ids, a.ledger, a.cause)
	a.release()
	if cap(a.body) <= 2*e.cfg.FlushBytes {
		e.attempts.Put(a)
	}
	return err
}

// report counts what is final, and says in one line what was rejected.
func (e *esExporter) report(ctx context.Context, a *attempt) {
	e.count(ctx, a)
	switch {
	case a.sick != "":
		e.status.Trouble(withHint(a.sick))
	case a.answered:
		e.status.OK()
	}
	if len(a.rejected) == 0 {
		return
	}
	reasons := make(map[string]int)
	for _, reason := range a.rejected {
		reasons[reason]++
	}
	e.set.Logger.Warn("Records rejected for good",
		zap.Int("records", len(a.rejected)), zap.Any("reasons", reasons))
}
