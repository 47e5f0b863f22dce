package backends

import (
	"os"
	"strings"
)

// tailLines is how much of a log is worth showing.
const tailLines = 40

// Tail returns the last lines of a log, or why it cannot be read.
func Tail(path string) string {
	content, err := os.ReadFile(path)
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(content)), "\n")
	return strings.Join(lines[max(0, len(lines)-tailLines):], "\n")
}
