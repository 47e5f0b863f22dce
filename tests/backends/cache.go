package backends

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Cache is the folder that holds what was installed once: built servers,
// unpacked zips, the dependencies of the test clients.
type Cache struct{ dir string }

// complete marks an installation that ended well; what lacks it is built again.
const complete = ".complete"

// OpenCache opens the cache folder: $LETHE_CACHE, by default the folder lethe
// below the user's cache folder. It is created when missing.
func OpenCache() (*Cache, error) {
	dir := os.Getenv("LETHE_CACHE")
	if dir == "" {
		base, err := os.UserCacheDir()
		if err != nil {
			return nil, fmt.Errorf("no cache folder, set LETHE_CACHE to one: %w", err)
		}
		dir = filepath.Join(base, "lethe")
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("cache folder: %w", err)
	}
	return &Cache{dir: dir}, nil
}

// Install returns the folder of name in the state that key describes. When it
// is not there, build fills it; a lock per name keeps two runs from building
// the same thing at once, and older states of the name are removed. A failed
// build leaves nothing that a later run would take for whole.
func (c *Cache) Install(ctx context.Context, name, key string, build func(ctx context.Context, dir string) error) (string, error) {
	unlock, err := lock(filepath.Join(c.dir, name+".lock"))
	if err != nil {
		return "", err
	}
	defer unlock()

	dir := filepath.Join(c.dir, name+"-"+key)
	if _, err := os.Stat(filepath.Join(dir, complete)); err == nil {
		return dir, nil
	}
	if err := c.removeOthers(name); err != nil {
		return "", err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	if err := build(ctx, dir); err != nil {
		return "", fmt.Errorf("install %s: %w", name, err)
	}
	return dir, os.WriteFile(filepath.Join(dir, complete), nil, 0o644)
}

// removeOthers removes every state of name. The key holds no dash, so that
// "loki-1" is never taken for a state of "loki-1-x".
func (c *Cache) removeOthers(name string) error {
	found, err := filepath.Glob(filepath.Join(c.dir, name+"-*"))
	if err != nil {
		return err
	}
	var errs []error
	for _, dir := range found {
		errs = append(errs, os.RemoveAll(dir))
	}
	return errors.Join(errs...)
}

// lock takes the file's exclusive lock and waits for it.
func lock(path string) (unlock func(), err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
	}
	// Closing gives the lock back.
	return func() { _ = file.Close() }, nil
}
