//go:build race

package redact

// The race detector makes a scan ten times as slow and has nothing to see in
// it: one goroutine reads one text. `make test-linear` reads the large ones.
const hostileSmall, hostileLarge = 1 << 10, 1 << 14

// raced says that the race detector is on: pools then forget at random.
const raced = true
