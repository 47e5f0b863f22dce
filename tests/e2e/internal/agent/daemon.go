package agent

import (
	"bytes"
	"context"
	"embed"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"github.com/lethe-otel/lethe/tests/backends"
)

//go:embed config
var configs embed.FS

// Door is where a daemon sends to, and with what.
type Door struct {
	// URL is the address with its scheme, Host and Port the same in parts.
	URL, Host, Port    string
	CA, User, Password string
}

// writeConfig fills the template config/<name> and writes it into dir.
func writeConfig(dir, name string, values any) (string, error) {
	parsed, err := template.ParseFS(configs, "config/"+name)
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	if err := parsed.Execute(&out, values); err != nil {
		return "", err
	}
	path := filepath.Join(dir, name)
	return path, os.WriteFile(path, out.Bytes(), 0o600)
}

// Daemon is a sender that runs until it is stopped.
type Daemon struct {
	// Input is where it takes its lines: the address of a TCP port for syslog
	// messages, or a file.
	Input string
	// LogFile holds its output.
	LogFile string
	process *backends.Process
}

// Stop ends the daemon in order, or kills it when it does not end: what it was
// given has arrived by then, or is lost, as the test says.
func (d *Daemon) Stop() {
	_ = d.process.Stop(10 * time.Second)
}

// listening is a check that is satisfied when the port is open.
func listening(addr string) func(context.Context) error {
	return func(ctx context.Context) error {
		conn, err := dial(ctx, addr)
		if err != nil {
			return err
		}
		return conn.Close()
	}
}

// SendLines writes the lines to the TCP port of the daemon.
func (d *Daemon) SendLines(ctx context.Context, lines []string) error {
	conn, err := dial(ctx, d.Input)
	if err != nil {
		return err
	}
	if _, err := conn.Write([]byte(strings.Join(lines, "\n") + "\n")); err != nil {
		_ = conn.Close()
		return err
	}
	return conn.Close()
}

// AppendLines appends the lines to the file that the daemon follows.
func (d *Daemon) AppendLines(lines []string) error {
	file, err := os.OpenFile(d.Input, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := file.WriteString(strings.Join(lines, "\n") + "\n"); err != nil {
		_ = file.Close()
		return err
	}
	return file.Close()
}
