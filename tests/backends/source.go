package backends

import (
	"os"
	"path/filepath"
	"runtime"
)

// SourceDir returns the folder of this package's source, where the modules of
// the servers lie. A build with -trimpath does not know it: then it is looked
// for from the working directory upwards.
func SourceDir() string {
	if _, file, _, ok := runtime.Caller(0); ok && filepath.IsAbs(file) {
		return filepath.Dir(file)
	}
	wd, _ := os.Getwd()
	for dir := wd; ; {
		source := filepath.Join(dir, "tests", "backends")
		if _, err := os.Stat(filepath.Join(source, "source.go")); err == nil {
			return source
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return filepath.Join(wd, "tests", "backends")
		}
		dir = parent
	}
}
