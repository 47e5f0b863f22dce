package lokipushreceiver

import (
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
)

// Config is the configuration of the loki_push receiver.
type Config struct {
	// ServerConfig holds endpoint, tls, auth, cors, include_metadata and the
	// time-outs. Defaults of its own: endpoint localhost:3500; read_timeout 1m
	// and write_timeout 2m, because the answer waits for the pipeline;
	// max_request_body_size 20 MiB, as it is sent. compression_algorithms must be
	// left out: the encodings are those of Loki.
	ServerConfig confighttp.ServerConfig `mapstructure:",squash"`

	// RequireTenant refuses requests without X-Scope-OrgID with 401, as Loki
	// does with auth_enabled; default false. A tenant that is sent is always
	// checked.
	RequireTenant bool `mapstructure:"require_tenant"`

	// DiscoverServiceName lists the labels of which the first that is there
	// becomes service.name where the label service_name is missing, as Loki's
	// limits_config.discover_service_name does; default Loki's list. An empty
	// list switches it off.
	DiscoverServiceName []string `mapstructure:"discover_service_name"`

	// Limits bound requests and entries.
	Limits LimitsConfig `mapstructure:"limits"`

	_ struct{} // prevent unkeyed literal initialization
}

// LimitsConfig bounds what is taken. The first group has the names, meanings
// and defaults of Loki's limits_config: what is beyond one of them is refused
// with 400, and the rest of the request is taken.
type LimitsConfig struct {
	// LineSize is the longest line in bytes (max_line_size); default 262144, 0
	// is no limit of its own.
	LineSize int `mapstructure:"line_size"`

	// MetadataSize is the size of all structured metadata of an entry in bytes
	// (max_structured_metadata_size); default 65536, 0 is no limit of its own.
	MetadataSize int `mapstructure:"metadata_size"`

	// MetadataEntries is the number of structured metadata of an entry
	// (max_structured_metadata_entries_count); default 128.
	MetadataEntries int `mapstructure:"metadata_entries"`

	// LabelNames is the number of labels of a stream, service_name not counted
	// (max_label_names_per_series); default 15.
	LabelNames int `mapstructure:"label_names"`

	// LabelNameSize is the longest name of a label in bytes
	// (max_label_name_length); default 1024, 0 is no limit of its own.
	LabelNameSize int `mapstructure:"label_name_size"`

	// LabelValueSize is the longest value of a label in bytes
	// (max_label_value_length); default 2048, 0 is no limit of its own.
	LabelValueSize int `mapstructure:"label_value_size"`

	// MaxDecodedBytes bounds what one request takes in memory: its text after
	// decompression and about 300 bytes for each entry, 1000 for each stream, 60
	// for each label and each piece of structured metadata. Beyond it the
	// request is refused with 413; default 256 MiB.
	MaxDecodedBytes int64 `mapstructure:"max_decoded_bytes"`

	// MaxInFlightBytes bounds the same for all requests in work together. Beyond
	// it requests are refused with 429, and the senders send them again; default
	// 512 MiB. At least max_decoded_bytes.
	MaxInFlightBytes int64 `mapstructure:"max_in_flight_bytes"`

	// MaxConnections is the number of open connections; default 2000. At the
	// bound, the one that has been idle for longest is closed.
	MaxConnections int `mapstructure:"max_connections"`

	_ struct{} // prevent unkeyed literal initialization
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	server := confighttp.NewDefaultServerConfig()
	server.NetAddr.Endpoint = "localhost:3500"
	server.MaxRequestBodySize = 20 << 20
	// A sender that needs longer for one request holds a connection for nothing.
	server.ReadTimeout = time.Minute
	// The answer waits for the pipeline.
	server.WriteTimeout = 2 * time.Minute
	return &Config{
		ServerConfig: server,
		// Loki's validation.discover-service-name.
		DiscoverServiceName: []string{
			"service", "app", "application", "app_name", "name", "app_kubernetes_io_name",
			"container", "container_name", "k8s_container_name",
			"component", "workload", "job", "k8s_job_name",
		},
		Limits: LimitsConfig{
			LineSize:         256 << 10,
			MetadataSize:     64 << 10,
			MetadataEntries:  128,
			LabelNames:       15,
			LabelNameSize:    1024,
			LabelValueSize:   2048,
			MaxDecodedBytes:  256 << 20,
			MaxInFlightBytes: 512 << 20,
			MaxConnections:   2000,
		},
	}
}
