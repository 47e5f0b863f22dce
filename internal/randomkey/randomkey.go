// Package randomkey reads the secrets that a configuration must bring along:
// 32 random bytes, and nothing that a person made up.
package randomkey

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

const (
	// Size of a key. Unit: bytes.
	Size = 32
	// HowToMake tells people where a key comes from.
	HowToMake = "make one with `openssl rand -hex 32`, keep it, and give the same one to every replica"
	// minDistinct is below what 32 random bytes ever show: of a billion random
	// keys none has fewer than 16 different bytes.
	minDistinct = 16
)

var (
	// ErrMissing says that there is none.
	ErrMissing = errors.New("is missing; " + HowToMake)
	// ErrFormat says that it has another length, or is written in another way.
	ErrFormat = errors.New("is not 32 random bytes in hex (64 digits) or base64 (44 characters), and a passphrase cannot be used; " + HowToMake)
	// ErrNotRandom says that it has the length, and that no machine made it.
	ErrNotRandom = errors.New("is not random (a pattern or a text); " + HowToMake)
)

// Parse reads 32 random bytes, in hex or in either base64, with or without
// padding. Its errors never show the key.
func Parse(s string) ([]byte, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return nil, ErrMissing
	}
	key := decodeKey(s)
	if key == nil {
		return nil, ErrFormat
	}
	if !looksRandom(key) {
		return nil, ErrNotRandom
	}
	return key, nil
}

func decodeKey(s string) []byte {
	if b, err := hex.DecodeString(s); err == nil && len(b) == Size {
		return b
	}
	trimmed := strings.TrimRight(s, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if b, err := enc.DecodeString(trimmed); err == nil && len(b) == Size {
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
