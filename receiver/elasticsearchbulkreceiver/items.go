package elasticsearchbulkreceiver

import (
	"encoding/base64"
	"net/http"
	"strconv"

	"github.com/zeebo/xxh3"

	"github.com/lethe-otel/lethe/internal/jsontext"
)

// item is what became of one action, in few bytes: a request may have many.
type item struct {
	id   string // the client's; "" when it gave none
	made [15]byte
	itemKind
}

// itemKind is what items have in common.
type itemKind struct {
	index   uint32 // in items.indices
	op      operation
	problem problem
}

// problem is why a document was refused on its own; zero is none.
type problem uint8

const (
	taken problem = iota
	problemUpdate
	problemDelete
	problemCondition
	problemDocument
	problemSize
	problemEmptyID
	problemLongID
	problemIndex
	problemBusy
)

// problems holds what clients are told, and the reason in the metric. Senders
// drop a document with 400, or put it aside; Logstash would send it again for
// ever with most other statuses.
var problems = [...]struct{ kind, reason, count string }{
	taken:            {},
	problemUpdate:    {illegalArgument, "[update] is not supported: this endpoint takes documents in", "update"},
	problemDelete:    {illegalArgument, "[delete] is not supported: this endpoint takes documents in", "delete"},
	problemCondition: {illegalArgument, "[version], [if_seq_no] and [if_primary_term] are not supported: this endpoint cannot compare", "condition"},
	problemDocument:  {documentParsing, "failed to parse: the document is not a JSON object within the limits of this endpoint", "document"},
	problemSize:      {illegalArgument, "the document is longer than limits::max_document_bytes allows", "document_size"},
	problemEmptyID:   {illegalArgument, "if _id is specified it must not be empty", "id"},
	problemLongID:    {illegalArgument, "id is too long, must be no longer than 512 bytes", "id"},
	problemIndex:     {"invalid_index_name_exception", "Invalid index name", "index"},
	problemBusy:      {rejected, errBusy.reason, ""},
}

// maxID is the longest _id in bytes.
const maxID = 512

// items are what became of the actions of a request, in their order.
type items struct {
	list    []item
	indices []string
	failed  bool
	bad     []string // what is wrong with each of indices
}

func (s *items) reset() {
	clear(s.list)
	clear(s.indices)
	clear(s.bad)
	s.list, s.indices, s.bad, s.failed = s.list[:0], s.indices[:0], s.bad[:0], false
}

// maxRemembered bounds how far back index looks for a name that it has seen.
const maxRemembered = 64

// index returns the place of a name in indices, where it stands once as long as
// a request has few of them.
func (s *items) index(name []byte) uint32 {
	for i := len(s.indices) - 1; i >= max(0, len(s.indices)-maxRemembered); i-- {
		if s.indices[i] == string(name) {
			return uint32(i)
		}
	}
	text := string(name)
	s.indices = append(s.indices, text)
	s.bad = append(s.bad, checkIndexName(text))
	return uint32(len(s.indices) - 1)
}

func (s *items) add(it item) {
	s.list = append(s.list, it)
	s.failed = s.failed || it.problem != taken
}

// makeID makes the _id of a document without one: like Elasticsearch's, 20
// characters, but the same for the same document at the same place of a request.
// It is told to the client and used for nothing else.
func makeID(index string, document []byte, position int) (made [15]byte) {
	hash := xxh3.Hash128Seed(document, xxh3.HashStringSeed(index, uint64(position))).Bytes()
	copy(made[:], hash[:])
	return made
}

// leaf is a member of an item in the order of Elasticsearch.
type leaf uint

const (
	leafIndex leaf = iota
	leafType
	leafID
	leafVersion
	leafResult
	leafTotal
	leafSuccessful
	leafFailed
	leafSeqNo
	leafPrimaryTerm
	leafStatus
	leafErrorType
	leafErrorReason
	leafCount
)

