package delivery

import (
	"fmt"
	"time"

	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/exporter/exporterhelper"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

// Cause says why records have to be sent again. It holds nothing that came
// from a record or from a backend's text: the error made from it is logged,
// and may be returned to a sender.
type Cause struct {
	// Reason is one of a bounded set of words, for example "connection",
	// "timeout" or "http_503".
	Reason string
	// RetryAfter is the pause that the backend asked for; zero leaves it to
	// the exporter's own back-off.
	RetryAfter time.Duration
}

// RetryLogs returns the error for a batch of which the ledger holds the
// outcomes: nil when every record is done, else one retryable error with
// exactly the records that are not, in their order. The batch is not changed.
func RetryLogs(ld plog.Logs, ledger *Ledger, cause Cause) error {
	pending := ledger.Pending()
	if pending == 0 {
		return nil
	}
	rest := ld
	if pending < ledger.Len() {
		rest = pendingLogs(ld, ledger)
	}
	return consumererror.NewLogs(cause.err(pending, "log records"), rest)
}

// RetryTraces is RetryLogs for spans.
func RetryTraces(td ptrace.Traces, ledger *Ledger, cause Cause) error {
	pending := ledger.Pending()
	if pending == 0 {
		return nil
	}
	rest := td
	if pending < ledger.Len() {
		rest = pendingTraces(td, ledger)
	}
	return consumererror.NewTraces(cause.err(pending, "spans"), rest)
}

func (c Cause) err(pending int, what string) error {
	err := fmt.Errorf("%d %s to be sent again: %s", pending, what, c.Reason)
	if c.RetryAfter > 0 {
		return exporterhelper.NewThrottleRetry(err, c.RetryAfter)
	}
	return err
}

func pendingLogs(ld plog.Logs, ledger *Ledger) plog.Logs {
	out := plog.NewLogs()
	i := 0
	for _, rl := range ld.ResourceLogs().All() {
		var outRL plog.ResourceLogs
		haveRL := false
		for _, sl := range rl.ScopeLogs().All() {
			var outSL plog.ScopeLogs
			haveSL := false
			for _, lr := range sl.LogRecords().All() {
				done := ledger.Outcome(i).Done()
				i++
				if done {
					continue
				}
				if !haveRL {
					haveRL = true
					outRL = out.ResourceLogs().AppendEmpty()
					rl.Resource().CopyTo(outRL.Resource())
					outRL.SetSchemaUrl(rl.SchemaUrl())
				}
				if !haveSL {
					haveSL = true
					outSL = outRL.ScopeLogs().AppendEmpty()
					sl.Scope().CopyTo(outSL.Scope())
					outSL.SetSchemaUrl(sl.SchemaUrl())
				}
				lr.CopyTo(outSL.LogRecords().AppendEmpty())
			}
		}
	}
	return out
}

func pendingTraces(td ptrace.Traces, ledger *Ledger) ptrace.Traces {
	out := ptrace.NewTraces()
	i := 0
	for _, rs := range td.ResourceSpans().All() {
		var outRS ptrace.ResourceSpans
		haveRS := false
		for _, ss := range rs.ScopeSpans().All() {
			var outSS ptrace.ScopeSpans
			haveSS := false
			for _, span := range ss.Spans().All() {
				done := ledger.Outcome(i).Done()
				i++
				if done {
					continue
				}
				if !haveRS {
					haveRS = true
					outRS = out.ResourceSpans().AppendEmpty()
					rs.Resource().CopyTo(outRS.Resource())
					outRS.SetSchemaUrl(rs.SchemaUrl())
				}
				if !haveSS {
					haveSS = true
					outSS = outRS.ScopeSpans().AppendEmpty()
					ss.Scope().CopyTo(outSS.Scope())
					outSS.SetSchemaUrl(ss.SchemaUrl())
				}
				span.CopyTo(outSS.Spans().AppendEmpty())
			}
		}
	}
	return out
}
