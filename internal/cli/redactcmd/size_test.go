package redactcmd

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSize(t *testing.T) {
	for text, want := range map[string]size{
		"65536": 64 * kib, "64KiB": 64 * kib, "64k": 64 * kib, "16 MiB": 16 * mib, "16m": 16 * mib, "1GiB": gib, "4096b": 4 * kib,
	} {
		var s size
		require.NoError(t, s.Set(text), text)
		assert.Equal(t, want, s, text)
		var again size
		require.NoError(t, again.Set(s.String()), s.String())
		assert.Equal(t, s, again)
	}
	for _, text := range []string{"", "x", "1KiB", "2GiB", "-5m", "9223372036854775807GiB", "1.5m"} {
		var s size
		assert.Error(t, s.Set(text), text)
	}
}

func TestProgressLine(t *testing.T) {
	assert.Equal(t, "10.0 MiB of 40.0 MiB (25 %), 5.0 MiB/s, 3 findings", progressLine(10*mib, 40*mib, 3, 2e9))
	assert.Equal(t, "10.0 MiB, 5.0 MiB/s, 0 findings", progressLine(10*mib, -1, 0, 2e9))
}
