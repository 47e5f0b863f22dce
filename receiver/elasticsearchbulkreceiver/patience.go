package elasticsearchbulkreceiver

import (
	"net/http"
	"strings"
	"time"
)

// Most senders keep a request that is refused as a whole with 429 or 503, and
// send it again. These two give it up:
//
//   - The bulk helper of Elasticsearch's client for JavaScript, which
//     pino-elasticsearch is made of, ends with an error. It waits and tries again
//     the documents that are refused one by one, as an overloaded Elasticsearch
//     does it, and a connection that breaks.
//   - rsyslog's omelasticsearch, as of 8.2302, takes an answer that is no list of
//     items for the end of the batch and writes it to its error file. It suspends
//     itself and tries again when there is no answer: at once, as long as the
//     server is well when it asks, so that the pause is up to the receiver.

// refuseBulk answers for a bulk request of which nothing was taken, or reports
// false: the sender must not get an answer.
func (e *bulkReceiver) refuseBulk(w http.ResponseWriter, r *http.Request, q *request, f failure) (answered bool) {
	// The rest of the body is read slowly, if its sender likes.
	q.lines.share.Release()
	switch transient := f.status == http.StatusTooManyRequests || f.status == http.StatusServiceUnavailable; {
	case transient && isBulkHelper(r) && f == errBusy:
		e.countRefused(r, f)
		q.items.refuse()
		q.answer.items = &q.items
		q.answer.send(w, r)
	case transient && (isBulkHelper(r) || isRsyslog(r)):
		e.countRefused(r, f)
		return false
	default:
		e.refuse(w, r, f)
	}
	return true
}

// hangUp closes the connection of a request without an answer, after the pause
// that others are asked for with Retry-After. A server that stops does not wait.
func (e *bulkReceiver) hangUp(r *http.Request) {
	const look = 100 * time.Millisecond
	for left := e.pause; left > 0 && r.Context().Err() == nil && !e.server.Stopping(); left -= look {
		time.Sleep(min(left, look))
	}
	panic(http.ErrAbortHandler)
}

// isBulkHelper knows the bulk helper of the client for JavaScript by what both
// say of themselves.
func isBulkHelper(r *http.Request) bool {
	return strings.HasPrefix(r.UserAgent(), "elasticsearch-js/") &&
		strings.Contains(r.Header.Get("X-Elastic-Client-Meta"), "h=bp")
}

// isRsyslog knows rsyslog by what it does not say: it is the only sender without
// a name.
func isRsyslog(r *http.Request) bool {
	return r.UserAgent() == "" && r.Header.Get("Content-Type") == "application/json; charset=utf-8"
}

// refuse has each document sent again that could be read.
func (s *items) refuse() {
	for i := range s.list {
		if s.list[i].problem == taken {
			s.list[i].problem = problemBusy
			s.failed = true
		}
	}
}
