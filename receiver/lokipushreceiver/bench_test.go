package lokipushreceiver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/golang/snappy"
	lokipush "github.com/grafana/loki/pkg/push"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/receiver/lokipushreceiver/internal/metadata"
)

// benchPush is a push as an agent sends it: 10 streams, 10,000 lines of about
// 150 bytes, about 1.5 MB.
func benchPush(withMetadata bool) lokipush.PushRequest {
	var request lokipush.PushRequest
	start := time.Unix(1_790_000_000, 0)
	for s := range 10 {
		stream := lokipush.Stream{Labels: fmt.Sprintf(`{container="server", filename="/var/log/pods/shop_checkout-%d/0.log", job="shop/checkout", namespace="shop", pod="checkout-%d"}`, s, s)}
		for i := range 1000 {
			e := lokipush.Entry{
				Timestamp: start.Add(time.Duration(i)*time.Millisecond + 123456*time.Nanosecond),
				Line:      fmt.Sprintf(`2026-11-22T10:00:00.%03dZ INFO handled request method=GET path=/api/v1/orders/%d status=200 duration=%dms bytes=%d user_agent=Mozilla/5.0 id=%08x`, i, i*7, i%90, i*13, i*2654435761),
			}
			if withMetadata {
				e.StructuredMetadata = lokipush.LabelsAdapter{
					{Name: "trace_id", Value: fmt.Sprintf("4bf92f3577b34da6%016x", i+1)},
					{Name: "span_id", Value: fmt.Sprintf("%016x", i+1)},
					{Name: "detected_level", Value: "info"},
				}
			}
			stream.Entries = append(stream.Entries, e)
		}
		request.Streams = append(request.Streams, stream)
	}
	return request
}

func benchJSON(tb testing.TB, request *lokipush.PushRequest) []byte {
	tb.Helper()
	type stream struct {
		Stream map[string]string `json:"stream"`
		Values [][]any           `json:"values"`
	}
	var body struct {
		Streams []stream `json:"streams"`
	}
	for _, s := range request.Streams {
		labels, _, err := parseLabels(nil, s.Labels)
		require.NoError(tb, err)
		out := stream{Stream: map[string]string{}}
		for _, l := range labels {
			out.Stream[l.name] = l.value
		}
		for i, e := range s.Entries {
			line := e.Line
			if i%2 == 0 {
				line = fmt.Sprintf(`{"msg":%q,"n":%d}`, line, i)
			}
			value := []any{fmt.Sprint(e.Timestamp.UnixNano()), line}
			if len(e.StructuredMetadata) > 0 {
				value = append(value, e.StructuredMetadata)
			}
			out.Values = append(out.Values, value)
		}
		body.Streams = append(body.Streams, out)
	}
	text, err := json.Marshal(body)
	require.NoError(tb, err)
	return text
}

// BenchmarkHandler measures the handler into a pipeline that drops everything,
// by lines and by bytes of the decompressed body.
func BenchmarkHandler(b *testing.B) {
	for _, format := range []string{"protobuf", "json"} {
		for _, withMetadata := range []bool{false, true} {
			name := format
			if withMetadata {
				name += "/metadata"
			}
			b.Run(name, func(b *testing.B) {
				request := benchPush(withMetadata)
				lines := 0
				for _, s := range request.Streams {
					lines += len(s.Entries)
				}
				var body, sent []byte
				contentType := jsonType
				if format == "json" {
					body = benchJSON(b, &request)
					sent = body
				} else {
					var err error
					body, err = request.Marshal()
					require.NoError(b, err)
					sent = snappy.Encode(nil, body)
					contentType = "application/x-protobuf"
				}
				r, err := newLokiPush(testConfig(), receivertest.NewNopSettings(metadata.Type), consumertest.NewNop())
				require.NoError(b, err)
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				start := cpuTime()
				for b.Loop() {
					req := httptest.NewRequest(http.MethodPost, pushPath, bytes.NewReader(sent))
					req.Header.Set("Content-Type", contentType)
					w := httptest.NewRecorder()
					r.ServeHTTP(w, req)
					if w.Code != http.StatusNoContent {
						b.Fatal(w.Code, w.Body)
					}
				}
				if cpu := float64(cpuTime() - start); cpu > 0 {
					b.ReportMetric(float64(lines)*float64(b.N)/(cpu/1e9), "lines/cpu-s")
					b.ReportMetric(float64(len(body))*float64(b.N)/(cpu/1e3), "cpu-MB/s")
				}
				b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
			})
		}
	}
}
