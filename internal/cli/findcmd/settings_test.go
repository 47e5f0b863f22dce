package findcmd

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

func TestEnvironment(t *testing.T) {
	env := map[string]string{
		"LETHE_FIND_LOKI": "https://loki.example", "LETHE_FIND_LOKI_TENANT": "team-a", "LETHE_FIND_LOKI_TOKEN": "tok",
		"LETHE_FIND_ELASTICSEARCH_API_KEY": "key", "LETHE_FIND_JAEGER_HEADERS": "X-A=1, X-B=a%20b",
		"LETHE_FIND_JAEGER_TIMEOUT": "3s", "LETHE_FIND_LINK_GRAFANA": "https://grafana.example",
	}
	s, err := fromEnvironment(func(name string) string { return env[name] })
	require.NoError(t, err)
	assert.Equal(t, "https://loki.example", s.Loki.Endpoint)
	assert.Equal(t, "team-a", s.Loki.Tenant)
	assert.Equal(t, "tok", string(s.Loki.Token))
	assert.Equal(t, "key", string(s.Elasticsearch.APIKey))
	assert.Equal(t, "a b", string(s.Jaeger.Headers["X-B"]))
	assert.Equal(t, 3*time.Second, s.Jaeger.Timeout)
	assert.Equal(t, "https://grafana.example", s.Links.Grafana)

	env = map[string]string{"LETHE_FIND_LOKI_HEADERS": "secret", "LETHE_FIND_JAEGER_TIMEOUT": "soon"}
	_, err = fromEnvironment(func(name string) string { return env[name] })
	assert.EqualError(t, err, "LETHE_FIND_LOKI_HEADERS: is no list of name=value\n"+
		"LETHE_FIND_JAEGER_TIMEOUT: \"soon\" is no duration, use one such as 30s")
}

func TestGatewayConfiguration(t *testing.T) {
	conf := confmap.NewFromStringMap(map[string]any{
		"extensions": map[string]any{
			"basicauth/loki":     map[string]any{"client_auth": map[string]any{"username": "loki", "password": secretPassword}},
			"bearertokenauth/es": map[string]any{"token": "tok", "scheme": "ApiKey"},
		},
		"processors": map[string]any{"redact_correlate": map[string]any{"correlation": map[string]any{"attribute": "request.id"}}},
		"exporters": map[string]any{
			"loki": map[string]any{
				"endpoint": "https://loki:3100/loki/api/v1/push", "tenant": "team-a", "tls": map[string]any{"ca_file": "/ca.pem"},
				"auth": map[string]any{"authenticator": "basicauth/loki"}, "headers": map[string]any{"X-Via": "a"},
				"sending_queue": map[string]any{"storage": "file_storage"},
			},
			"elasticsearch/one": map[string]any{
				"endpoint": "https://es:9200", "logs_index": "prod-logs", "auth": map[string]any{"authenticator": "bearertokenauth/es"},
			},
			"jaeger": map[string]any{"grpc": map[string]any{"endpoint": "jaeger:4317"}},
		},
	})
	s, err := fromGateway(conf)
	require.NoError(t, err)
	s.defaults()
	require.NoError(t, s.validate())
	assert.Equal(t, "https://loki:3100", s.Loki.Endpoint)
	assert.Equal(t, "team-a", s.Loki.Tenant)
	assert.Equal(t, "loki", s.Loki.Username)
	assert.Equal(t, secretPassword, string(s.Loki.Password))
	assert.Equal(t, "a", string(s.Loki.Headers["X-Via"]))
	assert.Equal(t, "/ca.pem", s.Loki.TLS.CAFile)
	assert.Equal(t, "https://es:9200", s.Elasticsearch.Endpoint)
	assert.Equal(t, "prod-logs-*,lethe-traces-*", s.Elasticsearch.Indexes)
	assert.Equal(t, "tok", string(s.Elasticsearch.APIKey))
	assert.Empty(t, s.Jaeger.Endpoint)
	assert.Contains(t, s.Jaeger.why, "LETHE_FIND_JAEGER")
	assert.Equal(t, "request.id", s.Attribute)
}

