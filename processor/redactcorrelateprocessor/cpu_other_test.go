//go:build !unix

package redactcorrelateprocessor

// cpuTime is not known here.
func cpuTime() int64 { return 0 }
