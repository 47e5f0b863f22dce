//go:build !unix

package lokipushreceiver

// cpuTime is not known here.
func cpuTime() int64 { return 0 }
