package rulescmd

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

func TestPlacesDocumentIsFresh(t *testing.T) {
	var want bytes.Buffer
	require.NoError(t, writePlaces(&want))
	have, err := os.ReadFile("../../../docs/places.md")
	require.NoError(t, err)
	assert.Equal(t, want.String(), string(have), "docs/places.md is stale, run 'make generate' and commit it")
	for _, d := range pdatawalk.Places() {
		assert.NotEmpty(t, treatments[d.Treatment], d.Name)
		assert.Equal(t, 1, bytes.Count(want.Bytes(), []byte("\n| `"+d.Name+"` |")), d.Name)
	}
}
