package lokipushreceiver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/receiver/receivertest"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"

	"github.com/lethe-otel/lethe/internal/intake"
	"github.com/lethe-otel/lethe/receiver/lokipushreceiver/internal/metadata"
	"github.com/lethe-otel/lethe/receiver/lokipushreceiver/internal/metadatatest"
)

const onePush = `{"streams":[{"stream":{"a":"b"},"values":[["1700000000000000000","PIN 4711"]]}]}`

func consumerOf(t *testing.T, f func(context.Context, plog.Logs) error) consumer.Logs {
	t.Helper()
	next, err := consumer.NewLogs(f)
	require.NoError(t, err)
	return next
}

// What the pipeline says decides the status; its text never reaches the sender.
func TestPipelineAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		status int
		retry  string
	}{
		"taken":     {nil, 204, ""},
		"transient": {errors.New("PIN 4711"), 429, "5"},
		"permanent": {consumererror.NewPermanent(errors.New("PIN 4711")), 400, ""},
		"fan-out":   {errors.Join(consumererror.NewPermanent(errors.New("PIN 4711")), errors.New("queue full")), 429, "5"},
	} {
		t.Run(name, func(t *testing.T) {
			r := run(t, testConfig(), consumertest.NewErr(c.err))
			got := r.sendJSON(onePush)
			assert.Equal(t, c.status, got.status)
			assert.Equal(t, c.retry, got.header.Get("Retry-After"))
			assert.NotContains(t, got.body, "4711")
			if c.err == nil {
				assert.Empty(t, got.body)
			}
		})
	}
}

// What the pipeline says may quote the data. The collector's own traces are no
// place for it.
func TestPipelineAnswersStayOutOfSpans(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.WithoutCancel(t.Context()))) })
	for _, err := range []error{errors.New("PIN 4711"), consumererror.NewPermanent(errors.New("PIN 4711"))} {
		lp, failed := newLokiPush(testConfig(), metadatatest.NewSettings(telemetry), consumertest.NewErr(err))
		require.NoError(t, failed)
		require.NoError(t, lp.Start(t.Context(), componenttest.NewNopHost()))
		r := &running{lokiPush: lp, t: t, url: "http://" + lp.server.Addr().String()}
		assert.Equal(t, intake.Judge(err).Status(), r.sendJSON(onePush).status)
		require.NoError(t, lp.Shutdown(t.Context()))
	}
	described := 0
	for _, span := range telemetry.SpanRecorder.Ended() {
		assert.NotContains(t, span.Status().Description, "4711")
		if span.Status().Description != "" {
			described++
		}
	}
	assert.Equal(t, 2, described)
}

