package redactcorrelateprocessor

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

const (
	recordKeySize = 32
	howToMakeAKey = "make one with `openssl rand -hex 32`, keep it, and give the same one to every replica"
	// minDistinct is below what 32 random bytes ever show: of a billion random
	// keys none has fewer than 16 different bytes.
	minDistinct = 16
)

var (
	errNoKey      = errors.New("is missing: without a key a record id would let anyone try out what was masked; " + howToMakeAKey)
	errKeyFormat  = errors.New("is not 32 random bytes in hex (64 digits) or base64 (44 characters), and a passphrase cannot be used; " + howToMakeAKey)
	errKeyNotMade = errors.New("is not random (a pattern or a text); " + howToMakeAKey)
)

// parseRecordKey reads 32 random bytes. Its errors never show the key.
func parseRecordKey(s string) ([]byte, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, errNoKey
	}
	key := decodeKey(s)
	if key == nil {
		return nil, errKeyFormat
	}
	if !looksRandom(key) {
		return nil, errKeyNotMade
	}
	return key, nil
}

func decodeKey(s string) []byte {
	if b, err := hex.DecodeString(s); err == nil && len(b) == recordKeySize {
		return b
	}
	trimmed := strings.TrimRight(s, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if b, err := enc.DecodeString(trimmed); err == nil && len(b) == recordKeySize {
			return b
		}
	}
	return nil
}

func looksRandom(key []byte) bool {
	var seen [256]bool
	distinct, printable := 0, 0
	for _, b := range key {
		if !seen[b] {
			seen[b] = true
			distinct++
		}
		if b >= ' ' && b <= '~' {
			printable++
		}
	}
	return distinct >= minDistinct && printable < len(key)
}
