//go:build !race

package correlate

// raced says that the race detector is on: pools then forget at random.
const raced = false