// What is beyond a limit is refused, and the rest of the request is taken.
func TestLimitsTakeTheRest(t *testing.T) {
	cfg := testConfig()
	long := strings.Repeat("x", cfg.Limits.LineSize+1)
	line := strings.Repeat("x", cfg.Limits.LineSize)
	manyLabels := `"service_name":"s"`
	for i := range cfg.Limits.LabelNames + 1 {
		manyLabels += fmt.Sprintf(`,"l%d":"v"`, i)
	}
	allowedLabels, _, _ := strings.Cut(manyLabels, `,"l15"`)
	manyPairs := `"p":"v"`
	for i := range cfg.Limits.MetadataEntries {
		manyPairs += fmt.Sprintf(`,"p%d":"v"`, i)
	}
	const value = `[["1700000000000000000","taken"]]`
	for name, c := range map[string]struct{ labels, values, want string }{
		"line":                {`"a":"b"`, `[["1700000000000000000","` + long + `"]]`, "line_too_long: 1 entries refused, limit: 262144"},
		"line at limit":       {`"a":"b"`, `[["1700000000000000000","` + line + `"]]`, ""},
		"metadata size":       {`"a":"b"`, `[["1700000000000000000","l",{"k":"` + strings.Repeat("v", 64<<10) + `"}]]`, "structured_metadata_too_large: 1 entries refused, limit: 65536"},
		"metadata count":      {`"a":"b"`, `[["1700000000000000000","l",{` + manyPairs + `}]]`, "structured_metadata_too_many: 1 entries refused, limit: 128"},
		"label count":         {manyLabels, value, "max_label_names_per_series: 1 entries refused, limit: 15"},
		"labels at limit":     {allowedLabels, value, ""},
		"label name":          {`"` + strings.Repeat("n", 1025) + `":"b"`, value, "label_name_too_long: 1 entries refused, limit: 1024"},
		"label value":         {`"a":"` + strings.Repeat("v", 2049) + `"`, value, "label_value_too_long: 1 entries refused, limit: 2048"},
		"before 1970":         {`"a":"b"`, `[["-1","l"],["1700000000000000000","taken"]]`, "timestamp_out_of_range: 1 entries refused"},
		"several, one reason": {`"a":"b"`, `[["-1","l"],["-2","l"],["1","` + long + `"]]`, "timestamp_out_of_range: 2 entries refused; line_too_long: 1 entries refused, limit: 262144"},
	} {
		t.Run(name, func(t *testing.T) {
			sink := new(consumertest.LogsSink)
			r := run(t, cfg, sink)
			got := r.sendJSON(`{"streams":[{"stream":{` + c.labels + `},"values":` + c.values + `},{"stream":{"other":"stream"},"values":[["1700000000000000001","rest"]]}]}`)
			if c.want == "" {
				assert.Equal(t, 204, got.status, got.body)
			} else {
				assert.Equal(t, 400, got.status)
				assert.Equal(t, c.want+"\n", got.body)
			}
			resources := sunk(sink).ResourceLogs()
			require.NotZero(t, resources.Len())
			last := resources.At(resources.Len() - 1)
			assert.Equal(t, "rest", last.ScopeLogs().At(0).LogRecords().At(0).Body().Str())
		})
	}
}

func TestDuplicateLabelsInText(t *testing.T) {
	sink := new(consumertest.LogsSink)
	r := run(t, testConfig(), sink)
	got := r.sendProtobuf(protobufOf(t, []byte(`{"streams":[{"labels":"{a=\"1\",a=\"2\"}","entries":[{"ts":"2026-01-01T00:00:00Z","line":"x"}]}]}`)))
	assert.Equal(t, 400, got.status)
	assert.Equal(t, "duplicate_label_names: 1 entries refused\n", got.body)
	assert.Zero(t, sink.LogRecordCount())
}

func TestTenants(t *testing.T) {
	for header, c := range map[string]struct {
		status int
		tenant string
		text   string
	}{
		"":                       {401, "", "no org id\n"},
		"team-a":                 {204, "team-a", ""},
		"a|a":                    {204, "a", ""},
		"a:sub":                  {204, "a", ""},
		"a|b":                    {400, "", "multiple org IDs present\n"},
		"a b":                    {400, "", "tenant ID contains an unsupported character\n"},
		"a/b":                    {400, "", "tenant ID contains an unsupported character\n"},
		"..":                     {400, "", "tenant ID is '.' or '..'\n"},
		"a..b":                   {204, "a..b", ""},
		strings.Repeat("x", 150): {204, strings.Repeat("x", 150), ""},
		strings.Repeat("x", 151): {400, "", "tenant ID is too long: max 150 characters\n"},
		"O'Brien!-_.*()":         {204, "O'Brien!-_.*()", ""},
	} {
		t.Run(header, func(t *testing.T) {
			cfg := testConfig()
			cfg.RequireTenant = true
			cfg.ServerConfig.IncludeMetadata = true
			var seen []string
			r := run(t, cfg, consumerOf(t, func(ctx context.Context, _ plog.Logs) error {
				info := client.FromContext(ctx)
				seen = info.Metadata.Get("x-scope-orgid")
				assert.Equal(t, []string{"application/json"}, info.Metadata.Get("content-type"))
				return nil
			}))
			headers := map[string]string{"Content-Type": "application/json"}
			if header != "" {
				headers[tenantHeader] = header
			}
			got := r.send(http.MethodPost, pushPath, headers, []byte(onePush))
			assert.Equal(t, c.status, got.status)
			assert.Equal(t, c.text, got.body)
			if c.tenant != "" {
				assert.Equal(t, []string{c.tenant}, seen)
			}
		})
	}
}

