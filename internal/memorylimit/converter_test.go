package memorylimit

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/confmap"
	"go.yaml.in/yaml/v3"
)

func TestConvert(t *testing.T) {
	for name, test := range map[string]struct {
		config     string
		gomemlimit string
		want       int64
	}{
		"one limiter":            {config: "processors: {memory_limiter: {limit_mib: 500}}", want: 400 << 20},
		"the lowest of several":  {config: "processors: {memory_limiter/a: {limit_mib: 500}, memory_limiter/b: {limit_mib: 250}}", want: 200 << 20},
		"GOMEMLIMIT is stronger": {config: "processors: {memory_limiter: {limit_mib: 500}}", gomemlimit: "1GiB"},
		"a percentage":           {config: "processors: {memory_limiter: {limit_percentage: 80}}"},
		"not a number":           {config: "processors: {memory_limiter: {limit_mib: much}}"},
		"empty limiter":          {config: "processors: {memory_limiter: }"},
		"another processor":      {config: "processors: {memory_limiter_like: {limit_mib: 500}}"},
		"no processors":          {config: "receivers: {otlp: }"},
	} {
		t.Run(name, func(t *testing.T) {
			var content map[string]any
			require.NoError(t, yaml.Unmarshal([]byte(test.config), &content))
			conf := confmap.NewFromStringMap(content)
			var got int64
			c := converter{
				lookup: func(string) (string, bool) { return test.gomemlimit, test.gomemlimit != "" },
				set:    func(limit int64) int64 { got = limit; return 0 },
			}
			require.NoError(t, c.Convert(t.Context(), conf))
			assert.Equal(t, test.want, got)
			assert.Equal(t, confmap.NewFromStringMap(content).ToStringMap(), conf.ToStringMap(), "the configuration stays as it is")
		})
	}
}
