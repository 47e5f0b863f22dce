package jsontext

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestAppendString(t *testing.T) {
	for text, want := range map[string]string{
		"":                      `""`,
		"plain":                 `"plain"`,
		"a\"b\\c":               `"a\"b\\c"`,
		"\n\r\t\x00\x1f\x7f":    `"\n\r\t\u0000\u001f` + "\x7f" + `"`,
		"größer, 測定, \u2028 ":   `"größer, 測定, ` + "\u2028" + ` "`,
		"\xff\xfe cut \xe6\xb8": `"` + "\ufffd\ufffd cut \ufffd\ufffd" + `"`,
	} {
		assert.Equal(t, want, string(AppendString(nil, text)))
	}
}

func FuzzAppendString(f *testing.F) {
	f.Add("a\"b\\c\n\x00\xff測")
	f.Fuzz(func(t *testing.T, text string) {
		out := AppendString([]byte("before"), text)
		require.True(t, strings.HasPrefix(string(out), "before"))
		require.True(t, utf8.Valid(out))
		var read string
		require.NoError(t, json.Unmarshal(out[len("before"):], &read))
		want := make([]rune, 0, len(text))
		for _, r := range text { // each byte that is not UTF-8 is a U+FFFD
			want = append(want, r)
		}
		require.Equal(t, string(want), read)
	})
}
