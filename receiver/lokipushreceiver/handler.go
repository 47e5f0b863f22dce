package lokipushreceiver

import (
	"context"
	"errors"
	"io"
	"net/http"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	"go.uber.org/zap"

	"github.com/lethe-otel/lethe/internal/intake"
)

const (
	pushPath       = "/loki/api/v1/push"
	legacyPushPath = "/api/prom/push"
	// readyPath is what Vector asks before it sends.
	readyPath = "/ready"

	plainText = "text/plain; charset=utf-8"
)

// ServeHTTP answers as Loki does.
func (r *lokiPush) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	defer func() {
		if recover() != nil {
			// The value may quote what was sent.
			r.set.Logger.Error("A request made the receiver panic", zap.Stack("stack"))
			r.refuse(w, req, http.StatusInternalServerError, "panic", "internal error")
		}
	}()
	switch req.URL.Path {
	case pushPath, legacyPushPath:
		if req.Method != http.MethodPost {
			w.Header().Set("Allow", http.MethodPost)
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		r.push(w, req)
	case readyPath:
		r.ready(w, req)
	default:
		intake.Refuse(w, req, http.StatusNotFound, plainText, "404 page not found\n")
	}
}

func (r *lokiPush) ready(w http.ResponseWriter, req *http.Request) {
	switch {
	case req.Method != http.MethodGet && req.Method != http.MethodHead:
		w.Header().Set("Allow", http.MethodGet)
		w.WriteHeader(http.StatusMethodNotAllowed)
	case r.server.Stopping():
		intake.Refuse(w, req, http.StatusServiceUnavailable, plainText, "Service is stopping\n")
	default:
		w.Header().Set("Content-Type", plainText)
		_, _ = io.WriteString(w, "ready\n")
	}
}

