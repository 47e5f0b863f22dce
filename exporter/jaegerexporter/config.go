package jaegerexporter

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configcompression"
	"go.opentelemetry.io/collector/config/configgrpc"
	"go.opentelemetry.io/collector/config/confighttp"
	"go.opentelemetry.io/collector/config/configoptional"
	"go.opentelemetry.io/collector/config/configretry"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
)

const (
	defaultTimeout = 10 * time.Second

	// A gRPC server takes 4 MiB (4,194,304 bytes) unless told otherwise,
	// measured after decompression. The rest is room for what a proxy or an
	// authentication middleware adds.
	defaultMaxMessageBytes = 3_670_016

	// The length of a gRPC message is a signed 32-bit number in most clients.
	maxMaxMessageBytes = 1<<31 - 1
)

// Config is the configuration of the jaeger exporter.
type Config struct {
	// GRPC says how to reach Jaeger by OTLP over gRPC, usually port 4317.
	// Exactly one of GRPC and HTTP is set. Compression is gzip by default.
	GRPC configoptional.Optional[configgrpc.ClientConfig] `mapstructure:"grpc"`

	// HTTP says how to reach Jaeger by OTLP over HTTP, usually port 4318. The
	// endpoint is the base URL; /v1/traces is appended unless it ends so.
	// Compression is gzip by default.
	HTTP configoptional.Optional[confighttp.ClientConfig] `mapstructure:"http"`

	// Timeout is the deadline of each request on the wire, not of a batch,
	// which can take several. Default 10s.
	Timeout time.Duration `mapstructure:"timeout"`

	// MaxMessageBytes is the largest message that is sent, in bytes before
	// compression. A larger batch is split; a single larger span is still
	// tried on its own. Default 3670016, below the 4 MiB of a gRPC server.
	MaxMessageBytes int `mapstructure:"max_message_bytes"`

	// QueueConfig is the queue in front of the exporter.
	QueueConfig configoptional.Optional[exporterhelper.QueueBatchConfig] `mapstructure:"sending_queue"`

	// RetryConfig is the back-off between the attempts. Its max_elapsed_time
	// is 0 by default: what Jaeger cannot take now is sent again for ever.
	RetryConfig configretry.BackOffConfig `mapstructure:"retry_on_failure"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var (
	_ component.Config  = (*Config)(nil)
	_ confmap.Validator = (*Config)(nil)
)

func createDefaultConfig() component.Config {
	grpcCfg := configgrpc.NewDefaultClientConfig()
	grpcCfg.Compression = configcompression.TypeGzip
	grpcCfg.WriteBufferSize = 512 * 1024

	httpCfg := confighttp.NewDefaultClientConfig()
	httpCfg.Compression = configcompression.TypeGzip
	httpCfg.WriteBufferSize = 512 * 1024

	retryCfg := configretry.NewDefaultBackOffConfig()
	retryCfg.MaxElapsedTime = 0

	return &Config{
		GRPC:            configoptional.Default(grpcCfg),
		HTTP:            configoptional.Default(httpCfg),
		Timeout:         defaultTimeout,
		MaxMessageBytes: defaultMaxMessageBytes,
		QueueConfig:     configoptional.Some(exporterhelper.NewDefaultQueueConfig()),
		RetryConfig:     retryCfg,
	}
}

// Validate reports every mistake at once, each with its path below the
// exporter, the value and what is allowed.
func (c *Config) Validate() error {
	var errs []error
	switch {
	case c.GRPC.HasValue() && c.HTTP.HasValue():
		errs = append(errs, errors.New("grpc and http are both set: keep one of them"))
	case !c.GRPC.HasValue() && !c.HTTP.HasValue():
		errs = append(errs, errors.New("neither grpc nor http is set: one of them with an endpoint is needed, for example grpc::endpoint: jaeger:4317"))
	}
	if c.GRPC.HasValue() {
		errs = append(errs, validateGRPC(c.GRPC.Get())...)
	}
	if c.HTTP.HasValue() {
		errs = append(errs, validateHTTP(c.HTTP.Get())...)
	}
	if c.Timeout <= 0 {
		errs = append(errs, fmt.Errorf("timeout: %s is not allowed: it must be above 0, for example 10s", c.Timeout))
	}
	if c.MaxMessageBytes <= 0 || c.MaxMessageBytes > maxMaxMessageBytes {
		errs = append(errs, fmt.Errorf("max_message_bytes: %d is not allowed: it must be from 1 to %d", c.MaxMessageBytes, maxMaxMessageBytes))
	}
	errs = append(errs, c.validateQueue()...)
	return errors.Join(errs...)
}

func validateGRPC(c *configgrpc.ClientConfig) []error {
	host := strings.TrimPrefix(strings.TrimPrefix(c.Endpoint, "http://"), "https://")
	if host == "" {
		return []error{fmt.Errorf("grpc::endpoint: %q is not allowed: host:port is needed, for example jaeger:4317", c.Endpoint)}
	}
	return nil
}

func validateHTTP(c *confighttp.ClientConfig) []error {
	var errs []error
	const want = "a URL with http or https and a host is needed, for example http://jaeger:4318"
	u, err := url.Parse(c.Endpoint)
	switch {
	case err != nil:
		// The text of the error and the value can hold a password.
		errs = append(errs, errors.New("http::endpoint: not a URL: "+want))
	case (u.Scheme != "http" && u.Scheme != "https") || u.Host == "":
		errs = append(errs, fmt.Errorf("http::endpoint: %q is not allowed: %s", u.Redacted(), want))
	}
	if c.Timeout != 0 {
		errs = append(errs, fmt.Errorf("http::timeout: %s is not allowed: the deadline of a request is set by timeout, one level up", c.Timeout))
	}
	return errs
}

// validateQueue refuses the one setting of the queue that drops acknowledged
// data: with a maximum in bytes, the collector discards a request from its
// first record on that is larger.
func (c *Config) validateQueue() []error {
	if !c.QueueConfig.HasValue() || !c.QueueConfig.Get().Batch.HasValue() {
		return nil
	}
	batch := c.QueueConfig.Get().Batch.Get()
	if batch.Sizer == exporterhelper.RequestSizerTypeBytes && batch.MaxSize > 0 {
		return []error{fmt.Errorf("sending_queue::batch::max_size: %d with sizer bytes is not allowed: the queue would drop records that are larger; set it to 0, this exporter splits at max_message_bytes", batch.MaxSize)}
	}
	return nil
}

// tracesURL is where the spans go over HTTP.
func tracesURL(endpoint string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil {
		return "", errors.New("http::endpoint: not a URL")
	}
	const path = "/v1/traces"
	if !strings.HasSuffix(strings.TrimSuffix(u.Path, "/"), path) {
		u = u.JoinPath(path)
	}
	return u.String(), nil
}
