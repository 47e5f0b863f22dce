//go:build !unix

package main

import "time"

var began = time.Now()

// cpuTime is the wall clock's where the system does not tell.
func cpuTime() time.Duration { return time.Since(began) }