// push takes the entries of one request. The answer is given when the pipeline
// has taken them.
func (r *lokiPush) push(w http.ResponseWriter, req *http.Request) {
	if r.server.Stopping() {
		r.refuse(w, req, http.StatusServiceUnavailable, "stopping", "the gateway is stopping")
		return
	}
	ctx, err := r.tenant(req)
	if err != nil {
		status := http.StatusBadRequest
		if errors.Is(err, errNoTenant) {
			status = http.StatusUnauthorized
		}
		r.refuse(w, req, status, "tenant", err.Error())
		return
	}

	p := r.pushes.Get().(*push)
	c := &cost{limit: r.cfg.Limits.MaxDecodedBytes, budget: r.budget}
	p.cost = c
	// What the pipeline holds on to counts until it has answered.
	defer c.release()
	format, err := p.decode(req)
	if err != nil {
		r.release(p)
		// The rest of the body is read slowly, if its sender likes.
		c.release()
		r.refuseBody(w, req, err)
		return
	}
	if len(p.streams) == 0 {
		r.release(p)
		c.release()
		r.refuse(w, req, http.StatusUnprocessableEntity, "no_streams", "error at least one valid stream is required for ingestion")
		return
	}
	logs, refused := r.maker.records(p)
	r.release(p)

	if n := logs.LogRecordCount(); n > 0 {
		ctx = r.report.StartLogsOp(ctx)
		verdict := intake.Judge(r.next.ConsumeLogs(ctx, logs))
		r.report.EndLogsOp(ctx, format, n, verdict.Err())
		switch verdict {
		case intake.Taken:
		case intake.Busy:
			c.release()
			r.refuse(w, req, verdict.Status(), "busy", errBusy.Error())
			return
		default:
			r.refuse(w, req, verdict.Status(), "permanent", "the entries were refused for good")
			return
		}
	}
	if refused.total > 0 {
		for _, refusal := range refused.byReason {
			r.telemetry.ReceiverLokiPushRefusedEntries.Add(context.Background(), int64(refusal.count), r.attributes(string(refusal.reason)))
		}
		intake.Refuse(w, req, http.StatusBadRequest, plainText, refused.text(&r.cfg.Limits)+"\n")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// decode reads and decodes the body. The format is a word for the metrics.
func (p *push) decode(req *http.Request) (format string, err error) {
	asJSON, err := isJSON(req)
	if err != nil {
		return "", err
	}
	text, err := readText(req, asJSON, p.cost)
	if err != nil {
		return "", err
	}
	if asJSON {
		format, err = "json", p.decodeJSON(text)
	} else {
		format, err = "protobuf", p.decodeProtobuf(text)
	}
	if err != nil {
		return format, err
	}
	return format, p.parseTextLabels()
}

func (r *lokiPush) release(p *push) {
	p.reset()
	r.pushes.Put(p)
}

// tenant checks the tenant of a request. It counts only where include_metadata
// passes the headers on; there it is passed on as Loki understands it.
func (r *lokiPush) tenant(req *http.Request) (context.Context, error) {
	ctx := req.Context()
	header := req.Header.Get(tenantHeader)
	if header == "" {
		if len(req.Header.Values(tenantHeader)) > 1 {
			// Whoever reads another of them would take it unchecked.
			return nil, errManyTenants
		}
		if r.cfg.RequireTenant {
			return nil, errNoTenant
		}
		return ctx, nil
	}
	tenant, err := parseTenant(header)
	if err != nil {
		return nil, err
	}
	info := client.FromContext(ctx)
	passed := info.Metadata.Get(tenantHeader)
	if len(passed) == 0 || len(passed) == 1 && passed[0] == tenant {
		return ctx, nil
	}
	metadata := map[string][]string{}
	for key := range info.Metadata.Keys() {
		metadata[key] = info.Metadata.Get(key)
		if http.CanonicalHeaderKey(key) == http.CanonicalHeaderKey(tenantHeader) {
			metadata[key] = []string{tenant}
		}
	}
	info.Metadata = client.NewMetadata(metadata)
	return client.NewContext(ctx, info), nil
}

// refuseBody answers a body that cannot be read or decoded.
func (r *lokiPush) refuseBody(w http.ResponseWriter, req *http.Request, err error) {
	if syntax, ok := errors.AsType[*syntaxError](err); ok {
		r.refuse(w, req, http.StatusBadRequest, "malformed", syntax.Error())
		return
	}
	for _, known := range []struct {
		err    error
		status int
		reason string
	}{
		{errBusy, http.StatusTooManyRequests, "busy"},
		{errTooLarge, http.StatusRequestEntityTooLarge, "too_large"},
		{errLabels, http.StatusBadRequest, "labels"},
		{errContentType, http.StatusBadRequest, "content_type"},
		{errEncoding, http.StatusBadRequest, "content_encoding"},
		{errCorrupt, http.StatusBadRequest, "malformed"},
	} {
		if errors.Is(err, known.err) {
			r.refuse(w, req, known.status, known.reason, known.err.Error())
			return
		}
	}
	switch status := intake.BodyStatus(err); status {
	case http.StatusRequestEntityTooLarge:
		r.refuse(w, req, status, "too_large", errTooLarge.Error())
	case http.StatusRequestTimeout:
		r.refuse(w, req, status, "slow", "the request body took too long")
	default:
		r.refuse(w, req, status, "body", "the request body cannot be read")
	}
}

// refuseEarly answers what the server refuses before it comes here; the text
// of the server may quote headers.
func (r *lokiPush) refuseEarly(w http.ResponseWriter, req *http.Request, _ string, status int) {
	if status == http.StatusUnauthorized {
		r.refuse(w, req, status, "authentication", http.StatusText(status))
		return
	}
	r.refuseBody(w, req, errEncoding)
}

// refuse answers a request of which nothing was taken.
func (r *lokiPush) refuse(w http.ResponseWriter, req *http.Request, status int, reason, text string) {
	r.telemetry.ReceiverLokiPushRefusedRequests.Add(context.Background(), 1, r.attributes(reason))
	intake.Refuse(w, req, status, plainText, text+"\n")
}

func (r *lokiPush) attributes(reason string) metric.MeasurementOption {
	return metric.WithAttributes(attribute.String("receiver", r.set.ID.String()), attribute.String("reason", reason))
}
