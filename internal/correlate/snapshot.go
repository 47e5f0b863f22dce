package correlate

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"iter"
	"time"
)

// A snapshot is a series of chunks, each of which can be read alone:
//
//	version (1 byte), entries, CRC-32C of all before (4 bytes)
//
// An entry begins with its kind. Moments are microseconds since 1970, texts
// begin with their length in one byte (a tenant's in two).
const (
	snapshotVersion = 1

	snapshotTrace   = 't' // tenant, trace, seen, written, marks
	snapshotPair    = 'p' // the same, learnt, source, state of the id (first trace, learnt, ambiguous, blocked), id
	snapshotRequest = 'r' // digest, first
	snapshotTold    = 'l' // tenant, trace, learnt, id

	// SnapshotChunk is about how large a chunk is, in bytes.
	SnapshotChunk = 1 << 20
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)

	errSnapshot = errors.New("the chunk of a snapshot is damaged")
)

// Snapshot yields the content of the store in chunks, without what is neither
// live nor needed for a resend. The store can be used meanwhile.
func (m *MemoryStore) Snapshot(now time.Time) iter.Seq[[]byte] {
	us := m.clock.us(now)
	names := m.tenants.all()
	return func(yield func([]byte) bool) {
		chunk := []byte{snapshotVersion}
		flush := func(force bool) bool {
			if len(chunk) < SnapshotChunk && !force || len(chunk) == 1 {
				return true
			}
			done := binary.BigEndian.AppendUint32(chunk, crc32.Checksum(chunk, castagnoli))
			chunk = make([]byte, 1, SnapshotChunk+SnapshotChunk/8)
			chunk[0] = snapshotVersion
			return yield(done)
		}
		for i := range m.pairs {
			p := &m.pairs[i]
			for n := range len(p.slots) {
				chunk = p.appendSlot(chunk, n, us, names)
				if !flush(false) {
					return
				}
			}
		}
		chunk = m.requests.appendAll(chunk, us, &m.clock)
		for _, t := range m.told.all() {
			chunk = append(chunk, snapshotTold)
			chunk = appendText16(chunk, names[t.tenant])
			chunk = append(chunk, t.trace[:]...)
			chunk = m.appendMoment(chunk, t.learnt)
			text := m.toldText(&t.toldPair)
			chunk = append(append(chunk, byte(len(text))), text...)
			if !flush(false) {
				return
			}
		}
		flush(true)
	}
}

func (m *MemoryStore) appendMoment(b []byte, at moment) []byte {
	if at == never {
		return binary.BigEndian.AppendUint64(b, 0)
	}
	return binary.BigEndian.AppendUint64(b, uint64(m.clock.time(at.us()).UnixMicro()))
}

func appendText16(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint16(b, uint16(len(s))), s...)
}

// appendSlot writes the n-th slot, counted from the oldest, so that a store that
// reads it frees them in the same order.
func (p *pairShard) appendSlot(b []byte, n int, us int64, names map[uint16]string) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n >= p.ring.used {
		return b
	}
	slot := p.ring.oldest() + n
	if slot >= p.ring.size {
		slot -= p.ring.size
	}
	e := &p.slots[slot]
	if e.marks&markIndexed == 0 || p.expired(slot, us) {
		return b
	}
	m := p.store
	head := func(kind byte) []byte {
		b = append(b, kind)
		b = appendText16(b, names[e.tenant])
		b = append(b, e.trace[:]...)
		b = m.appendMoment(b, e.seen)
		b = m.appendMoment(b, e.written)
		return append(b, byte(e.marks&^markIndexed))
	}
	if !e.paired() {
		return head(snapshotTrace)
	}
	s := &m.ids[m.shardOf(e.id())]
	s.mu.Lock()
	defer s.mu.Unlock()
	i := &s.slots[e.slot%m.idSlots]
	if i.gen != e.gen {
		return b // its id has left
	}
	b = head(snapshotPair)
	b = m.appendMoment(b, e.learnt)
	b = append(b, byte(e.source))
	b = append(b, i.trace[:]...)
	b = m.appendMoment(b, i.learnt)
	b = m.appendMoment(b, i.ambiguous)
	b = m.appendMoment(b, i.blocked)
	id := s.arena.get(i.bytes())
	return append(append(b, byte(len(id))), id...)
}

