// Package nesting bounds how deep the values of an OTLP request are nested
// before anything decodes it. The decoders recurse: at some 1.7 million levels,
// which fit into 16 MiB, the goroutine's stack ends and the process with it.
// The scanners here do not recurse, keep no content and take the request in
// pieces, as it comes in.
package nesting

import "errors"

// ErrTooDeep is returned by a scanner from the first level on that is beyond
// the limit. What comes after is not looked at.
var ErrTooDeep = errors.New("values are nested too deep")

// Signal says which message a protobuf request is.
type Signal uint8

// The requests of OTLP. (Profiles cannot nest values without bound either, but
// are not received.)
const (
	Logs Signal = iota
	Traces
	Metrics
)

// Protobuf scans the protobuf encoding of an OTLP export request.
type Protobuf struct {
	max    int
	depth  int
	frames []frame
	// pos counts the bytes taken, skip those of the current field that say
	// nothing.
	pos, skip uint64
	number    uint64
	shift     uint
	reading   reading
	field     uint64
	// off is set when the encoding is broken: the decoder stops there as well.
	off bool
}

type frame struct {
	end     uint64
	message message
}

type reading uint8

const (
	aTag reading = iota
	aLength
	aVarint
)

const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

// NewProtobuf returns a scanner that allows values to stand in up to maxDepth
// others.
func NewProtobuf(signal Signal, maxDepth int) *Protobuf {
	p := &Protobuf{max: maxDepth, frames: make([]frame, 0, 16)}
	p.frames = append(p.frames, frame{end: ^uint64(0), message: requests[signal]})
	return p
}

// Write takes the next piece of the request.
func (p *Protobuf) Write(piece []byte) (int, error) {
	n := len(piece)
	for len(piece) > 0 && !p.off {
		if p.skip > 0 {
			step := min(p.skip, uint64(len(piece)))
			p.skip -= step
			p.pos += step
			piece = piece[step:]
			continue
		}
		if p.reading == aTag && p.shift == 0 {
			p.leave()
			// Nearly all fields: tag and length in a byte each.
			if len(piece) > 1 && piece[0] < 0x80 && piece[1] < 0x80 && piece[0]&7 == wireBytes {
				p.field = uint64(piece[0] >> 3)
				length := uint64(piece[1])
				piece = piece[2:]
				p.pos += 2
				if err := p.enter(length); err != nil {
					p.off = true
					return n, err
				}
				continue
			}
		}
		b := piece[0]
		piece = piece[1:]
		p.pos++
		if p.shift == 63 && b > 1 {
			p.off = true
			break
		}
		p.number |= uint64(b&0x7f) << p.shift
		if b >= 0x80 {
			p.shift += 7
			continue
		}
		if err := p.have(); err != nil {
			p.off = true
			return n, err
		}
	}
	return n, nil
}

// leave goes out of the messages that end here.
func (p *Protobuf) leave() {
	for top := p.frames[len(p.frames)-1]; p.pos >= top.end; top = p.frames[len(p.frames)-1] {
		if top.message == anyValue {
			p.depth--
		}
		p.frames = p.frames[:len(p.frames)-1]
	}
}

// have handles a number that is read whole.
func (p *Protobuf) have() error {
	number, was := p.number, p.reading
	p.number, p.shift, p.reading = 0, 0, aTag
	switch was {
	case aVarint:
	case aLength:
		return p.enter(number)
	case aTag:
		p.field = number >> 3
		switch number & 7 {
		case wireVarint:
			p.reading = aVarint
		case wireFixed64:
			p.skip = 8
		case wireFixed32:
			p.skip = 4
		case wireBytes:
			p.reading = aLength
		default:
			p.off = true
		}
	}
	return nil
}

// enter goes into the field's message, or over what is none.
func (p *Protobuf) enter(length uint64) error {
	top := p.frames[len(p.frames)-1]
	if length > top.end-p.pos {
		p.off = true
		return nil
	}
	inner := none
	if p.field < uint64(len(fields[top.message])) {
		inner = fields[top.message][p.field]
	}
	if inner == none {
		p.skip = length
		return nil
	}
	if inner == anyValue {
		if p.depth++; p.depth > p.max {
			return ErrTooDeep
		}
	}
	p.frames = append(p.frames, frame{end: p.pos + length, message: inner})
	return nil
}
