package redactcorrelateprocessor

import (
	"encoding/binary"
	"encoding/hex"
	"strings"

	"github.com/minio/highwayhash"
	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

type digest = [highwayhash.Size128]byte

// What is hashed beside records begins with a letter of its own.
const (
	domainRequest = 'Q'
	domainTwin    = 'W'
	domainPair    = 'P'
	// Those of what an Elasticsearch client chose.
	domainOperation = 'O'
	domainDocument  = 'D'
	domainRouting   = 'G'
	domainIndex     = 'X'
)

func (w *worker) sum(b []byte) digest { return highwayhash.Sum128(b, w.p.key) }

// readResource and readScope hash what many records share once; a record mixes
// in the digest of its scope, which holds that of its resource.
func (w *worker) readResource(g pdatawalk.Group) {
	w.shared = found{ids: correlate.IDs{Options: &w.p.reading}}
	m := w.readAttributes(pdatawalk.ResourceAttributes, g.Resource.Attributes(), &w.shared)
	w.shared.marks = m & markFile
	if m&markReserved != 0 {
		dropReserved(g.Resource.Attributes())
	}
	w.conclude(&w.shared)
	w.scratch = pdatawalk.AppendResource(w.scratch[:0], g)
	w.resource = w.sum(w.scratch)
}

func (w *worker) readScope(g pdatawalk.Group) {
	dropReserved(g.Scope.Attributes())
	w.scratch = append(w.scratch[:0], w.resource[:]...)
	w.scratch = pdatawalk.AppendScope(w.scratch, g)
	w.scope = w.sum(w.scratch)
}

// openRecord begins the bytes of a record.
func (w *worker) openRecord() []byte { return append(w.scratch[:0], w.scope[:]...) }

// dropReserved removes the reserved attributes wherever they came in.
func dropReserved(m pcommon.Map) {
	if m.Len() == 0 {
		return
	}
	m.RemoveIf(func(k string, _ pcommon.Value) bool {
		return k == delivery.RecordIDAttribute || k == delivery.OperationAttribute
	})
}

// digestRequest numbers equal records and returns the digest of the request.
func (w *worker) digestRequest() digest {
	w.scratch = append(w.scratch[:0], domainRequest)
	w.scratch = append(w.scratch, w.p.signal...)
	w.twins.open(len(w.records))
	for i := range w.records {
		r := &w.records[i]
		r.ordinal = w.twins.number(w.records, i)
		w.scratch = append(w.scratch, r.digest[:]...)
	}
	return w.sum(w.scratch)
}

// recordID is the digest of the record; that of a record with an equal before
// it, or that could have one in another request, is mixed with what tells
// them apart.
func (w *worker) recordID(r *record) digest {
	ambiguous := r.marks.ambiguous()
	if r.ordinal == 0 && !ambiguous {
		return r.digest
	}
	var b [1 + 16 + 4 + 16]byte
	b[0] = domainTwin
	copy(b[1:], r.digest[:])
	binary.LittleEndian.PutUint32(b[17:], r.ordinal)
	n := 21
	if ambiguous {
		n += copy(b[21:], w.request[:])
	}
	return w.sum(b[:n])
}

// twins numbers equal digests. The digests are keyed hashes, so that their
// first bytes are as good as any hash of them.
type twins struct {
	table []int32 // number of a record + 1
	last  []uint32
	mask  uint32
}

func (t *twins) open(n int) {
	size := 16
	for size < 2*n {
		size *= 2
	}
	if cap(t.table) < size {
		t.table = make([]int32, size)
		t.last = make([]uint32, size)
	} else {
		t.table = t.table[:size]
		t.last = t.last[:size]
		clear(t.table)
	}
	t.mask = uint32(size - 1)
}

// number returns how many records before the i-th have the same digest.
func (t *twins) number(records []record, i int) uint32 {
	d := &records[i].digest
	for at := binary.LittleEndian.Uint32(d[:]) & t.mask; ; at = (at + 1) & t.mask {
		first := t.table[at]
		if first == 0 {
			t.table[at] = int32(i + 1)
			t.last[at] = 0
			return 0
		}
		if records[first-1].digest == *d {
			t.last[at]++
			return t.last[at]
		}
	}
}

// idTexts writes ids as text, many in one allocation.
type idTexts struct{ block strings.Builder }

const idsPerBlock = 64

func (t *idTexts) text(id digest) string {
	var b [2 * len(id)]byte
	hex.Encode(b[:], id[:])
	if t.block.Cap()-t.block.Len() < len(b) {
		t.block = strings.Builder{}
		t.block.Grow(idsPerBlock * len(b))
	}
	at := t.block.Len()
	t.block.Write(b[:])
	return t.block.String()[at:]
}
