package elasticsearchexporter

import (
	"bytes"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/jsontext"
)

// operationOf returns what an Elasticsearch client asked for with a record. The
// zero value has no action: the record is created under its own id.
func operationOf(attrs pcommon.Map) delivery.Operation {
	v, ok := attrs.Get(delivery.OperationAttribute)
	if !ok {
		return delivery.Operation{}
	}
	op, ok := delivery.ReadOperation(v)
	if !ok {
		return delivery.Operation{}
	}
	if !usableIndex(op.Index) {
		op.Index = ""
	}
	return op
}

// overwrites says that the operation stores its document in place of an older
// one. A document without an id of the client's has none.
func overwrites(op *delivery.Operation) bool {
	return op.Action == delivery.ActionIndex && op.ID != ""
}

// appendOperation appends the line in front of a client's document. Its version
// makes the later of two operations win, in whatever order they arrive: the
// server refuses an older one with 409.
func (a *attempt) appendOperation(dst []byte) []byte {
	op := &a.op
	overwrite := overwrites(op)
	if overwrite {
		dst = append(dst, `{"index":{"_index":"`...)
	} else {
		dst = append(dst, `{"create":{"_index":"`...)
	}
	switch {
	case op.Index != "":
		dst = jsontext.AppendEscaped(dst, op.Index)
	case op.ID != "":
		dst = appendByID(dst, a.e.index, op.SourceIndex)
	default:
		dst = appendIndex(dst, a.e.index, a.ts)
	}
	dst = append(dst, `","_id":"`...)
	if op.ID != "" {
		dst = jsontext.AppendEscaped(dst, op.ID)
	} else {
		dst = appendDocumentID(dst, a.ts, a.id)
	}
	dst = append(dst, '"')
	if overwrite && op.Version > 0 {
		dst = append(dst, `,"version":`...)
		dst = strconv.AppendInt(dst, op.Version, 10)
		dst = append(dst, `,"version_type":"external_gte"`...)
	}
	if op.Pipeline != "" {
		dst = append(dst, `,"pipeline":"`...)
		dst = append(jsontext.AppendEscaped(dst, op.Pipeline), '"')
	}
	if op.Routing != "" {
		dst = append(dst, `,"routing":"`...)
		dst = append(jsontext.AppendEscaped(dst, op.Routing), '"')
	}
	return append(dst, "}}\n"...)
}

// appendByID appends the index of a client's document that has an id. There is
// no day in it: an update with another time must meet the first copy. Documents
// of different indexes that have the same id are kept apart by a hash of the
// client's index, of which there are few values: each makes an index here.
func appendByID(dst []byte, index, source string) []byte {
	const digits = "0123456789abcdef"
	slot := slotOf(source)
	dst = append(append(dst, index...), "-by-id-"...)
	return append(dst, digits[slot>>4], digits[slot&15])
}

// slotOf is FNV-1a with 32 bits, folded to 8. It must never change: documents
// are found again by it.
func slotOf(source string) byte {
	h := uint32(2166136261)
	for i := range len(source) {
		h = (h ^ uint32(source[i])) * 16777619
	}
	h ^= h >> 16
	return byte(h ^ h>>8)
}

// usableIndex follows the rules of Elasticsearch for the names of indexes: one
// that it refuses would be sent again for ever.
func usableIndex(name string) bool {
	return name != "" && len(name) <= 255 && name != "." && name != ".." &&
		!strings.ContainsAny(name[:1], "-_+") &&
		!strings.ContainsAny(name, "\\/*?\"<>| ,#:") &&
		name == strings.ToLower(name)
}

// documentKey tells documents of clients apart. The slot counts where the index
// is not the client's own.
type documentKey struct {
	index       string
	slot        byte
	id, routing string
}

func keyOf(op *delivery.Operation) documentKey {
	k := documentKey{index: op.Index, id: op.ID, routing: op.Routing}
	if op.Index == "" {
		k.slot = slotOf(op.SourceIndex)
	}
	return k
}

// follower is a document that a client creates under an id that another record
// of the batch creates, too: the first of them wins, and which that is must not
// depend on what is sent again.
type follower struct {
	key    documentKey
	record int
	// line is the action and the document.
	line []byte
}

// afterEqualID is the reason to send a follower again.
const afterEqualID = "after_equal_id"

// follow keeps the document that begins at start for later if it has to wait
// for another one of the batch.
func (a *attempt) follow(start int) bool {
	if a.op.Action != delivery.ActionCreate || a.op.ID == "" {
		return false
	}
	k := keyOf(&a.op)
	if _, found := a.leaders[k]; !found {
		if a.leaders == nil {
			a.leaders = make(map[documentKey]int)
		}
		a.leaders[k] = a.record
		return false
	}
	a.followers = append(a.followers, follower{k, a.record, bytes.Clone(a.body[start:])})
	a.body = a.body[:start]
	return true
}

// settleFollowers decides on the documents that waited. Where the first one is
// stored they come too late, where it is rejected the next one takes its place,
// and where nothing is known they wait with it.
func (a *attempt) settleFollowers() {
	for len(a.followers) > 0 && !a.stopped {
		waiting := a.followers
		a.followers = nil
		a.body, a.docs = a.body[:0], a.docs[:0]
		heirs := make(map[documentKey]bool)
		for i, f := range waiting {
			outcome := a.ledger.Outcome(a.leaders[f.key])
			switch {
			case heirs[f.key]:
				a.followers = append(a.followers, f)
			case outcome == delivery.Rejected:
				heirs[f.key] = true
				a.leaders[f.key] = f.record
				start := len(a.body)
				a.body = append(a.body, f.line...)
				if !a.gather(start, docRef{record: f.record}) {
					a.followers = append(a.followers, waiting[i+1:]...)
				}
			case outcome.Done():
				a.ledger.Set(f.record, delivery.Duplicate)
			default:
				a.wait(f.record)
				a.blame(afterEqualID, 0)
			}
			if a.stopped {
				break
			}
		}
		a.flush()
	}
	for _, f := range a.followers {
		a.wait(f.record)
	}
	a.followers = nil
}
