//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"

	"github.com/lethe-otel/lethe/tests/backends"
	"github.com/lethe-otel/lethe/tests/backends/query"
	"github.com/lethe-otel/lethe/tests/e2e/internal/expect"
)

// sharedStoreConfig is laid over the configuration that ships.
const sharedStoreConfig = `extensions:
  correlation_store:
    shared:
      endpoints: [%q]
      # Made up, of the right shape.
      key: 8f1a5c0e9b7a3d48261cf4d0a2b9e86c7735d1f0836b2e4a9cc8e17d540a93fb
      timeout: 50ms
`

// flow is one request: its server span, which alone has the id, goes to one
// replica, and logs that know the trace or the id alone go to the other.
type flow struct {
	id      string
	trace   pcommon.TraceID
	service string
}

func (f *flow) teach(t *testing.T, s *stage) {
	t.Helper()
	sendTraces(t, s.gateway, oneSpan(f.service, f.service+".span."+f.id, f.trace, func(span ptrace.Span) {
		span.SetKind(ptrace.SpanKindServer)
		span.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(f.id)
	}), nil)
}

func (f *flow) log(t *testing.T, s *stage) {
	t.Helper()
	sendLogs(t, s.gateway, oneLog(f.service, f.service+".trace."+f.id, func(r plog.LogRecord) { r.SetTraceID(f.trace) }), nil)
	sendLogs(t, s.gateway, oneLog(f.service, f.service+".id."+f.id, func(r plog.LogRecord) {
		r.Attributes().PutStr("x-request-id", f.id)
	}), nil)
}

// Two replicas behind a balancer know together what each of them has seen. When
// the second level goes, nothing is lost and nothing waits; when it comes back,
// they join again.
func TestReplicasShareIDs(t *testing.T) {
	dir := filepath.Join(world.dir, "redis")
	require.NoError(t, os.MkdirAll(dir, 0o755))
	redis, err := backends.NewRedis(t.Context(), world.cache, dir)
	require.NoError(t, err)
	require.NoError(t, redis.Start(t.Context()))
	t.Cleanup(func() { require.NoError(t, redis.Stop()) })
	overlay := filepath.Join(dir, "shared.yaml")
	require.NoError(t, os.WriteFile(overlay, fmt.Appendf(nil, sharedStoreConfig, redis.Addr), 0o600))
	a, b := startDirect(t, servers(), shipped, overlay), startDirect(t, servers(), shipped, overlay)

	round := func(name string, n int, pause time.Duration) (flows []flow) {
		service := newService("replicas-" + name)
		for range n {
			flows = append(flows, flow{id: "req-" + letters(lower+digits, 20), trace: newTraceID(), service: service})
		}
		// Round-robin: the replicas take turns, and what one has learnt the other needs.
		for i := range flows {
			flows[i].teach(t, [...]*stage{a, b}[i%2])
		}
		time.Sleep(pause)
		for i := range flows {
			flows[i].log(t, [...]*stage{b, a}[i%2])
		}
		return flows
	}
	const n = 100
	joinedOf := func(flows []flow) (joined int) {
		for i := range flows {
			f := &flows[i]
			byTrace, err := elasticsearch().ByTrace(t.Context(), f.trace.String())
			require.NoError(t, err)
			byID, err := elasticsearch().ByCorrelation(t.Context(), f.id)
			require.NoError(t, err)
			want := []string{f.service + ".span." + f.id, f.service + ".trace." + f.id, f.service + ".id." + f.id}
			if expect.Once("trace", want, byTrace, nil) == nil && expect.Once("id", want, byID, nil) == nil {
				joined++
			}
		}
		return joined
	}
	arrived := func(flows []flow) error {
		var logs, spans []string
		for _, f := range flows {
			logs = append(logs, f.service+".trace."+f.id, f.service+".id."+f.id)
			spans = append(spans, f.service+".span."+f.id)
		}
		l, errL := loki().ByService(t.Context(), flows[0].service)
		e, errE := elasticsearch().ByService(t.Context(), flows[0].service)
		j, errJ := jaeger().ByService(t.Context(), flows[0].service)
		return errors.Join(
			expect.Once("loki", logs, l, errL),
			expect.Once("elasticsearch", append(logs, spans...), e, errE),
			expect.Once("jaeger", spans, j, errJ),
		)
	}

	flows := round("both", n, time.Second)
	eventually(t, 60*time.Second, func() error { return arrived(flows) })
	joined := joinedOf(flows)
	summarize("TestReplicasShareIDs", "second level there", fmt.Sprintf("%d of %d joined", joined, n))
	require.GreaterOrEqual(t, joined, n*99/100)

	redis.Kill()
	begin := time.Now()
	flows = round("alone", n, 0)
	took := time.Since(begin)
	eventually(t, 60*time.Second, func() error { return arrived(flows) })
	summarize("TestReplicasShareIDs", "second level killed", fmt.Sprintf("%d of %d joined, %d requests in %s, nothing lost", joinedOf(flows), n, 3*n, took.Round(10*time.Millisecond)))

	require.NoError(t, redis.Start(t.Context()))
	eventually(t, 60*time.Second, func() error {
		flows = round("again-"+letters(lower, 4), 4, time.Second)
		eventually(t, 30*time.Second, func() error { return arrived(flows) })
		if joined := joinedOf(flows); joined < len(flows) {
			return fmt.Errorf("%d of %d joined", joined, len(flows))
		}
		return nil
	})
	flows = round("back", n, time.Second)
	eventually(t, 60*time.Second, func() error { return arrived(flows) })
	joined = joinedOf(flows)
	summarize("TestReplicasShareIDs", "second level back", fmt.Sprintf("%d of %d joined", joined, n))
	require.GreaterOrEqual(t, joined, n*99/100)
}

