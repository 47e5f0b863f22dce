package backends

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// user is whom a server that refuses root runs as: the caller, or for root an
// id that needs no account.
type user struct {
	id      int // 0: the caller
	setpriv string
}

// nobody is an id without rights of its own on every Unix.
const nobody = 65534

func serverUser() (user, error) {
	if os.Geteuid() != 0 {
		return user{}, nil
	}
	setpriv, err := exec.LookPath("setpriv")
	if err != nil {
		return user{}, errors.New("Elasticsearch and OpenSearch refuse to run as root, and setpriv (Debian: util-linux) was not found to give them another user: install it or run as an ordinary user")
	}
	return user{id: nobody, setpriv: setpriv}, nil
}

// command returns the command that runs as this user. The change of user clears
// the death signal, so setpriv sets it again.
func (u user) command(name string, args ...string) *exec.Cmd {
	if u.id == 0 {
		return exec.CommandContext(context.Background(), name, args...)
	}
	id := strconv.Itoa(u.id)
	return exec.CommandContext(context.Background(), u.setpriv, append([]string{
		"--reuid=" + id, "--regid=" + id, "--clear-groups", "--pdeathsig=SIGKILL", name,
	}, args...)...)
}

// own gives the folder and all in it to the user.
func (u user) own(dir string) error {
	if u.id == 0 {
		return nil
	}
	return filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, u.id, u.id)
	})
}

// reachable returns home, or where some folder above it is closed to the user
// (a cache in a private home) a copy of it in dir.
func (u user) reachable(home, dir string) (string, error) {
	if u.id == 0 || passable(home) {
		return home, nil
	}
	if !passable(dir) {
		return "", fmt.Errorf("%s is closed to other users, and neither Elasticsearch nor OpenSearch runs as root: choose a folder that everybody may pass", dir)
	}
	to := filepath.Join(dir, "home")
	if _, err := os.Stat(to); err == nil {
		return to, nil
	}
	return to, linkTree(home, to)
}

// passable tells whether everybody may pass through the folder and all above it.
func passable(dir string) bool {
	for {
		info, err := os.Stat(dir)
		if err != nil || info.Mode().Perm()&0o001 == 0 {
			return false
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return true
		}
		dir = parent
	}
}

// linkTree copies a tree by hard links, or by content across file systems.
func linkTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if os.Link(path, target) == nil {
			return nil
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, content, info.Mode().Perm())
	})
}
