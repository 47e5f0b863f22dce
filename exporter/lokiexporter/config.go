package lokiexporter

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

// Config is the configuration of the loki exporter.
type Config struct {
	// ClientConfig holds endpoint, tls, auth, headers, proxy and connections.
	// The endpoint is Loki's base URL, or the full URL of the push API.
	// timeout is the deadline of each request on the wire; default 30s.
	// compression must be left out: a push is always compressed with snappy.
	ClientConfig confighttp.ClientConfig `mapstructure:",squash"`

	// QueueConfig is the queue in front of the exporter; on by default.
	QueueConfig configoptional.Optional[exporterhelper.QueueBatchConfig] `mapstructure:"sending_queue"`

	// RetryConfig is the pause between attempts. max_elapsed_time is 0 by
	// default: what is not stored is sent again without end.
	RetryConfig configretry.BackOffConfig `mapstructure:"retry_on_failure"`

	// Tenant is sent as X-Scope-OrgID; default none.
	Tenant string `mapstructure:"tenant"`

	// Labels are the labels of a stream, from resource attributes. Everything
	// else becomes structured metadata. Default: service_name,
	// service_namespace and deployment_environment_name.
	Labels []LabelConfig `mapstructure:"labels"`

	// MaxRequestSize is the largest push before compression, in bytes;
	// default 1000000. It shrinks by itself while Loki refuses the size.
	MaxRequestSize int `mapstructure:"max_request_size"`

	// Concurrency is how many streams of one batch are sent at the same time;
	// default 4. The requests of one stream always follow each other.
	Concurrency int `mapstructure:"concurrency"`

	// Limits are the server's limits that are checked before the send.
	Limits LimitsConfig `mapstructure:"limits"`

	_ struct{} // prevent unkeyed literal initialization
}

// LabelConfig is one label of a stream.
type LabelConfig struct {
	// Attribute is the resource attribute that holds the value.
	Attribute string `mapstructure:"attribute"`

	// Name is the name of the label; default the attribute's name with
	// everything but letters and digits turned into underscores.
	Name string `mapstructure:"name"`

	// Allowed are the values that may become a label; any other value becomes
	// "other" and is kept as structured metadata. Default: all.
	Allowed []string `mapstructure:"allowed"`

	// Default is the value where the attribute is missing or empty. Default:
	// "unknown_service" for the label service_name, else there is no label.
	Default string `mapstructure:"default"`

	_ struct{} // prevent unkeyed literal initialization
}

// LimitsConfig are limits of the server (limits_config in Loki). A record
// beyond one of them is rejected without a send, because Loki would refuse it
// each time. 0 switches a check off.
type LimitsConfig struct {
	// LineSize is the longest line in bytes (max_line_size); default 262144.
	LineSize int `mapstructure:"line_size"`

	// MetadataSize is the size of all structured metadata of an entry in bytes
	// (max_structured_metadata_size); default 65536.
	MetadataSize int `mapstructure:"metadata_size"`

	// MetadataEntries is the number of structured metadata of an entry
	// (max_structured_metadata_entries_count); default 128.
	MetadataEntries int `mapstructure:"metadata_entries"`

	// LabelValueSize is the longest value of a label in bytes
	// (max_label_value_length); default 2048. A longer one is cut, and the
	// whole value is kept as structured metadata.
	LabelValueSize int `mapstructure:"label_value_size"`

	_ struct{} // prevent unkeyed literal initialization
}

var _ component.Config = (*Config)(nil)
