package redactcmd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"

	"go.opentelemetry.io/collector/otelcol"
	"golang.org/x/sync/semaphore"
)

const (
	stdinName  = "-"
	maxWorkers = 256
	// minBudget bounds the input that is in memory at once, beside twice the
	// longest line.
	minBudget = 32 * mib
	// maxWarnings are printed one by one; the others are counted.
	maxWarnings = 20
)

// job is one run of the command: one reader, as many workers as cores, and one
// writer that keeps the order of the input.
type job struct {
	settings settings
	rules    *ruleSet
	set      otelcol.CollectorSettings
	in       io.Reader
	out      io.Writer
	warnings io.Writer
	tally    *tally

	// read counts the bytes of the input for the progress line.
	read atomic.Int64
	// findings counts what the workers found.
	findings atomic.Int64
}

func (j *job) run(ctx context.Context, files []string) error {
	sources, err := openable(files)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	n := j.settings.workers
	if n == 0 {
		n = runtime.GOMAXPROCS(0)
	}
	line := make(chan *chunk, 2*n)
	work := make(chan *chunk)
	budget := semaphore.NewWeighted(max(minBudget, 2*int64(j.settings.maxLine)+chunkSize))
	var wg sync.WaitGroup
	var readErr error
	wg.Go(func() {
		defer close(work)
		defer close(line)
		readErr = j.readAll(ctx, sources, func(c *chunk) error {
			// A chunk above the budget cannot be: the longest line fits twice.
			if err := budget.Acquire(ctx, c.weight()); err != nil {
				return err
			}
			select {
			case line <- c:
			case <-ctx.Done():
				return ctx.Err()
			}
			select {
			case work <- c:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	workers := make([]*worker, n)
	closeErrs := make([]error, n)
	for i := range workers {
		workers[i] = newWorker(j)
		wg.Go(func() {
			for c := range work {
				workers[i].process(ctx, c)
				close(c.done)
			}
			closeErrs[i] = workers[i].close(ctx)
		})
	}

	stop := j.showProgress(sources)
	err = j.writeAll(ctx, line, budget)
	stop()
	if err != nil {
		// The reader may wait for a source that has nothing more to say, and
		// nobody waits for it.
		if isBrokenPipe(err) {
			return nil
		}
		return err
	}
	wg.Wait()
	for _, w := range workers {
		j.tally.add(w.tally)
	}
	if err := errors.Join(readErr, errors.Join(closeErrs...)); err != nil || !j.settings.stats {
		return err
	}
	if err := j.tally.write(j.out, j.rules.infos); !isBrokenPipe(err) {
		return err
	}
	return nil
}

// writeAll writes the results in the order of the input. What was read before
// an error of the reader is written.
func (j *job) writeAll(ctx context.Context, line <-chan *chunk, budget *semaphore.Weighted) error {
	warnings := 0
	defer func() {
		if warnings > maxWarnings {
			fmt.Fprintf(j.warnings, "lethe redact: %d more warnings\n", warnings-maxWarnings)
		}
	}()
	for c := range line {
		select {
		case <-c.done:
		case <-ctx.Done():
			return ctx.Err()
		}
		if c.warning != "" {
			warnings++
		}
		if c.warning != "" && warnings <= maxWarnings {
			fmt.Fprintf(j.warnings, "lethe redact: %s:%d: %s\n", c.file, cmp.Or(c.warnLine, c.line), c.warning)
		}
		if c.err != nil {
			return c.err
		}
		if len(c.out) > 0 {
			if _, err := j.out.Write(c.out); err != nil {
				return fmt.Errorf("write the result: %w", err)
			}
		}
		weight := c.weight()
		c.free()
		budget.Release(weight)
	}
	return nil
}

// isBrokenPipe says that the reader of the result has gone, as head does when
// it has enough.
func isBrokenPipe(err error) bool { return errors.Is(err, syscall.EPIPE) }
