package intake

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPatterns(t *testing.T) {
	for _, tt := range []struct {
		pattern, text string
		want          bool
	}{
		{"a", "a", true},
		{"a", "ab", false},
		{"a*", "a", true},
		{"a*", "abc", true},
		{"*c", "abc", true},
		{"a*c", "ac", true},
		{"a*c", "abcc", true},
		{"a*c", "abcd", false},
		{"aa*aa", "aaa", false},
		{"*a*b*", "xaxbx", true},
		{"*a*b*", "xbxax", false},
		{"*", "", true},
		{"**", "x", true},
	} {
		assert.Equal(t, tt.want, Matches(tt.pattern, tt.text), "%s %s", tt.pattern, tt.text)
	}
	assert.True(t, Allowed([]string{"x", "audit-*"}, "audit-2026"))
	assert.False(t, Allowed(nil, "audit-2026"))
	assert.False(t, Allowed([]string{"*"}, ""))
	assert.False(t, Allowed([]string{"*"}, ".security"), "a system index is named with its dot")
	assert.True(t, Allowed([]string{".ds-*"}, ".ds-logs"))
	assert.True(t, Allowed([]string{"*-geo"}, "team/a-geo"), "any text, a slash too")
	assert.True(t, Allowed([]string{"a[b"}, "a[b"), "a star is the only sign")
	assert.False(t, Allowed([]string{""}, ".a"))
}

func TestCheckPatterns(t *testing.T) {
	require.NoError(t, CheckPatterns("allow::indices", []string{"a", "*", "["}))
	require.EqualError(t, CheckPatterns("allow::indices", []string{"", "a", ""}),
		"allow::indices::0: is empty; write a name, or a pattern in which * stands for any text, for example app-*\n"+
			"allow::indices::2: is empty; write a name, or a pattern in which * stands for any text, for example app-*")
}
