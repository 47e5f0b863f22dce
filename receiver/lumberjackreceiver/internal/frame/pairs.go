package frame

import "encoding/binary"

// EachPair calls yield for each key and value of the payload of a Pairs frame,
// in the sender's order.
func EachPair(payload []byte, yield func(key, value []byte)) {
	for len(payload) > 0 {
		var key, value []byte
		key, payload = text(payload)
		value, payload = text(payload)
		yield(key, value)
	}
}

// text splits off a text with its length in front. The reader has checked the
// lengths; what is cut all the same ends the payload.
func text(b []byte) (head, rest []byte) {
	if len(b) < 4 {
		return nil, nil
	}
	n := uint64(binary.BigEndian.Uint32(b))
	b = b[4:]
	if n > uint64(len(b)) {
		return b, nil
	}
	return b[:n], b[n:]
}
