package lokipushreceiver

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/golang/snappy"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumertest"
)

// exchange is one request and its answer, as it stands in a file:
//
//	> POST /loki/api/v1/push
//	> Content-Type: application/x-protobuf
//	| protobuf snappy
//	{"streams": …}
//	< 204
//
// The line with the bar says how the body is packed before it is sent.
type exchange struct {
	method, path string
	header       map[string]string
	packing      []string
	body         string
	status       int
	answer       string
}

func readConversation(t *testing.T, file string) []exchange {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var all []exchange
	var x *exchange
	for line := range strings.Lines(string(text)) {
		line = strings.TrimRight(line, "\n")
		mark, rest, _ := strings.Cut(line, " ")
		switch {
		case mark == "#" || strings.TrimSpace(line) == "":
		case mark == ">" && (x == nil || x.status != 0):
			method, path, _ := strings.Cut(rest, " ")
			all = append(all, exchange{method: method, path: path, header: map[string]string{}})
			x = &all[len(all)-1]
		case mark == ">":
			name, value, _ := strings.Cut(rest, ": ")
			x.header[name] = value
		case mark == "|":
			x.packing = strings.Fields(rest)
		case mark == "<" && x.status == 0:
			x.status, err = strconv.Atoi(rest)
			require.NoError(t, err)
		case mark == "<":
			x.answer += rest + "\n"
		default:
			x.body += line + "\n"
		}
	}
	return all
}

func pack(t *testing.T, body []byte, packing []string) []byte {
	t.Helper()
	for _, step := range packing {
		var b bytes.Buffer
		switch step {
		case "plain":
			b.Write(body)
		case "protobuf":
			b.Write(protobufOf(t, body))
		case "snappy":
			b.Write(snappy.Encode(nil, body))
		case "gzip":
			w := gzip.NewWriter(&b)
			_, err := w.Write(body)
			require.NoError(t, err)
			require.NoError(t, w.Close())
		case "deflate":
			w, err := flate.NewWriter(&b, flate.DefaultCompression)
			require.NoError(t, err)
			_, err = w.Write(body)
			require.NoError(t, err)
			require.NoError(t, w.Close())
		case "zlib":
			w := zlib.NewWriter(&b)
			_, err := w.Write(body)
			require.NoError(t, err)
			require.NoError(t, w.Close())
		default:
			t.Fatalf("unknown packing %q", step)
		}
		body = b.Bytes()
	}
	return body
}

func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			sink := new(consumertest.LogsSink)
			r := run(t, testConfig(), sink)
			for _, x := range readConversation(t, file) {
				body := []byte(x.body)
				if len(x.packing) == 0 {
					body = bytes.TrimSpace(body)
				}
				got := r.send(x.method, x.path, x.header, pack(t, body, x.packing))
				assert.Equal(t, x.status, got.status, "%s %s: %s", x.method, x.path, got.body)
				assert.Equal(t, x.answer, got.body)
			}
			var text bytes.Buffer
			require.NoError(t, json.Indent(&text, marshal(t, sunk(sink)), "", "  "))
			text.WriteByte('\n')
			golden := strings.TrimSuffix(file, ".txt") + ".json"
			if *update {
				require.NoError(t, os.WriteFile(golden, text.Bytes(), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			assert.Equal(t, string(want), text.String())
		})
	}
}

// The same bytes give the same records, byte by byte: a resend must not differ
// from what was stored the first time.
func TestResendIsTheSame(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.txt")
	require.NoError(t, err)
	for _, file := range files {
		var first []byte
		for range 3 {
			sink := new(consumertest.LogsSink)
			r := run(t, testConfig(), sink)
			for _, x := range readConversation(t, file) {
				r.send(x.method, x.path, x.header, pack(t, []byte(x.body), x.packing))
			}
			got := marshal(t, sunk(sink))
			if first == nil {
				first = got
			}
			require.Equal(t, string(first), string(got), file)
			require.NotContains(t, string(got), "observedTimeUnixNano")
		}
	}
}
