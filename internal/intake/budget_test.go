package intake

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestBudget(t *testing.T) {
	b := NewBudget(10)
	assert.True(t, b.Take(7))
	assert.False(t, b.Take(4))
	assert.True(t, b.Take(3), "a refusal takes nothing")
	assert.False(t, b.Take(1))
	b.Return(7)
	assert.True(t, b.Take(7))
}
