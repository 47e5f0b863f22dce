package elasticsearchbulkreceiver

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/internal/intake"
)

// encodings are those that the server can decode; "" is none.
var encodings = []string{"", "gzip", "zstd", "zlib", "deflate", "snappy", "x-snappy-framed", "lz4"}

var versionPattern = regexp.MustCompile(`^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$`)

// Validate reports every mistake at once.
func (c *Config) Validate() error {
	var problems []error
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf(format, args...))
	}
	if c.ServerConfig.NetAddr.Endpoint == "" {
		problem("endpoint: must be set, for example %s", defaultEndpoint)
	}
	if c.ServerConfig.MaxRequestBodySize < 1 {
		problem("max_request_body_size: %d is not above 0", c.ServerConfig.MaxRequestBodySize)
	}
	for i, name := range c.ServerConfig.CompressionAlgorithms {
		if !slices.Contains(encodings, name) {
			problem("compression_algorithms::%d: %q is not one of %q", i, name, encodings)
		}
	}
	if !versionPattern.MatchString(c.Version) {
		problem("version: %q is not a version of three numbers, for example %s", c.Version, defaultVersion)
	} else if major := majorOf(c.Version); major < 7 || major > 9 {
		problem("version: %q is not 7.x, 8.x or 9.x", c.Version)
	}
	problems = append(problems, c.validatePathPrefix()...)
	problems = append(problems, c.Limits.validate(c.ServerConfig.MaxRequestBodySize)...)
	problems = append(problems,
		intake.CheckPatterns("allow::indices", c.Allow.Indices),
		intake.CheckPatterns("allow::pipelines", c.Allow.Pipelines),
		intake.CheckPatterns("allow::routing", c.Allow.Routing),
	)
	return errors.Join(problems...)
}

func (c *Config) validatePathPrefix() []error {
	switch prefix := c.PathPrefix; {
	case prefix == "":
	case len(prefix) > largestPathPrefixSize:
		return []error{fmt.Errorf("path_prefix: %d bytes are more than %d", len(prefix), largestPathPrefixSize)}
	case strings.ContainsAny(prefix, "?#% ") || strings.Contains(prefix, "//"):
		return []error{fmt.Errorf("path_prefix: %q is not a path; allowed are names between single slashes, without ?, #, %% and blanks", prefix)}
	case !strings.HasPrefix(prefix, "/"):
		return []error{fmt.Errorf("path_prefix: %q does not begin with a slash; write %q", prefix, "/"+prefix)}
	}
	return nil
}

func (l *LimitsConfig) validate(bodySize int64) []error {
	var problems []error
	between := func(name string, value, low, high int64) {
		if value < low || value > high {
			problems = append(problems, fmt.Errorf("limits::%s: %d is not between %d and %d", name, value, low, high))
		}
	}
	between("max_document_bytes", int64(l.MaxDocumentBytes), smallestDocumentSize, largestDocumentSize)
	between("max_action_bytes", int64(l.MaxActionBytes), smallestActionSize, largestActionSize)
	between("max_actions", int64(l.MaxActions), 1, 10_000_000)
	between("max_depth", int64(l.MaxDepth), 1, maxDepth)
	between("max_fields", int64(l.MaxFields), 1, 1<<24)
	between("max_connections", int64(l.MaxConnections), 1, 1_000_000)
	if least := bodySize + actionCost*int64(l.MaxActions); l.MaxInFlightBytes < least {
		problems = append(problems, fmt.Errorf("limits::max_in_flight_bytes: %d is below max_request_body_size and %d bytes for each of max_actions (%d), so that the largest request could never be taken", l.MaxInFlightBytes, actionCost, least))
	}
	return problems
}
