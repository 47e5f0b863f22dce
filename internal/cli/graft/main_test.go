package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const generated = `package main

import (
	"os"

	"go.opentelemetry.io/collector/otelcol"
)

func runInteractive(params otelcol.CollectorSettings) error {
	cmd := otelcol.NewCommand(params)
	return cmd.Execute()
}
`

func TestSubstitute(t *testing.T) {
	out, err := substitute(generated)
	require.NoError(t, err)
	assert.Contains(t, out, "cmd := cli.NewCommand(params)")
	assert.Contains(t, out, `"github.com/lethe-otel/lethe/internal/cli"`)
	assert.Contains(t, out, "params otelcol.CollectorSettings")
}

func TestSubstituteRefusesUnknownShapes(t *testing.T) {
	for name, source := range map[string]string{
		"grafted already":  strings.Replace(generated, theirs, ours, 1),
		"two constructors": generated + "var _ = " + theirs + "x)\n",
		"no import":        strings.Replace(generated, lastImport, "", 1),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := substitute(source)
			require.Error(t, err)
		})
	}
}
