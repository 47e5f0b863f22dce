package backends

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// install fetches the zip with Maven, checks it against the pinned checksum,
// unpacks it into the cache and returns the server's home.
func (r *release) install(ctx context.Context, cache *Cache) (string, error) {
	key, err := Key(nil, r.version, r.sha256)
	if err != nil {
		return "", err
	}
	dir, err := cache.Install(ctx, r.name, key, func(ctx context.Context, dir string) error {
		zip := filepath.Join(dir, "server.zip")
		if err := mavenGet(ctx, r.group, r.program, r.version, dir, zip); err != nil {
			return err
		}
		if err := checkSHA256(zip, r.sha256); err != nil {
			return errors.Join(err, os.Remove(zip))
		}
		if err := unzip(zip, dir); err != nil {
			return err
		}
		return os.Remove(zip)
	})
	if err != nil {
		return "", err
	}
	return filepath.Join(dir, r.program+"-"+r.version), nil
}

// mavenGet puts the zip artifact into the file to. It goes through a local
// repository of its own below dir, which is removed: the cache holds the only
// copy.
func mavenGet(ctx context.Context, group, artifact, version, dir, to string) error {
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return errors.New("the build tool Maven (mvn) is needed once to fetch Elasticsearch or OpenSearch and was not found on the PATH: install it (Debian: apt-get install maven)")
	}
	repository := filepath.Join(dir, "repository")
	coordinates := fmt.Sprintf("%s:%s:%s:zip", group, artifact, version)
	get := exec.CommandContext(ctx, mvn, "-q", "-B", "-Dmaven.repo.local="+repository,
		"dependency:get", "-Dtransitive=false", "-Dartifact="+coordinates)
	if text, err := get.CombinedOutput(); err != nil {
		return fmt.Errorf("mvn dependency:get %s: %w\n%s", coordinates, err, text)
	}
	zip := filepath.Join(repository, filepath.Join(strings.Split(group, ".")...), artifact, version, artifact+"-"+version+".zip")
	return errors.Join(os.Rename(zip, to), os.RemoveAll(repository))
}

// checkSHA256 compares the file's digest with the pinned one.
func checkSHA256(path, want string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, file); err != nil {
		return err
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		return fmt.Errorf("%s: SHA-256 is %s, pinned is %s", filepath.Base(path), got, want)
	}
	return nil
}
