package elasticsearchbulkreceiver

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
)

const twoDocuments = `{"create":{"_index":"a","_id":"1"}}` + "\n{}\n" + `{"update":{"_index":"a","_id":"2"}}` + "\n{}\n"

func bulkHelper() http.Header {
	return http.Header{
		"User-Agent":            {"elasticsearch-js/9.5.1 (linux 6.1.0-x64; Node.js 20.20.2; Transport 9.4.0)"},
		"X-Elastic-Client-Meta": {"es=9.5.1,js=20.20.2,t=9.4.0,hc=20.20.2,h=bp"},
	}
}

// The bulk helper of the client for JavaScript sends again what it hears of one
// by one.
func TestBulkHelperIsRefusedDocumentByDocument(t *testing.T) {
	sink := &sink{err: errors.New("full")}
	s := serve(t, "", sink)
	status, header, text := s.send(t, http.MethodPost, "/_bulk", bulkHelper(), twoDocuments)
	assert.Equal(t, http.StatusOK, status)
	assert.Equal(t, "Elasticsearch", header.Get(productHeader))
	assert.JSONEq(t, `{"took":0,"errors":true,"items":[
		{"create":{"_index":"a","_id":"1","status":429,"error":{"type":"es_rejected_execution_exception","reason":"rejected execution of the bulk request: not stored yet; send again later"}}},
		{"update":{"_index":"a","_id":"2","status":400,"error":{"type":"illegal_argument_exception","reason":"[update] is not supported: this endpoint takes documents in"}}}]}`, text)

	sink.err = nil
	_, _, text = s.send(t, http.MethodPost, "/_bulk", bulkHelper(), twoDocuments)
	assert.Contains(t, text, `"status":201`, "no refusal is left over")
	assert.NotContains(t, text, `"status":429`)

	// What can never be taken is no matter of patience.
	sink.err = consumererror.NewPermanent(errors.New("no"))
	status, _, _ = s.send(t, http.MethodPost, "/_bulk", bulkHelper(), twoDocuments)
	assert.Equal(t, http.StatusBadRequest, status)

	// The client itself, without the helper, knows what 429 means.
	sink.err = errors.New("full")
	plain := bulkHelper()
	plain.Set("X-Elastic-Client-Meta", "es=9.5.1,js=20.20.2,t=9.4.0,hc=20.20.2")
	status, _, _ = s.send(t, http.MethodPost, "/_bulk", plain, twoDocuments)
	assert.Equal(t, http.StatusTooManyRequests, status)
}

// rsyslog would write what is refused to its error file: it gets no answer, and
// the bulk helper none when its documents are not known.
func TestNoAnswerForWhomAnErrorIsTheEnd(t *testing.T) {
	sink := &sink{err: errors.New("full")}
	s := serve(t, "", sink)
	s.pause = 300 * time.Millisecond
	rsyslog := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	broken := func(header http.Header) {
		t.Helper()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/_bulk", http.NoBody)
		require.NoError(t, err)
		req.Body = io.NopCloser(strings.NewReader(twoDocuments))
		req.Header = header.Clone()
		if req.Header.Get("User-Agent") == "" {
			req.Header["User-Agent"] = nil
		}
		transport := &http.Transport{}
		defer transport.CloseIdleConnections()
		begin := time.Now()
		answer, err := transport.RoundTrip(req)
		if err == nil {
			answer.Body.Close()
		}
		require.Error(t, err)
		assert.GreaterOrEqual(t, time.Since(begin), s.pause, "it would come again at once")
	}
	broken(rsyslog)
	named := rsyslog.Clone()
	named.Set("User-Agent", "curl/8")
	status, _, _ := s.send(t, http.MethodPost, "/_bulk", named, twoDocuments)
	assert.Equal(t, http.StatusTooManyRequests, status, "whoever has a name gets an answer")

	require.True(t, s.budget.Take(defaultInFlight-100))
	broken(rsyslog)
	broken(bulkHelper())
	s.budget.Return(defaultInFlight - 100)

	sink.err = nil
	status, _, _ = s.send(t, http.MethodPost, "/_bulk", rsyslog, twoDocuments)
	assert.Equal(t, http.StatusOK, status)
}
