package elasticsearchexporter

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap/confmaptest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/pdata/ptrace"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestWire compares what goes over the wire with golden files. A folder of
// testdata/wire holds the batch (input.json, OTLP/JSON), the configuration
// that differs from the default (config.yaml, optional), and the requests
// (want.txt). With -update the requests are written anew: read the difference.
func TestWire(t *testing.T) {
	folders, err := filepath.Glob("testdata/wire/*")
	require.NoError(t, err)
	require.NotEmpty(t, folders)
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			f := newFakeServer(t)
			cfg := testConfig(f.URL)
			if conf, err := confmaptest.LoadConf(filepath.Join(folder, "config.yaml")); err == nil {
				require.NoError(t, conf.Unmarshal(cfg))
			}
			h := newHarness(t, cfg)
			input, err := os.ReadFile(filepath.Join(folder, "input.json"))
			require.NoError(t, err)
			if bytes.Contains(input, []byte("resourceSpans")) {
				td, err := (&ptrace.JSONUnmarshaler{}).UnmarshalTraces(input)
				require.NoError(t, err)
				require.NoError(t, h.traces.ConsumeTraces(t.Context(), td))
			} else {
				ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(input)
				require.NoError(t, err)
				require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
			}
			golden(t, filepath.Join(folder, "want.txt"), snapshot(t, f.requests()))
		})
	}
}

// snapshot writes requests so that a person can read them: documents indented,
// their members in the order of the wire.
func snapshot(t *testing.T, reqs []fakeRequest) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, r := range reqs {
		fmt.Fprintf(&out, "%s %s?%s\nContent-Type: %s\nContent-Encoding: %s\n\n", r.method, r.path, r.query, r.contentType, r.encoding)
		for i, line := range bytes.Split(bytes.TrimSuffix(r.body, []byte("\n")), []byte("\n")) {
			if i%2 == 0 {
				out.Write(line)
			} else {
				require.NoError(t, json.Indent(&out, line, "", "  "))
			}
			out.WriteByte('\n')
		}
	}
	return out.Bytes()
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		require.NoError(t, os.WriteFile(path, got, 0o600))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err, "run the test with -update to write it")
	assert.Equal(t, string(want), string(got))
}

// TestWireBytesRepeat: the same batch gives the same bytes, whatever was sent
// before it.
func TestWireBytesRepeat(t *testing.T) {
	f := newFakeServer(t)
	h := newHarness(t, testConfig(f.URL))
	input, err := os.ReadFile("testdata/wire/log/input.json")
	require.NoError(t, err)
	for range 2 {
		ld, err := (&plog.JSONUnmarshaler{}).UnmarshalLogs(slices.Clone(input))
		require.NoError(t, err)
		require.NoError(t, h.logs.ConsumeLogs(t.Context(), ld))
		require.NoError(t, h.logs.ConsumeLogs(t.Context(), someLogs(3)))
	}
	reqs := f.requests()
	require.Len(t, reqs, 4)
	assert.Equal(t, string(reqs[0].body), string(reqs[2].body))
	assert.Equal(t, int64(7), h.outcomes(t)["duplicate"])
}
