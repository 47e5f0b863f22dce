package nestinglimitextension

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/extension/extensiontest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/plog/plogotlp"
	"go.opentelemetry.io/collector/pdata/pmetric"
	"go.opentelemetry.io/collector/pdata/pmetric/pmetricotlp"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"go.opentelemetry.io/collector/pdata/ptrace/ptraceotlp"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
)

type host struct {
	component.Host
	extensions map[component.ID]component.Component
}

func (h host) GetExtensions() map[component.ID]component.Component { return h.extensions }

// receiver is the real OTLP receiver with the middleware on both protocols.
type receiver struct {
	http, grpc string
	sink       *consumertest.LogsSink
}

func startReceiver(t *testing.T, maxDepth int) *receiver {
	t.Helper()
	for range 5 {
		if r, ok := tryReceiver(t, maxDepth); ok {
			return r
		}
	}
	t.Fatal("no free port")
	return nil
}

func tryReceiver(t *testing.T, maxDepth int) (*receiver, bool) {
	t.Helper()
	r := &receiver{http: freePort(t), grpc: freePort(t), sink: new(consumertest.LogsSink)}
	ext, err := NewFactory().Create(t.Context(), extensiontest.NewNopSettings(component.MustNewType("nesting_limit")), &Config{MaxDepth: maxDepth})
	require.NoError(t, err)
	retrieved, err := confmap.NewRetrievedFromYAML(fmt.Appendf(nil,
		`{protocols: {http: {endpoint: %q, middlewares: [{id: nesting_limit}]}, grpc: {endpoint: %q, max_recv_msg_size_mib: 64, middlewares: [{id: nesting_limit}]}}}`, r.http, r.grpc))
	require.NoError(t, err)
	conf, err := retrieved.AsConf()
	require.NoError(t, err)
	factory := otlpreceiver.NewFactory()
	cfg := factory.CreateDefaultConfig()
	require.NoError(t, conf.Unmarshal(cfg))

	set := receivertest.NewNopSettings(factory.Type())
	logs, err := factory.CreateLogs(t.Context(), set, cfg, r.sink)
	require.NoError(t, err)
	_, err = factory.CreateTraces(t.Context(), set, cfg, consumertest.NewNop())
	require.NoError(t, err)
	_, err = factory.CreateMetrics(t.Context(), set, cfg, consumertest.NewNop())
	require.NoError(t, err)
	// The three are one receiver.
	started := logs.Start(t.Context(), host{componenttest.NewNopHost(), map[component.ID]component.Component{component.MustNewID("nesting_limit"): ext}})
	if started != nil {
		require.ErrorContains(t, started, "address already in use")
		require.NoError(t, logs.Shutdown(t.Context()))
		return nil, false
	}
	t.Cleanup(func() { require.NoError(t, logs.Shutdown(context.Background())) })
	return r, true
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

func (r *receiver) post(t *testing.T, path, contentType string, body []byte) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+r.http+path, bytes.NewReader(body))
	require.NoError(t, err)
	req.Close = true
	req.Header.Set("Content-Type", contentType)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp.StatusCode, string(answer)
}

// nested is a log request whose body stands in levels lists, encoded from the
// inside out: the stock encoder would recurse.
func nested(levels int) []byte {
	var heads [][]byte
	size := 2
	wrap := func(tag byte) {
		head := []byte{tag}
		for n := uint64(size); ; n >>= 7 {
			if n < 0x80 {
				head = append(head, byte(n))
				break
			}
			head = append(head, byte(n)|0x80)
		}
		heads = append(heads, head)
		size += len(head)
	}
	for range levels {
		wrap(0x0a) // ArrayValue.values
		wrap(0x2a) // AnyValue.array_value
	}
	for _, tag := range []byte{0x2a, 0x12, 0x12, 0x0a} { // body, log_records, scope_logs, resource_logs
		wrap(tag)
	}
	out := make([]byte, 0, size)
	for _, head := range slices.Backward(heads) {
		out = append(out, head...)
	}
	return append(out, 0x0a, 0x00) // an empty string
}

const reason = "values are nested too deep"

