package lokiexporter

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

// maxLabels is Loki's default for label names of a stream
// (max_label_names_per_series).
const maxLabels = 15

// maxRequestSize keeps a push below a mebibyte: far below every burst that
// Loki has by default, and small enough to be halved cheaply.
const (
	minRequestSize = 1 << 10
	maxRequestSize = 1 << 20
)

// Validate reports every mistake at once, each with its path below the
// exporter, the value and what is allowed.
func (cfg *Config) Validate() error {
	var errs []error
	add := func(path, format string, args ...any) {
		errs = append(errs, fmt.Errorf(path+": "+format, args...))
	}

	if _, err := pushURL(cfg.ClientConfig.Endpoint); err != nil {
		errs = append(errs, fmt.Errorf("endpoint: %w", err))
	}
	if cfg.ClientConfig.Timeout <= 0 {
		add("timeout", "got %s, allowed is a duration above 0: a request without a deadline can hang for ever", cfg.ClientConfig.Timeout)
	}
	if cfg.ClientConfig.Compression.IsCompressed() {
		add("compression", "got %q, allowed is none: the body of a push is always compressed with snappy", string(cfg.ClientConfig.Compression))
	}
	if strings.ContainsFunc(cfg.Tenant, func(r rune) bool { return r < 0x21 || r > 0x7e || r == '/' || r == '\\' }) {
		add("tenant", "got %q, allowed are printable ASCII characters without spaces and slashes", cfg.Tenant)
	}
	if _, set := cfg.ClientConfig.Headers.Get(tenantHeader); set && cfg.Tenant != "" {
		add("headers::"+tenantHeader, "set together with tenant %q, allowed is one of the two", cfg.Tenant)
	}
	if cfg.MaxRequestSize < minRequestSize || cfg.MaxRequestSize > maxRequestSize {
		add("max_request_size", "got %d, allowed are %d to %d bytes", cfg.MaxRequestSize, minRequestSize, maxRequestSize)
	}
	if cfg.Concurrency < 1 || cfg.Concurrency > 64 {
		add("concurrency", "got %d, allowed are 1 to 64", cfg.Concurrency)
	}
	for _, limit := range []struct {
		path  string
		value int
	}{
		{"line_size", cfg.Limits.LineSize},
		{"metadata_size", cfg.Limits.MetadataSize},
		{"metadata_entries", cfg.Limits.MetadataEntries},
		{"label_value_size", cfg.Limits.LabelValueSize},
	} {
		if limit.value < 0 {
			add("limits::"+limit.path, "got %d, allowed are 0 (no check) and above", limit.value)
		}
	}
	if queue := cfg.QueueConfig.Get(); queue != nil {
		if batch := queue.Batch.Get(); batch != nil && batch.MaxSize > 0 && batch.Sizer == exporterhelper.RequestSizerTypeBytes {
			add("sending_queue::batch::max_size", "got %d with sizer bytes, allowed are items: the collector drops records when it splits by bytes; max_request_size bounds the requests", batch.MaxSize)
		}
	}
	errs = append(errs, validateLabels(cfg.Labels)...)
	return errors.Join(errs...)
}

func validateLabels(labels []LabelConfig) []error {
	var errs []error
	if len(labels) > maxLabels {
		errs = append(errs, fmt.Errorf("labels: got %d, allowed are at most %d", len(labels), maxLabels))
	}
	seen := make(map[string]int, len(labels))
	for i, label := range labels {
		path := fmt.Sprintf("labels[%d]", i)
		if label.Attribute == "" {
			errs = append(errs, fmt.Errorf("%s::attribute: got an empty name, allowed is the name of a resource attribute", path))
			continue
		}
		if label.Name != "" && label.Name != normalName(label.Name) {
			errs = append(errs, fmt.Errorf("%s::name: got %q, allowed are ASCII letters, digits and single underscores, not a digit first, for example %q",
				path, label.Name, normalName(label.Name)))
		}
		name := label.labelName()
		if first, twice := seen[name]; twice {
			errs = append(errs, fmt.Errorf("%s::name: got %q, which labels[%d] has too, allowed is each name once", path, name, first))
		}
		seen[name] = i
	}
	return errs
}

// pushURL returns the URL of the push API for an endpoint that is either the
// base of the server or the push API itself.
func pushURL(endpoint string) (string, error) {
	const allowed = "allowed is an http or https URL, for example http://loki:3100"
	if endpoint == "" {
		return "", errors.New("got nothing, " + allowed)
	}
	u, err := url.Parse(endpoint)
	if err != nil {
		// The text of url.Error quotes the endpoint, and with it a password.
		return "", errors.New("cannot be read as a URL, " + allowed)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return "", fmt.Errorf("got %q, %s", u.Redacted(), allowed)
	}
	if u.RawQuery != "" || u.Fragment != "" {
		return "", fmt.Errorf("got %q, allowed is a URL without query and fragment", u.Redacted())
	}
	u.Path = strings.TrimRight(u.Path, "/")
	if !strings.HasSuffix(u.Path, "/api/prom/push") && !strings.HasSuffix(u.Path, pushPath) {
		u.Path += pushPath
	}
	return u.String(), nil
}
