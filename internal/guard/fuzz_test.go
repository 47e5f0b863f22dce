package guard

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
)

// FuzzConvert: whatever stands in a configuration, the guard decides about it
// and gives the same answer again.
func FuzzConvert(f *testing.F) {
	files, err := filepath.Glob("testdata/*/config.yaml")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		raw, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(raw)
	}
	for _, text := range []string{"", "lethe:", "lethe: 1", "service: []", "service: {pipelines: {logs: {receivers: 1, exporters: [[]]}}}", "receivers: {otlp: {protocols: [1]}}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		convert := func() (string, bool) {
			retrieved, err := confmap.NewRetrievedFromYAML(text)
			if err != nil {
				return "", false
			}
			conf, err := retrieved.AsConf()
			if err != nil {
				return "", false
			}
			if err := NewFactory().Create(confmap.ConverterSettings{}).Convert(t.Context(), conf); err != nil {
				return err.Error(), true
			}
			require.False(t, conf.IsSet(section))
			return "", true
		}
		if first, ok := convert(); ok {
			again, _ := convert()
			require.Equal(t, first, again)
		}
	})
}
