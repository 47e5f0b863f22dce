package redactcmd

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

const (
	formatAuto  = "auto"
	formatLines = "lines"
	formatOTLP  = "otlp"

	// peekSize is how much of a file decides on its form.
	peekSize = 4 * kib
)

var formats = []string{formatAuto, formatLines, formatOTLP}

// source is a file to be read; size is -1 where it is not known.
type source struct {
	name string
	size int64
}

// openable finds files that cannot be read before anything is printed, and
// reports all of them.
func openable(names []string) ([]source, error) {
	var sources []source
	var errs []error
	for _, name := range names {
		if name == stdinName {
			sources = append(sources, source{name, -1})
			continue
		}
		info, err := os.Stat(name)
		switch {
		case err != nil:
			errs = append(errs, err)
		case info.IsDir():
			errs = append(errs, fmt.Errorf("%s is a directory, name its files", name))
		case info.Mode().IsRegular():
			sources = append(sources, source{name, info.Size()})
		default:
			sources = append(sources, source{name, -1})
		}
	}
	return sources, errors.Join(errs...)
}

// readAll cuts all sources into chunks.
func (j *job) readAll(ctx context.Context, sources []source, emit func(*chunk) error) error {
	for _, s := range sources {
		if err := j.readSource(ctx, s, emit); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) readSource(ctx context.Context, s source, emit func(*chunk) error) (err error) {
	name, in := s.name, j.in
	if s.name == stdinName {
		name = "(stdin)"
	} else {
		f, err := os.Open(s.name)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		in = f
	}
	counted := &countingReader{ctx: ctx, in: in, n: &j.read}
	head, err := peek(counted)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	rest := io.MultiReader(bytes.NewReader(head), counted)
	if j.settings.format == formatOTLP || j.settings.format == formatAuto && otlpSignal(head) != signalNone {
		err = readDocuments(rest, name, int(j.settings.maxLine), emit)
	} else {
		err = readText(rest, name, int(j.settings.maxLine), emit)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return err
}

// peek reads the first bytes: at least those that decide on the form, but no
// more than one line, so that a slow source is not waited for.
func peek(in io.Reader) ([]byte, error) {
	head := make([]byte, 0, peekSize)
	for len(head) < cap(head) {
		n, err := in.Read(head[len(head):cap(head)])
		head = head[:len(head)+n]
		if errors.Is(err, io.EOF) {
			return head, nil
		}
		if err != nil {
			return head, err
		}
		if text := bytes.TrimLeft(head, " \t\r\n"); len(text) > 0 && (text[0] != '{' || otlpSignal(head) != signalNone ||
			len(bytes.TrimLeft(text[1:], " \t\r\n")) > len(`"resourceMetrics":`)) {
			break
		}
	}
	return head, nil
}
