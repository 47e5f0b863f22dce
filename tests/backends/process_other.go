//go:build unix && !linux

package backends

import (
	"os/exec"
	"syscall"
)

// dieWithParent puts the program into a group of its own. Only Linux can tie
// its life to the test process.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// killGroup ends the program and everything in its group.
func killGroup(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
