package elasticsearchexporter

import (
	"context"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/answer"
	"github.com/lethe-otel/lethe/exporter/elasticsearchexporter/internal/document"
	"github.com/lethe-otel/lethe/internal/delivery"
)

// attempt is one attempt to send one batch: documents gather in the body of a
// bulk request, and the answers go into the ledger.
type attempt struct {
	e   *esExporter
	ctx context.Context
	enc *document.Encoder

	// body holds the documents not sent yet, docs where each of them ends.
	body []byte
	docs []docRef
	// scratch holds the document being written.
	scratch []byte
	items   []answer.Item

	// The record whose documents are being added.
	record int
	ts     pcommon.Timestamp
	id     string
	// op is what an Elasticsearch client asked for with it.
	op delivery.Operation
	// leaders are the records whose documents are created under an id of the
	// client's, followers the others with the same ids.
	leaders   map[documentKey]int
	followers []follower

	// ids holds the ids that were computed because a record had none, by
	// record; twins counts equal ones.
	ids   []string
	twins map[string]int

	ledger *delivery.Ledger
	// rejected holds the reason for every rejected record.
	rejected map[int]string
	// accused holds the records of requests that were refused as a whole and
	// stand alone in them.
	accused map[int]string
	cause   delivery.Cause
	// sick is why the destination needs somebody to look, empty if it does not.
	sick string
	// answered means that the destination took a request and answered it.
	answered bool
	// stopped means that nothing more is sent in this attempt.
	stopped bool
}

// docRef is a document in the body of a request.
type docRef struct {
	end    int
	record int
	// overwrite says that the document takes the place of an older one.
	overwrite bool
}

func newAttempt(e *esExporter) *attempt {
	return &attempt{e: e, enc: document.NewEncoder(e.mapping)}
}

func (a *attempt) reset(ctx context.Context, n int) {
	*a = attempt{
		e: a.e, ctx: ctx, enc: a.enc,
		body: a.body[:0], docs: a.docs[:0], scratch: a.scratch[:0], items: a.items[:0],
		ledger: delivery.NewLedger(n),
	}
}

// release lets go of what belongs to the batch.
func (a *attempt) release() {
	a.op, a.leaders, a.followers = delivery.Operation{}, nil, nil
	a.ctx, a.ledger, a.ids, a.twins, a.rejected, a.accused = nil, nil, nil, nil, nil, nil
}

// begin makes a record the one whose documents follow.
func (a *attempt) begin(record int, ts pcommon.Timestamp, attrs pcommon.Map) {
	a.record, a.ts = record, ts
	a.id = recordID(attrs)
}

// add adds the document in scratch as a part of the record: mainPart, or the
// number of an event of the span. It reports whether the attempt goes on.
func (a *attempt) add(part int) bool {
	if a.id == "" && a.op.ID == "" {
		a.computeID()
	}
	start := len(a.body)
	if a.op.Action != "" {
		a.body = a.appendOperation(a.body)
	} else {
		a.body = appendAction(a.body, a.e.index, a.ts, a.id, part)
	}
	a.body = append(a.body, a.scratch...)
	a.body = append(a.body, '\n')
	if a.follow(start) {
		return true
	}
	return a.gather(start, docRef{record: a.record, overwrite: overwrites(&a.op)})
}

// gather takes the document that begins at start into the request, and sends
// those before it if they get too many with it. It reports whether the attempt
// goes on.
func (a *attempt) gather(start int, doc docRef) bool {
	doc.end = len(a.body)
	a.docs = append(a.docs, doc)
	if len(a.body) <= a.e.cfg.FlushBytes || len(a.docs) == 1 {
		return true
	}
	last := len(a.docs) - 1
	a.send(a.docs[:last])
	if a.stopped {
		// The record's other documents are missing: it is not done, even if those
		// before were stored.
		a.wait(doc.record)
		a.docs = a.docs[:0]
		return false
	}
	size := copy(a.body, a.body[start:])
	a.body = a.body[:size]
	doc.end = size
	a.docs = append(a.docs[:0], doc)
	return true
}

// flush sends what is left.
func (a *attempt) flush() {
	if len(a.docs) > 0 && !a.stopped {
		a.send(a.docs)
	}
}

// span is a run of documents within docs.
type span struct{ from, to int }

// send sends documents as one request, and what the destination refuses as a
// whole again in halves, the larger ones first, until every culprit stands
// alone.
func (a *attempt) send(docs []docRef) {
	queue := []span{{0, len(docs)}}
	for barren := 0; len(queue) > 0; {
		s := queue[0]
		queue = queue[1:]
		r := a.post(docs, s)
		switch r.kind {
		case answered:
			a.e.proof.give()
			a.answered = true
			a.settle(docs[s.from:s.to], r)
			continue
		case refused:
			if s.to-s.from == 1 {
				a.accuse(docs[s.from].record, r.reason)
			} else {
				middle := s.from + (s.to-s.from)/2
				queue = append(queue, span{s.from, middle}, span{middle, s.to})
			}
			if barren++; barren < maxBarren || a.e.proof.given() {
				continue
			}
			// Nothing at all is taken: that is no question of single documents.
			a.sick = r.reason
		}
		a.blame(r.reason, r.retryAfter)
		if r.unhealthy {
			a.sick = r.reason
		}
		a.stopped = true
		for _, rest := range append(queue, s) {
			for _, d := range docs[rest.from:rest.to] {
				a.wait(d.record)
			}
		}
		return
	}
}

// maxBarren is how many requests a destination may refuse as a whole, without
// taking any, before the attempt ends.
const maxBarren = 64

func (a *attempt) post(docs []docRef, s span) reply {
	from := 0
	if s.from > 0 {
		from = docs[s.from-1].end
	}
	r := a.e.client.bulk(a.ctx, a.body[from:docs[s.to-1].end], s.to-s.from, a.items[:0])
	if r.items != nil {
		a.items = r.items
	}
	return r
}

// settle notes what became of each document.
func (a *attempt) settle(docs []docRef, r reply) {
	for i, d := range docs {
		v := answer.Classify(r.items[i], d.overwrite)
		switch v.Outcome {
		case delivery.Rejected:
			a.reject(d.record, v.Reason)
		case delivery.Transient:
			a.wait(d.record)
			a.blame(v.Reason, r.retryAfter)
			if v.Unhealthy {
				a.sick = v.Reason
			}
		default:
			a.ledger.Set(d.record, v.Outcome)
		}
	}
}

func (a *attempt) wait(record int) { a.ledger.Set(record, delivery.Transient) }

func (a *attempt) reject(record int, reason string) {
	a.ledger.Set(record, delivery.Rejected)
	if a.rejected == nil {
		a.rejected = make(map[int]string)
	}
	if _, found := a.rejected[record]; !found {
		a.rejected[record] = reason
	}
}

func (a *attempt) accuse(record int, reason string) {
	if a.accused == nil {
		a.accused = make(map[int]string)
	}
	a.accused[record] = reason
}

// sentence decides on the records whose request was refused as a whole, once
// all others have been sent.
func (a *attempt) sentence() {
	proven := a.e.proof.given()
	for record, reason := range a.accused {
		if proven {
			a.reject(record, reason)
			continue
		}
		a.wait(record)
		a.blame(reason, 0)
		a.sick = reason
	}
}

// blame keeps the first reason to send again, and the longest pause that was
// asked for.
func (a *attempt) blame(reason string, retryAfter time.Duration) {
	if a.cause.Reason == "" {
		a.cause.Reason = reason
	}
	a.cause.RetryAfter = max(a.cause.RetryAfter, retryAfter)
}
