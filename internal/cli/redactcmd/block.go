package redactcmd

import (
	"bytes"
	"strings"
)

// A private key in PEM is the one thing that takes several lines of a text, and
// whose further lines say nothing on their own. It is scanned as one record.

const (
	// maxBlock bounds a block: keys are below 16 KiB.
	maxBlock = 64 * kib
)

var (
	blockBegin = []byte("-----BEGIN ")
	blockEnd   = []byte("-----END ")
	blockLabel = []byte("PRIVATE KEY")
)

// beginsBlock reports whether a line opens a private key and does not end it.
func beginsBlock(line []byte) bool {
	i := bytes.LastIndex(line, blockBegin)
	return i >= 0 && bytes.Contains(line[i:], blockLabel) && !bytes.Contains(line[i:], blockEnd)
}

// blockLen is the length of the block whose first line is text[:first]: to the
// line that ends it, or as far as lines look like the inside of one. open says
// that the text ends before the block does.
func blockLen(text []byte, first int) (length int, open bool) {
	n := first
	for n < len(text) && n < maxBlock {
		end := bytes.IndexByte(text[n:], '\n') + 1
		if end == 0 {
			end = len(text) - n
		}
		line := text[n : n+end]
		switch {
		case bytes.Contains(line, blockEnd):
			return n + end, false
		case !isArmour(line):
			return n, false
		}
		n += end
	}
	return n, n < maxBlock
}

var armourHeaders = [][]byte{[]byte("Proc-Type: "), []byte("DEK-Info: "), []byte("Version: "), []byte("Comment: "), []byte("Hash: "), []byte("Charset: ")}

// isArmour reports whether a line can stand inside of a block: base64, a header
// or nothing.
func isArmour(line []byte) bool {
	line = bytes.TrimSpace(line)
	for _, h := range armourHeaders {
		if bytes.HasPrefix(line, h) {
			return true
		}
	}
	return !bytes.ContainsFunc(line, func(c rune) bool {
		return !strings.ContainsRune(base64Alphabet, c)
	})
}

const base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="

// holdBlock returns how many of the whole lines can go on: not a block at their
// end that may continue.
func holdBlock(lines []byte) int {
	tail := lines[max(0, len(lines)-maxBlock):]
	i := bytes.LastIndex(tail, blockBegin)
	if i < 0 {
		return len(lines)
	}
	at := len(lines) - len(tail) + i
	start := bytes.LastIndexByte(lines[:at], '\n') + 1
	first := bytes.IndexByte(lines[start:], '\n') + 1
	if !beginsBlock(lines[start : start+first]) {
		return len(lines)
	}
	if _, open := blockLen(lines[start:], first); open {
		return start
	}
	return len(lines)
}
