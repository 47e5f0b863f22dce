//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
	"github.com/lethe-otel/lethe/tests/e2e/internal/service"
)

// fileConfig is laid over the configuration that ships: a service without any
// SDK writes lines of JSON into a file.
const fileConfig = `receivers:
  filelog:
    include: [%q]
    start_at: beginning
    poll_interval: 200ms
    resource: {service.name: %s}
    operators:
      - {type: json_parser}
service:
  pipelines:
    logs:
      receivers: [otlp, filelog]
`

// A request over three services in three languages and one without an SDK. Its
// id stands on the server span of the first service alone, and the SDKs keep
// their default delays, so that the pair is learnt last: that span ends after
// all others. Whatever went by before is found in two hops all the same.
func TestIDOnTheEdgeAlone(t *testing.T) {
	dir, err := os.MkdirTemp(world.dir, "edge-")
	require.NoError(t, err)
	file, legacy := filepath.Join(dir, "legacy.log"), newService("legacy")
	overlay := filepath.Join(dir, "file.yaml")
	require.NoError(t, os.WriteFile(overlay, fmt.Appendf(nil, fileConfig, file, legacy), 0o600))
	s := startDirect(t, servers(), shipped, overlay)

	start := func(language service.Language, protocol string, downstream *service.Service) *service.Service {
		env := slices.DeleteFunc(s.gateway.SDKEnv(protocol), func(v string) bool { return strings.Contains(v, "SCHEDULE_DELAY") })
		return startService(t, s, language, service.Settings{
			Name: newService("edge-" + string(language)), Env: append(env, "EDGE_ONLY=true"), Downstream: downstream,
		})
	}
	back := start(service.Python, "http/protobuf", nil)
	middle := start(service.Go, "grpc", back)
	front := start(service.Node, "http/json", middle)

	const requests = 10
	requestIDs := map[string]string{} // by trace id
	lines := map[string]string{}      // record of the service without an SDK, by request id
	var text strings.Builder
	for n := range requests {
		requestID := "req-" + letters(lower+digits, 20)
		traceID, err := front.Work(t.Context(), requestID)
		require.NoError(t, err)
		requestIDs[traceID] = requestID
		lines[requestID] = fmt.Sprintf("%s.%d", legacy, n)
		fmt.Fprintf(&text, `{"level":"info","msg":"charged","x-request-id":%q,"test.record":%q}`+"\n", requestID, lines[requestID])
	}
	require.NoError(t, os.WriteFile(file, []byte(text.String()), 0o600))
	// Longer than the delays, so that the spans leave as they do in real life and
	// not all at once at the end.
	time.Sleep(6 * time.Second)
	sent := quit(t, front, middle, back)
	require.Len(t, sent, requests*(3*2+3+2), "two logs and a server span in each service, and two client spans")

	filled, all := 0, 0
	check := func() error {
		filled, all = 0, 0
		var errs []error
		for traceID, requestID := range requestIDs {
			f, a, err := twoHops(t, sent, traceID, requestID, lines[requestID])
			filled, all = filled+f, all+a
			errs = append(errs, err)
		}
		return errors.Join(errs...)
	}
	took := eventually(t, 90*time.Second, check)
	settled(t, check)
	// The command finds the same: each log in Elasticsearch and Loki, each span in
	// Elasticsearch and Jaeger.
	want := []string{"log charged el"}
	for range 3 {
		want = append(want, "log work begins el", "log work is done el", "span GET /work ej")
	}
	want = append(want, "span GET ej", "span GET ej")
	slices.Sort(want)
	for _, requestID := range requestIDs {
		got := letheFind(t, "", nil, requestID)
		for i := range got.items {
			if strings.Contains(got.items[i].Message, `"charged"`) {
				got.items[i].Message = "charged"
			}
		}
		require.NoError(t, same(got, want))
	}
	summarize("TestIDOnTheEdgeAlone", "three services and one without an SDK",
		fmt.Sprintf("%d of %d records filled directly (%d %%), all found in two hops after %s", filled, all, filled*100/all, took.Round(10*time.Millisecond)))
}

// twoHops goes from the request id to all records of the request: those with the
// id, then those of the traces that these name, the pair records among them.
// filled is how many of all have the id themselves.
func twoHops(t *testing.T, sent []service.Sent, traceID, requestID, line string) (filled, all int, err error) {
	t.Helper()
	ctx := t.Context()
	logs, spans := []string{line}, []string(nil)
	for _, r := range sent {
		switch {
		case r.TraceID != traceID:
		case r.Signal == "log":
			logs = append(logs, r.ID)
		default:
			spans = append(spans, r.ID)
		}
	}
	hops := func(where string, want []string, byID, byTrace func(string) ([]query.Record, error)) error {
		first, err := byID(requestID)
		if err != nil {
			return err
		}
		found, traces := map[string]query.Record{}, map[string]bool{}
		for _, r := range first {
			traces[r.TraceID] = true
			found[r.ID] = r
		}
		for trace := range traces {
			if trace == "" {
				continue
			}
			second, err := byTrace(trace)
			if err != nil {
				return err
			}
			for _, r := range second {
				found[r.ID] = r
			}
		}
		var got []query.Record
		for _, r := range found {
			got = append(got, r)
			if r.ID != "" {
				all++
				if r.CorrelationID == requestID {
					filled++
				}
			}
			if r.TraceID != traceID && r.ID != line {
				return fmt.Errorf("%s: %s has the trace %s, not %s", where, r.ID, r.TraceID, traceID)
			}
		}
		return expect.Once(where, want, got, nil)
	}
	err = errors.Join(
		hops("loki", logs,
			func(id string) ([]query.Record, error) { return loki().ByCorrelation(ctx, id) },
			func(trace string) ([]query.Record, error) { return loki().ByTrace(ctx, trace) }),
		hops("elasticsearch", slices.Concat(logs, spans),
			func(id string) ([]query.Record, error) { return elasticsearch().ByCorrelation(ctx, id) },
			func(trace string) ([]query.Record, error) { return elasticsearch().ByTrace(ctx, trace) }),
	)
	opened, openErr := jaeger().ByTrace(ctx, traceID)
	return filled, all, errors.Join(err, expect.Once("jaeger", spans, opened, openErr))
}
