package elasticsearchbulkreceiver

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/extension/extensionauth"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/receiver/receivertest"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/receiver/elasticsearchbulkreceiver/internal/metadata"
)

var update = flag.Bool("update", false, "write the answers into the conversations")

// A conversation is a file of exchanges:
//
//	# a comment
//	! config path_prefix: /elastic      settings of the receiver, as YAML
//	! pipeline busy                     what the pipeline says from here on
//	> POST /_bulk                       the request: line, headers, body
//	> Content-Type: application/x-ndjson
//	>
//	> {"index":{}}
//	< 200                               the answer: status, headers that matter, body
//	< Content-Type: application/json
//	<
//	< {"took":0,…
//	= taken 1                           how many records the pipeline has got of it
//
// A body with "Content-Encoding: gzip" is compressed by the test.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			got := converse(t, string(want))
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
				return
			}
			assert.Equal(t, string(want), got)
		})
	}
}

// shownHeaders are the headers of an answer that matter to clients.
var shownHeaders = []string{"Content-Type", productHeader, opaqueHeader, "Allow", "Location", "Retry-After", "Www-Authenticate"}

// converse sends the requests of a conversation and returns it with the answers
// that came.
func converse(t *testing.T, text string) string {
	t.Helper()
	var out strings.Builder
	sink := &sink{}
	settings := ""
	var server *testServer
	var request []string
	ask := func() {
		if request == nil {
			return
		}
		if server == nil {
			server = serve(t, settings, sink)
		}
		before := sink.records()
		out.WriteString(server.exchange(t, request))
		if taken := sink.records() - before; taken > 0 {
			fmt.Fprintf(&out, "= taken %d\n", taken)
		}
		request = nil
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, ">") {
			ask()
		}
		switch {
		case strings.HasPrefix(line, "<"), strings.HasPrefix(line, "="):
			continue
		case strings.HasPrefix(line, "> "), line == ">":
			request = append(request, strings.TrimPrefix(strings.TrimPrefix(line, ">"), " "))
		case strings.HasPrefix(line, "! config "):
			settings += strings.TrimPrefix(line, "! config ") + "\n"
		case strings.HasPrefix(line, "! pipeline "):
			sink.set(t, strings.TrimPrefix(line, "! pipeline "))
		case strings.HasPrefix(line, "#"), line == "":
		default:
			t.Fatalf("cannot read %q", line)
		}
		out.WriteString(line + "\n")
	}
	ask()
	return out.String()
}

type testServer struct {
	*bulkReceiver
	url string
}

// clock stands still, so that answers do not change.
func clock() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }

// serve starts a receiver with settings in YAML.
func serve(t testing.TB, settings string, next consumer.Logs) *testServer {
	t.Helper()
	config := configure(t, settings)
	e, err := newBulkReceiver(config, receivertest.NewNopSettings(metadata.Type), next)
	require.NoError(t, err)
	e.now = clock
	require.NoError(t, e.Start(t.Context(), authHost{}))
	t.Cleanup(func() { assert.NoError(t, e.Shutdown(context.Background())) })
	return &testServer{e, "http://" + e.server.Addr().String()}
}

func configure(t testing.TB, settings string) *Config {
	t.Helper()
	config := createDefaultConfig().(*Config)
	retrieved, err := confmap.NewRetrievedFromYAML([]byte("endpoint: localhost:0\n" + settings))
	require.NoError(t, err)
	conf, err := retrieved.AsConf()
	require.NoError(t, err)
	require.NoError(t, conf.Unmarshal(config))
	require.NoError(t, config.Validate())
	return config
}

func (s *testServer) exchange(t *testing.T, lines []string) string {
	t.Helper()
	method, target, ok := strings.Cut(lines[0], " ")
	require.True(t, ok, lines[0])
	header := http.Header{}
	lines = lines[1:]
	for len(lines) > 0 && lines[0] != "" {
		name, value, ok := strings.Cut(lines[0], ": ")
		require.True(t, ok, lines[0])
		header.Add(name, value)
		lines = lines[1:]
	}
	body := ""
	if len(lines) > 1 {
		body = strings.Join(lines[1:], "\n") + "\n"
	}
	status, got, text := s.send(t, method, target, header, body)
	var out strings.Builder
	fmt.Fprintf(&out, "< %d\n", status)
	for _, name := range shownHeaders {
		for _, value := range got.Values(name) {
			fmt.Fprintf(&out, "< %s: %s\n", name, value)
		}
	}
	if method == http.MethodHead {
		fmt.Fprintf(&out, "< Content-Length: %s\n", got.Get("Content-Length"))
	}
	if text != "" {
		out.WriteString("<\n")
		for line := range strings.Lines(text) {
			fmt.Fprintf(&out, "< %s\n", strings.TrimSuffix(line, "\n"))
		}
	}
	return out.String()
}

func (s *testServer) send(t testing.TB, method, target string, header http.Header, body string) (int, http.Header, string) {
	t.Helper()
	raw := []byte(body)
	if strings.HasSuffix(strings.ToLower(header.Get("Content-Encoding")), "gzip") {
		raw = gzipped(t, raw)
	}
	req, err := http.NewRequestWithContext(t.Context(), method, s.url+target, bytes.NewReader(raw))
	require.NoError(t, err)
	req.Header = header.Clone()
	if req.Header == nil {
		req.Header = http.Header{}
	}
	req.Host = "gateway:9201"
	if req.Header.Get("User-Agent") == "" {
		req.Header["User-Agent"] = []string{""}
	}
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	answer, err := transport.RoundTrip(req)
	require.NoError(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, answer.Header, string(text)
}

func gzipped(t testing.TB, raw []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(raw)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// sink is a pipeline that keeps what it takes.
type sink struct {
	err   error
	taken []plog.Logs
	// marked says that the context of each batch was marked.
	marked []bool
}

func (*sink) Capabilities() consumer.Capabilities { return consumer.Capabilities{} }

func (s *sink) ConsumeLogs(ctx context.Context, logs plog.Logs) error {
	if s.err != nil {
		return s.err
	}
	s.taken = append(s.taken, logs)
	s.marked = append(s.marked, delivery.HasClientOperations(ctx))
	return nil
}

func (s *sink) records() int {
	n := 0
	for _, logs := range s.taken {
		n += logs.LogRecordCount()
	}
	return n
}

func (s *sink) set(t *testing.T, mood string) {
	t.Helper()
	moods := map[string]error{
		"takes":     nil,
		"busy":      errors.New("sending queue is full: password=never-tell"),
		"permanent": consumererror.NewPermanent(errors.New("refused password=never-tell")),
	}
	err, known := moods[mood]
	require.True(t, known, mood)
	s.err = err
}

// authHost has the authenticator "password", which wants "Bearer open".
type authHost struct{}

func (authHost) GetExtensions() map[component.ID]component.Component {
	return map[component.ID]component.Component{component.MustNewID("password"): authenticator{}}
}

type authenticator struct{ component.Component }

var _ extensionauth.Server = authenticator{}

func (authenticator) Authenticate(ctx context.Context, headers map[string][]string) (context.Context, error) {
	if slices.Equal(headers["Authorization"], []string{"Bearer open"}) {
		return ctx, nil
	}
	return ctx, fmt.Errorf("wrong: %v", headers["Authorization"])
}
