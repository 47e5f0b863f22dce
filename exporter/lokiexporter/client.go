package lokiexporter

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/lethe-otel/lethe/internal/delivery"
)

const (
	pushPath     = "/loki/api/v1/push"
	tenantHeader = "X-Scope-OrgID"

	// maxAnswer is how much of an answer is read for its reason; maxDrained is
	// how much is read and thrown away so that the connection can be used
	// again.
	maxAnswer  = 64 << 10
	maxDrained = 256 << 10
)

// verdict is what an answer means for the whole push.
type verdict uint8

const (
	// stored: every entry is stored. Only 200 and 204 say that. 260 means that
	// Loki is told to throw everything away, although it is a 2xx.
	stored verdict = iota
	// refused: at least one entry can never be stored; the others are.
	refused
	// tooLarge: nothing is stored, a smaller push may be.
	tooLarge
	// throttled: a later or a smaller push may be taken.
	throttled
	// failed: a later attempt may be taken.
	failed
)

// answer is the outcome of one request.
type answer struct {
	verdict verdict
	reason  string
	pause   time.Duration
	// trouble is set where a person has to look: credentials, address, TLS,
	// connection.
	trouble bool
}

// client sends pushes. It is safe for concurrent use.
type client struct {
	http      *delivery.HTTPClient
	url       string
	tenant    string
	userAgent string
}

// push sends one push, which is compressed already. The body must not be
// changed afterwards: the transport may read it after the answer.
func (c *client) push(ctx context.Context, body []byte) answer {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return answer{verdict: failed, reason: "request", trouble: true}
	}
	req.Header.Set("Content-Type", "application/x-protobuf")
	req.Header.Set("User-Agent", c.userAgent)
	if c.tenant != "" {
		req.Header.Set(tenantHeader, c.tenant)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return transportAnswer(ctx, err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err == nil {
		_, err = io.CopyN(io.Discard, resp.Body, maxDrained)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		if timedOut := net.Error(nil); ctx.Err() != nil || errors.As(err, &timedOut) && timedOut.Timeout() {
			return transportAnswer(ctx, err)
		}
		return answer{verdict: failed, reason: "truncated_answer"}
	}
	return statusAnswer(resp, string(text))
}

func statusAnswer(resp *http.Response, text string) answer {
	code := resp.StatusCode
	status := "http_" + strconv.Itoa(code)
	switch {
	case code == http.StatusOK || code == http.StatusNoContent:
		return answer{verdict: stored}
	case code == http.StatusBadRequest:
		if isHTML(resp.Header) {
			// Loki does not speak HTML: this is a proxy, and what it refuses
			// is the request, not a record.
			return answer{verdict: failed, reason: "proxy_400", trouble: true}
		}
		return answer{verdict: refused, reason: answerReason(text)}
	case code == http.StatusRequestEntityTooLarge:
		return answer{verdict: tooLarge, reason: reasonTooLarge}
	case code == http.StatusTooManyRequests:
		reason := answerReason(text)
		if reason == "" {
			reason = status
		}
		return answer{verdict: throttled, reason: reason, pause: delivery.RetryAfter(resp.Header, time.Now())}
	case code >= 500:
		return answer{verdict: failed, reason: boundedStatus(code), pause: delivery.RetryAfter(resp.Header, time.Now())}
	default:
		// 260, any other 2xx, redirects, 401, 403, 404, 405 and what no one
		// has thought of: configuration or operation, never a record's fault.
		return answer{verdict: failed, reason: boundedStatus(code), pause: delivery.RetryAfter(resp.Header, time.Now()), trouble: true}
	}
}

// boundedStatus names the usual codes and sums up the rest.
func boundedStatus(code int) string {
	switch code {
	case 260, 301, 302, 307, 308, 401, 403, 404, 405, 407, 408, 422, 500, 501, 502, 503, 504:
		return "http_" + strconv.Itoa(code)
	default:
		return "http_" + strconv.Itoa(code/100) + "xx"
	}
}

func isHTML(header http.Header) bool {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && media == "text/html"
}

// transportAnswer classifies what went wrong without an answer. The error's
// text holds addresses only, and is not used nevertheless.
func transportAnswer(ctx context.Context, err error) answer {
	var (
		netErr    net.Error
		verifyErr *tls.CertificateVerificationError
		recordErr tls.RecordHeaderError
		alertErr  tls.AlertError
		authority x509.UnknownAuthorityError
		hostname  x509.HostnameError
		dnsErr    *net.DNSError
	)
	switch {
	case ctx.Err() != nil:
		return answer{verdict: failed, reason: "canceled"}
	case errors.As(err, &verifyErr), errors.As(err, &recordErr), errors.As(err, &alertErr),
		errors.As(err, &authority), errors.As(err, &hostname):
		return answer{verdict: failed, reason: "tls", trouble: true}
	case errors.As(err, &dnsErr):
		return answer{verdict: failed, reason: "name_resolution", trouble: true}
	case errors.As(err, &netErr) && netErr.Timeout():
		return answer{verdict: failed, reason: "timeout", trouble: true}
	default:
		return answer{verdict: failed, reason: "connection", trouble: true}
	}
}
