package elasticsearchbulkreceiver

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// call is a request with its path cut into names, without the prefix.
type call struct {
	e    *bulkReceiver
	w    http.ResponseWriter
	r    *http.Request
	path []string
}

// handler answers a call.
type handler func(c *call)

// route is what a path has: a handler for each method. HEAD is answered for all
// paths.
type route struct {
	// pattern is the path as errors name it: {index} is a name that begins with no
	// underscore, another name in braces is any, and ... is the rest.
	pattern string
	names   []string
	methods map[string]handler
}

func (r route) matches(path []string) bool {
	for i, name := range r.names {
		switch {
		case name == "...":
			return true
		case i >= len(path):
			return false
		case name == "{index}":
			if path[i] == "" || path[i][0] == '_' {
				return false
			}
		case name[0] != '{' && name != path[i]:
			return false
		}
	}
	return len(path) == len(r.names)
}

// find returns the route of a path: the first one that matches.
func find(path []string) (route, bool) {
	for _, r := range routes {
		if r.matches(path) {
			return r, true
		}
	}
	return route{}, false
}

func (e *bulkReceiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, ok := e.pathOf(r)
	if !ok {
		fail(w, r, errUnknownPath)
		return
	}
	c := &call{e: e, w: w, r: r, path: path}
	found, known := find(path)
	switch {
	case r.Method == http.MethodHead && found.methods[http.MethodGet] != nil:
		// The head of what GET answers, its length included.
		found.methods[http.MethodGet](c)
	case r.Method == http.MethodHead:
		// Senders ask so whether a server is there: they go on.
		send(w, r, http.StatusOK, answerType(r), nil)
	case !known:
		fail(w, r, errUnknownPath)
	case found.methods[r.Method] != nil:
		found.methods[r.Method](c)
	case r.Method == http.MethodOptions:
		w.Header().Set("Allow", found.allow(","))
		send(w, r, http.StatusOK, textType, nil)
	default:
		fail(w, r, found.wrongMethod(r.Method))
	}
}

// pathOf cuts the path of a request into names, and takes the prefix off.
func (e *bulkReceiver) pathOf(r *http.Request) ([]string, bool) {
	path := segments(r.URL.EscapedPath())
	if len(path) > maxSegments {
		return nil, false
	}
	for i, name := range path {
		plain, err := url.PathUnescape(name)
		if err != nil {
			return nil, false
		}
		path[i] = plain
	}
	if len(path) < len(e.prefix) || !slices.Equal(path[:len(e.prefix)], e.prefix) {
		return nil, false
	}
	return path[len(e.prefix):], true
}

// maxSegments bounds the names in a path.
const maxSegments = 16

func (r route) wrongMethod(method string) failure {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch:
	default:
		method = "other"
	}
	return failure{
		status: http.StatusMethodNotAllowed, allow: r.allow(","),
		reason: "Incorrect HTTP method for uri [" + r.pattern + "] and method [" + method + "], allowed: [" + r.allow(", ") + "]",
	}
}

func (r route) allow(separator string) string {
	return strings.Join(slices.Sorted(maps.Keys(r.methods)), separator)
}

func validText(text []byte) bool { return utf8.Valid(text) }

// location is the path of a document.
func location(index, id string) string {
	return "/" + url.PathEscape(index) + "/_doc/" + url.PathEscape(id)
}
