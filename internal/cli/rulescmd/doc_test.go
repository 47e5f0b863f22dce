package rulescmd

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRulesDocumentIsFresh(t *testing.T) {
	set, err := load()
	require.NoError(t, err)
	var want bytes.Buffer
	require.NoError(t, writeMarkdown(&want, set))
	have, err := os.ReadFile("../../../docs/rules.md")
	require.NoError(t, err)
	assert.Equal(t, want.String(), string(have), "docs/rules.md is stale, run 'make generate' and commit it")
}

func TestMarkdownNamesEveryRuleOnce(t *testing.T) {
	set, err := load()
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, writeMarkdown(&out, set))
	for _, r := range set.rules {
		assert.Equal(t, 1, bytes.Count(out.Bytes(), []byte("\n| `"+r.Name+"` |")), r.Name)
	}
	assert.Contains(t, out.String(), set.version)
}
