//go:build !amd64

package redact

import "unsafe"

// vectorMarks: there are no vector instructions that are made use of.
const vectorMarks = false

func markVector(unsafe.Pointer, int, *blockMarks) {}
