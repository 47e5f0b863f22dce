// Command graft puts the gateway's own command into the main.go that ocb
// generates: ocb has no hook for sub-commands.
package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

const (
	theirs = "otelcol.NewCommand("
	ours   = "cli.NewCommand("

	lastImport = "\t\"go.opentelemetry.io/collector/otelcol\"\n"
	ourImport  = "\n\t\"github.com/lethe-otel/lethe/internal/cli\"\n"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: graft MAIN_GO")
		os.Exit(2)
	}
	if err := graft(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "graft:", err)
		os.Exit(1)
	}
}

func graft(path string) error {
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	out, err := substitute(string(source))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, []byte(out), 0o600)
}

// substitute fails rather than guess when a new ocb writes something else.
func substitute(source string) (string, error) {
	if n := strings.Count(source, theirs); n != 1 {
		return "", fmt.Errorf("%q stands in it %d times, want once", theirs, n)
	}
	if strings.Count(source, lastImport) != 1 {
		return "", errors.New("the import of otelcol is not where it was")
	}
	source = strings.Replace(source, theirs, ours, 1)
	return strings.Replace(source, lastImport, lastImport+ourImport, 1), nil
}
