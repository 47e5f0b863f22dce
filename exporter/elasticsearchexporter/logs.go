package elasticsearchexporter

import (
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/document"
	"github.com/lethe-otel/lethe/internal/delivery"
)

type logs struct{ plog.Logs }

var _ records = logs{}

func (l logs) count() int { return l.LogRecordCount() }

func (l logs) encode(a *attempt) {
	i := 0
	for _, rl := range l.ResourceLogs().All() {
		for _, sl := range rl.ScopeLogs().All() {
			a.enc.SetScope(rl.Resource(), rl.SchemaUrl(), sl.Scope(), sl.SchemaUrl())
			for _, lr := range sl.LogRecords().All() {
				a.begin(i, document.RecordTime(lr), lr.Attributes())
				a.op = operationOf(lr.Attributes())
				a.scratch = a.enc.AppendLog(a.scratch[:0], lr)
				if !a.add(mainPart) {
					return
				}
				i++
			}
		}
	}
}

func (l logs) retry(ids []string, ledger *delivery.Ledger, cause delivery.Cause) error {
	pending := ledger.Pending()
	if ids == nil || pending == 0 || pending == ledger.Len() {
		return delivery.RetryLogs(l.Logs, ledger, cause)
	}
	// The next attempt sees only the rest, where equal records would be
	// numbered anew. The batch itself is not ours to write on.
	stamped := plog.NewLogs()
	l.CopyTo(stamped)
	i := 0
	for _, rl := range stamped.ResourceLogs().All() {
		for _, sl := range rl.ScopeLogs().All() {
			for _, lr := range sl.LogRecords().All() {
				if ids[i] != "" {
					lr.Attributes().PutStr(delivery.RecordIDAttribute, ids[i])
				}
				i++
			}
		}
	}
	return delivery.RetryLogs(stamped, ledger, cause)
}
