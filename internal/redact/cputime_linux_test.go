package redact

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// rusageThread asks for the calling thread alone.
const rusageThread = 1

// onCPU reports throughput per second of this thread's CPU time beside the
// wall clock's, so that a busy machine does not blur the figures.
func onCPU(b *testing.B, bytes int64) {
	b.Helper()
	runtime.LockOSThread()
	start := threadTime(b)
	b.Cleanup(func() {
		b.Helper()
		used := threadTime(b) - start
		runtime.UnlockOSThread()
		if used > 0 && b.N > 0 {
			b.ReportMetric(float64(bytes)*float64(b.N)/1e6/used.Seconds(), "cpuMB/s")
			b.ReportMetric(float64(used.Nanoseconds())/float64(b.N), "cpu-ns/op")
		}
	})
}

func threadTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(rusageThread, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
