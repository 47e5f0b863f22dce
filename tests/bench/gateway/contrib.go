package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

const contribManifest = "tests/bench/contrib/builder-config.yaml"

// buildContrib builds the contrib collector once for each state of its
// manifest and returns the binary.
func buildContrib(ctx context.Context) (string, error) {
	manifest, err := os.ReadFile(contribManifest)
	if err != nil {
		return "", err
	}
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(manifest)
	dir := filepath.Join(cache, "bench-contrib-"+hex.EncodeToString(sum[:6]))
	binary := filepath.Join(dir, "contrib")
	if _, err := os.Stat(binary); err == nil {
		return binary, nil
	}
	fmt.Fprintln(os.Stderr, "building the contrib collector into", dir)
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	placed := filepath.Join(dir, "builder-config.yaml")
	withOutput := strings.Replace(string(manifest), "dist:\n", "dist:\n  output_path: "+dir+"\n", 1)
	if err := os.WriteFile(placed, []byte(withOutput), 0o600); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "tool", "builder", "--config", placed)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("build the contrib collector: %w", err)
	}
	return binary, nil
}

func cacheDir() (string, error) {
	if dir := os.Getenv("LETHE_CACHE"); dir != "" {
		return dir, nil
	}
	dir, err := os.UserCacheDir()
	return filepath.Join(dir, "lethe"), err
}
