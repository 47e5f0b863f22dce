//go:build !race

package redact

const hostileSmall, hostileLarge = 1 << 16, 1 << 20

// raced says that the race detector is on: pools then forget at random.
const raced = false