// The server span, which alone has the request id, ends last. What went by
// before is found in two hops: by the pair record from the id to the trace, and
// from the trace to everything.
func TestPairLearntLastIsFoundInTwoHops(t *testing.T) {
	s := startDirect(t, servers())
	service, id, trace := newService("last"), "req-"+letters(lower+digits, 20), newTraceID()
	early := []string{service + ".log"}
	spans := []string{service + ".child", service + ".server"}
	sendLogs(t, s.gateway, oneLog(service, early[0], func(r plog.LogRecord) { r.SetTraceID(trace) }), nil)
	sendTraces(t, s.gateway, oneSpan(service, spans[0], trace, func(ptrace.Span) {}), nil)
	sendTraces(t, s.gateway, oneSpan(service, spans[1], trace, func(span ptrace.Span) {
		span.SetKind(ptrace.SpanKindServer)
		span.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(id)
	}), nil)
	var pairs []query.Record
	check := func() error {
		// First hop, in Loki alone: nothing but the pair record has the id there.
		var err error
		if pairs, err = loki().Pairs(t.Context(), id); err != nil {
			return err
		}
		if len(pairs) != 1 || pairs[0].TraceID != trace.String() {
			return fmt.Errorf("%d pair records of %s", len(pairs), id)
		}
		// Second hop: the trace leads to all of it.
		l, errL := loki().ByTrace(t.Context(), pairs[0].TraceID)
		e, errE := elasticsearch().ByTrace(t.Context(), pairs[0].TraceID)
		j, errJ := jaeger().ByTrace(t.Context(), pairs[0].TraceID)
		return errors.Join(
			expect.Once("loki", early, l, errL),
			expect.Once("elasticsearch", append(early, spans...), e, errE),
			expect.Once("jaeger", spans, j, errJ),
		)
	}
	took := eventually(t, 30*time.Second, check)
	settled(t, check)
	summarize("TestPairLearntLastIsFoundInTwoHops", "pair record", "there after "+took.Round(10*time.Millisecond).String())
}

// The answer to a request is lost, the pair is learnt, the same bytes come again:
// one copy in each server, filled as it was.
func TestResendAfterThePairWasLearnt(t *testing.T) {
	s := startDirect(t, servers())
	service, id, trace := newService("resend-pair"), "req-"+letters(lower+digits, 20), newTraceID()
	logs := oneLog(service, service+".log", func(r plog.LogRecord) { r.SetTraceID(trace) })
	child := oneSpan(service, service+".child", trace, func(ptrace.Span) {})
	byID := oneLog(service, service+".id", func(r plog.LogRecord) { r.Attributes().PutStr("x-request-id", id) })
	send := func() {
		sendLogs(t, s.gateway, logs, nil)
		sendLogs(t, s.gateway, byID, nil)
		sendTraces(t, s.gateway, child, nil)
	}
	send()
	sendTraces(t, s.gateway, oneSpan(service, service+".server", trace, func(span ptrace.Span) {
		span.Attributes().PutEmptySlice("http.request.header.x-request-id").AppendEmpty().SetStr(id)
	}), nil)
	for range 2 {
		send()
		time.Sleep(300 * time.Millisecond)
	}
	check := func() error {
		l, errL := loki().ByService(t.Context(), service)
		e, errE := elasticsearch().ByService(t.Context(), service)
		j, errJ := jaeger().ByService(t.Context(), service)
		records := []string{service + ".log", service + ".id"}
		spans := []string{service + ".child", service + ".server"}
		return errors.Join(
			expect.Once("loki", records, l, errL),
			expect.Once("elasticsearch", append(records, spans...), e, errE),
			expect.Once("jaeger", spans, j, errJ),
		)
	}
	eventually(t, 30*time.Second, check)
	settled(t, check)
}
