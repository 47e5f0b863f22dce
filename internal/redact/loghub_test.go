package redact

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"
)

// loghubEnv names the folder of the public loghub sample (16 files of 2,000
// lines), which is not part of this repository.
const loghubEnv = "LETHE_LOGHUB"

// loghubLines reads the lines, nil where the folder is not set.
func loghubLines(tb testing.TB) []string {
	tb.Helper()
	dir := os.Getenv(loghubEnv)
	if dir == "" {
		return nil
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.log"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no *.log files in %s=%s (%v)", loghubEnv, dir, err)
	}
	var lines []string
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			tb.Fatal(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(nil, 1<<20)
		for sc.Scan() {
			lines = append(lines, sc.Text())
		}
		if err := sc.Err(); err != nil {
			tb.Fatal(err)
		}
		if err := f.Close(); err != nil {
			tb.Fatal(err)
		}
	}
	return lines
}

// maxLoghubChanged is how many of the 31,987 lines, which hold no secrets
// known, may be changed.
const maxLoghubChanged = 5

func TestLoghubLinesStay(t *testing.T) {
	lines := loghubLines(t)
	if lines == nil {
		t.Skipf("%s is not set", loghubEnv)
	}
	s := newScanner(t, Options{})
	changed := 0
	for _, line := range lines {
		if got, c := s.String(Key{}, line); c {
			changed++
			t.Logf("%q\nbecame\n%q", line, got)
		}
	}
	if changed > maxLoghubChanged {
		t.Errorf("%d of %d lines changed, at most %d may", changed, len(lines), maxLoghubChanged)
	}
}
