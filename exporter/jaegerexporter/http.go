package jaegerexporter

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"

	"github.com/lethe-otel/lethe/internal/delivery"
)

const (
	protobufContentType = "application/x-protobuf"

	// maxAnswerBytes bounds what is read of an answer. A longer one is not
	// understood, so what it answers is sent again.
	maxAnswerBytes = 1 << 20
)

type httpTransport struct {
	client    *delivery.HTTPClient
	url       string
	userAgent string
}

func newHTTPTransport(
	ctx context.Context,
	cfg *confighttp.ClientConfig,
	userAgent string,
	host component.Host,
	set component.TelemetrySettings,
) (*httpTransport, error) {
	url, err := tracesURL(cfg.Endpoint)
	if err != nil {
		return nil, err
	}
	client, err := delivery.NewHTTPClient(ctx, *cfg, host, set)
	if err != nil {
		return nil, err
	}
	return &httpTransport{client: client, url: url, userAgent: userAgent}, nil
}

func (t *httpTransport) close() error {
	t.client.CloseIdleConnections()
	return nil
}

func (t *httpTransport) send(ctx context.Context, td ptrace.Traces) answer {
	body, err := ptraceotlp.NewExportRequestFromTraces(td).MarshalProto()
	if err != nil {
		return troubled("encoding")
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.url, bytes.NewReader(body))
	if err != nil {
		return down(reasonConnection)
	}
	req.Header.Set("Content-Type", protobufContentType)
	req.Header.Set("User-Agent", t.userAgent)

	resp, err := t.client.Do(req)
	if err != nil {
		return transportError(ctx, err)
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswerBytes+1))
	if resp.StatusCode != http.StatusOK {
		return httpAnswer(resp.StatusCode, delivery.RetryAfter(resp.Header, time.Now()))
	}
	if err != nil {
		if a, ok := interrupted(ctx); ok {
			return a
		}
		return troubled(reasonMalformed)
	}
	if len(content) > maxAnswerBytes {
		return troubled(reasonMalformed)
	}
	return successAnswer(resp.Header.Get("Content-Type"), content)
}

// successAnswer reads the message of a 200. Only this message says that spans
// are stored: a 200 with anything else comes from something else.
func successAnswer(contentType string, content []byte) answer {
	resp := ptraceotlp.NewExportResponse()
	var err error
	mediaType, _, _ := mime.ParseMediaType(contentType)
	switch mediaType {
	case protobufContentType, "application/protobuf":
		err = resp.UnmarshalProto(content)
	case "":
		// An empty message is a whole one in protobuf, and some servers send
		// it without a type.
		if contentType != "" || len(content) > 0 {
			return troubled(reasonMalformed)
		}
	case "application/json":
		err = resp.UnmarshalJSON(content)
	default:
		return troubled(reasonMalformed)
	}
	if err != nil {
		return troubled(reasonMalformed)
	}
	return acceptance(resp.PartialSuccess().RejectedSpans())
}

// httpAnswer is the answer for a status other than 200. Only 400 and 413 are
// about the data. OTLP knows no success but 200: any other 2xx was not spoken
// by Jaeger, so what it answers counts as not stored.
func httpAnswer(code int, pause time.Duration) answer {
	reason := httpReason(code)
	switch {
	case code == http.StatusBadRequest:
		return refusal(reason)
	case code == http.StatusRequestEntityTooLarge:
		return refusal(reasonTooLarge)
	case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
		return down(reason).after(pause)
	case code >= http.StatusInternalServerError && code != http.StatusBadGateway && code != http.StatusGatewayTimeout:
		return troubled(reason)
	default:
		return down(reason)
	}
}

// httpReason keeps the words bounded whatever a server answers.
func httpReason(code int) string {
	if http.StatusText(code) == "" {
		return "http_other"
	}
	return "http_" + strconv.Itoa(code)
}

func transportError(ctx context.Context, err error) answer {
	if a, ok := interrupted(ctx); ok {
		return a
	}
	var (
		verification *tls.CertificateVerificationError
		record       tls.RecordHeaderError
		alert        tls.AlertError
		authority    x509.UnknownAuthorityError
		hostname     x509.HostnameError
	)
	switch {
	case errors.As(err, &verification), errors.As(err, &record), errors.As(err, &alert),
		errors.As(err, &authority), errors.As(err, &hostname):
		return down(reasonTLS)
	default:
		return down(reasonConnection)
	}
}
