package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang/snappy"
	"github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/exporter/exportertest"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"go.yaml.in/yaml/v3"
)

// exampleOf returns the first example in a page that holds the text.
func exampleOf(t *testing.T, page, text string) map[string]any {
	t.Helper()
	content, err := os.ReadFile(page)
	require.NoError(t, err)
	for part := range strings.SplitSeq(string(content), "```yaml\n") {
		example, _, _ := strings.Cut(part, "```")
		if strings.Contains(example, text) {
			var out map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(example), &out))
			return out
		}
	}
	t.Fatalf("%s has no example with %q", page, text)
	return nil
}

// A push that passes from loki_push to the exporter of Loki has the labels that
// it had, with the configuration that the receiver's page shows.
func TestLokiPushToLokiKeepsTheLabels(t *testing.T) {
	var mu sync.Mutex
	arrived := map[string][]push.Entry{}
	loki := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		assert.NoError(t, err)
		body, err = snappy.Decode(nil, body)
		assert.NoError(t, err)
		var request push.PushRequest
		assert.NoError(t, request.Unmarshal(body))
		mu.Lock()
		defer mu.Unlock()
		for _, s := range request.Streams {
			arrived[s.Labels] = append(arrived[s.Labels], s.Entries...)
		}
		w.WriteHeader(http.StatusNoContent)
	}))
	defer loki.Close()

	factories, err := components()
	require.NoError(t, err)

	exporterFactory := factories.Exporters[component.MustNewType("loki")]
	exporterConfig := exporterFactory.CreateDefaultConfig()
	example := exampleOf(t, "../receiver/lokipushreceiver/README.md", "k8s.namespace.name")["exporters"].(map[string]any)["loki"].(map[string]any)
	example["endpoint"] = loki.URL
	example["sending_queue"] = map[string]any{"enabled": false}
	require.NoError(t, confmap.NewFromStringMap(example).Unmarshal(exporterConfig))
	exporter, err := exporterFactory.CreateLogs(t.Context(), exportertest.NewNopSettings(exporterFactory.Type()), exporterConfig)
	require.NoError(t, err)
	require.NoError(t, exporter.Start(t.Context(), componenttest.NewNopHost()))

	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	listener.Close()
	receiverFactory := factories.Receivers[component.MustNewType("loki_push")]
	receiverConfig := receiverFactory.CreateDefaultConfig()
	require.NoError(t, confmap.NewFromStringMap(map[string]any{"endpoint": address}).Unmarshal(receiverConfig))
	receiver, err := receiverFactory.CreateLogs(t.Context(), receivertest.NewNopSettings(receiverFactory.Type()), receiverConfig, exporter)
	require.NoError(t, err)
	require.NoError(t, receiver.Start(t.Context(), componenttest.NewNopHost()))

	moment := time.Now().Add(-time.Minute)
	entry := push.Entry{Timestamp: moment, Line: "line", StructuredMetadata: push.LabelsAdapter{
		{Name: "request_id", Value: "r-17"},
		{Name: "span_id", Value: "00f067aa0ba902b7"},
		{Name: "trace_id", Value: "4bf92f3577b34da6a3ce929d0e0e4736"},
	}}
	sent := push.PushRequest{Streams: []push.Stream{
		{Labels: `{container="server", filename="/var/log/pods/a.log", job="shop/checkout", namespace="shop", pod="checkout-1", service_name="checkout"}`, Entries: []push.Entry{entry}},
		{Labels: `{host="node-1", job="varlogs", node_name="node-1"}`, Entries: []push.Entry{{Timestamp: moment, Line: "no service"}}},
	}}
	body, err := sent.Marshal()
	require.NoError(t, err)
	resp, err := http.Post(fmt.Sprintf("http://%s/loki/api/v1/push", address), "application/x-protobuf", bytes.NewReader(snappy.Encode(nil, body)))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusNoContent, resp.StatusCode)
	http.DefaultClient.CloseIdleConnections()
	require.NoError(t, receiver.Shutdown(context.WithoutCancel(t.Context())))
	require.NoError(t, exporter.Shutdown(context.WithoutCancel(t.Context())))

	mu.Lock()
	defer mu.Unlock()
	require.Len(t, arrived, 2)
	got := arrived[sent.Streams[0].Labels]
	require.Len(t, got, 1, "%v", arrived)
	assert.True(t, moment.Equal(got[0].Timestamp))
	assert.Equal(t, "line", got[0].Line)
	for _, metadata := range entry.StructuredMetadata {
		assert.Contains(t, got[0].StructuredMetadata, metadata)
	}
	// Loki itself would have found the name of the service in the job; a label
	// that the exporter does not list is structured metadata.
	got = arrived[`{host="node-1", job="varlogs", service_name="varlogs"}`]
	require.Len(t, got, 1, "%v", arrived)
	assert.Contains(t, got[0].StructuredMetadata, push.LabelAdapter{Name: "k8s_node_name", Value: "node-1"})
}
