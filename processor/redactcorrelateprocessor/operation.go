package redactcorrelateprocessor

import (
	"encoding/binary"
	"sync/atomic"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/pdatawalk"
)

// operations are those of one batch, in walk order.
type operations struct {
	// trusted says that a receiver of this process wrote them: what anybody else
	// sent under the name is thrown away.
	trusted bool
	list    []delivery.Operation
	// end is one more than the last place of an operation in its request.
	end int
	// first is the version of the operation at place 0.
	first int64
}

func (o *operations) reset() {
	clear(o.list)
	*o = operations{list: o.list[:0]}
	if cap(o.list) > maxKeptRecords {
		o.list = nil
	}
}

// takeReserved removes the reserved attributes of a log record and keeps its
// operation.
func (w *worker) takeReserved(attrs pcommon.Map, rec *record) {
	o := &w.operations
	if rec.marks&markOperation != 0 && o.trusted {
		if op, ok := delivery.Take(attrs); ok {
			if op.Position == 0 {
				op.Position = len(w.records) - 1
			}
			o.list = append(o.list, op)
			o.end = max(o.end, op.Position+1)
			rec.operation = int32(len(o.list)) //nolint:gosec // a batch has fewer
			if op.ID != "" {
				rec.marks |= markApart
			}
		}
	}
	dropReserved(attrs)
}

// appendOperation appends what the client asked for to the bytes of its record:
// equal documents under different ids are different records.
func (w *worker) appendOperation(b []byte, rec *record) []byte {
	if rec.operation == 0 {
		return b
	}
	op := &w.operations.list[rec.operation-1]
	b = append(b, domainOperation)
	for _, s := range [...]string{string(op.Action), op.ID, op.Index, op.SourceIndex, op.Pipeline, op.Routing} {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(s))) //nolint:gosec // shorter than a request
		b = append(b, s...)
	}
	return b
}

// versions hands out versions: later requests get higher ones, also when the
// clock is set back, or is too coarse for the requests.
type versions struct{ last atomic.Int64 }

// reserve returns the first of n versions: nanoseconds since 1970.
func (v *versions) reserve(now time.Time, n int) int64 {
	for {
		last := v.last.Load()
		first := max(now.UnixNano(), last+1)
		if v.last.CompareAndSwap(last, first+int64(n)-1) {
			return first
		}
	}
}

// orderOperations gives the operations their versions. The moment is that of
// this arrival, not the first: who indexes a document, then another content,
// then the first again, byte for byte, wants the first in the end.
func (w *worker) orderOperations(now time.Time) {
	if o := &w.operations; o.end > 0 {
		o.first = w.p.versions.reserve(now, o.end)
	}
}

// stampOperation writes the operation back, after redaction.
func (w *worker) stampOperation(attrs pcommon.Map, rec *record) {
	if rec.operation == 0 {
		return
	}
	op := w.operations.list[rec.operation-1]
	// A mask would make one document of many.
	op.ID = w.hashed(op.ID, domainDocument)
	op.Routing = w.hashed(op.Routing, domainRouting)
	if op.Index != "" && op.Index != op.SourceIndex && w.holdsFinding(op.Index) {
		op.Index = ""
	}
	if op.SourceIndex != "" && w.holdsFinding(op.SourceIndex) {
		if op.Index == op.SourceIndex {
			op.Index = ""
		}
		op.SourceIndex = w.keyed(op.SourceIndex, domainIndex)
	}
	if op.Pipeline != "" && w.holdsFinding(op.Pipeline) {
		op.Pipeline = ""
	}
	op.Version = w.operations.first + int64(op.Position)
	op.Position = 0
	op.Put(attrs)
}

// hashed returns the text, or its keyed hash if something is found in it.
func (w *worker) hashed(text string, domain byte) string {
	if text == "" {
		return ""
	}
	if _, changed := w.scanText(pdatawalk.LogAttributes, w.nameless(pdatawalk.LogAttributes), text); changed {
		return w.keyed(text, domain)
	}
	return text
}

// keyed returns the keyed hash of a text: another one for every text, and the
// same in every replica.
func (w *worker) keyed(text string, domain byte) string {
	w.scratch = append(append(w.scratch[:0], domain), text...)
	return w.ids.text(w.sum(w.scratch))
}

// ofOperation stands for the name of what holdsFinding scans.
var ofOperation = new(keyInfo)

// holdsFinding reports whether a name of the client's choice has to be redacted.
// A request has few of them.
func (w *worker) holdsFinding(name string) bool {
	const place = pdatawalk.LogAttributes
	last := w.repeats.of(place, len(name))
	if w.same(last, ofOperation, name) {
		return false
	}
	_, changed := w.scanText(place, w.nameless(place), name)
	w.remember(place, last, ofOperation, name, changed)
	return changed
}
