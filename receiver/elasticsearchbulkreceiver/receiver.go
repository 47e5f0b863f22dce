package elasticsearchbulkreceiver

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/receiverhelper"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/intake"
	"github.com/lethe-otel/lethe/receiver/elasticsearchbulkreceiver/internal/metadata"
)

// bulkReceiver takes documents over HTTP.
type bulkReceiver struct {
	config    *Config
	settings  receiver.Settings
	next      consumer.Logs
	server    intake.Server
	budget    *intake.Budget
	requests  sync.Pool
	report    *receiverhelper.ObsReport
	telemetry *metadata.TelemetryBuilder
	prefix    []string
	now       func() time.Time
	pause     time.Duration // before a connection is closed without an answer
}

func newBulkReceiver(config *Config, set receiver.Settings, next consumer.Logs) (*bulkReceiver, error) {
	report, err := intake.NewReport(set, &config.ServerConfig)
	if err != nil {
		return nil, err
	}
	telemetry, err := metadata.NewTelemetryBuilder(set.TelemetrySettings)
	if err != nil {
		return nil, err
	}
	e := &bulkReceiver{
		config:    config,
		settings:  set,
		next:      next,
		server:    intake.Server{MaxConnections: config.Limits.MaxConnections, Outermost: outermost},
		budget:    intake.NewBudget(config.Limits.MaxInFlightBytes),
		report:    report,
		telemetry: telemetry,
		prefix:    segments(config.PathPrefix),
		now:       time.Now,
		pause:     intake.RetryAfter,
	}
	e.budget.Relieve = e.server.Relieve
	e.requests.New = func() any { return newRequest(config) }
	return e, nil
}

func (e *bulkReceiver) Start(ctx context.Context, host component.Host) error {
	return e.server.Start(ctx, e.config.ServerConfig, host, e.settings.TelemetrySettings, e, confighttp.WithErrorHandler(e.refuseEarly))
}

// Shutdown takes no new requests and finishes those in flight.
func (e *bulkReceiver) Shutdown(ctx context.Context) error {
	err := e.server.Shutdown(ctx)
	e.telemetry.Shutdown()
	return err
}

// bulk answers a bulk request. It is acknowledged when the pipeline has taken
// all of its documents that can be read; nothing of a refused request was taken.
func (e *bulkReceiver) bulk(w http.ResponseWriter, r *http.Request, index string) {
	began := e.now()
	if r.ContentLength > e.config.ServerConfig.MaxRequestBodySize {
		e.refuse(w, r, errTooLarge)
		return
	}
	query := r.URL.Query()
	wanted, ok := parseFilter(query.Get("filter_path"))
	if !ok {
		e.refuse(w, r, errFilterPath)
		return
	}
	d, ok := defaultsOf(index, query)
	if !ok {
		e.refuse(w, r, errParameter)
		return
	}
	answered := true
	e.work(r, func(q *request) {
		// Who came before is served to the end: not every sender tries again.
		if e.server.Stopping() {
			answered = e.refuseBulk(w, r, q, errStopping)
			return
		}
		q.answer.shape = newShape(wanted, e.config.wantsType(r))
		q.madeIDs = q.answer.shape.wantsMadeIDs()
		if err := q.readBulk(d); err != nil {
			q.letGo()
			answered = e.refuseBulk(w, r, q, asFailure(err))
			return
		}
		if err := e.consume(r.Context(), q); err != nil {
			q.letGo()
			answered = e.refuseBulk(w, r, q, asFailure(err))
			return
		}
		q.letGo()
		q.answer.items, q.answer.took = &q.items, e.now().Sub(began).Milliseconds()
		q.answer.send(w, r)
	})
	if !answered {
		e.hangUp(r)
	}
}

