// Package frame reads the frames of the Lumberjack protocol, versions 1 and 2,
// from bytes that anybody may have sent: no length in them makes it allocate
// before the bytes have arrived, and no frame makes it call itself.
//
// The protocol is described by its servers: logstash-input-beats and
// elastic/go-lumber.
package frame

import "encoding/binary"

// Kind is the type of a frame, the byte on the wire.
type Kind byte

// Kinds of frames. Acknowledgements go the other way.
const (
	Window     Kind = 'W'
	JSON       Kind = 'J'
	Pairs      Kind = 'D'
	Compressed Kind = 'C'

	ack Kind = 'A'
)

// Frame is one frame without what it holds.
type Frame struct {
	// Version is the byte in front of the frame, '1' or '2'.
	Version byte
	Kind    Kind
	// Size is the number of events in a window; for Window only.
	Size uint32
	// Sequence is the sender's number of an event.
	Sequence uint32
	// Start and End are the place of the payload in the buffer.
	Start, End int
	// Cut says that the payload is the beginning of one above the limit.
	Cut bool
	// Last says that the event ends a compressed frame.
	Last bool
}

// AckSize is the size of an acknowledgement in bytes.
const AckSize = 6

// Ack returns the acknowledgement of all events up to the number. Number 0
// acknowledges nothing and tells a sender of version 2 to go on waiting.
func Ack(version byte, sequence uint32) [AckSize]byte {
	var b [AckSize]byte
	b[0], b[1] = version, byte(ack)
	binary.BigEndian.PutUint32(b[2:], sequence)
	return b
}

// Error says why a sender's bytes are refused. It never holds any of them.
type Error string

func (e Error) Error() string { return string(e) }

// Reasons to refuse what was sent.
const (
	ErrProtocol       Error = "protocol"
	ErrNested         Error = "nested_compression"
	ErrCompression    Error = "compression"
	ErrFrameTooLarge  Error = "frame_too_large"
	ErrWindowTooLarge Error = "window_too_large"
	ErrWindowBytes    Error = "window_bytes"
)
