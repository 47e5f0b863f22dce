package jaegerexporter

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/config/configcompression"
	"go.opentelemetry.io/collector/confmap"
)

// load reads YAML as the collector does, over the defaults.
func load(t *testing.T, yaml string) (*Config, error) {
	t.Helper()
	retrieved, err := confmap.NewRetrievedFromYAML([]byte(yaml))
	require.NoError(t, err)
	conf, err := retrieved.AsConf()
	require.NoError(t, err)
	cfg := createDefaultConfig().(*Config)
	if err := conf.Unmarshal(cfg); err != nil {
		return nil, err
	}
	return cfg, confmap.Validate(cfg)
}

func TestDefaults(t *testing.T) {
	cfg, err := load(t, `grpc: {endpoint: "jaeger:4317"}`)
	require.NoError(t, err)
	require.False(t, cfg.HTTP.HasValue())
	require.Equal(t, configcompression.TypeGzip, cfg.GRPC.Get().Compression)
	require.Equal(t, 10*time.Second, cfg.Timeout)
	require.Less(t, cfg.MaxMessageBytes, 4<<20)
	require.True(t, cfg.RetryConfig.Enabled)
	require.Zero(t, cfg.RetryConfig.MaxElapsedTime, "retries never end")
	require.True(t, cfg.QueueConfig.HasValue())

	cfg, err = load(t, `http: {endpoint: "http://jaeger:4318"}`)
	require.NoError(t, err)
	require.False(t, cfg.GRPC.HasValue())
	require.Equal(t, configcompression.TypeGzip, cfg.HTTP.Get().Compression)
	require.True(t, cfg.HTTP.Get().ForceAttemptHTTP2)
}

func TestValidate(t *testing.T) {
	for name, tt := range map[string]struct {
		yaml string
		want string
	}{
		"nothing": {
			yaml: `timeout: 5s`,
			want: `neither grpc nor http is set: one of them with an endpoint is needed, for example grpc::endpoint: jaeger:4317`,
		},
		"both": {
			yaml: `{grpc: {endpoint: "j:4317"}, http: {endpoint: "http://j:4318"}}`,
			want: `grpc and http are both set: keep one of them`,
		},
		"every mistake at once": {
			yaml: `{grpc: {compression: zstd}, timeout: -1s, max_message_bytes: 0, sending_queue: {batch: {sizer: bytes, max_size: 1000, min_size: 10, flush_timeout: 1s}}}`,
			want: `grpc::endpoint: "" is not allowed: host:port is needed, for example jaeger:4317
timeout: -1s is not allowed: it must be above 0, for example 10s
max_message_bytes: 0 is not allowed: it must be from 1 to 2147483647
sending_queue::batch::max_size: 1000 with sizer bytes is not allowed: the queue would drop records that are larger; set it to 0, this exporter splits at max_message_bytes`,
		},
		"a scheme without a host": {
			yaml: `grpc: {endpoint: "https://"}`,
			want: `grpc::endpoint: "https://" is not allowed: host:port is needed, for example jaeger:4317`,
		},
		"http without a scheme": {
			yaml: `http: {endpoint: "jaeger:4318", timeout: 3s}`,
			want: `http::endpoint: "jaeger:4318" is not allowed: a URL with http or https and a host is needed, for example http://jaeger:4318
http::timeout: 3s is not allowed: the deadline of a request is set by timeout, one level up`,
		},
		"a password is not quoted": {
			yaml: `http: {endpoint: "ftp://me:` + planted + `@jaeger"}`,
			want: `http::endpoint: "ftp://me:xxxxx@jaeger" is not allowed: a URL with http or https and a host is needed, for example http://jaeger:4318`,
		},
		"a password in what is no URL": {
			yaml: `http: {endpoint: "http://me:` + planted + `@jaeger:port"}`,
			want: `http::endpoint: not a URL: a URL with http or https and a host is needed, for example http://jaeger:4318`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, tt.yaml)
			require.EqualError(t, err, tt.want)
		})
	}
}

func TestTracesURL(t *testing.T) {
	for endpoint, want := range map[string]string{
		"http://jaeger:4318":             "http://jaeger:4318/v1/traces",
		"http://jaeger:4318/":            "http://jaeger:4318/v1/traces",
		"https://host/otlp":              "https://host/otlp/v1/traces",
		"https://host/otlp/v1/traces":    "https://host/otlp/v1/traces",
		"https://host/v1/traces?tenant=": "https://host/v1/traces?tenant=",
	} {
		got, err := tracesURL(endpoint)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
}
