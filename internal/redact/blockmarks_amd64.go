package redact

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// vectorMarks: the processor has the instructions of markVector.
var vectorMarks = cpu.X86.HasAVX2

// markVector is markBlocks for n bytes at p, 48 at a time. The last three bytes
// before p are read where n leaves one to three bytes in the last block, so at
// least four bytes must end at p+n.
//
//go:noescape
func markVector(p unsafe.Pointer, n int, out *blockMarks)
