package correlate

import (
	"slices"
	"unsafe"
)

// arena keeps the bytes of ids in chunks that are only ever appended to. The
// strings it returns alias a chunk: no copy, and safe for ever, because a
// chunk is never written to twice and the garbage collector keeps it for as
// long as a string points into it.
type arena struct {
	chunks [][]byte
	refs   []uint32
	first  uint32 // number of chunks[0]
	size   int
}

// ref is the place of an id. Chunks are counted modulo maxChunks, of which a
// store holds a small part at most.
type ref struct {
	chunk  uint32
	offset uint16
	size   uint8
}

const maxChunks = 1 << 24

func (a *arena) add(id string) ref {
	last := len(a.chunks) - 1
	if last < 0 || cap(a.chunks[last])-len(a.chunks[last]) < len(id) {
		a.chunks = append(a.chunks, make([]byte, 0, a.size))
		a.refs = append(a.refs, 0)
		a.trim()
		last = len(a.chunks) - 1
	}
	c := a.chunks[last]
	r := ref{chunk: (a.first + uint32(last)) % maxChunks, offset: uint16(len(c)), size: uint8(len(id))}
	a.chunks[last] = append(c, id...)
	a.refs[last]++
	return r
}

func (a *arena) get(r ref) string {
	if r.size == 0 {
		return ""
	}
	return unsafe.String(&a.chunks[a.number(r)][r.offset], int(r.size))
}

// number is that of the chunk in chunks.
func (a *arena) number(r ref) uint32 { return (r.chunk - a.first) % maxChunks }

// release gives the bytes back; the chunk goes when none of them is in use.
func (a *arena) release(r ref) {
	i := a.number(r)
	a.refs[i]--
	if a.refs[i] == 0 && int(i) < len(a.chunks)-1 {
		a.chunks[i] = nil
		a.trim()
	}
}

// trim drops the chunks at the front that nothing refers to.
func (a *arena) trim() {
	n := 0
	for n < len(a.chunks)-1 && a.refs[n] == 0 {
		a.chunks[n] = nil
		n++
	}
	if n == 0 {
		return
	}
	a.first = (a.first + uint32(n)) % maxChunks
	a.chunks = slices.Delete(a.chunks, 0, n)
	a.refs = slices.Delete(a.refs, 0, n)
}
