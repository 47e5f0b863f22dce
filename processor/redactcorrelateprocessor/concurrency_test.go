package redactcorrelateprocessor

import (
	"fmt"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"
)

// Receivers call the processor from many goroutines, and workers are pooled:
// no batch may see anything of another but what the store tells it.
func TestConcurrentBatches(t *testing.T) {
	host := sharedStore(t)
	logPipeline := startedProcessor(t, sharedConfig(), signalLogs, host)
	spanPipeline := startedProcessor(t, sharedConfig(), signalTraces, host)
	const senders, batches = 8, 40
	var wg sync.WaitGroup
	for s := range senders {
		wg.Go(func() {
			for b := range batches {
				trace := pcommon.TraceID{7, 14: byte(s + 1), 15: byte(b + 1)}
				id := fmt.Sprintf("request-%d-%d", s, b)
				td := serverSpan(trace, id)
				assert.NoError(t, process(t.Context(), spanPipeline, spans{}, td))
				assert.Equal(t, id, spanAttribute(td, "correlation.id"))
				ld := logsOf(
					inTrace(trace, fmt.Sprintf("marker password=S3CR3T-%d-%d", s, b)),
					withID(id, "card 4111111111111111"),
					func(r plog.LogRecord) {
						inTrace(trace, "marker")(r)
						r.Attributes().PutStr("to alice@example.com", "x")
						r.Attributes().PutStr(fmt.Sprintf("key.%d.%d", s, b), "marker")
					},
				)
				assert.NoError(t, process(t.Context(), logPipeline, logs{}, ld))
				assert.Equal(t, []string{id, id, id}, attributeOf(ld, "correlation.id"))
				assert.Equal(t, []pcommon.TraceID{trace, trace, trace}, tracesOf(ld))
				out, err := new(plog.JSONMarshaler).MarshalLogs(ld)
				assert.NoError(t, err)
				for _, secret := range []string{"S3CR3T", "4111111111111111", "alice@example.com"} {
					assert.NotContains(t, string(out), secret)
				}
				assert.Contains(t, string(out), fmt.Sprintf("key.%d.%d", s, b))
			}
		})
	}
	wg.Wait()
}

// What one batch has decided about names holds for another batch only where
// it depends on the name alone, and a worker keeps no content.
func TestWorkerKeepsNoContent(t *testing.T) {
	p := startedProcessor(t, testConfig(), signalLogs, nil)
	w := newWorker(p)
	p.workers.Put(w)
	w.keys.get("to alice@example.com")
	w.keys.get("plain")
	require.NotEmpty(t, w.keys.byName)
	w.reset()
	assert.Empty(t, w.keys.byName, "a name with a finding")
	assert.Empty(t, w.pairs.traceOf)
	assert.Empty(t, w.pairs.idOf)
	for i := range 3 * maxCachedKeys {
		w.keys.get(fmt.Sprint("name-", i))
	}
	assert.LessOrEqual(t, len(w.keys.byName), maxCachedKeys)
}
