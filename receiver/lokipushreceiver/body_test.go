package lokipushreceiver

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/consumer/consumertest"
)

// Bodies that an encoding announces and that hold nothing, or break off.
func TestBodiesWithoutContent(t *testing.T) {
	r := run(t, testConfig(), consumertest.NewNop())
	cut := gzipOf(t, 1<<10, " ")[:20]
	for _, c := range []struct {
		kind, encoding string
		body           []byte
		want           string
	}{
		{"application/json", "", nil, "malformed JSON push request at byte 0: empty body\n"},
		{"application/json", "gzip", nil, "malformed JSON push request at byte 0: empty body\n"},
		{"application/json", "gzip", cut[:5], "corrupt compressed body\n"},
		{"application/json", "gzip", cut, "corrupt compressed body\n"},
		{"application/json", "gzip", []byte("no gzip at all"), "corrupt compressed body\n"},
		{"application/json", "deflate", nil, "corrupt compressed body\n"},
		{"application/json", "deflate", []byte{0x78}, "corrupt compressed body\n"},
		{"application/json", "deflate", []byte{0x78, 0x9c, 1}, "corrupt compressed body\n"},
		{"application/x-protobuf", "gzip", nil, "corrupt compressed body\n"},
		{"application/x-protobuf", "", nil, "corrupt compressed body\n"},
	} {
		header := map[string]string{"Content-Type": c.kind}
		if c.encoding != "" {
			header["Content-Encoding"] = c.encoding
		}
		got := r.send(http.MethodPost, pushPath, header, c.body)
		assert.Equal(t, http.StatusBadRequest, got.status, "%s %q %x", c.kind, c.encoding, c.body)
		assert.Equal(t, c.want, got.body, "%s %q %x", c.kind, c.encoding, c.body)
	}
}
