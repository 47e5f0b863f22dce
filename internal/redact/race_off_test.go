//go:build !race

package redact

const hostileSmall, hostileLarge = 1 << 16, 1 << 20
