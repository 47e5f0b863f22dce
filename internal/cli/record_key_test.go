package cli

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRecordKeyIsMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	require.NoError(t, ensureRecordKey(dir))
	path := filepath.Join(dir, recordKeyFile)
	first, err := os.ReadFile(path)
	require.NoError(t, err)
	key, err := hex.DecodeString(string(first))
	require.NoError(t, err)
	assert.Len(t, key, recordKeyBytes)
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())

	require.NoError(t, ensureRecordKey(dir))
	second, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, first, second, "a second start keeps the key")
}

func TestRecordKeyOfStartsAtOnceIsOne(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() { assert.NoError(t, ensureRecordKey(dir)) })
	}
	wg.Wait()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, entries, 1, "no temporary file stays")
	assert.Equal(t, recordKeyFile, entries[0].Name())
}

func TestRecordKeyReportsWhereItCannotWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "data")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	require.ErrorContains(t, ensureRecordKey(file), "record id key")
}