var leafPaths = [leafCount][]string{
	leafIndex:       {"_index"},
	leafType:        {"_type"},
	leafID:          {"_id"},
	leafVersion:     {"_version"},
	leafResult:      {"result"},
	leafTotal:       {"_shards", "total"},
	leafSuccessful:  {"_shards", "successful"},
	leafFailed:      {"_shards", "failed"},
	leafSeqNo:       {"_seq_no"},
	leafPrimaryTerm: {"_primary_term"},
	leafStatus:      {"status"},
	leafErrorType:   {"error", "type"},
	leafErrorReason: {"error", "reason"},
}

// leafSet is a set of leaves.
type leafSet uint32

func (s leafSet) has(l leaf) bool { return s&(1<<l) != 0 }

const (
	shardLeaves   = leafSet(1<<leafTotal | 1<<leafSuccessful | 1<<leafFailed)
	takenLeaves   = leafSet(1<<leafIndex|1<<leafType|1<<leafID|1<<leafVersion|1<<leafResult|1<<leafSeqNo|1<<leafPrimaryTerm|1<<leafStatus) | shardLeaves
	errorLeaves   = leafSet(1<<leafErrorType | 1<<leafErrorReason)
	refusedLeaves = leafSet(1<<leafIndex|1<<leafType|1<<leafID|1<<leafStatus) | errorLeaves
)

// shape is what of an answer to a bulk request is wanted.
type shape struct {
	took, errors bool
	leaves       [4]leafSet // by operation
}

func newShape(f *filter, withType bool) shape {
	s := shape{took: f.keeps([]string{"took"}), errors: f.keeps([]string{"errors"})}
	for op := range s.leaves {
		for l, path := range leafPaths {
			if leaf(l) == leafType && !withType {
				continue
			}
			if f.keeps(append([]string{"items", operation(op).String()}, path...)) {
				s.leaves[op] |= 1 << l
			}
		}
	}
	return s
}

// wantsMadeIDs says whether ids have to be made.
func (s shape) wantsMadeIDs() bool {
	return (s.leaves[opIndex] | s.leaves[opCreate]).has(leafID)
}

// bulkAnswer writes the answer to a bulk request: compact, and in the order of
// Elasticsearch 7, because Fluent Bit looks for "errors":false,"items":[ and
// Vector for "errors":true in the text.
type bulkAnswer struct {
	shape shape
	items *items
	took  int64
	out   []byte
	// last is the text of the last item, if it says nothing of its own.
	last     []byte
	lastKind itemKind
}

// flushSize is how much of an answer is held before it is sent.
const flushSize = 64 << 10

// send writes the answer. A small one has a Content-Length.
func (a *bulkAnswer) send(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", answerType(r))
	a.out, a.last = append(a.out[:0], '{'), a.last[:0]
	if a.shape.took {
		a.out = append(a.out, `"took":`...)
		a.out = strconv.AppendInt(a.out, a.took, 10)
	}
	if a.shape.errors {
		a.separate()
		a.out = append(a.out, `"errors":`...)
		a.out = strconv.AppendBool(a.out, a.items.failed)
	}
	started, whole := false, true
	for i := range a.items.list {
		it := &a.items.list[i]
		leaves := a.shape.leaves[it.op] & takenLeaves
		if it.problem != taken {
			leaves = a.shape.leaves[it.op] & refusedLeaves
		}
		if leaves == 0 {
			continue
		}
		if !started {
			a.separate()
			a.out = append(a.out, `"items":[`...)
			started = true
		} else {
			a.out = append(a.out, ',')
		}
		a.item(it, i, leaves)
		if len(a.out) >= flushSize {
			if _, err := w.Write(a.out); err != nil {
				return
			}
			a.out, whole = a.out[:0], false
		}
	}
	if started {
		a.out = append(a.out, ']')
	}
	a.out = append(a.out, '}')
	if whole {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.out)))
	}
	_, _ = w.Write(a.out)
}

