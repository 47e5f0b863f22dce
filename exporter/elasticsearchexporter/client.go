package elasticsearchexporter

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configcompression"
	"go.opentelemetry.io/collector/exporter"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/answer"
	"github.com/lethe-otel/lethe/internal/delivery"
)

// client speaks HTTP with the server. It needs nothing of it beyond the bulk
// API and that of index templates: GET / is never asked, because not every
// server and not every user's rights allow it.
type client struct {
	http      *delivery.HTTPClient
	base      string
	timeout   time.Duration
	userAgent string
}

func newClient(ctx context.Context, cfg *Config, host component.Host, set exporter.Settings) (*client, error) {
	cc := cfg.ClientConfig
	cc.Timeout = 0 // the deadline of each request stands in its context
	if cc.Compression == configcompression.TypeGzip && cc.CompressionParams.Level == 0 {
		// The library's default costs about three times the time of the fastest
		// level, and saves little on documents.
		cc.CompressionParams.Level = 1
	}
	hc, err := delivery.NewHTTPClient(ctx, cc, host, set.TelemetrySettings)
	if err != nil {
		return nil, fmt.Errorf("make the client for Elasticsearch: %w", err)
	}
	return &client{
		http:      hc,
		base:      strings.TrimSuffix(cfg.ClientConfig.Endpoint, "/"),
		timeout:   cfg.ClientConfig.Timeout,
		userAgent: "lethe/" + set.BuildInfo.Version,
	}, nil
}

type replyKind uint8

const (
	// failed: nothing is known about any document.
	failed replyKind = iota
	// refused: the request as a whole is not to the destination's liking, and
	// smaller ones may tell what it was.
	refused
	// answered: items holds one answer for each document.
	answered
)

// reply is the outcome of one bulk request.
type reply struct {
	kind       replyKind
	items      []answer.Item
	reason     string
	retryAfter time.Duration
	// unhealthy means that somebody has to look at the destination.
	unhealthy bool
}

// bulk sends n documents. Items are appended to dst.
func (c *client) bulk(ctx context.Context, body []byte, n int, dst []answer.Item) reply {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	resp, err := c.do(ctx, http.MethodPost, "/_bulk?filter_path="+answer.Filter, "application/x-ndjson", body)
	if err != nil {
		return failure(err)
	}
	defer discard(resp)
	r := judge(resp)
	if r.kind != answered {
		return r
	}
	r.items, err = answer.Read(resp.Body, n, dst)
	if err != nil {
		if ctx.Err() != nil {
			return failure(ctx.Err())
		}
		return reply{kind: failed, reason: "malformed_answer", unhealthy: true}
	}
	return r
}

// judge says what the status of a whole request means.
func judge(resp *http.Response) reply {
	r := reply{reason: answer.HTTPReason(resp.StatusCode), retryAfter: delivery.RetryAfter(resp.Header, time.Now())}
	switch resp.StatusCode {
	case http.StatusOK:
		r.kind, r.reason = answered, ""
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		r.kind = refused
	case http.StatusTooManyRequests, http.StatusRequestTimeout:
	default:
		r.unhealthy = true
	}
	return r
}

func (c *client) do(ctx context.Context, method, path, contentType string, body []byte) (*http.Response, error) {
	var r io.Reader
	if body != nil {
		r = bytes.NewReader(body)
	}
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, r)
	if err != nil {
		return nil, err
	}
	if body == nil {
		// Keeps the compression from giving the request a body of nothing.
		req.Header.Set("Content-Encoding", "identity")
	} else {
		req.Header.Set("Content-Type", contentType)
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", c.userAgent)
	return c.http.Do(req)
}

// discard reads what little may be left, so that the connection can be used
// again.
func discard(resp *http.Response) {
	_, _ = io.CopyN(io.Discard, resp.Body, 64<<10)
	_ = resp.Body.Close()
}
