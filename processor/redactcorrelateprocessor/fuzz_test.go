package redactcorrelateprocessor

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

// Whatever a client sends, the batch is processed, and the secret that travels
// with it is gone.
func FuzzLogs(f *testing.F) {
	inputs, err := filepath.Glob("testdata/*/input.yaml")
	require.NoError(f, err)
	for _, input := range inputs {
		raw, err := os.ReadFile(input)
		require.NoError(f, err)
		if !strings.Contains(string(raw), "resourceLogs:") {
			continue
		}
		ld, err := golden.ReadLogs(input)
		require.NoError(f, err)
		wire, err := new(plog.ProtoMarshaler).MarshalLogs(ld)
		require.NoError(f, err)
		f.Add(wire)
	}
	p := startedProcessor(f, testConfig(), signalLogs, nil)
	f.Fuzz(func(t *testing.T, wire []byte) {
		if len(wire) > 1<<14 {
			return
		}
		ld, err := new(plog.ProtoUnmarshaler).UnmarshalLogs(wire)
		if err != nil {
			return
		}
		eachRecord(ld, func(r plog.LogRecord) { r.Attributes().PutStr("db.password", "S3CR3T-planted") })
		require.NoError(t, process(t.Context(), p, logs{}, ld))
		eachRecord(ld, func(r plog.LogRecord) {
			for k, v := range r.Attributes().All() {
				require.NotContains(t, k, "S3CR3T-planted")
				require.NotContains(t, v.AsString(), "S3CR3T-planted")
			}
		})
	})
}
