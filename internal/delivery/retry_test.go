package delivery

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"google.golang.org/grpc/status"
	"pgregory.net/rapid"
)

// drawShape draws how many records stand in each scope of each resource.
func drawShape(t *rapid.T) [][]int {
	return rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, 4), 0, 3), 0, 4).Draw(t, "shape")
}

func drawLedger(t *rapid.T, n int) *Ledger {
	ledger := NewLedger(n)
	for i := range n {
		ledger.Set(i, rapid.SampledFrom(outcomes).Draw(t, "outcome"))
	}
	return ledger
}

func makeLogs(shape [][]int) plog.Logs {
	ld := plog.NewLogs()
	n := 0
	for r, scopes := range shape {
		rl := ld.ResourceLogs().AppendEmpty()
		rl.SetSchemaUrl(fmt.Sprintf("https://schema.test/r%d", r))
		rl.Resource().Attributes().PutInt("resource", int64(r))
		for s, records := range scopes {
			sl := rl.ScopeLogs().AppendEmpty()
			sl.SetSchemaUrl(fmt.Sprintf("https://schema.test/s%d", s))
			sl.Scope().SetName(fmt.Sprintf("scope %d.%d", r, s))
			for range records {
				lr := sl.LogRecords().AppendEmpty()
				lr.Body().SetInt(int64(n))
				lr.Attributes().PutStr("secret", "content")
				n++
			}
		}
	}
	return ld
}

func makeTraces(shape [][]int) ptrace.Traces {
	td := ptrace.NewTraces()
	n := 0
	for r, scopes := range shape {
		rs := td.ResourceSpans().AppendEmpty()
		rs.SetSchemaUrl(fmt.Sprintf("https://schema.test/r%d", r))
		rs.Resource().Attributes().PutInt("resource", int64(r))
		for s, spans := range scopes {
			ss := rs.ScopeSpans().AppendEmpty()
			ss.SetSchemaUrl(fmt.Sprintf("https://schema.test/s%d", s))
			ss.Scope().SetName(fmt.Sprintf("scope %d.%d", r, s))
			for range spans {
				ss.Spans().AppendEmpty().SetName(fmt.Sprintf("content %d", n))
				n++
			}
		}
	}
	return td
}

// listLogs tells every record with what stands around it.
func listLogs(ld plog.Logs, keep func(i int) bool) []string {
	var out []string
	i := 0
	for _, rl := range ld.ResourceLogs().All() {
		for _, sl := range rl.ScopeLogs().All() {
			for _, lr := range sl.LogRecords().All() {
				if keep(i) {
					out = append(out, fmt.Sprint(rl.SchemaUrl(), rl.Resource().Attributes().AsRaw(), sl.SchemaUrl(),
						sl.Scope().Name(), lr.Body().AsRaw(), lr.Attributes().AsRaw()))
				}
				i++
			}
		}
	}
	return out
}

func listTraces(td ptrace.Traces, keep func(i int) bool) []string {
	var out []string
	i := 0
	for _, rs := range td.ResourceSpans().All() {
		for _, ss := range rs.ScopeSpans().All() {
			for _, span := range ss.Spans().All() {
				if keep(i) {
					out = append(out, fmt.Sprint(rs.SchemaUrl(), rs.Resource().Attributes().AsRaw(), ss.SchemaUrl(),
						ss.Scope().Name(), span.Name()))
				}
				i++
			}
		}
	}
	return out
}

func all(int) bool { return true }

// The error holds exactly the records that are not done, in their order and
// with all that stands around them, and the batch stays as it was.
func TestRetryLogsHoldsTheRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ld := makeLogs(drawShape(t))
		before := listLogs(ld, all)
		ledger := drawLedger(t, ld.LogRecordCount())
		err := RetryLogs(ld, ledger, Cause{Reason: "http_503"})
		assert.Equal(t, before, listLogs(ld, all))
		want := listLogs(ld, func(i int) bool { return !ledger.Outcome(i).Done() })
		if len(want) == 0 {
			require.NoError(t, err)
			return
		}
		var rest consumererror.Logs
		require.ErrorAs(t, err, &rest)
		assert.Equal(t, want, listLogs(rest.Data(), all))
		for _, rl := range rest.Data().ResourceLogs().All() {
			if len(want) < len(before) {
				assert.NotZero(t, rl.ScopeLogs().Len(), "an empty resource in the rest")
			}
		}
		checkRetryError(t, err)
	})
}

func TestRetryTracesHoldsTheRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		td := makeTraces(drawShape(t))
		before := listTraces(td, all)
		ledger := drawLedger(t, td.SpanCount())
		err := RetryTraces(td, ledger, Cause{Reason: "connection", RetryAfter: time.Second})
		assert.Equal(t, before, listTraces(td, all))
		want := listTraces(td, func(i int) bool { return !ledger.Outcome(i).Done() })
		if len(want) == 0 {
			require.NoError(t, err)
			return
		}
		var rest consumererror.Traces
		require.ErrorAs(t, err, &rest)
		assert.Equal(t, want, listTraces(rest.Data(), all))
		checkRetryError(t, err)
	})
}

// checkRetryError checks what a sender and the collector may see: nothing
// permanent, no gRPC status, no content.
func checkRetryError(t *rapid.T, err error) {
	assert.False(t, consumererror.IsPermanent(err))
	for e := err; e != nil; e = errors.Unwrap(e) {
		_, isStatus := e.(interface{ GRPCStatus() *status.Status })
		assert.False(t, isStatus)
	}
	assert.NotContains(t, err.Error(), "content")
}

func TestCauseText(t *testing.T) {
	ledger := NewLedger(3)
	ledger.Set(1, Stored)
	err := RetryLogs(makeLogs([][]int{{3}}), ledger, Cause{Reason: "http_429", RetryAfter: 7 * time.Second})
	require.EqualError(t, err, "Throttle (7s), error: 2 log records to be sent again: http_429")
	err = RetryTraces(makeTraces([][]int{{3}}), ledger, Cause{Reason: "timeout"})
	require.EqualError(t, err, "2 spans to be sent again: timeout")
}
