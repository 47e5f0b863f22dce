//go:build unix

package lokipushreceiver

import "syscall"

// cpuTime is the processor time of this process in nanoseconds: on a shared
// machine the only figure that can be compared.
func cpuTime() int64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return u.Utime.Nano() + u.Stime.Nano()
}
