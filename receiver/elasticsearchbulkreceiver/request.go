package elasticsearchbulkreceiver

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"unicode/utf8"

	"github.com/lethe-otel/lethe/internal/delivery"
	"github.com/lethe-otel/lethe/internal/ecs"
	"github.com/lethe-otel/lethe/internal/intake"
)

// maxParameter is the longest index, pipeline or routing in the path or query of a
// request, in bytes.
const maxParameter = 512

// defaults are what a request says of all its actions, in its path and query.
type defaults struct{ index, pipeline, routing []byte }

func defaultsOf(index string, query url.Values) (defaults, bool) {
	d := defaults{index: []byte(index), pipeline: []byte(query.Get("pipeline")), routing: []byte(query.Get("routing"))}
	// The index stands in the answer for each document, also where it is refused.
	return d, len(d.index) <= maxParameter && len(d.pipeline) <= maxParameter && len(d.routing) <= maxParameter &&
		utf8.Valid(d.index) && utf8.Valid(d.pipeline) && utf8.Valid(d.routing)
}

// request is what one request needs; requests use it one after the other.
type request struct {
	config  *Config
	lines   lineReader
	actions actionParser
	said    said
	decoder *ecs.Decoder
	batch   *ecs.Batch
	items   items
	answer  bulkAnswer
	// madeIDs says that the answer shows the ids of documents without one.
	madeIDs bool
	refused [len(problems)]int64
	// length is that of the body, if the client says it and it is not compressed.
	length int64
	// longest is the length of the longest document.
	longest int
}

// usualLength is that of an action with a document of a Beat, in bytes.
const usualLength = 320

func newRequest(config *Config) *request {
	return &request{
		config:  config,
		decoder: ecs.NewDecoder(ecs.Limits{MaxDepth: config.Limits.MaxDepth, MaxFields: config.Limits.MaxFields}),
	}
}

// keptItems bounds the memory that a request keeps for the next one.
const keptItems = 16 << 10

// release lets go of the request's data.
func (q *request) release() {
	q.lines.release()
	q.batch = nil
	q.said.reset()
	q.items.reset()
	if cap(q.items.list) > keptItems {
		q.items = items{}
	}
	if cap(q.answer.out) > 4*flushSize {
		q.answer.out = nil
	}
	q.refused = [len(problems)]int64{}
	q.longest = 0
}

// What a request costs in memory beside the text of its documents, in bytes, as
// measured: small documents and lists of numbers take many times their text.
const (
	actionCost    = 256 // a record and its item
	operationCost = 512 // the operation on a record
	valueCost     = 48  // each value of a document
	itemCost      = 64  // the item alone, without its id
	scanCost      = 8   // each byte of the longest document, while it is searched
)

// letGo gives back what the request no longer needs when its answer begins, which
// may take long: the documents. What the answer is made of stays.
func (q *request) letGo() {
	q.batch = nil
	kept := int64(0)
	for i := range q.items.list {
		kept += itemCost + int64(len(q.items.list[i].id))
	}
	q.lines.share.Keep(kept)
}

// readBulk reads a bulk request into the batch and the items. An error refuses
// all of it.
func (q *request) readBulk(d defaults) error {
	q.batch = ecs.NewBatch()
	q.batch.Expect(int(max(q.length, 0) / usualLength))
	number := 0
	for {
		line, long, err := q.lines.next(q.config.Limits.MaxActionBytes)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		number++
		if long {
			return errActionSize
		}
		if isBlank(line) {
			continue
		}
		if len(q.items.list) == q.config.Limits.MaxActions {
			return errActions
		}
		if err := q.read(line, number, d); err != nil {
			return err
		}
		it := q.said.item
		var document []byte
		if it.op.hasDocument() {
			document, long, err = q.lines.next(q.config.Limits.MaxDocumentBytes)
			if errors.Is(err, io.EOF) {
				return errNoDocument
			}
			if err != nil {
				return err
			}
			number++
			if long && it.problem == taken {
				it.problem = problemSize
			}
		}
		if err := q.take(it, &q.said.operation, document); err != nil {
			return err
		}
	}
	switch {
	case number == 0:
		return errBodyRequired
	case len(q.items.list) == 0:
		return errNoRequests
	case q.said.indexMissing:
		return errIndexMissing
	}
	return q.lines.settle()
}

