package main

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSmallRun(t *testing.T) {
	s, err := evaluate(t.Context(), settings{seed: 1, n: 1})
	require.NoError(t, err)
	require.NoError(t, s.gates())
	assert.Greater(t, len(s.formats), 100)
	assert.Greater(t, len(s.places), 20)
	assert.Greater(t, s.total.cases, 2_000)
	assert.Greater(t, s.negative.cases, 2_000)
	assert.Greater(t, len(s.flows), 15)
	for _, f := range s.failures {
		t.Errorf("%s, %s: %q: got %v, want %v", f.format, f.place, f.record, f.got, f.want)
	}
}

// The measure is worth nothing if it takes a wrong id for a missing one.
func TestWrongIsNotMissed(t *testing.T) {
	want := idsOf{"a", "b", "c"}
	assert.False(t, want.wrong(idsOf{}))
	assert.False(t, want.wrong(idsOf{trace: "a"}))
	assert.True(t, want.wrong(idsOf{trace: "b"}))
	assert.True(t, want.wrong(idsOf{"a", "b", "d"}))
	assert.True(t, idsOf{}.wrong(idsOf{correlation: "c"}))
}

func TestCasesHoldTheirIDs(t *testing.T) {
	for _, f := range lineFormats() {
		line, want := f.make(newRandom(1, 1))
		require.NotEqual(t, idsOf{}, want, f.name)
		for _, id := range []string{strings.TrimPrefix(want.trace, zeroes), want.span, want.correlation} {
			plain := strings.ToLower(strings.ReplaceAll(line, "-", ""))
			assert.Contains(t, plain, strings.ToLower(strings.ReplaceAll(id, "-", "")), f.name)
		}
		assert.NotContains(t, line, "{hex", f.name)
	}
	assert.Greater(t, len(negativeTemplates()), 300)
	r := newRandom(1, 1)
	_, err := hex.DecodeString(r.fill("{hex:32}"))
	require.NoError(t, err)
	assert.Equal(t, `{"a":{}} {other`, r.fill(`{"a":{}} {other`), "what is no placeholder stays")
}
