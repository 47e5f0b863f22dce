package lokiexporter

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestPushLimit(t *testing.T) {
	l := newPushLimit(1_000_000)
	l.refused(600_000)
	assert.Equal(t, 300_000, l.bytes())
	l.refused(900_000) // another request of the old size, refused later
	assert.Equal(t, 300_000, l.bytes())
	l.taken(1000) // proves nothing
	assert.Equal(t, 300_000, l.bytes())
	for range 100 {
		l.taken(l.bytes())
	}
	assert.Equal(t, 1_000_000, l.bytes())
	for range 20 {
		l.refused(l.bytes())
	}
	assert.Equal(t, lowestPushLimit, l.bytes())
}

func TestPushLimitStaysInItsBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		highest := rapid.IntRange(minRequestSize, maxRequestSize).Draw(t, "highest")
		l := newPushLimit(highest)
		for range rapid.IntRange(0, 50).Draw(t, "answers") {
			size := rapid.IntRange(1, 2*maxRequestSize).Draw(t, "size")
			if rapid.Bool().Draw(t, "taken") {
				l.taken(size)
			} else {
				l.refused(size)
			}
			assert.LessOrEqual(t, l.bytes(), highest)
			assert.GreaterOrEqual(t, l.bytes(), min(highest, lowestPushLimit))
		}
	})
}
