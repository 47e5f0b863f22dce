package elasticsearchbulkreceiver

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/receiver/elasticsearchbulkreceiver/internal/metadatatest"
)

func TestTelemetry(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { assert.NoError(t, telemetry.Shutdown(context.Background())) })
	sink := &sink{}
	e, err := newBulkReceiver(configure(t, ""), metadatatest.NewSettings(telemetry), sink)
	require.NoError(t, err)
	require.NoError(t, e.Start(t.Context(), componenttest.NewNopHost()))
	t.Cleanup(func() { assert.NoError(t, e.Shutdown(context.Background())) })
	s := &testServer{e, "http://" + e.server.Addr().String()}

	s.send(t, http.MethodPost, "/_bulk", nil, `{"delete":{"_index":"a","_id":"1"}}
{"update":{"_index":"a","_id":"1"}}
{}
{"index":{"_index":"a"}}
not json
{"index":{"_index":"a"}}
not json either
{"index":{"_index":"a"}}
{}
`)
	s.send(t, http.MethodPut, "/A/_doc/1", nil, "{}")
	s.send(t, http.MethodPost, "/_bulk", nil, "not json\n")
	// Each refused document would repeat the name in the answer.
	status, _, answer := s.send(t, http.MethodPost, "/"+strings.Repeat("a", 4096)+"/_bulk", nil, strings.Repeat("{\"index\":{}}\n{}\n", 100))
	assert.Equal(t, http.StatusBadRequest, status)
	assert.Less(t, len(answer), 1000)
	s.send(t, http.MethodPost, "/_bulk", nil, `{"index":{"_index":"a"}}`+"\n{}\n"+strings.Repeat("\n", defaultBodySize))
	w := httptest.NewRecorder()
	e.refuseEarly(w, newTestRequest(t), "password=never-tell", http.StatusUnauthorized)
	assert.NotContains(t, w.Body.String(), "never-tell")
	sink.set(t, "busy")
	s.send(t, http.MethodPost, "/_bulk", nil, `{"index":{"_index":"a"}}`+"\n{}\n")
	sink.set(t, "permanent")
	s.send(t, http.MethodPost, "/_bulk", nil, `{"index":{"_index":"a"}}`+"\n{}\n")

	for _, span := range telemetry.SpanRecorder.Ended() {
		assert.NotContains(t, span.Status().Description, "never-tell", "the collector's own traces are no place for what the pipeline quotes")
	}

	point := func(reason string, n int64) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Value: n, Attributes: attribute.NewSet(
			attribute.String("receiver", e.settings.ID.String()), attribute.String("reason", reason),
		)}
	}
	metadatatest.AssertEqualReceiverElasticsearchBulkRefusedDocuments(t, telemetry, []metricdata.DataPoint[int64]{
		point("delete", 1), point("update", 1), point("document", 2), point("index", 1),
	}, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
	metadatatest.AssertEqualReceiverElasticsearchBulkRefusedRequests(t, telemetry, []metricdata.DataPoint[int64]{
		point("malformed", 2), point("too_large", 1), point("busy", 1), point("permanent", 1), point("authentication", 1),
	}, metricdatatest.IgnoreTimestamp(), metricdatatest.IgnoreExemplars())
}

// A request that panics is answered by nobody, and the next one is served.
func TestAPanicEndsOneRequest(t *testing.T) {
	s := serve(t, "", &sink{})
	budget := s.budget
	assert.Panics(t, func() {
		s.work(newTestRequest(t), func(q *request) {
			require.NoError(t, q.lines.charge(100))
			panic("made up")
		})
	})
	assert.True(t, budget.Take(defaultInFlight), "all bytes are given back")
	budget.Return(defaultInFlight)
	status, _, _ := s.send(t, http.MethodPost, "/_bulk", nil, `{"index":{"_index":"a"}}`+"\n{}\n")
	assert.Equal(t, http.StatusOK, status)
}