// An empty header in front must not hide the one that somebody reads.
func TestSecondTenantIsNotPassedOnUnchecked(t *testing.T) {
	cfg := testConfig()
	cfg.ServerConfig.IncludeMetadata = true
	r := run(t, cfg, consumerOf(t, func(ctx context.Context, _ plog.Logs) error {
		assert.Fail(t, "taken", client.FromContext(ctx).Metadata.Get(tenantHeader))
		return nil
	}))
	req := httptest.NewRequest(http.MethodPost, pushPath, strings.NewReader(onePush))
	req.Header.Set("Content-Type", "application/json")
	req.Header[http.CanonicalHeaderKey(tenantHeader)] = []string{"", "../b"}
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	assert.Equal(t, 400, w.Code)
	assert.Equal(t, "multiple org IDs present\n", w.Body.String())
}

func TestTenantIsNotPassedOnWithoutIncludeMetadata(t *testing.T) {
	r := run(t, testConfig(), consumerOf(t, func(ctx context.Context, _ plog.Logs) error {
		assert.Empty(t, client.FromContext(ctx).Metadata.Get(tenantHeader))
		return nil
	}))
	got := r.send(http.MethodPost, pushPath, map[string]string{"Content-Type": "application/json", tenantHeader: "a|a"}, []byte(onePush))
	assert.Equal(t, 204, got.status)
}

func TestRefusalsAreCounted(t *testing.T) {
	telemetry := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, telemetry.Shutdown(context.WithoutCancel(t.Context()))) })
	set := metadatatest.NewSettings(telemetry)
	cfg := testConfig()
	cfg.Limits.LineSize = 3
	lp, err := newLokiPush(cfg, set, consumertest.NewNop())
	require.NoError(t, err)
	require.NoError(t, lp.Start(t.Context(), componenttest.NewNopHost()))
	r := &running{lokiPush: lp, t: t, url: "http://" + lp.server.Addr().String()}
	assert.Equal(t, 400, r.sendJSON(`{"streams":[{"stream":{"a":"b"},"values":[["1","long"],["1","abc"],["1","long too"]]}]}`).status)
	assert.Equal(t, 400, r.sendJSON(`{`).status)
	assert.Equal(t, 422, r.sendJSON(`{}`).status)
	require.NoError(t, lp.Shutdown(t.Context()))

	receiver := attribute.String("receiver", set.ID.String())
	point := func(reason string, n int64) metricdata.DataPoint[int64] {
		return metricdata.DataPoint[int64]{Attributes: attribute.NewSet(receiver, attribute.String("reason", reason)), Value: n}
	}
	metadatatest.AssertEqualReceiverLokiPushRefusedEntries(t, telemetry,
		[]metricdata.DataPoint[int64]{point("line_too_long", 2)}, metricdatatest.IgnoreTimestamp())
	metadatatest.AssertEqualReceiverLokiPushRefusedRequests(t, telemetry,
		[]metricdata.DataPoint[int64]{point("malformed", 1), point("no_streams", 1)}, metricdatatest.IgnoreTimestamp())
	accepted, err := telemetry.GetMetric("otelcol_receiver_accepted_log_records")
	require.NoError(t, err)
	assert.Equal(t, int64(1), accepted.Data.(metricdata.Sum[int64]).DataPoints[0].Value)
}

