package backends

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"time"
)

// Process is a program started for the tests: its output goes to a file, and
// it does not outlive the test, not even one that panics.
type Process struct {
	name string
	cmd  *exec.Cmd
	log  *os.File
	done chan struct{} // closed when the program has ended
	err  error         // what Wait said; valid after done
}

// StartProcess starts cmd and appends its output to the file logPath.
func StartProcess(name string, cmd *exec.Cmd, logPath string) (*Process, error) {
	log, err := os.OpenFile(logPath, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	p := &Process{name: name, cmd: cmd, log: log, done: make(chan struct{})}
	if cmd.Stdout == nil {
		cmd.Stdout = log
	}
	cmd.Stderr = log
	dieWithParent(cmd)
	started := make(chan error)
	go func() {
		// The kernel sends the death signal when the thread that started the
		// program ends, so this one stays until the program does.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		started <- err
		if err != nil {
			return
		}
		p.err = cmd.Wait()
		_ = log.Close()
		close(p.done)
	}()
	if err := <-started; err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", name, err), log.Close())
	}
	return p, nil
}

// PID returns the id of the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Running tells whether the program has not ended yet.
func (p *Process) Running() bool {
	select {
	case <-p.done:
		return false
	default:
		return true
	}
}

// Wait waits until the program has ended and returns its error.
func (p *Process) Wait(ctx context.Context) error {
	select {
	case <-p.done:
		return p.err
	case <-ctx.Done():
		return fmt.Errorf("%s still runs: %w", p.name, context.Cause(ctx))
	}
}

// Stop asks the program to end (SIGTERM), waits at most limit and kills it
// then. A program that had to be killed is an error.
func (p *Process) Stop(limit time.Duration) error {
	if !p.Running() {
		return nil
	}
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
		return nil
	case <-time.After(limit):
		p.Kill()
		return fmt.Errorf("%s did not end within %s of SIGTERM and was killed", p.name, limit)
	}
}

// Kill ends the program and all that it started at once, as a power cut would.
func (p *Process) Kill() {
	if !p.Running() {
		return
	}
	killGroup(p.cmd)
	<-p.done
}

// WaitReady polls until ready returns nil. It fails at once when the program
// ends, and at the deadline with the last answer of ready.
func (p *Process) WaitReady(ctx context.Context, limit time.Duration, ready func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		err := ready(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-p.done:
			return fmt.Errorf("%s ended while starting: %w\nthe end of its output:\n%s", p.name, errors.Join(p.err, err), Tail(p.log.Name()))
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready after %s: %w\nthe end of its output:\n%s", p.name, limit, err, Tail(p.log.Name()))
		case <-tick.C:
		}
	}
}

// HTTPReady returns a check that is satisfied by a 200 from url.
func HTTPReady(url string) func(context.Context) error {
	return func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, http.NoBody)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		if resp.StatusCode != http.StatusOK {
			return fmt.Errorf("GET %s: %s", url, resp.Status)
		}
		return nil
	}
}
