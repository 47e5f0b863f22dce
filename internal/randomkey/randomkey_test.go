package randomkey

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const testKey = "5f1c0e9b7a3d48261cf4d0a2b9e86c7735d1f0836b2e4a9cc8e17d540a93fb62" // made up

func TestParse(t *testing.T) {
	// Keys and passphrases are made up.
	for name, c := range map[string]struct {
		key string
		err error
	}{
		"hex":               {testKey, nil},
		"hex in capitals":   {strings.ToUpper(testKey), nil},
		"base64":            {"XxwOm3o9SCYc9NCiuehsdzXR8INrLkqcyOF9VAqT+2I=", nil},
		"base64 bare":       {"XxwOm3o9SCYc9NCiuehsdzXR8INrLkqcyOF9VAqT+2I", nil},
		"base64 for URLs":   {"XxwOm3o9SCYc9NCiuehsdzXR8INrLkqcyOF9VAqT-2I=", nil},
		"with a line end":   {testKey + "\n", nil},
		"none":              {"", ErrMissing},
		"blank":             {"  ", ErrMissing},
		"a passphrase":      {"correct horse battery staple", ErrFormat},
		"32 letters":        {"abcdefghijklmnopqrstuvwxyzabcdef", ErrFormat},
		"too short":         {testKey[:32], ErrFormat},
		"too long":          {testKey + "00", ErrFormat},
		"zeroes":            {strings.Repeat("00", 32), ErrNotRandom},
		"a pattern":         {strings.Repeat("deadbeef", 8), ErrNotRandom},
		"a text in hex":     {"636f727265637420686f7273652062617474657279207374617020616e642e2e", ErrNotRandom},
		"a text in base64":  {"Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXAgYW5kLi4=", ErrNotRandom},
		"an unset variable": {"${env:LETHE_RECORD_KEY}", ErrFormat},
	} {
		t.Run(name, func(t *testing.T) {
			key, err := Parse(c.key)
			require.ErrorIs(t, err, c.err)
			if c.err == nil {
				assert.Len(t, key, 32)
			} else if c.key != "" && strings.TrimSpace(c.key) != "" {
				assert.NotContains(t, err.Error(), c.key)
			}
		})
	}
}
