package backends

import (
	"os"
	"path/filepath"
	"runtime"
)

// SourceDir returns the folder of this package's source, where the modules of
// the servers lie. With -trimpath, which hides it, the working directory's
// tests/backends is taken.
func SourceDir() string {
	if _, file, _, ok := runtime.Caller(0); ok {
		if dir := filepath.Dir(file); filepath.IsAbs(dir) {
			return dir
		}
	}
	wd, _ := os.Getwd()
	return filepath.Join(wd, "tests", "backends")
}