func (r *requests) appendAll(b []byte, us int64, c *clock) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n := range r.ring.used {
		slot := r.ring.oldest() + n
		if slot >= r.ring.size {
			slot -= r.ring.size
		}
		e := &r.slots[slot]
		if e.first.us()+r.window <= us {
			continue
		}
		b = append(b, snapshotRequest)
		b = append(b, e.digest[:]...)
		b = binary.BigEndian.AppendUint64(b, uint64(c.time(e.first.us()).UnixMicro()))
	}
	return b
}

// Restore adds a chunk of a snapshot to the store. Of a damaged chunk nothing
// is taken.
func (m *MemoryStore) Restore(chunk []byte, now time.Time) error {
	if len(chunk) < 5 || chunk[0] != snapshotVersion {
		return fmt.Errorf("%w: unknown version", errSnapshot)
	}
	body := chunk[:len(chunk)-4]
	if crc32.Checksum(body, castagnoli) != binary.BigEndian.Uint32(chunk[len(chunk)-4:]) {
		return fmt.Errorf("%w: wrong checksum", errSnapshot)
	}
	r := snapshotReader{b: body[1:]}
	for len(r.b) > 0 {
		r.restore(m, now)
		if r.short {
			return fmt.Errorf("%w: it ends inside an entry", errSnapshot)
		}
	}
	return nil
}

// snapshotReader reads a chunk whose checksum is right; short says that it
// was written wrong.
type snapshotReader struct {
	b     []byte
	short bool
}

func (r *snapshotReader) take(n int) []byte {
	if n > len(r.b) {
		r.short = true
		r.b = nil
		return make([]byte, n)
	}
	got := r.b[:n]
	r.b = r.b[n:]
	return got
}

func (r *snapshotReader) moment() time.Time {
	us := int64(binary.BigEndian.Uint64(r.take(8)))
	if us == 0 {
		return time.Time{}
	}
	return time.UnixMicro(us)
}

func (r *snapshotReader) text8() string { return string(r.take(int(r.take(1)[0]))) }
func (r *snapshotReader) text16() string {
	return string(r.take(int(binary.BigEndian.Uint16(r.take(2)))))
}

func (r *snapshotReader) restore(m *MemoryStore, now time.Time) {
	switch kind := r.take(1)[0]; kind {
	case snapshotTrace, snapshotPair:
		tenant := r.text16()
		trace := TraceID(r.take(16))
		seen, written := r.moment(), r.moment()
		marks := pairMarks(r.take(1)[0])
		if kind == snapshotTrace {
			if !r.short {
				m.Saw(tenant, trace, marks&markUnfilled != 0, seen)
				m.Saw(tenant, trace, false, written)
			}
			return
		}
		learnt := r.moment()
		source := Source(r.take(1)[0])
		state := idState{trace: TraceID(r.take(16)), learnt: r.moment(), ambiguous: r.moment(), blocked: r.moment()}
		id := r.text8()
		if r.short || ValidCorrelationID(id) != ReasonNone || source == SourceNone || source > SourceBaggage {
			return
		}
		m.Saw(tenant, trace, false, seen)
		m.Learn(tenant, trace, id, source, learnt)
		m.Saw(tenant, trace, false, written)
		m.setID(tenant, id, state)
	case snapshotRequest:
		digest := [16]byte(r.take(16))
		if first := r.moment(); !r.short && !first.After(now) {
			m.FirstSeen(digest, first)
		}
	case snapshotTold:
		tenant := r.text16()
		trace := TraceID(r.take(16))
		learnt := r.moment()
		id := r.text8()
		if !r.short && ValidCorrelationID(id) == ReasonNone {
			m.GiveBack(tenant, []Pair{{Trace: trace, Correlation: id, Learnt: learnt}})
		}
	default:
		r.short = true
		r.b = nil
	}
}

// idState is what is known of a correlation id. A zero time is never.
type idState struct {
	trace                      TraceID
	learnt, ambiguous, blocked time.Time
}

// setID gives an id its state back. The pairs of an id come in any order, and
// what they say together is not what was known of it at each moment.
func (m *MemoryStore) setID(tenant, id string, state idState) {
	at := func(t time.Time) moment {
		if t.IsZero() {
			return never
		}
		return toMoment(m.clock.us(t))
	}
	tn := m.tenants.find(tenant)
	s, hash := m.idsOf(tn, id)
	s.mu.Lock()
	defer s.mu.Unlock()
	if slot := s.find(hash, tn, id, maxMoment); slot >= 0 {
		e := &s.slots[slot]
		e.trace, e.learnt, e.ambiguous, e.blocked = state.trace, at(state.learnt), at(state.ambiguous), at(state.blocked)
	}
}
