// Package process runs a collector for a benchmark and reads what it costs.
package process

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// clockTicks is the unit of the CPU times in /proc: USER_HZ, which Linux fixes
// at 100 for every architecture that Go runs on.
const clockTicks = 100

// Process is a running collector.
type Process struct {
	// Endpoint is the address at which it takes the load.
	Endpoint string

	cmd *exec.Cmd
	log bytes.Buffer
}

// Start starts a collector and waits until its endpoint is open.
func Start(ctx context.Context, endpoint, binary string, args, env []string) (*Process, error) {
	c := &Process{Endpoint: endpoint}
	c.cmd = exec.CommandContext(ctx, binary, args...)
	c.cmd.Env = append(os.Environ(), env...)
	c.cmd.Stdout, c.cmd.Stderr = &c.log, &c.log
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	exited := make(chan error, 1)
	go func() { exited <- c.cmd.Wait() }()
	deadline := time.After(30 * time.Second)
	for {
		conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", endpoint)
		if err == nil {
			return c, conn.Close()
		}
		select {
		case err := <-exited:
			return nil, fmt.Errorf("%s ended at its start: %w\n%s", filepath.Base(binary), err, c.log.String())
		case <-deadline:
			return nil, fmt.Errorf("%s did not open its port\n%s", filepath.Base(binary), c.log.String())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Log is what the process has written.
func (c *Process) Log() string { return c.log.String() }

// Stop ends the process and waits until its port is free again.
func (c *Process) Stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop collector: %w", err)
	}
	for range 300 {
		if !c.running() {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return c.cmd.Process.Kill()
}

func (c *Process) running() bool { return c.cmd.Process.Signal(syscall.Signal(0)) == nil }

// Usage is what the kernel says of a process.
type Usage struct {
	// CPU is the time that it used on all cores.
	CPU time.Duration
	// Peak is the bytes resident at most, mapped files included.
	Peak int64
}

// WatchOwn samples how much memory of its own, without the pages of mapped
// files that the kernel can take back at any time, the process has at most.
func (c *Process) WatchOwn(ctx context.Context) (stop func() int64) {
	ctx, cancel := context.WithCancel(ctx)
	peak := make(chan int64)
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		var most int64
		for {
			select {
			case <-ctx.Done():
				peak <- most
				return
			case <-tick.C:
				own, err := c.status("RssAnon:")
				if err == nil {
					most = max(most, own)
				}
			}
		}
	}()
	return func() int64 {
		cancel()
		return <-peak
	}
}

// status returns a field of /proc/PID/status in bytes.
func (c *Process) status(field string) (int64, error) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, field); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			return kib << 10, err
		}
	}
	return 0, fmt.Errorf("no field %s", field)
}

// Usage returns what the process has used until now.
func (c *Process) Usage() (Usage, error) {
	var u Usage
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", c.cmd.Process.Pid))
	if err != nil {
		return u, err
	}
	// The name in parentheses may hold blanks; the fields count from behind it.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	const utime, stime = 11, 12
	var ticks int64
	for _, at := range []int{utime, stime} {
		n, err := strconv.ParseInt(fields[at], 10, 64)
		if err != nil {
			return u, err
		}
		ticks += n
	}
	u.CPU = time.Duration(ticks) * time.Second / clockTicks

	u.Peak, err = c.status("VmHWM:")
	return u, err
}

// FreeEndpoint returns an address of loopback that nobody listens on.
func FreeEndpoint() (string, error) {
	l, err := Listen(context.Background())
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// Listen opens a port of loopback.
func Listen(ctx context.Context) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
}
