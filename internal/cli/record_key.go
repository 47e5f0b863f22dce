package cli

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

const (
	defaultDataDir = "data"
	recordKeyFile  = "record-id.key"
	recordKeyBytes = 32
)

// ensureRecordKey makes the key of the record ids that the embedded default
// configuration reads, unless it is there: 32 random bytes in hexadecimal, for
// the owner's eyes only. It never replaces one, because records sent again
// after a restart must get the same ids.
func ensureRecordKey(dir string) error {
	path := filepath.Join(dir, recordKeyFile)
	switch _, err := os.Stat(path); {
	case err == nil:
		return nil
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("look for the record id key: %w", err)
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	key := make([]byte, recordKeyBytes)
	if _, err := rand.Read(key); err != nil {
		return fmt.Errorf("make the record id key: %w", err)
	}
	return writeNew(path, hex.EncodeToString(key))
}

// writeNew puts the content in place under its final name in one step, so that
// a start that is cut off leaves no half of a key, and two starts at once agree.
func writeNew(path, content string) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write the record id key: %w", err)
	}
	defer func() { err = errors.Join(err, os.Remove(tmp.Name())) }()
	if _, err := tmp.WriteString(content); err != nil {
		return errors.Join(fmt.Errorf("write the record id key: %w", err), tmp.Close())
	}
	if err := errors.Join(tmp.Sync(), tmp.Close()); err != nil {
		return fmt.Errorf("write the record id key: %w", err)
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, os.ErrExist) {
		return fmt.Errorf("write the record id key: %w", err)
	}
	return nil
}
