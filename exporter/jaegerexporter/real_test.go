//go:build e2e

package jaegerexporter

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Against a real Jaeger 2; make e2e starts one, or by hand:
//
//	LETHE_TEST_JAEGER_GRPC=127.0.0.1:4317 LETHE_TEST_JAEGER_HTTP=http://127.0.0.1:4318 \
//	LETHE_TEST_JAEGER_QUERY=http://127.0.0.1:16686 go test -tags e2e -run TestRealJaeger .
func TestRealJaeger(t *testing.T) {
	query := os.Getenv("LETHE_TEST_JAEGER_QUERY")
	grpcEndpoint, httpEndpoint := os.Getenv("LETHE_TEST_JAEGER_GRPC"), os.Getenv("LETHE_TEST_JAEGER_HTTP")
	if query == "" || grpcEndpoint == "" || httpEndpoint == "" {
		t.Fatal("needs a running Jaeger: set LETHE_TEST_JAEGER_GRPC, LETHE_TEST_JAEGER_HTTP and LETHE_TEST_JAEGER_QUERY")
	}
	for protocol, tt := range map[string]struct {
		adjust   func(*Config)
		tooLarge string
	}{
		"grpc": {adjust: forGRPC(grpcEndpoint), tooLarge: "rejected too_large"},
		"http": {adjust: forHTTP(httpEndpoint), tooLarge: "rejected http_400"},
	} {
		t.Run(protocol, func(t *testing.T) {
			exp, tel := startExporter(t, withoutQueue(tt.adjust), newStatusHost())
			td := freshTrace(50)
			id := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).TraceID()

			// The same batch again, as after an answer that was lost on the
			// way, then cut in other places, as after a partial success.
			require.NoError(t, exp.ConsumeTraces(t.Context(), td))
			require.NoError(t, exp.ConsumeTraces(t.Context(), td))
			require.NoError(t, exp.ConsumeTraces(t.Context(), piece(td, 10, 31)))
			require.Equal(t, map[string]int64{"stored": 121}, delivered(t, tel))
			requireStoredOnce(t, query, id, 50)
		})
		t.Run(protocol+" above the limit of the server", func(t *testing.T) {
			exp, tel := startExporter(t, withoutQueue(tt.adjust), newStatusHost())
			td := freshTrace(30)
			for i := range 4 {
				td.ResourceSpans().At(i).ScopeSpans().At(0).Spans().At(0).Attributes().PutStr("payload", strings.Repeat("x", 3<<20))
			}
			// One that no server takes: 4 MiB by gRPC, 20 MiB by HTTP.
			td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(1).Attributes().PutStr("payload", strings.Repeat("x", 21<<20))
			id := td.ResourceSpans().At(0).ScopeSpans().At(0).Spans().At(0).TraceID()
			require.NoError(t, exp.ConsumeTraces(t.Context(), td))
			require.Equal(t, map[string]int64{"stored": 29, tt.tooLarge: 1}, delivered(t, tel))
			requireStoredOnce(t, query, id, 29)
		})
	}
}

// freshTrace is someSpans with a trace id of its own and the time of now.
func freshTrace(n int) ptrace.Traces {
	td := someSpans(n)
	var id pcommon.TraceID
	if _, err := rand.Read(id[:]); err != nil {
		panic(err)
	}
	now := time.Now()
	i := 0
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				span.SetTraceID(id)
				span.SetStartTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Duration(i) * time.Microsecond)))
				span.SetEndTimestamp(pcommon.NewTimestampFromTime(now.Add(time.Second)))
				i++
			}
		}
	}
	return td
}

// requireStoredOnce reads the trace back, once it is there, and looks for each
// span exactly once.
func requireStoredOnce(t *testing.T, query string, id pcommon.TraceID, n int) {
	t.Helper()
	var times map[int]int
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		td, err := readTrace(query, id)
		if !assert.NoError(c, err) {
			return
		}
		times = map[int]int{}
		for _, i := range indexes(td) {
			times[i]++
		}
		assert.Len(c, times, n)
	}, 10*time.Second, 200*time.Millisecond)
	for i, count := range times {
		require.Equal(t, 1, count, "span %d", i)
	}
}

func readTrace(query string, id pcommon.TraceID) (ptrace.Traces, error) {
	req, err := http.NewRequest(http.MethodGet, query+"/api/v3/traces/"+id.String(), nil)
	if err != nil {
		return ptrace.Traces{}, err
	}
	req.Close = true
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return ptrace.Traces{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return ptrace.Traces{}, err
	}
	if resp.StatusCode != http.StatusOK {
		return ptrace.Traces{}, fmt.Errorf("status %d", resp.StatusCode)
	}
	var envelope struct {
		Result json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return ptrace.Traces{}, err
	}
	return (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(envelope.Result)
}
