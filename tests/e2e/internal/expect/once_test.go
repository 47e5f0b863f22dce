package expect

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/lethe-otel/lethe/tests/backends/query"
)

func records(ids ...string) []query.Record {
	var out []query.Record
	for _, id := range ids {
		out = append(out, query.Record{ID: id})
	}
	return out
}

func TestOnce(t *testing.T) {
	want := []string{"a", "b"}
	assert.NoError(t, Once("here", want, records("b", "a"), nil))
	assert.NoError(t, Once("here", nil, nil, nil))
	assert.EqualError(t, Once("here", want, records("b"), nil), "here: 1 of 2 missing: a")
	assert.EqualError(t, Once("here", want, records("a", "b", "b", "b"), nil), "here: 1 of 2 doubled: b (3 times)")
	assert.EqualError(t, Once("here", want, records("a", "b", "c", ""), nil), "here: 2 of 2 not expected: \"\", \"c\"")
	assert.EqualError(t, Once("here", want, records("a", "a"), nil), "here: 1 of 2 missing: b\nhere: 1 of 2 doubled: a (2 times)")
	assert.EqualError(t, Once("here", want, records("a", "b"), errors.New("no answer")), "here: no answer")
}
