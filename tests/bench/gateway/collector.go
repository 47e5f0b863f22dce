package main

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

// collector is a running collector process.
type collector struct {
	cmd      *exec.Cmd
	endpoint string
	log      bytes.Buffer
}

// startCollector starts the binary with the configuration and waits until its
// OTLP port is open.
func startCollector(ctx context.Context, binary, config string, env ...string) (*collector, error) {
	endpoint, err := freeEndpoint()
	if err != nil {
		return nil, err
	}
	c := &collector{endpoint: endpoint}
	c.cmd = exec.CommandContext(ctx, binary, "--config", "file:"+config)
	c.cmd.Env = append(os.Environ(), "BENCH_OTLP_ENDPOINT="+endpoint)
	c.cmd.Env = append(c.cmd.Env, env...)
	c.cmd.Stdout, c.cmd.Stderr = &c.log, &c.log
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", binary, err)
	}
	exited := make(chan error, 1)
	go func() { exited <- c.cmd.Wait() }()
	deadline := time.After(30 * time.Second)
	for {
		conn, err := net.DialTimeout("tcp", endpoint, time.Second)
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

// stop ends the process and waits until its port is free again.
func (c *collector) stop() error {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return fmt.Errorf("stop collector: %w", err)
	}
	for range 300 {
		if c.cmd.Process.Signal(syscall.Signal(0)) != nil {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return c.cmd.Process.Kill()
}

// usage is what the kernel says of a process.
type usage struct {
	cpu  time.Duration
	peak int64 // bytes resident at most
}

func (c *collector) usage() (usage, error) {
	var u usage
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
	u.cpu = time.Duration(ticks) * time.Second / clockTicks

	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid))
	if err != nil {
		return u, err
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kib, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			if err != nil {
				return u, err
			}
			u.peak = kib << 10
		}
	}
	return u, nil
}

func freeEndpoint() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
