package redactcorrelateprocessor

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/lethe-otel/lethe/internal/randomkey"
	"github.com/lethe-otel/lethe/internal/redact"
)

// PseudonymConfig are the keys of the action pseudonym. Replicas, and all
// processors whose data is joined, share them.
type PseudonymConfig struct {
	// Key makes the tokens: 32 random bytes in hex or base64. Required where an
	// action is pseudonym.
	Key configopaque.String `mapstructure:"key"`
	// KeyID stands in the tokens: 1 to 16 small letters and digits.
	KeyID string `mapstructure:"key_id"`
	// PreviousKey is the key before, whose tokens are left as they are.
	// Default: none.
	PreviousKey configopaque.String `mapstructure:"previous_key"`
	// PreviousKeyID is what stands in its tokens.
	PreviousKeyID string `mapstructure:"previous_key_id"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// keys reads the keys and reports every mistake, each with its path below
// redaction. record is the key of the record ids, nil if it is not known;
// neededBy is what cannot be without a key, "" for nothing.
func (c *PseudonymConfig) keys(record []byte, neededBy string) (redact.PseudonymKeys, []error) {
	var keys redact.PseudonymKeys
	var errs []error
	read := func(name string, secret configopaque.String, id string) redact.PseudonymKey {
		key, err := randomkey.Parse(string(secret))
		switch {
		case errors.Is(err, randomkey.ErrMissing) && neededBy != "":
			errs = append(errs, fmt.Errorf("pseudonym::%s: is missing, and %s is pseudonym; %s", name, neededBy, randomkey.HowToMake))
		case err != nil:
			errs = append(errs, fmt.Errorf("pseudonym::%s: %w", name, err))
		case record != nil && bytes.Equal(key, record):
			errs = append(errs, fmt.Errorf("pseudonym::%s: is the key of record_id, use another; %s", name, randomkey.HowToMake))
		}
		if !redact.ValidKeyID(id) {
			errs = append(errs, fmt.Errorf("pseudonym::%s_id: %q cannot stand in a token, use 1 to 16 small letters and digits, such as k1", name, id))
		}
		return redact.PseudonymKey{ID: id, Secret: key}
	}
	if neededBy != "" || c.Key != "" || c.KeyID != "" || c.PreviousKey != "" || c.PreviousKeyID != "" {
		keys.Current = read("key", c.Key, c.KeyID)
	}
	if c.PreviousKey != "" || c.PreviousKeyID != "" {
		keys.Previous = read("previous_key", c.PreviousKey, c.PreviousKeyID)
		if c.PreviousKeyID == c.KeyID {
			errs = append(errs, fmt.Errorf("pseudonym::previous_key_id: %q is key_id, too: whose token it is could not be told", c.KeyID))
		}
		if keys.Current.Secret != nil && bytes.Equal(keys.Previous.Secret, keys.Current.Secret) {
			errs = append(errs, errors.New("pseudonym::previous_key: is key, leave it out"))
		}
	}
	return keys, errs
}

// pseudonymKeys reads the keys of a configuration.
func (c *Config) pseudonymKeys() (redact.PseudonymKeys, []error) {
	record, err := parseRecordKey(string(c.RecordID.Key))
	if err != nil {
		record = nil // that is told elsewhere
	}
	neededBy := ""
	for _, name := range slices.Sorted(maps.Keys(c.Redaction.Actions)) {
		if c.Redaction.Actions[name] == redact.Pseudonym.String() {
			neededBy = "actions::" + name
			break
		}
	}
	for i, r := range c.Redaction.Rules {
		if neededBy == "" && r.Action == redact.Pseudonym.String() {
			neededBy = fmt.Sprintf("rules[%d]::action", i)
		}
	}
	return c.Redaction.Pseudonym.keys(record, neededBy)
}

// tellKeys shows by which keys the pseudonyms are made: replicas whose checks
// differ do not join.
func (p *redactCorrelate) tellKeys(ctx context.Context) {
	keys, _ := p.cfg.pseudonymKeys()
	for _, k := range []redact.PseudonymKey{keys.Current, keys.Previous} {
		if k.ID != "" {
			p.telemetry.ProcessorRedactCorrelatePseudonymKey.Record(ctx, 1,
				metric.WithAttributes(attribute.String("key_id", k.ID), attribute.String("check", k.Check())))
		}
	}
}
