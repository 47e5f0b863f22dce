package redactcorrelateprocessor

import (
	"errors"

	"github.com/lethe-otel/lethe/internal/randomkey"
)

var errNoKey = errors.New("is missing: without a key a record id would let anyone try out what was masked; " + randomkey.HowToMake)

// parseRecordKey reads 32 random bytes. Its errors never show the key.
func parseRecordKey(s string) ([]byte, error) {
	key, err := randomkey.Parse(s)
	if errors.Is(err, randomkey.ErrMissing) {
		err = errNoKey
	}
	return key, err
}