// fill takes from the request what the action line does not say.
func (a *action) fill(d defaults) {
	if len(a.index) == 0 {
		a.index = d.index
	}
	if len(a.pipeline) == 0 {
		a.pipeline = d.pipeline
	}
	if len(a.routing) == 0 {
		a.routing = d.routing
	}
}

// examine says what becomes of an action, as far as the action tells it. It
// keeps no part of the line, which the document's line replaces.
func (q *request) examine(a *action) (item, delivery.Operation) {
	it := item{itemKind: itemKind{op: a.op, index: q.items.index(a.index)}}
	if a.hasID && len(a.id) <= maxID {
		it.id = string(a.id)
	}
	switch {
	case a.op == opUpdate:
		it.problem = problemUpdate
	case a.op == opDelete:
		it.problem = problemDelete
	case a.conditional:
		it.problem = problemCondition
	case a.hasID && len(a.id) == 0:
		it.problem = problemEmptyID
	case len(a.id) > maxID:
		it.problem = problemLongID
	case q.items.bad[it.index] != "":
		it.problem = problemIndex
	default:
		return it, q.operation(a, it)
	}
	return it, delivery.Operation{}
}

// operation is what goes on to Elasticsearch with the document.
func (q *request) operation(a *action, it item) delivery.Operation {
	op := delivery.Operation{Action: delivery.ActionIndex, ID: it.id, Position: len(q.items.list) + 1}
	if a.op == opCreate {
		op.Action = delivery.ActionCreate
	}
	allow := &q.config.Allow
	index := q.items.indices[it.index]
	if intake.Allowed(allow.Indices, index) {
		op.Index = index
	}
	if len(allow.Pipelines) > 0 && len(a.pipeline) > 0 && intake.Allowed(allow.Pipelines, string(a.pipeline)) {
		op.Pipeline = string(a.pipeline)
	}
	if len(allow.Routing) > 0 && len(a.routing) > 0 && intake.Allowed(allow.Routing, string(a.routing)) {
		op.Routing = string(a.routing)
	}
	op.SourceIndex = index
	return op
}

// take decodes a document into the batch, unless there is a problem already. The
// error is that of the budget.
func (q *request) take(it item, op *delivery.Operation, document []byte) error {
	cost := int64(actionCost)
	if it.problem == taken {
		record, err := q.decoder.Append(q.batch, document)
		if err != nil {
			it.problem = problemDocument
		} else {
			cost += valueCost*int64(q.decoder.Values()) + scanCost*int64(max(0, len(document)-q.longest))
			q.longest = max(q.longest, len(document))
			if op.PutOnly(record.Attributes()) {
				cost += operationCost
			}
		}
	}
	if it.problem != taken {
		q.refused[it.problem]++
	}
	if q.madeIDs && it.id == "" && it.op.hasDocument() {
		it.made = makeID(q.items.indices[it.index], document, len(q.items.list))
	}
	q.items.add(it)
	return q.lines.owe(cost)
}

// isBlank says whether there is nothing in a line where an action is due, as
// behind the last line of rsyslog.
func isBlank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' {
			return false
		}
	}
	return true
}

// readDocument reads the only document of a request.
func (q *request) readDocument(a *action, length int64) error {
	q.batch = ecs.NewBatch()
	limit := q.config.Limits.MaxDocumentBytes
	if length > int64(limit) {
		return errTooLarge
	}
	document, err := q.lines.rest(limit)
	if err != nil {
		return err
	}
	if len(document) == 0 {
		return errBodyRequired
	}
	it, op := q.examine(a)
	if err := q.take(it, &op, document); err != nil {
		return err
	}
	return q.lines.settle()
}

// itemFailure is the error of a request whose only document is refused.
func (q *request) itemFailure() (failure, bool) {
	it := &q.items.list[0]
	if it.problem == taken {
		return failure{}, false
	}
	return failure{status: http.StatusBadRequest, kind: problems[it.problem].kind, reason: it.reason(&q.items)}, true
}
