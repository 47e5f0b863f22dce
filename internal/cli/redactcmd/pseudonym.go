package redactcmd

import (
	"fmt"

	"github.com/lethe-otel/lethe/internal/randomkey"
	"github.com/lethe-otel/lethe/internal/redact"
)

// pseudonymSection is the part of the section about what takes the place of a
// finding.
type pseudonymSection struct {
	MaskText          string `mapstructure:"mask_text"`
	AcceptEnumeration bool   `mapstructure:"accept_enumeration"`
	Pseudonym         struct {
		Key           string `mapstructure:"key"`
		KeyID         string `mapstructure:"key_id"`
		PreviousKey   string `mapstructure:"previous_key"`
		PreviousKeyID string `mapstructure:"previous_key_id"`
	} `mapstructure:"pseudonym"`
}

// keys reads the keys, which the processor has judged before.
func (s *pseudonymSection) keys() (keys redact.PseudonymKeys, err error) {
	read := func(name, secret, id string) redact.PseudonymKey {
		if secret == "" || err != nil {
			return redact.PseudonymKey{}
		}
		key, mistake := randomkey.Parse(secret)
		if mistake != nil {
			err = fmt.Errorf("redaction::pseudonym::%s: %w", name, mistake)
		}
		return redact.PseudonymKey{ID: id, Secret: key}
	}
	keys.Current = read("key", s.Pseudonym.Key, s.Pseudonym.KeyID)
	keys.Previous = read("previous_key", s.Pseudonym.PreviousKey, s.Pseudonym.PreviousKeyID)
	return keys, err
}
