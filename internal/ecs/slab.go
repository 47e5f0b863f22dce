package ecs

import "unsafe"

const (
	firstSlab = 512
	mostSlab  = 32 << 10
	// ownSlab is the length of a text that gets memory of its own.
	ownSlab = mostSlab / 8
)

// slab holds the texts of a batch. Its records live and end together, so their
// texts may share a few pieces of memory, which grow with the batch.
type slab struct {
	room []byte
	size int
}

// keep returns a copy of a text.
func (s *slab) keep(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > cap(s.room)-len(s.room) {
		if len(b) >= ownSlab {
			return string(b)
		}
		s.size = min(max(2*s.size, len(b), firstSlab), mostSlab)
		s.room = make([]byte, 0, s.size)
	}
	from := len(s.room)
	s.room = append(s.room, b...)
	return view(s.room[from:])
}

// view is the text b for as long as nothing writes there.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }
