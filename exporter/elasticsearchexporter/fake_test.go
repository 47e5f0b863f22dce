package elasticsearchexporter

import (
	"bytes"
	"cmp"
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
	docs map[string]stored // by index and id
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
type fakeDoc struct {
	action            string
	index, id         string
	version           int64 // 0 is none
	pipeline, routing string
	source            string
}

// stored is a document with its version.
type stored struct {
	source  string
	version int64
}

func newFakeServer(t testing.TB) *fakeServer {
	t.Helper()
	f := &fakeServer{t: t, docs: map[string]stored{}}
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
		old, found := f.docs[key]
		if status == 0 && found && (d.action == "create" || d.version != 0 && d.version < old.version) {
			status, errorType = 409, "version_conflict_engine_exception"
		}
		switch {
		case errorType != "":
			failed = true
			items = append(items, fmt.Sprintf(`{%q:{"status":%d,"error":{"type":%q,"reason":"secret text of the document"}}}`, d.action, status, errorType))
		case status == 0:
			f.docs[key] = stored{d.source, cmp.Or(d.version, old.version+1)}
			status = 201
			if found {
				status = 200
			}
			items = append(items, fmt.Sprintf(`{%q:{"status":%d}}`, d.action, status))
		default:
			items = append(items, fmt.Sprintf(`{%q:{"status":%d}}`, d.action, status))
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
		out = append(out, s.source)
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

// parseBulk is strict: every line is JSON, every document has an action line
// with nothing in it that the real server would refuse.
func parseBulk(t testing.TB, body []byte) []fakeDoc {
	t.Helper()
	require.True(t, bytes.HasSuffix(body, []byte("\n")), "a bulk request ends with a line feed")
	lines := bytes.Split(body[:len(body)-1], []byte("\n"))
	require.Zero(t, len(lines)%2)
	var docs []fakeDoc
	for i := 0; i < len(lines); i += 2 {
		var actions map[string]struct {
			Index       string `json:"_index"`
			ID          string `json:"_id"`
			Version     *int64 `json:"version"`
			VersionType string `json:"version_type"`
			Pipeline    string `json:"pipeline"`
			Routing     string `json:"routing"`
		}
		dec := json.NewDecoder(bytes.NewReader(lines[i]))
		dec.DisallowUnknownFields()
		require.NoError(t, dec.Decode(&actions))
		require.Len(t, actions, 1)
		require.True(t, json.Valid(lines[i+1]), "%s", lines[i+1])
		for name, a := range actions {
			d := fakeDoc{action: name, index: a.Index, id: a.ID, pipeline: a.Pipeline, routing: a.Routing, source: string(lines[i+1])}
			require.NotEmpty(t, d.index)
			require.NotEmpty(t, d.id)
			if a.Version != nil {
				require.Equal(t, "index", name, "a create takes no version")
				require.Equal(t, "external_gte", a.VersionType)
				d.version = *a.Version
			} else {
				require.Empty(t, a.VersionType)
			}
			require.Contains(t, []string{"index", "create"}, name)
			docs = append(docs, d)
		}
	}
	return docs
}
