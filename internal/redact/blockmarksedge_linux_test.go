package redact

import (
	"syscall"
	"testing"
)

// Nothing outside of a text may be read: it stands between two pages that
// must not be touched.
func TestMarksOfBlocksReadNothingElse(t *testing.T) {
	page := syscall.Getpagesize()
	mem, err := syscall.Mmap(-1, 0, 3*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Skip(err)
	}
	defer func() { _ = syscall.Munmap(mem) }()
	for _, outside := range [][]byte{mem[:page], mem[2*page:]} {
		if err := syscall.Mprotect(outside, syscall.PROT_NONE); err != nil {
			t.Skip(err)
		}
	}
	inside := mem[page : 2*page]
	for _, text := range markTexts() {
		if len(text) > page {
			continue
		}
		for _, b := range [][]byte{inside[:len(text)], inside[page-len(text):]} {
			copy(b, text)
			for base := 0; base < len(b); base += maxBlocks * blockNew {
				var got, want [maxBlocks]blockMarks
				if markBlocks(b, base, &got); naiveMarks(b, base, &want) == 0 || got != want {
					t.Fatalf("%q from %d: %x, want %x", b, base, got, want)
				}
			}
		}
	}
}