// document answers a request with one document.
func (e *bulkReceiver) document(w http.ResponseWriter, r *http.Request, a action) {
	query := r.URL.Query()
	d, ok := defaultsOf("", query)
	if !ok || len(a.id) > 0 && !validText(a.id) || !validText(a.index) {
		e.refuse(w, r, errParameter)
		return
	}
	if e.server.Stopping() {
		e.refuse(w, r, errStopping)
		return
	}
	a.fill(d)
	a.conditional = query.Has("version") || query.Has("if_seq_no") || query.Has("if_primary_term")
	if query.Get("op_type") == "create" {
		a.op = opCreate
	}
	e.work(r, func(q *request) {
		q.madeIDs = true
		if err := q.readDocument(&a, r.ContentLength); err != nil {
			q.letGo()
			e.refuse(w, r, asFailure(err))
			return
		}
		if f, failed := q.itemFailure(); failed {
			e.countItems(r.Context(), q)
			fail(w, r, f)
			return
		}
		if err := e.consume(r.Context(), q); err != nil {
			e.refuse(w, r, asFailure(err))
			return
		}
		e.created(w, r, q)
	})
}

// created answers for the only document of a request.
func (e *bulkReceiver) created(w http.ResponseWriter, r *http.Request, q *request) {
	it := &q.items.list[0]
	body := object{{"_index", q.items.indices[it.index]}}
	if e.config.wantsType(r) {
		body = append(body, member{"_type", "_doc"})
	}
	id := it.idText()
	body = append(body, object{
		{"_id", id},
		{"_version", 1},
		{"result", "created"},
		{"_shards", object{{"total", 2}, {"successful", 1}, {"failed", 0}}},
		{"_seq_no", 0},
		{"_primary_term", 1},
	}...)
	w.Header().Set("Location", location(q.items.indices[it.index], id))
	reply(w, r, http.StatusCreated, body)
}

// work lends what a request needs. After a panic it is not used again.
func (e *bulkReceiver) work(r *http.Request, answer func(*request)) {
	q := e.requests.Get().(*request)
	q.lines.reset(r.Context(), r.Body, e.budget)
	q.length = r.ContentLength
	whole := false
	defer func() {
		q.release()
		if whole {
			e.requests.Put(q)
		}
	}()
	answer(q)
	whole = true
}

// consume hands the documents to the pipeline and waits for it.
func (e *bulkReceiver) consume(ctx context.Context, q *request) error {
	if n := q.batch.Len(); n > 0 {
		ctx = delivery.WithClientOperations(ctx)
		ctx = e.report.StartLogsOp(ctx)
		verdict := intake.Judge(e.next.ConsumeLogs(ctx, q.batch.Logs()))
		e.report.EndLogsOp(ctx, "elasticsearch_bulk", n, verdict.Err())
		switch verdict {
		case intake.Busy:
			return errBusy
		case intake.Refused:
			return errPermanent
		}
	}
	e.countItems(ctx, q)
	return nil
}

// asFailure says what an error while reading means for the sender.
func asFailure(err error) failure {
	if f, ok := errors.AsType[failure](err); ok {
		return f
	}
	switch {
	case errors.Is(err, intake.ErrNoRoom):
		return errInFlight
	case errors.Is(err, intake.ErrBudget):
		return errTooCostly
	}
	return bodyFailure(err)
}

// refuse answers for a request of which nothing was taken.
func (e *bulkReceiver) refuse(w http.ResponseWriter, r *http.Request, f failure) {
	e.countRefused(r, f)
	fail(w, r, f)
}

func (e *bulkReceiver) countRefused(r *http.Request, f failure) {
	if f.count != "" {
		e.telemetry.ReceiverElasticsearchBulkRefusedRequests.Add(r.Context(), 1, e.attributes(f.count))
	}
}

func (e *bulkReceiver) countItems(ctx context.Context, q *request) {
	for p, n := range q.refused {
		if n > 0 {
			e.telemetry.ReceiverElasticsearchBulkRefusedDocuments.Add(ctx, n, e.attributes(problems[p].count))
		}
	}
}

func (e *bulkReceiver) attributes(reason string) metric.MeasurementOption {
	return metric.WithAttributeSet(attribute.NewSet(
		attribute.String("receiver", e.settings.ID.String()),
		attribute.String("reason", reason),
	))
}

// segments cuts a path into its names.
func segments(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}
