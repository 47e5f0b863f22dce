package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestUnescape(t *testing.T) {
	for text, want := range map[string]struct {
		r    rune
		size int
	}{
		`\"`:            {'"', 2},
		`\\n`:           {'\\', 2},
		`\/`:            {'/', 2},
		`\b`:            {'\b', 2},
		`\f`:            {'\f', 2},
		`\n!`:           {'\n', 2},
		`\r`:            {'\r', 2},
		`\t`:            {'\t', 2},
		`\u00e4x`:       {'ä', 6},
		`\u0000`:        {0, 6},
		`\uD83D\ude00.`: {'😀', 12},
		`\ud83d`:        {utf8.RuneError, 6},
		`\ud83d\u0041`:  {utf8.RuneError, 6},
		`\ud83d\ud83d`:  {utf8.RuneError, 6},
		`\ude00\ud83d`:  {utf8.RuneError, 6},
		`\ufffd`:        {utf8.RuneError, 6},
		`\`:             {0, 0},
		`\x41`:          {0, 0},
		`\u12`:          {0, 0},
		`\u12g4`:        {0, 0},
		`\U0041`:        {0, 0},
	} {
		r, size := Unescape(text)
		assert.Equal(t, want.r, r, text)
		assert.Equal(t, want.size, size, text)
		r, size = Unescape([]byte(text))
		assert.Equal(t, want.r, r, text)
		assert.Equal(t, want.size, size, text)
	}
}

func FuzzUnescape(f *testing.F) {
	f.Add(`\ud83d\ude00`)
	f.Add(`\u00e4`)
	f.Add(`\/`)
	f.Fuzz(func(t *testing.T, text string) {
		if !strings.HasPrefix(text, `\`) {
			text = `\` + text
		}
		r, size := Unescape(text)
		if size == 0 {
			return
		}
		var read string
		require.NoError(t, json.Unmarshal([]byte(`"`+text[:size]+`"`), &read))
		require.Equal(t, string(r), read)
	})
}
