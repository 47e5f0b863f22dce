package lokipushreceiver

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"testing"

	"github.com/golang/snappy"
	lokipush "github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/receiver/lokipushreceiver/internal/metadata"
)

var update = flag.Bool("update", false, "write the golden files anew")

func testConfig() *Config {
	cfg := createDefaultConfig().(*Config)
	cfg.ServerConfig.NetAddr.Endpoint = "localhost:0"
	return cfg
}

// running is a receiver that listens.
type running struct {
	*lokiPush
	t   *testing.T
	url string
}

func run(t *testing.T, cfg *Config, next consumer.Logs) *running {
	t.Helper()
	r, err := newLokiPush(cfg, receivertest.NewNopSettings(metadata.Type), next)
	require.NoError(t, err)
	require.NoError(t, r.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { require.NoError(t, r.Shutdown(context.WithoutCancel(t.Context()))) })
	return &running{lokiPush: r, t: t, url: "http://" + r.server.Addr().String()}
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (r *running) send(method, path string, header map[string]string, body []byte) answer {
	r.t.Helper()
	req, err := http.NewRequestWithContext(r.t.Context(), method, r.url+path, bytes.NewReader(body))
	require.NoError(r.t, err)
	for name, value := range header {
		req.Header.Set(name, value)
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	resp, err := client.Do(req)
	require.NoError(r.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(r.t, err)
	return answer{resp.StatusCode, resp.Header, string(text)}
}

func (r *running) sendJSON(body string) answer {
	r.t.Helper()
	return r.send(http.MethodPost, pushPath, map[string]string{"Content-Type": "application/json"}, []byte(body))
}

func (r *running) sendProtobuf(body []byte) answer {
	r.t.Helper()
	return r.send(http.MethodPost, pushPath, map[string]string{"Content-Type": "application/x-protobuf"}, snappy.Encode(nil, body))
}

// protobufOf encodes with Loki's own code a push that is written in Loki's JSON
// of its protobuf messages.
func protobufOf(t testing.TB, text []byte) []byte {
	t.Helper()
	var request lokipush.PushRequest
	require.NoError(t, json.Unmarshal(text, &request))
	body, err := request.Marshal()
	require.NoError(t, err)
	return body
}

func marshal(t testing.TB, logs plog.Logs) []byte {
	t.Helper()
	text, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	return text
}

// sunk returns everything that reached the sink, in one piece.
func sunk(sink *consumertest.LogsSink) plog.Logs {
	all := plog.NewLogs()
	for _, logs := range sink.AllLogs() {
		logs.ResourceLogs().MoveAndAppendTo(all.ResourceLogs())
	}
	return all
}