func (a *bulkAnswer) separate() {
	if last := a.out[len(a.out)-1]; last != '{' {
		a.out = append(a.out, ',')
	}
}

// ownLeaves are those by which the items of documents differ.
const ownLeaves = leafSet(1<<leafID | 1<<leafSeqNo)

func (a *bulkAnswer) item(it *item, position int, leaves leafSet) {
	if leaves&ownLeaves == 0 && it.itemKind == a.lastKind && len(a.last) > 0 {
		a.out = append(a.out, a.last...)
		return
	}
	from := len(a.out)
	a.out = append(a.out, `{"`...)
	a.out = append(a.out, it.op.String()...)
	a.out = append(a.out, `":`...)
	a.out = appendItem(a.out, it, a.items, position, leaves)
	a.out = append(a.out, '}')
	if leaves&ownLeaves == 0 {
		a.last, a.lastKind = append(a.last[:0], a.out[from:]...), it.itemKind
	}
}

// appendItem appends what became of a document, as an object.
func appendItem(out []byte, it *item, s *items, position int, leaves leafSet) []byte {
	out = append(out, '{')
	name := func(text string) {
		if out[len(out)-1] != '{' {
			out = append(out, ',')
		}
		out = append(out, text...)
	}
	if leaves.has(leafIndex) {
		name(`"_index":`)
		out = jsontext.AppendString(out, s.indices[it.index])
	}
	if leaves.has(leafType) {
		name(`"_type":"_doc"`)
	}
	if leaves.has(leafID) {
		name(`"_id":`)
		out = it.appendID(out)
	}
	if leaves.has(leafVersion) {
		name(`"_version":1`)
	}
	if leaves.has(leafResult) {
		name(`"result":"created"`)
	}
	if leaves&shardLeaves == shardLeaves {
		name(`"_shards":{"total":2,"successful":1,"failed":0}`)
	} else if leaves&shardLeaves != 0 {
		name(`"_shards":{`)
		if leaves.has(leafTotal) {
			name(`"total":2`)
		}
		if leaves.has(leafSuccessful) {
			name(`"successful":1`)
		}
		if leaves.has(leafFailed) {
			name(`"failed":0`)
		}
		out = append(out, '}')
	}
	if leaves.has(leafSeqNo) {
		name(`"_seq_no":`)
		out = strconv.AppendInt(out, int64(position), 10)
	}
	if leaves.has(leafPrimaryTerm) {
		name(`"_primary_term":1`)
	}
	if leaves.has(leafStatus) {
		switch it.problem {
		case taken:
			name(`"status":201`)
		case problemBusy:
			name(`"status":429`)
		default:
			name(`"status":400`)
		}
	}
	if leaves&errorLeaves != 0 {
		name(`"error":{`)
		if leaves.has(leafErrorType) {
			name(`"type":`)
			out = jsontext.AppendString(out, problems[it.problem].kind)
		}
		if leaves.has(leafErrorReason) {
			name(`"reason":`)
			out = jsontext.AppendString(out, it.reason(s))
		}
		out = append(out, '}')
	}
	return append(out, '}')
}

// idText is the id that the client gave or that was made; "" for neither.
func (it *item) idText() string {
	if it.id == "" && it.made != [15]byte{} {
		return base64.URLEncoding.EncodeToString(it.made[:])
	}
	return it.id
}

func (it *item) appendID(out []byte) []byte {
	switch {
	case it.id != "" || it.problem == problemEmptyID:
		return jsontext.AppendString(out, it.id)
	case it.made == [15]byte{}:
		return append(out, "null"...)
	}
	out = append(out, '"')
	out = base64.URLEncoding.AppendEncode(out, it.made[:])
	return append(out, '"')
}

// reason is the text of the error of a refused item.
func (it *item) reason(s *items) string {
	if it.problem == problemIndex {
		return problems[problemIndex].reason + ", " + s.bad[it.index]
	}
	return problems[it.problem].reason
}
