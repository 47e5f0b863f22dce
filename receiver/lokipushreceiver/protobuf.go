package lokipushreceiver

// The wire format of a push (pkg/push/push.proto of Loki), read by hand:
//
//	PushRequest { repeated Stream streams = 1 }
//	Stream      { string labels = 1; repeated Entry entries = 2 }
//	Entry       { Timestamp timestamp = 1; string line = 2; repeated Pair structuredMetadata = 3 }
//	Timestamp   { int64 seconds = 1; int32 nanos = 2 }
//	Pair        { string name = 1; string value = 2 }
//
// Fields that are not listed are skipped.
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireGroup   = 3
	wireEnd     = 4
	wireFixed32 = 5
)

// The range of a timestamp in seconds that Loki accepts: years 1 to 9999.
const (
	minSeconds = -62135596800
	maxSeconds = 253402300800
)

const (
	truncated   = "truncated"
	badTag      = "invalid tag"
	badWireType = "wrong wire type"
)

// wire reads one message. Its fields lie in text[pos:end]; no part of it is
// copied, and offsets are those of the whole text.
type wire struct {
	text     string
	pos, end int
	err      *syntaxError
}

func (w *wire) fail(reason string) bool {
	if w.err == nil {
		w.err = &syntaxError{format: "protobuf", offset: w.pos, reason: reason}
	}
	return false
}

// next reads the tag of the next field. It is false at the end of the message
// and on an error.
func (w *wire) next() (field uint64, kind int, ok bool) {
	if w.pos >= w.end {
		return 0, 0, false
	}
	tag, ok := w.varint()
	if !ok {
		return 0, 0, false
	}
	// As the generated code does it: the number is 32 bits wide.
	number := int32(tag >> 3) //nolint:gosec // Cut on purpose.
	kind = int(tag & 7)
	if number <= 0 || kind == wireEnd {
		return 0, 0, w.fail(badTag)
	}
	return uint64(number), kind, true
}

func (w *wire) varint() (uint64, bool) {
	// Nearly all are one byte.
	if w.pos < w.end {
		if b := w.text[w.pos]; b < 0x80 {
			w.pos++
			return uint64(b), true
		}
	}
	var v uint64
	for shift := 0; ; shift += 7 {
		if shift >= 64 {
			return 0, w.fail("number too long")
		}
		if w.pos >= w.end {
			return 0, w.fail(truncated)
		}
		b := w.text[w.pos]
		w.pos++
		v |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return v, true
		}
	}
}

// bytes reads the length of a field and returns where it ends.
func (w *wire) bytes(kind int) (end int, ok bool) {
	if kind != wireBytes {
		return 0, w.fail(badWireType)
	}
	n, ok := w.varint()
	if !ok {
		return 0, false
	}
	if n > uint64(w.end-w.pos) {
		return 0, w.fail(truncated)
	}
	return w.pos + int(n), true
}

func (w *wire) string(kind int) (string, bool) {
	end, ok := w.bytes(kind)
	if !ok {
		return "", false
	}
	s := w.text[w.pos:end]
	w.pos = end
	return s, true
}

// message returns a reader of a field that is a message, and skips it here.
func (w *wire) message(kind int) (wire, bool) {
	end, ok := w.bytes(kind)
	if !ok {
		return wire{}, false
	}
	inner := wire{text: w.text, pos: w.pos, end: end}
	w.pos = end
	return inner, true
}

// skip skips the value of a field; a group with all that is in it.
func (w *wire) skip(kind int) bool {
	for depth := 0; ; {
		switch kind {
		case wireVarint:
			if _, ok := w.varint(); !ok {
				return false
			}
		case wireFixed64, wireFixed32:
			size := 8
			if kind == wireFixed32 {
				size = 4
			}
			if w.end-w.pos < size {
				return w.fail(truncated)
			}
			w.pos += size
		case wireBytes:
			if _, ok := w.string(kind); !ok {
				return false
			}
		case wireGroup:
			depth++
		case wireEnd:
			depth--
		default:
			return w.fail(badWireType)
		}
		if depth == 0 {
			return true
		}
		if w.pos >= w.end {
			return w.fail(truncated)
		}
		tag, ok := w.varint()
		if !ok {
			return false
		}
		kind = int(tag & 7)
	}
}