// Credentials belong to a server: who names another one gives others.
func TestCredentialsDoNotFollowToAnotherServer(t *testing.T) {
	lower := endpoint{Endpoint: "https://loki:3100", Username: "anna", Password: secretPassword}
	same, other := lower, lower
	same.over(&endpoint{Endpoint: "https://LOKI:3100/prefix"})
	assert.Equal(t, secretPassword, string(same.Password))
	assert.Equal(t, "https://LOKI:3100/prefix", same.Endpoint)
	for _, address := range []string{"https://elsewhere:3100", "http://loki:3100", "https://loki:3101"} {
		other = lower
		other.over(&endpoint{Endpoint: address})
		assert.Empty(t, other.Password, address)
		assert.Empty(t, other.Username, address)
	}
	token := lower
	token.over(&endpoint{Token: "tok"})
	assert.Empty(t, token.Username)
	assert.Equal(t, "tok", string(token.Token))
}

func TestValidateReportsAllAtOnce(t *testing.T) {
	var s settings
	s.Loki.Endpoint = "https://anna:" + secretPassword + "@loki"
	s.Elasticsearch.Endpoint = "es:9200"
	s.Jaeger.Endpoint = "https://jaeger?x=1"
	s.Jaeger.Token, s.Jaeger.Username = "a", "b"
	s.Loki.Selector = "service"
	s.Elasticsearch.Indexes = "../_all"
	s.defaults()
	err := s.validate()
	require.Error(t, err)
	golden(t, "validate.txt", err.Error()+"\n")
	assert.NotContains(t, err.Error(), secretPassword)

	var none settings
	none.Jaeger.why = "because"
	none.defaults()
	assert.ErrorContains(t, none.validate(), "there is no backend to ask: set --loki, --elasticsearch or --jaeger, the environment "+
		"(LETHE_FIND_LOKI, LETHE_FIND_ELASTICSEARCH, LETHE_FIND_JAEGER) or --config; jaeger: because")
}

func TestWindow(t *testing.T) {
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	f := flags{since: time.Hour, limit: 1, maxTraces: 1}
	from, to, err := f.window(now)
	require.NoError(t, err)
	assert.Equal(t, now.Add(-time.Hour), from)
	assert.Equal(t, now.Add(ahead), to)
	f.to = "2026-11-20"
	from, to, err = f.window(now)
	require.NoError(t, err)
	assert.Equal(t, time.Hour, to.Sub(from))
	f.from = "2026-11-19T08:00:00Z"
	from, _, err = f.window(now)
	require.NoError(t, err)
	assert.Equal(t, 19, from.Day())
	_, _, err = (&flags{since: -1, from: "x", to: "y"}).window(now)
	golden(t, "window.txt", err.Error()+"\n")
}

func TestSeeds(t *testing.T) {
	for _, text := range []string{"", "   ", "abc", "hello world", "null", "00000000000000000000000000000000", "it is 0af7651916cd43dd8448eb211c80319c", "\x1b[31mred-id"} {
		s, err := readSeeds(text)
		assert.ErrorIs(t, err, errNoID, "%q: %+v", text, s)
	}
	// A UUID is an id of either kind.
	s, err := readSeeds("0af76519-16cd-43dd-8448-eb211c80319c")
	require.NoError(t, err)
	assert.Len(t, s.traces, 1)
	assert.Len(t, s.ids, 1)
	// Envoy writes its decision into a digit.
	s, err = readSeeds("x-request-id: 0af76519-16cd-93dd-8448-eb211c80319c")
	require.NoError(t, err)
	assert.Equal(t, []string{"0af76519-16cd-93dd-8448-eb211c80319c", "0af76519-16cd-43dd-8448-eb211c80319c"}, s.ids)
}
