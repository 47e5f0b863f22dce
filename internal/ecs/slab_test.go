package ecs

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Texts of all lengths stay what they were, and share little memory that they do
// not fill.
func TestSlab(t *testing.T) {
	var s slab
	var want, got []string
	for i := range 2000 {
		text := strings.Repeat(string(rune('a'+i%26)), i*37%(ownSlab+100))
		want, got = append(want, text), append(got, s.keep([]byte(text)))
		assert.LessOrEqual(t, cap(s.room), mostSlab)
	}
	assert.Equal(t, want, got)

	var few slab
	few.keep([]byte("one record"))
	assert.Equal(t, firstSlab, cap(few.room))
}

// Long documents are read in memory of their own, and become the same.
func TestAppendLong(t *testing.T) {
	d, b := NewDecoder(Limits{}), NewBatch()
	for _, n := range []int{1, ownSlab, mostScratch - 40, mostScratch, 10 * mostScratch, 1} {
		text := strings.Repeat("x", n)
		doc := []byte(`{"message":"` + text + `","a":"é\n","host":{"name":"h"}}`)
		r, err := d.Append(b, doc)
		require.NoError(t, err)
		clear(doc)
		assert.Equal(t, text, r.Body().Str())
		assert.Equal(t, map[string]any{"a": "é\n"}, r.Attributes().AsRaw())
		assert.LessOrEqual(t, cap(d.scratch), 2*mostScratch)
	}
}
