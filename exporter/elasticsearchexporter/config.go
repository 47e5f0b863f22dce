package elasticsearchexporter

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

// Config is the configuration of the exporter.
type Config struct {
	// ClientConfig is the HTTP client: endpoint (the base URL of the server or
	// of what balances the load in front of it, for example
	// https://elasticsearch:9200), tls, auth, headers, proxy_url, compression
	// (gzip by default), and timeout (for one request on the wire, 90 seconds by
	// default).
	ClientConfig confighttp.ClientConfig `mapstructure:",squash"`

	// QueueConfig is the queue in front of the exporter. On by default, in
	// memory; with storage it survives a restart.
	QueueConfig configoptional.Optional[exporterhelper.QueueBatchConfig] `mapstructure:"sending_queue"`

	// RetryConfig is the pause between attempts. max_elapsed_time is 0 by
	// default, which means for ever: any other value loses what is older.
	RetryConfig configretry.BackOffConfig `mapstructure:"retry_on_failure"`

	// LogsIndex and TracesIndex are the names of the indexes without the day:
	// lethe-logs gives lethe-logs-2026.11.22, with the day in UTC of the
	// record's own time. "lethe-logs" and "lethe-traces" by default.
	LogsIndex   string `mapstructure:"logs_index"`
	TracesIndex string `mapstructure:"traces_index"`

	// Mapping is the shape of the documents: otel (default) for the names of
	// OpenTelemetry, ecs for those of the Elastic Common Schema.
	Mapping string `mapstructure:"mapping"`

	// FlushBytes is the size of a bulk request, in bytes before compression,
	// above which the next one begins. A single larger document travels alone.
	// 5,000,000 by default.
	FlushBytes int `mapstructure:"flush_bytes"`

	// Template says what happens with the index template.
	Template TemplateConfig `mapstructure:"template"`

	_ struct{} // prevents unkeyed literals
}

// TemplateConfig says what happens with the index template.
type TemplateConfig struct {
	// Install makes the exporter install the template that belongs to the
	// mapping, under the name of the index, if the server has none of that name
	// or an older version of ours. Nothing is sent before it is there: an index
	// that came into being without it refuses documents for good. True by
	// default; without it the template is to be installed by hand.
	Install bool `mapstructure:"install"`

	_ struct{} // prevents unkeyed literals
}

var _ component.Config = (*Config)(nil)
