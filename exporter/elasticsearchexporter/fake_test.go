package elasticsearchexporter

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/require"
)

// fakeServer is a server that keeps documents as Elasticsearch does, and
// misbehaves as it is told.
type fakeServer struct {
	*httptest.Server
	t testing.TB

	mu   sync.Mutex
	docs map[string]string // by index and id
	reqs []fakeRequest

	// whole decides on a request before anything is stored; false goes on.
	whole func(n int, r *fakeRequest, w http.ResponseWriter) bool
	// item decides on a document before it is stored: status 0 goes on.
	item func(doc fakeDoc) (status int, errorType string)
	// answer changes the answer after everything was stored.
	answer func(n int, body []byte, w http.ResponseWriter) bool
}

// fakeRequest is a request as it came in.
type fakeRequest struct {
	method, path, query, contentType, encoding string
	body                                       []byte
	docs                                       []fakeDoc
}

// fakeDoc is one document of a request.
type fakeDoc struct{ index, id, source string }

func newFakeServer(t testing.TB) *fakeServer {
	t.Helper()
	f := &fakeServer{t: t, docs: map[string]string{}}
	f.Server = httptest.NewServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

func (f *fakeServer) serve(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	defer f.mu.Unlock()
	req := fakeRequest{
		method: r.Method, path: r.URL.Path, query: r.URL.RawQuery,
		contentType: r.Header.Get("Content-Type"), encoding: r.Header.Get("Content-Encoding"),
		body: readBody(f.t, r),
	}
	if strings.HasSuffix(req.path, "/_bulk") {
		req.docs = parseBulk(f.t, req.body)
	}
	f.reqs = append(f.reqs, req)
	n := len(f.reqs)
	if f.whole != nil && f.whole(n, &req, w) {
		return
	}
	body := f.store(req.docs)
	if f.answer != nil && f.answer(n, body, w) {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

// store keeps the documents and returns the answer.
func (f *fakeServer) store(docs []fakeDoc) []byte {
	var items []string
	failed := false
	for _, d := range docs {
		status, errorType := 0, ""
		if f.item != nil {
			status, errorType = f.item(d)
		}
		key := d.index + "/" + d.id
		if _, found := f.docs[key]; status == 0 && found {
			status, errorType = 409, "version_conflict_engine_exception"
		}
		switch {
		case errorType != "":
			failed = true
			items = append(items, fmt.Sprintf(`{"create":{"status":%d,"error":{"type":%q,"reason":"secret text of the document"}}}`, status, errorType))
		case status == 0:
			f.docs[key] = d.source
			items = append(items, `{"create":{"status":201}}`)
		default:
			items = append(items, fmt.Sprintf(`{"create":{"status":%d}}`, status))
		}
	}
	return fmt.Appendf(nil, `{"errors":%t,"items":[%s]}`, failed, strings.Join(items, ","))
}

// sources returns what is stored, sorted.
func (f *fakeServer) sources() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	var out []string
	for _, s := range f.docs {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func (f *fakeServer) requests() []fakeRequest {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.reqs)
}

func readBody(t testing.TB, r *http.Request) []byte {
	t.Helper()
	var in io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		var err error
		in, err = gzip.NewReader(r.Body)
		require.NoError(t, err)
	}
	body, err := io.ReadAll(in)
	require.NoError(t, err)
	return body
}

// parseBulk is strict: every line is JSON, every document has an action line.
func parseBulk(t testing.TB, body []byte) []fakeDoc {
	t.Helper()
	require.True(t, bytes.HasSuffix(body, []byte("\n")), "a bulk request ends with a line feed")
	lines := bytes.Split(body[:len(body)-1], []byte("\n"))
	require.Zero(t, len(lines)%2)
	var docs []fakeDoc
	for i := 0; i < len(lines); i += 2 {
		var action struct {
			Create struct {
				Index string `json:"_index"`
				ID    string `json:"_id"`
			}
		}
		require.NoError(t, json.Unmarshal(lines[i], &action))
		require.True(t, json.Valid(lines[i+1]), "%s", lines[i+1])
		docs = append(docs, fakeDoc{action.Create.Index, action.Create.ID, string(lines[i+1])})
	}
	return docs
}
