package secretkey

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A made-up key.
const made = "5f1c0e9b7a3d48261cf4d0a2b9e86c7735d1f0836b2e4a9cc8e17d540a93fb62"

func TestParse(t *testing.T) {
	raw, err := hex.DecodeString(made)
	require.NoError(t, err)
	for _, text := range []string{
		made, strings.ToUpper(made), " " + made + "\n",
		base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw), base64.URLEncoding.EncodeToString(raw),
	} {
		key, err := Parse(text)
		require.NoError(t, err)
		assert.Equal(t, raw, key)
	}
	for text, want := range map[string]error{
		"":                         ErrMissing,
		" ":                        ErrMissing,
		"correct horse battery":    ErrFormat,
		made[:62]:                  ErrFormat,
		strings.Repeat("00", Size): ErrNotRandom,
		strings.Repeat("0123", 16): ErrNotRandom,
		hex.EncodeToString([]byte("a passphrase of just 32 letters!")): ErrNotRandom,
	} {
		_, err := Parse(text)
		require.ErrorIs(t, err, want, text)
		if text != "" && text != " " {
			assert.NotContains(t, err.Error(), text)
		}
	}
}
