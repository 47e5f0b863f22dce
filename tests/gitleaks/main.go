// Command gitleaks writes the examples of the rules of gitleaks, true and false
// ones, to a file of JSON lines. Most of them are made when the rules are
// generated, so it runs that generator, at the pinned version and with the
// package replaced that checks the examples. No example is kept in this
// repository.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
)

const module = "github.com/zricethezav/gitleaks/v8@v8.30.1"

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: gitleaks FILE")
	}
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatalf("gitleaks: %v", err)
	}
}

func run(ctx context.Context, out string) error {
	out, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	if err := os.WriteFile(out, nil, 0o600); err != nil {
		return err
	}
	download, err := exec.CommandContext(ctx, "go", "mod", "download", "-json", module).Output()
	if err != nil {
		return fmt.Errorf("download %s: %w", module, err)
	}
	var cached struct{ Dir string }
	if err := json.Unmarshal(download, &cached); err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "gitleaks")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	source := filepath.Join(work, "source")
	if err := os.CopyFS(source, os.DirFS(cached.Dir)); err != nil {
		return err
	}
	ours, err := os.ReadFile(filepath.Join("testdata", "validate.go"))
	if err != nil {
		return err
	}
	validate := filepath.Join(source, "cmd", "generate", "config", "utils", "validate.go")
	if err := errors.Join(os.Remove(validate), os.WriteFile(validate, ours, 0o600)); err != nil {
		return err
	}
	binary := filepath.Join(work, "generate")
	build := exec.CommandContext(ctx, "go", "build", "-C", source, "-o", binary, "./cmd/generate/config")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		return fmt.Errorf("build the generator: %w", err)
	}
	generate := exec.CommandContext(ctx, binary, filepath.Join(work, "gitleaks.toml"))
	generate.Dir, generate.Stderr = filepath.Join(source, "cmd", "generate", "config"), os.Stderr
	generate.Env = append(os.Environ(), "LETHE_GITLEAKS_EXAMPLES="+out)
	if err := generate.Run(); err != nil {
		return fmt.Errorf("run the generator: %w", err)
	}
	return nil
}