// Shutdown lets a request in flight end; what comes later is refused.
func TestShutdownFinishesWhatIsInFlight(t *testing.T) {
	entered, finish := make(chan struct{}), make(chan struct{})
	lp, err := newLokiPush(testConfig(), receivertest.NewNopSettings(metadata.Type), consumerOf(t, func(context.Context, plog.Logs) error {
		close(entered)
		<-finish
		return nil
	}))
	require.NoError(t, err)
	require.NoError(t, lp.Start(t.Context(), componenttest.NewNopHost()))
	r := &running{lokiPush: lp, t: t, url: "http://" + lp.server.Addr().String()}
	answered := make(chan answer, 1)
	go func() { answered <- r.sendJSON(onePush) }()
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- lp.Shutdown(context.WithoutCancel(t.Context())) }()
	require.Eventually(t, lp.server.Stopping, time.Second, time.Millisecond)
	select {
	case err := <-stopped:
		t.Fatal("stopped before the request had ended", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(finish)
	require.NoError(t, <-stopped)
	assert.Equal(t, 204, (<-answered).status)
	require.NoError(t, lp.Shutdown(t.Context()), "a second time does nothing")
}

func TestShutdownWithoutStart(t *testing.T) {
	lp, err := newLokiPush(testConfig(), receivertest.NewNopSettings(metadata.Type), consumertest.NewNop())
	require.NoError(t, err)
	require.NoError(t, lp.Shutdown(t.Context()))
}

func TestStartOnATakenAddress(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	defer listener.Close()
	cfg := testConfig()
	cfg.ServerConfig.NetAddr.Endpoint = listener.Addr().String()
	lp, err := newLokiPush(cfg, receivertest.NewNopSettings(metadata.Type), consumertest.NewNop())
	require.NoError(t, err)
	assert.ErrorContains(t, lp.Start(t.Context(), componenttest.NewNopHost()), "start the server of the push API")
	require.NoError(t, lp.Shutdown(t.Context()))
}

// A pipeline that panics costs one request, and its text stays here.
func TestPanicIsAnswered(t *testing.T) {
	r := run(t, testConfig(), consumerOf(t, func(context.Context, plog.Logs) error { panic("PIN 4711") }))
	got := r.sendJSON(onePush)
	assert.Equal(t, 500, got.status)
	assert.Equal(t, "internal error\n", got.body)
}

// generator sends pushes with an id each, as the contract checker wants it, and
// sends again what was not taken.
type generator struct {
	t      *testing.T
	client *http.Client
	url    string
	next   atomic.Int64
}

func (g *generator) Start() {}
func (g *generator) Stop()  {}

func (g *generator) Generate() []receivertest.UniqueIDAttrVal {
	id := receivertest.UniqueIDAttrVal(fmt.Sprint(g.next.Add(1)))
	body := fmt.Sprintf(`{"streams":[{"stream":{"a":"b"},"values":[["1700000000000000000","line",{%q:%q}]]}]}`, receivertest.UniqueIDAttrName, id)
	for {
		resp, err := g.client.Post(g.url+pushPath, "application/json", strings.NewReader(body))
		if !assert.NoError(g.t, err) {
			return nil
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusTooManyRequests {
			return []receivertest.UniqueIDAttrVal{id}
		}
	}
}

func TestContract(t *testing.T) {
	listener, err := net.Listen("tcp", "localhost:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	listener.Close()
	cfg := testConfig()
	cfg.ServerConfig.NetAddr.Endpoint = address
	receivertest.CheckConsumeContract(receivertest.CheckConsumeContractParams{
		T:       t,
		Factory: NewFactory(),
		Signal:  pipeline.SignalLogs,
		Config:  cfg,
		// The receiver starts several times: a connection kept alive would be of
		// the one before.
		Generator: &generator{
			t: t, url: "http://" + address,
			client: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}},
		},
		GenerateCount: 200,
	})
}
