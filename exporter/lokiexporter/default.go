package lokiexporter

import (
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

func createDefaultConfig() component.Config {
	client := confighttp.NewDefaultClientConfig()
	client.Timeout = 30 * time.Second
	// With the default of two, a batch of several streams would open and close
	// a connection for almost every request.
	client.MaxIdleConnsPerHost = client.MaxIdleConns

	retry := configretry.NewDefaultBackOffConfig()
	retry.InitialInterval = time.Second
	retry.MaxElapsedTime = 0

	return &Config{
		ClientConfig: client,
		QueueConfig:  configoptional.Some(exporterhelper.NewDefaultQueueConfig()),
		RetryConfig:  retry,
		Labels: []LabelConfig{
			{Attribute: "service.name"},
			{Attribute: "service.namespace"},
			{Attribute: "deployment.environment.name"},
		},
		MaxRequestSize: 1_000_000,
		Concurrency:    4,
		Limits: LimitsConfig{
			LineSize:        256 << 10,
			MetadataSize:    64 << 10,
			MetadataEntries: 128,
			LabelValueSize:  2048,
		},
	}
}
