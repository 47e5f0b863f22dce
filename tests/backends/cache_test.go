package backends

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func openTestCache(t *testing.T) *Cache {
	t.Helper()
	t.Setenv("LETHE_CACHE", t.TempDir())
	cache, err := OpenCache()
	require.NoError(t, err)
	return cache
}

func TestInstallBuildsOnce(t *testing.T) {
	cache := openTestCache(t)
	builds := 0
	build := func(_ context.Context, dir string) error {
		builds++
		return os.WriteFile(filepath.Join(dir, "server"), []byte("x"), 0o755)
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			dir, err := cache.Install(t.Context(), "loki", "k1", build)
			assert.NoError(t, err)
			assert.FileExists(t, filepath.Join(dir, "server"))
		})
	}
	wait.Wait()
	assert.Equal(t, 1, builds)

	old, err := cache.Install(t.Context(), "loki", "k1", build)
	require.NoError(t, err)
	_, err = cache.Install(t.Context(), "loki", "k2", build)
	require.NoError(t, err)
	assert.Equal(t, 2, builds, "another key is another state")
	assert.NoDirExists(t, old)
}

func TestInstallThatFailsIsDoneAgain(t *testing.T) {
	cache := openTestCache(t)
	_, err := cache.Install(t.Context(), "loki", "k", func(_ context.Context, dir string) error {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "half"), nil, 0o644))
		return errors.New("no network")
	})
	assert.EqualError(t, err, "install loki: no network")
	dir, err := cache.Install(t.Context(), "loki", "k", func(context.Context, string) error { return nil })
	require.NoError(t, err)
	assert.NoFileExists(t, filepath.Join(dir, "half"))
}
