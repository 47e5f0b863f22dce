package lumberjackreceiver

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Each value of a document counts, so that lists of numbers are handed on in
// smaller parts.
func TestValues(t *testing.T) {
	for doc, least := range map[string]int64{
		`{}`:                           0,
		`{"a":1}`:                      1,
		`{"a":1,"b":[1,2,{"c":null}]}`: 6,
		`{"a":[[],[],[[]]]}`:           5,
		`{"a":[` + strings.Repeat("1,", 999) + `1]}`: 1001,
	} {
		assert.GreaterOrEqual(t, values([]byte(doc)), least, doc)
	}
	assert.EqualValues(t, mostValues, values([]byte(strings.Repeat(",", 2*mostValues))))
	w := workspace{payload: make([]byte, 100), events: make([]event, 2), values: 10}
	assert.EqualValues(t, 100+2*eventCost+10*valueCost, w.size())
}
