package redactcorrelateprocessor

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pipeline"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/processortest"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
)

var (
	signalLogs   = pipeline.SignalLogs
	signalTraces = pipeline.SignalTraces
)

func nopSettings() processor.Settings { return processortest.NewNopSettings(metadata.Type) }

// startedProcessor is one without the helper around it.
func startedProcessor(t testing.TB, cfg *Config, signal pipeline.Signal, host component.Host) *redactCorrelate {
	t.Helper()
	p, err := newProcessor(nopSettings(), cfg, signal)
	require.NoError(t, err)
	if host == nil {
		host = componenttest.NewNopHost()
	}
	require.NoError(t, p.start(t.Context(), host))
	t.Cleanup(func() { require.NoError(t, p.shutdown(context.Background())) })
	return p
}

func processLogs(t testing.TB, p *redactCorrelate, ld plog.Logs) plog.Logs {
	t.Helper()
	require.NoError(t, process(t.Context(), p, logs{}, ld))
	return ld
}

// logsOf makes a batch with one record for each call.
func logsOf(records ...func(plog.LogRecord)) plog.Logs {
	ld := plog.NewLogs()
	rl := ld.ResourceLogs().AppendEmpty()
	rl.Resource().Attributes().PutStr("service.name", "shop")
	rs := rl.ScopeLogs().AppendEmpty().LogRecords()
	for _, f := range records {
		f(rs.AppendEmpty())
	}
	return ld
}

func copyLogs(ld plog.Logs) plog.Logs {
	c := plog.NewLogs()
	ld.CopyTo(c)
	return c
}

func eachRecord(ld plog.Logs, f func(plog.LogRecord)) {
	for _, rl := range ld.ResourceLogs().All() {
		for _, sl := range rl.ScopeLogs().All() {
			for _, r := range sl.LogRecords().All() {
				f(r)
			}
		}
	}
}

// attributeOf lists an attribute of all records, "" where it is missing.
func attributeOf(ld plog.Logs, name string) []string {
	var all []string
	eachRecord(ld, func(r plog.LogRecord) {
		s := ""
		if v, ok := r.Attributes().Get(name); ok {
			s = v.AsString()
		}
		all = append(all, s)
	})
	return all
}
