package ecs

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/open-telemetry/opentelemetry-collector-contrib/pkg/golden"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/pdata/plog"
)

var update = flag.Bool("update", false, "write want.yaml")

// Each folder of testdata is what one agent or logger sends, a document a line,
// and the records that become of it.
func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*/input.ndjson")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(inputs), 30)
	d := NewDecoder(Limits{})
	for _, input := range inputs {
		dir := filepath.Dir(input)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			raw, err := os.ReadFile(input)
			require.NoError(t, err)
			b := NewBatch()
			for doc := range bytes.Lines(raw) {
				_, err := d.Append(b, doc)
				require.NoError(t, err)
			}
			want := filepath.Join(dir, "want.yaml")
			if *update {
				require.NoError(t, golden.WriteLogsToFile(want, b.Logs()))
			}
			expected, err := golden.ReadLogs(want)
			require.NoError(t, err)
			assert.Equal(t, logsJSON(t, expected), logsJSON(t, b.Logs()))
		})
	}
}

func logsJSON(t *testing.T, logs plog.Logs) string {
	t.Helper()
	b, err := (&plog.JSONMarshaler{}).MarshalLogs(logs)
	require.NoError(t, err)
	return string(b)
}
