package lumberjackreceiver

import (
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confignet"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configtls"
)

// Config is the configuration of the lumberjack receiver.
type Config struct {
	// AddrConfig holds endpoint (default localhost:5044) and transport (default
	// tcp).
	confignet.AddrConfig `mapstructure:",squash"`
	// TLS is off unless it is set. client_ca_file demands a certificate of every
	// sender.
	TLS configoptional.Optional[configtls.ServerConfig] `mapstructure:"tls"`

	// MaxConnections bounds the open connections. When there are as many, the
	// one that has been idle for longest gives way; if none is idle, the new one
	// is closed. Default 10000.
	MaxConnections int `mapstructure:"max_connections"`
	// MaxFrameBytes bounds the payload of a frame. A longer compressed frame is
	// refused; of a longer event the beginning is kept as text. Default 12 MiB:
	// Filebeat cuts a line at 10 MiB.
	MaxFrameBytes int64 `mapstructure:"max_frame_bytes"`
	// MaxWindowSize bounds the events that a sender may announce. Default 65536.
	MaxWindowSize uint32 `mapstructure:"max_window_size"`
	// MaxDecompressedBytes bounds a window, compressed and decompressed. It
	// costs no memory: what is above max_batch_bytes is handed on in parts.
	// Default 128 MiB.
	MaxDecompressedBytes int64 `mapstructure:"max_decompressed_bytes"`
	// MaxBatchBytes is how much of a window is handed on at once, in bytes of
	// JSON, 256 more for each event and 48 for each value in it. Default 4 MiB.
	MaxBatchBytes int64 `mapstructure:"max_batch_bytes"`
	// MaxInFlightBytes bounds the memory of all connections together: half of it
	// holds what was received, half what is on its way through the pipeline, in
	// bytes of JSON. New windows wait. Default 32 MiB.
	MaxInFlightBytes int64 `mapstructure:"max_in_flight_bytes"`

	// HandshakeTimeout bounds a TLS handshake. Default 10s.
	HandshakeTimeout time.Duration `mapstructure:"handshake_timeout"`
	// IdleTimeout closes a connection on which no window was begun. Default 5m.
	IdleTimeout time.Duration `mapstructure:"idle_timeout"`
	// ReadTimeout is how long a sender may take for a window, or for what follows
	// a part that was taken. Default 1m.
	ReadTimeout time.Duration `mapstructure:"read_timeout"`
	// KeepAliveInterval is the time between keep-alives while a window waits.
	// It must be well below the sender's timeout, 30s in Beats. Default 5s.
	KeepAliveInterval time.Duration `mapstructure:"keepalive_interval"`
	// MaxRetryTime is how long a window is offered to a pipeline that does not
	// take it, before the connection is closed without an acknowledgement and the
	// sender sends it again. Default 1m.
	MaxRetryTime time.Duration `mapstructure:"max_retry_time"`

	// Allow lists what senders may choose in Elasticsearch. Default: nothing.
	Allow AllowConfig `mapstructure:"allow"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// AllowConfig lists what senders may choose in Elasticsearch, as patterns in which
// * stands for any text. A pattern without a leading dot does not match a name
// with one.
type AllowConfig struct {
	// Indices are the values of @metadata.raw_index that events keep on their way
	// to Elasticsearch. All others are stored where the exporter puts logs.
	Indices []string `mapstructure:"indices"`

	// Pipelines are the values of @metadata.pipeline that senders may name.
	Pipelines []string `mapstructure:"pipelines"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	addr := confignet.NewDefaultAddrConfig()
	addr.Endpoint = "localhost:5044"
	addr.Transport = confignet.TransportTypeTCP
	return &Config{
		AddrConfig:           addr,
		TLS:                  configoptional.Default(configtls.NewDefaultServerConfig()),
		MaxConnections:       10_000,
		MaxFrameBytes:        12 << 20,
		MaxWindowSize:        1 << 16,
		MaxDecompressedBytes: 128 << 20,
		MaxBatchBytes:        4 << 20,
		MaxInFlightBytes:     32 << 20,
		HandshakeTimeout:     10 * time.Second,
		IdleTimeout:          5 * time.Minute,
		ReadTimeout:          time.Minute,
		KeepAliveInterval:    5 * time.Second,
		MaxRetryTime:         time.Minute,
	}
}
