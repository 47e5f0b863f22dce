package correlationstoreextension

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
)

// seal hides what the second level holds: a key is a keyed hash of an id, a
// value is encrypted and bound to its key. Whoever reads the server's memory,
// its dumps or its traffic learns how many pairs there are, and no id.
type seal struct {
	names  []byte
	values cipher.AEAD
}

// nameSize is the length of a keyed hash in bytes, before base64.
const nameSize = 18

func newSeal(key []byte) (*seal, error) {
	names, err := hkdf.Key(sha256.New, key, nil, "lethe correlation_store names", sha256.Size)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	secret, err := hkdf.Key(sha256.New, key, nil, "lethe correlation_store values", 32)
	if err != nil {
		return nil, fmt.Errorf("derive a key: %w", err)
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("prepare the cipher: %w", err)
	}
	values, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("prepare the cipher: %w", err)
	}
	return &seal{names: names, values: values}, nil
}

// name returns the key for what is kept of a kind about an id of a tenant.
func (s *seal) name(prefix string, kind byte, tenant, id string) string {
	mac := hmac.New(sha256.New, s.names)
	b := make([]byte, 0, 128)
	b = append(b, kind, byte(len(tenant)>>8), byte(len(tenant)))
	b = append(b, tenant...)
	b = append(b, id...)
	mac.Write(b)
	sum := mac.Sum(b[:0])
	out := make([]byte, 0, len(prefix)+1+base64.RawURLEncoding.EncodedLen(nameSize))
	out = append(out, prefix...)
	out = append(out, kind)
	return string(base64.RawURLEncoding.AppendEncode(out, sum[:nameSize]))
}

// close encrypts a value that is to stand under a name.
func (s *seal) close(name string, value []byte) string {
	nonce := make([]byte, s.values.NonceSize(), s.values.NonceSize()+len(value)+s.values.Overhead())
	_, _ = rand.Read(nonce) // it never fails: the process ends where there is no randomness
	return string(s.values.Seal(nonce, nonce, value, []byte(name)))
}

var errForged = errors.New("a value of the second level is not ours")

// open is the inverse of close.
func (s *seal) open(name, sealed string) ([]byte, error) {
	n := s.values.NonceSize()
	if len(sealed) < n {
		return nil, errForged
	}
	value, err := s.values.Open(nil, []byte(sealed[:n]), []byte(sealed[n:]), []byte(name))
	if err != nil {
		return nil, errForged
	}
	return value, nil
}
