// Package secretkey reads the keys of keyed hashes and ciphers from a
// configuration: 32 random bytes in hex or base64, nothing else.
package secretkey

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
)

// Size is the length of a key in bytes.
const Size = 32

// HowToMake tells a person how to make a key.
const HowToMake = "make one with `openssl rand -hex 32`, keep it, and give the same one to every replica"

// minDistinct is below what 32 random bytes ever show: of a billion random
// keys none has fewer than 16 different bytes.
const minDistinct = 16

var (
	// ErrMissing says that there is no key.
	ErrMissing = errors.New("is missing: " + HowToMake)
	// ErrFormat says that a text is no key; it may be a passphrase.
	ErrFormat = errors.New("is not 32 random bytes in hex (64 digits) or base64 (44 characters), and a passphrase cannot be used; " + HowToMake)
	// ErrNotRandom says that a key was not made at random.
	ErrNotRandom = errors.New("is not random (a pattern or a text); " + HowToMake)
)

// Parse reads a key. Its errors never show it.
func Parse(text string) ([]byte, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, ErrMissing
	}
	key := decode(text)
	if key == nil {
		return nil, ErrFormat
	}
	if !looksRandom(key) {
		return nil, ErrNotRandom
	}
	return key, nil
}

func decode(text string) []byte {
	if b, err := hex.DecodeString(text); err == nil && len(b) == Size {
		return b
	}
	trimmed := strings.TrimRight(text, "=")
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