// A request that would end the process of the receiver alone is refused, on
// both protocols, and the receiver goes on.
func TestTheRequestThatOverrunsTheStack(t *testing.T) {
	r := startReceiver(t, 128)
	bomb := nested(1_900_000)
	require.Less(t, len(bomb), 20<<20, "within the receiver's own limit")

	code, answer := r.post(t, "/v1/logs", "application/x-protobuf", bomb)
	assert.Equal(t, http.StatusBadRequest, code)
	assert.Contains(t, answer, reason)

	code, answer = r.post(t, "/v1/logs", "application/json", []byte(`{"resourceLogs":[{"x":`+strings.Repeat("[", 19<<20)))
	assert.Equal(t, http.StatusBadRequest, code)
	assert.Contains(t, answer, reason)

	err := r.invoke(t, "logs.v1.LogsService", bomb)
	assert.Equal(t, codes.Internal, status.Code(err))
	assert.ErrorContains(t, err, reason)

	code, _ = r.post(t, "/v1/logs", "application/x-protobuf", nested(100))
	assert.Equal(t, http.StatusOK, code)
	require.NoError(t, r.invoke(t, "logs.v1.LogsService", nested(100)))
	assert.Equal(t, 2, r.sink.LogRecordCount())
}

// rawCodec sends bytes that are encoded already.
type rawCodec struct{}

func (rawCodec) Name() string                  { return "proto" }
func (rawCodec) Marshal(v any) ([]byte, error) { return v.([]byte), nil }
func (rawCodec) Unmarshal([]byte, any) error   { return nil }

func (r *receiver) invoke(t *testing.T, service string, body []byte) error {
	t.Helper()
	conn, err := grpc.NewClient(r.grpc, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.ForceCodec(rawCodec{}), grpc.MaxCallSendMsgSize(64<<20)))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	return conn.Invoke(t.Context(), "/opentelemetry.proto.collector."+service+"/Export", body, new([]byte))
}

// Each signal is known on both protocols: a value one level too deep is
// refused, one at the limit is taken.
func TestEverySignalIsLimited(t *testing.T) {
	const limit = 3
	r := startReceiver(t, limit)
	for _, depth := range []int{limit, limit + 1} {
		ld := plog.NewLogs()
		v := ld.ResourceLogs().AppendEmpty().ScopeLogs().AppendEmpty().LogRecords().AppendEmpty().Body()
		td := ptrace.NewTraces()
		s := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans().AppendEmpty().Attributes().PutEmpty("a")
		md := pmetric.NewMetrics()
		m := md.ResourceMetrics().AppendEmpty().ScopeMetrics().AppendEmpty().Metrics().AppendEmpty().
			SetEmptyGauge().DataPoints().AppendEmpty().Attributes().PutEmpty("a")
		for range depth - 1 {
			v = v.SetEmptySlice().AppendEmpty()
			s = s.SetEmptySlice().AppendEmpty()
			m = m.SetEmptySlice().AppendEmpty()
		}
		for service, marshal := range map[string]func() ([]byte, error){
			"logs.v1.LogsService":       plogotlp.NewExportRequestFromLogs(ld).MarshalProto,
			"trace.v1.TraceService":     ptraceotlp.NewExportRequestFromTraces(td).MarshalProto,
			"metrics.v1.MetricsService": pmetricotlp.NewExportRequestFromMetrics(md).MarshalProto,
		} {
			body, err := marshal()
			require.NoError(t, err)
			path := map[string]string{"l": "/v1/logs", "t": "/v1/traces", "m": "/v1/metrics"}[service[:1]]
			code, answer := r.post(t, path, "application/x-protobuf", body)
			err = r.invoke(t, service, body)
			if depth == limit {
				assert.Equal(t, http.StatusOK, code, "%s: %s", path, answer)
				require.NoError(t, err, service)
			} else {
				assert.Equal(t, http.StatusBadRequest, code, path)
				assert.Contains(t, answer, reason, path)
				require.ErrorContains(t, err, reason, service)
			}
		}
	}
}

func TestAPathThatTellsNothing(t *testing.T) {
	l := &nestingLimit{maxDepth: 5}
	wrap, err := l.GetHTTPHandler(t.Context())
	require.NoError(t, err)
	var got error
	handler, err := wrap(t.Context(), http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, got = io.ReadAll(r.Body)
	}))
	require.NoError(t, err)
	for depth, deep := range map[int]bool{4: false, 5: true} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "/ingest", bytes.NewReader(nested(depth)))
		require.NoError(t, err)
		handler.ServeHTTP(nil, req)
		assert.Equal(t, deep, got != nil, "%d levels", depth)
	}
}

func TestConfig(t *testing.T) {
	require.NoError(t, createDefaultConfig().(*Config).Validate())
	for _, depth := range []int{-1, 0, 10_001} {
		assert.EqualError(t, (&Config{MaxDepth: depth}).Validate(),
			fmt.Sprintf("max_depth: %d is not allowed: it must be from 1 to 10000", depth))
	}
}