// done returns the error of a message that was read to its end.
func (w *wire) done() error {
	if w.err != nil {
		return w.err
	}
	return nil
}

// decodeProtobuf reads a push. Its strings are parts of the text; the labels are
// not parsed yet.
func (p *push) decodeProtobuf(text string) error {
	w := wire{text: text, end: len(text)}
	for {
		field, kind, ok := w.next()
		if !ok {
			break
		}
		if field != 1 {
			if !w.skip(kind) {
				break
			}
			continue
		}
		inner, ok := w.message(kind)
		if !ok {
			break
		}
		if err := p.decodeStream(&inner); err != nil {
			return err
		}
	}
	return w.done()
}

func (p *push) decodeStream(w *wire) error {
	s, err := p.newStream()
	if err != nil {
		return err
	}
	for {
		field, kind, ok := w.next()
		if !ok {
			break
		}
		switch field {
		case 1:
			s.text, ok = w.string(kind)
		case 2:
			var inner wire
			if inner, ok = w.message(kind); ok {
				if err := p.decodeEntry(&inner); err != nil {
					return err
				}
			}
		case 3: // the hash
			if ok = kind == wireVarint; !ok {
				w.fail(badWireType)
			} else {
				_, ok = w.varint()
			}
		default:
			ok = w.skip(kind)
		}
		if !ok {
			break
		}
	}
	s.last = len(p.entries)
	return w.done()
}

func (p *push) decodeEntry(w *wire) error {
	e, err := p.newEntry()
	if err != nil {
		return err
	}
	for {
		field, kind, ok := w.next()
		if !ok {
			break
		}
		switch field {
		case 1:
			var inner wire
			if inner, ok = w.message(kind); ok {
				if err := e.decodeTime(&inner); err != nil {
					return err
				}
			}
		case 2:
			e.line, ok = w.string(kind)
		case 3, 4:
			var inner wire
			if inner, ok = w.message(kind); ok {
				if err := p.decodePair(&inner, e, field == 3); err != nil {
					return err
				}
			}
		default:
			ok = w.skip(kind)
		}
		if !ok {
			break
		}
	}
	return w.done()
}

func (e *entry) decodeTime(w *wire) error {
	var seconds int64
	var nanos int32
	for {
		field, kind, ok := w.next()
		if !ok {
			break
		}
		if field > 2 {
			if !w.skip(kind) {
				break
			}
			continue
		}
		if kind != wireVarint {
			w.fail(badWireType)
			break
		}
		v, ok := w.varint()
		if !ok {
			break
		}
		if field == 1 {
			seconds = int64(v) //nolint:gosec // Two's complement on the wire.
		} else {
			nanos = int32(v) //nolint:gosec // As the generated code does it.
		}
	}
	if w.err == nil && (seconds < minSeconds || seconds >= maxSeconds || nanos < 0 || nanos >= 1e9) {
		w.fail("time out of range")
	}
	if err := w.done(); err != nil {
		return err
	}
	e.setTime(seconds, int64(nanos))
	return nil
}

// decodePair reads one piece of structured metadata; with keep false, it is
// checked only: labels that a query has parsed (field 4) have no place in a push.
func (p *push) decodePair(w *wire, e *entry, keep bool) error {
	var name, value string
	for {
		field, kind, ok := w.next()
		if !ok {
			break
		}
		switch field {
		case 1:
			name, ok = w.string(kind)
		case 2:
			value, ok = w.string(kind)
		default:
			ok = w.skip(kind)
		}
		if !ok {
			break
		}
	}
	if err := w.done(); err != nil {
		return err
	}
	if !keep {
		return nil
	}
	return p.addPair(e, name, value)
}
