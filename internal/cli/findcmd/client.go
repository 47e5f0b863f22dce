package findcmd

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/collector/config/configopaque"
)

// maxAnswer bounds an answer, in bytes.
const maxAnswer = 64 << 20

var (
	errMalformed = errors.New("the answer is not what this API answers")
	errTooLarge  = fmt.Errorf("an answer is larger than %d MiB, use a shorter --since or a smaller --limit", maxAnswer>>20)
)

// client asks one backend. The texts of its errors hold nothing that the
// backend answered, and no credentials.
type client struct {
	base    string
	http    *http.Client
	headers http.Header
	timeout time.Duration
	limit   int64
}

func newClient(ctx context.Context, e *endpoint) (*client, error) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	settings, err := e.TLS.LoadTLSConfig(ctx)
	if err != nil {
		return nil, fmt.Errorf("tls: %w", err)
	}
	if settings == nil {
		settings = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	transport.TLSClientConfig = settings
	transport.MaxIdleConnsPerHost = 4
	c := &client{
		base: strings.TrimRight(e.Endpoint, "/"), timeout: e.Timeout, limit: maxAnswer, headers: http.Header{},
		http: &http.Client{
			Transport: transport,
			// A redirect would take the credentials to somewhere else.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
	}
	for name, value := range e.Headers {
		c.headers.Set(name, string(value))
	}
	switch {
	case e.APIKey != "":
		c.headers.Set("Authorization", "ApiKey "+string(e.APIKey))
	case e.Token != "":
		c.headers.Set("Authorization", "Bearer "+string(e.Token))
	case e.Username != "" || e.Password != "":
		request := &http.Request{Header: c.headers}
		request.SetBasicAuth(e.Username, string(e.Password))
	}
	return c, nil
}

// statusError is an answer other than 200.
type statusError int

func (s statusError) Error() string {
	text := fmt.Sprintf("answered %d %s", int(s), http.StatusText(int(s)))
	switch {
	case s == http.StatusUnauthorized || s == http.StatusForbidden:
		return text + ", check its credentials"
	case s == http.StatusBadRequest:
		return text + ", a shorter --since may help"
	case s >= 300 && s < 400:
		return text + ", redirects are not followed: use the address behind it"
	}
	return text
}

func hasStatus(err error, status int) bool {
	s, ok := errors.AsType[statusError](err)
	return ok && int(s) == status
}

// get asks and decodes the answer's JSON into out.
func (c *client) get(ctx context.Context, path string, values url.Values, out any) error {
	if len(values) > 0 {
		path += "?" + values.Encode()
	}
	return c.do(ctx, http.MethodGet, path, nil, out)
}

// post sends JSON and decodes the answer's JSON into out.
func (c *client) post(ctx context.Context, path string, body, out any) error {
	text, err := json.Marshal(body)
	if err != nil {
		return err
	}
	return c.do(ctx, http.MethodPost, path, text, out)
}

// decoder is an answer that is more than one JSON value.
type decoder interface{ decode(text []byte) error }

func (c *client) do(ctx context.Context, method, path string, body []byte, out any) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return errors.New("the address is not valid")
	}
	maps.Copy(request.Header, c.headers)
	// The one header that a client must set elsewhere.
	if host := c.headers.Get("Host"); host != "" {
		request.Host = host
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", "application/json")
	response, err := c.http.Do(request)
	if err != nil {
		return c.reason(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		// The rest lets the connection be used again.
		_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10))
		return statusError(response.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, c.limit+1))
	if err != nil {
		return c.reason(err)
	}
	if int64(len(text)) > c.limit {
		return errTooLarge
	}
	if d, ok := out.(decoder); ok {
		return d.decode(text)
	}
	if json.Unmarshal(text, out) != nil {
		return errMalformed
	}
	return nil
}

// reason says why there is no answer, without the address, which can hold an id.
func (c *client) reason(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	if network, ok := errors.AsType[net.Error](err); errors.Is(err, context.DeadlineExceeded) || ok && network.Timeout() {
		return fmt.Errorf("no answer within %s", c.timeout)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the answer was cut off")
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return fmt.Errorf("cannot connect: %w", op.Err)
	}
	if cert, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return fmt.Errorf("its certificate is not trusted: %w", cert.Err)
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return errors.New("its certificate is not trusted")
	}
	return errors.New("the connection failed")
}

// opaque makes the values of headers secrets.
func opaque(headers map[string]string) map[string]configopaque.String {
	out := make(map[string]configopaque.String, len(headers))
	for name, value := range headers {
		out[name] = configopaque.String(value)
	}
	return out
}
