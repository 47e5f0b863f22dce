package elasticsearchbulkreceiver

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
)

// Config is the configuration of the elasticsearch_bulk receiver.
type Config struct {
	// ServerConfig holds endpoint, tls, auth, cors, middlewares and time-outs.
	// Defaults of its own: endpoint localhost:9201; max_request_body_size 32 MiB,
	// before and after decompression; compression_algorithms gzip, zstd, zlib and
	// deflate; read_timeout 1m and write_timeout 2m, because the answer waits for
	// the pipeline.
	ServerConfig confighttp.ServerConfig `mapstructure:",squash"`

	// Version is the version of Elasticsearch that clients are told; default
	// 8.19.9. Beats, Elastic Agent and Logstash are told their own version, so
	// that none finds the server too old.
	Version string `mapstructure:"version"`

	// PathPrefix is what stands in front of each path, as the setting of the same
	// purpose in senders has it, for example /elastic; default none. Paths
	// without it are unknown.
	PathPrefix string `mapstructure:"path_prefix"`

	// Limits bound what a request may cost.
	Limits LimitsConfig `mapstructure:"limits"`

	// Allow lists what clients may choose in Elasticsearch.
	Allow AllowConfig `mapstructure:"allow"`

	_ struct{} // prevent unkeyed literal initialization
}

// LimitsConfig bounds what requests may cost. All are above zero.
type LimitsConfig struct {
	// MaxDocumentBytes is the longest document; default 4 MiB. A longer one is
	// refused with 400 and the rest of its request is taken.
	MaxDocumentBytes int `mapstructure:"max_document_bytes"`

	// MaxActionBytes is the longest action line; default 16 KiB. A longer one
	// refuses the request.
	MaxActionBytes int `mapstructure:"max_action_bytes"`

	// MaxActions is the number of actions in a request; default 100000. More
	// refuse the request with 413, on which Beats send less.
	MaxActions int `mapstructure:"max_actions"`

	// MaxInFlightBytes bounds the memory of all requests in work together: their
	// bodies after decompression, with 256 bytes for each action, 512 for each that
	// names an id, 48 for each value, and 8 for each byte of the longest document;
	// default 128 MiB. Beyond it, requests are refused with 429; one that is beyond
	// it alone, with 413.
	MaxInFlightBytes int64 `mapstructure:"max_in_flight_bytes"`

	// MaxDepth is how deep objects and arrays of a document may stand in each
	// other; default 64, 1000 at most.
	MaxDepth int `mapstructure:"max_depth"`

	// MaxFields is the number of values in a document; default 65536.
	MaxFields int `mapstructure:"max_fields"`

	// MaxConnections is the number of open connections; default 2000. At the
	// bound, the one that has been idle for longest is closed.
	MaxConnections int `mapstructure:"max_connections"`

	_ struct{} // prevent unkeyed literal initialization
}

// AllowConfig lists what clients may choose in Elasticsearch, as patterns in
// which * stands for any text. Default: nothing. A pattern without a leading dot
// does not match a name with one.
type AllowConfig struct {
	// Indices are the values of _index that documents keep on their way to
	// Elasticsearch. All others are stored where the exporter puts logs.
	Indices []string `mapstructure:"indices"`

	// Pipelines are the ingest pipelines that clients may name.
	Pipelines []string `mapstructure:"pipelines"`

	// Routing are the values of routing that clients may give.
	Routing []string `mapstructure:"routing"`

	_ struct{} // prevent unkeyed literal initialization
}

var _ component.Config = (*Config)(nil)
