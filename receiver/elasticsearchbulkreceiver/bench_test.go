package elasticsearchbulkreceiver

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/receiver/elasticsearchbulkreceiver/internal/metadata"
)

// beatLine is a document of Filebeat's usual size.
const beatLine = `{"@timestamp":"2026-11-22T10:00:%02d.%03dZ","message":"10.0.0.%d - - [22/Nov/2026:10:00:00 +0000] \"GET /cart/%d HTTP/1.1\" 200 %d","log":{"offset":%d,"file":{"path":"/var/log/nginx/access.log"}},"log.level":"info","host":{"name":"web-1"},"agent":{"type":"filebeat","version":"8.15.0"},"service":{"name":"cart"},"trace":{"id":"4bf92f3577b34da6a3ce929d0e0e%04x"},"http":{"response":{"status_code":200,"bytes":%d}}}`

func bulkBody(n int, action string) []byte {
	var b bytes.Buffer
	for i := range n {
		b.WriteString(strings.ReplaceAll(action, "ID", fmt.Sprintf("doc-%08d", i)))
		b.WriteByte('\n')
		fmt.Fprintf(&b, beatLine, i%60, i%1000, i%250, i, i*7, i*311, i&0xffff|1, i*7)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// BenchmarkBulk is a request through the handler, without the network, into a
// pipeline that takes it.
func BenchmarkBulk(b *testing.B) {
	const lines = 1600
	plain := bulkBody(lines, `{"create":{"_index":"filebeat-8.15.0"}}`)
	for _, bb := range []struct {
		name, target string
		body         []byte
	}{
		{"filebeat", "/_bulk?filter_path=errors,items.*.error,items.*.status", plain},
		{"whole_answer", "/_bulk", plain},
		{"ids", "/_bulk", bulkBody(lines, `{"index":{"_index":"app","_id":"ID"}}`)},
	} {
		b.Run(bb.name, func(b *testing.B) {
			e, err := newBulkReceiver(configure(b, ""), receivertest.NewNopSettings(metadata.Type), consumertest.NewNop())
			require.NoError(b, err)
			b.SetBytes(int64(len(bb.body)))
			b.ReportAllocs()
			for b.Loop() {
				w := discard{http.Header{}}
				e.ServeHTTP(w, httptest.NewRequest(http.MethodPost, bb.target, bytes.NewReader(bb.body)))
			}
			b.ReportMetric(float64(lines*b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

// BenchmarkServer is the same over a connection of this machine, with a client
// beside it, plain and compressed.
func BenchmarkServer(b *testing.B) {
	const lines = 1600
	body := bulkBody(lines, `{"create":{"_index":"filebeat-8.15.0"}}`)
	for _, bb := range []struct {
		name, encoding string
		body           []byte
	}{{"plain", "", body}, {"gzip", "gzip", gzipped(b, body)}} {
		b.Run(bb.name, func(b *testing.B) {
			s := serve(b, "", consumertest.NewNop())
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			b.SetBytes(int64(len(body)))
			b.SetParallelism(2)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					req, _ := http.NewRequest(http.MethodPost, s.url+"/_bulk?filter_path=errors,items.*.error,items.*.status", bytes.NewReader(bb.body))
					if bb.encoding != "" {
						req.Header.Set("Content-Encoding", bb.encoding)
					}
					answer, err := transport.RoundTrip(req)
					if err != nil || answer.StatusCode != http.StatusOK {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, answer.Body)
					answer.Body.Close()
				}
			})
			b.ReportMetric(float64(lines*b.N)/b.Elapsed().Seconds(), "lines/s")
		})
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header       { return d.header }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}
