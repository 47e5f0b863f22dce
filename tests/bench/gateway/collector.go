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

// startCollector starts the binary with the configuration.
func startCollector(ctx context.Context, binary, config string, env ...string) (*collector, error) {
	endpoint, err := freeEndpoint()
	if err != nil {
		return nil, err
	}
	return startProcess(ctx, endpoint, binary, []string{"--config", "file:" + config},
		append(env, "BENCH_OTLP_ENDPOINT="+endpoint))
}

// startProcess starts a collector and waits until its OTLP port is open.
func startProcess(ctx context.Context, endpoint, binary string, args, env []string) (*collector, error) {
	c := &collector{endpoint: endpoint}
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

// stop ends the process and waits until its port is free again.
func (c *collector) stop() error {
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

func (c *collector) running() bool { return c.cmd.Process.Signal(syscall.Signal(0)) == nil }

// usage is what the kernel says of a process.
type usage struct {
	cpu  time.Duration
	peak int64 // bytes resident at most, mapped files included
}

// watchOwn samples how much memory of its own, without the pages of mapped
// files that the kernel can take back at any time, the process has at most.
func (c *collector) watchOwn(ctx context.Context) (stop func() int64) {
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
func (c *collector) status(field string) (int64, error) {
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

	u.peak, err = c.status("VmHWM:")
	return u, err
}

func freeEndpoint() (string, error) {
	l, err := listen(context.Background())
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

func listen(ctx context.Context) (net.Listener, error) {
	return (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
}
