package ecs

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// What a clock remembers makes no difference to what it reads.
func TestClock(t *testing.T) {
	texts := []string{
		"2026-11-22T10:11:12.123Z", "2026-11-22T10:11:59.123456789Z", "2026-11-22T10:11:00Z", "2026-11-22T10:11:12.1Z",
		"2026-11-22T10:12:12.123Z", "2026-11-22 10:11:12.123Z", "2026-11-22T10:11:60.123Z", "2026-11-22T10:11:12.Z", "2026-11-22T10:11:12,5Z",
		"2026-11-22T10:11:12.1234567891Z", "2026-11-22T10:11:12.123456789123Z", "2026-11-22T10:11:1aZ", "2026-11-22T10:11:12.12a4Z",
		"2026-11-22T10:11:12.123+01:00", "2026-11-22T10:11:12.123z", "2026-11-22T10:11:12.123", "2026-11-22T10:11Z", "2026-11-22T10:11:", "2026-11-22T10+10:30Z",
		"1970-01-01T00:00:00Z", "1970-01-01T00:00:00.5Z", "1970-01-01T00:01:00Z", "1969-12-31T23:59:59Z", "2261-12-31T23:59:59.999999999Z",
		strings.Repeat("\x00", 17) + "12.5Z", strings.Repeat("\x00", 17) + "12Z", "Z", "",
	}
	var c clock
	r := rand.New(rand.NewPCG(1, 2))
	for range 100 * len(texts) {
		text := []byte(texts[r.IntN(len(texts))])
		if r.IntN(4) == 0 && len(text) > 0 {
			text[r.IntN(len(text))] = byte(' ' + r.IntN('['-' '))
		}
		assert.Equal(t, moment(text), c.moment(text), string(text))
	}
}
