package elasticsearchexporter

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/exporter/exporterhelper"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/document"
)

const (
	minFlushBytes = 10_000
	maxFlushBytes = 100_000_000
)

var mappings = map[string]document.Mapping{
	"otel": document.OTel,
	"ecs":  document.ECS,
}

// Validate reports all mistakes at once.
func (c *Config) Validate() error {
	errs := []error{
		validateEndpoint(c.ClientConfig.Endpoint),
		validateIndex("logs_index", c.LogsIndex),
		validateIndex("traces_index", c.TracesIndex),
	}
	if c.ClientConfig.Timeout <= 0 {
		errs = append(errs, fmt.Errorf("timeout: must be above 0, for example 90s, got %s: a request without a deadline can hang for ever", c.ClientConfig.Timeout))
	}
	if _, ok := mappings[c.Mapping]; !ok {
		errs = append(errs, fmt.Errorf("mapping: must be one of otel, ecs, got %q", c.Mapping))
	}
	if c.FlushBytes < minFlushBytes || c.FlushBytes > maxFlushBytes {
		errs = append(errs, fmt.Errorf("flush_bytes: must be from %d to %d, got %d", minFlushBytes, maxFlushBytes, c.FlushBytes))
	}
	if c.QueueConfig.HasValue() {
		errs = append(errs, validateQueue(c.QueueConfig.Get()))
	}
	return errors.Join(errs...)
}

func validateEndpoint(endpoint string) error {
	if endpoint == "" {
		return errors.New("endpoint: must be the base URL of Elasticsearch or OpenSearch, for example https://elasticsearch:9200, got nothing")
	}
	u, err := url.Parse(endpoint)
	switch {
	case err != nil:
		// The error of url.Parse quotes the endpoint, which may hold a password.
		return errors.New("endpoint: is not a URL; must be like https://elasticsearch:9200")
	case u.User != nil:
		return errors.New("endpoint: must not hold a user or password; use auth with an extension such as basicauth, or headers")
	case u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("endpoint: must begin with http:// or https://, got %q", endpoint)
	case u.Hostname() == "":
		return fmt.Errorf("endpoint: must name a host, got %q", endpoint)
	case u.RawQuery != "" || u.Fragment != "":
		return errors.New("endpoint: must not hold a query or a fragment")
	}
	return nil
}

// builtIn are the beginnings of names that templates of Elasticsearch claim
// for data streams: what is created there is not the index that was asked for.
var builtIn = []string{"logs-", "metrics-", "traces-", "synthetics-", "profiling-"}

// validateIndex follows the rules of Elasticsearch for the names of indexes.
func validateIndex(path, name string) error {
	switch {
	case name == "":
		return fmt.Errorf("%s: must be the name of the indexes without the day, for example lethe-logs, got nothing", path)
	case len(name) > 200:
		return fmt.Errorf("%s: must not be longer than 200 bytes, got %d", path, len(name))
	case strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.", r)
	}):
		return fmt.Errorf("%s: must hold lower-case letters, digits, '-', '_' and '.' only, got %q", path, name)
	case strings.ContainsAny(name[:1], "-_."):
		return fmt.Errorf("%s: must begin with a letter or a digit, got %q", path, name)
	case slices.ContainsFunc(builtIn, func(p string) bool { return strings.HasPrefix(name, p) }):
		return fmt.Errorf("%s: must not begin with one of %s, which Elasticsearch keeps for data streams, got %q", path, strings.Join(builtIn, ", "), name)
	}
	return nil
}

func validateQueue(q *exporterhelper.QueueBatchConfig) error {
	if !q.Batch.HasValue() {
		return nil
	}
	b := q.Batch.Get()
	if b.MaxSize > 0 && b.Sizer == exporterhelper.RequestSizerTypeBytes {
		return fmt.Errorf("sending_queue::batch::max_size: must not be used with sizer bytes, got %d: the collector drops all that follows a larger record; flush_bytes limits the requests", b.MaxSize)
	}
	return nil
}
