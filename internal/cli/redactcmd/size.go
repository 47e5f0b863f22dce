package redactcmd

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	kib = 1 << 10
	mib = 1 << 20
	gib = 1 << 30

	defaultMaxLine size = 16 * mib
	minMaxLine     size = 4 * kib
	maxMaxLine     size = gib
)

// size is a number of bytes, written as 64KiB, 16MiB, 1GiB or a bare number.
type size int64

var units = []struct {
	suffix string
	bytes  size
}{{"kib", kib}, {"mib", mib}, {"gib", gib}, {"k", kib}, {"m", mib}, {"g", gib}, {"b", 1}, {"", 1}}

// Set parses the value of a flag.
func (s *size) Set(text string) error {
	lower := strings.ToLower(strings.TrimSpace(text))
	for _, u := range units {
		digits, ok := strings.CutSuffix(lower, u.suffix)
		if !ok {
			continue
		}
		n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
		if err != nil {
			break
		}
		if n < 0 || n > int64(maxMaxLine) || size(n)*u.bytes < minMaxLine || size(n)*u.bytes > maxMaxLine {
			return fmt.Errorf("%s is out of range, use 4KiB to 1GiB", text)
		}
		*s = size(n) * u.bytes
		return nil
	}
	return fmt.Errorf("%q is no size, use a number of bytes such as 65536, 64KiB or 16MiB", text)
}

// String returns the size with the largest unit that fits.
func (s *size) String() string { return formatBytes(int64(*s), true) }

// Type names the value in the help text.
func (s *size) Type() string { return "size" }

// formatBytes writes a size for people; exact refuses units that do not divide it.
func formatBytes(n int64, exact bool) string {
	for _, u := range []struct {
		bytes int64
		name  string
	}{{gib, "GiB"}, {mib, "MiB"}, {kib, "KiB"}} {
		switch {
		case exact && n >= u.bytes && n%u.bytes == 0:
			return fmt.Sprintf("%d%s", n/u.bytes, u.name)
		case !exact && n >= u.bytes:
			return fmt.Sprintf("%.1f %s", float64(n)/float64(u.bytes), u.name)
		}
	}
	return fmt.Sprintf("%d B", n)
}
