package elasticsearchbulkreceiver

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/lethe-otel/lethe/internal/intake"
)

// productHeader is what the official clients look for on each answer. Without it
// they report that the server is no Elasticsearch, whatever the error was.
const productHeader = "X-Elastic-Product"

// opaqueHeader is a client's own name for a request. Elasticsearch gives it back.
const opaqueHeader = "X-Opaque-Id"

// outermost does what has to be done before anything else can answer: limits,
// authentication, CORS, the decompressor.
func outermost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(productHeader, "Elasticsearch")
		if id := r.Header.Get(opaqueHeader); id != "" {
			w.Header().Set(opaqueHeader, id)
		}
		plainEncoding(r.Header)
		next.ServeHTTP(w, r)
	})
}

// plainEncoding writes the name of the encoding as the decompressor knows it:
// case does not matter, x-gzip is gzip, and identity is none (RFC 9110, 8.4.1).
func plainEncoding(h http.Header) {
	const header = "Content-Encoding"
	name := h.Get(header)
	if name == "" {
		return
	}
	switch name = strings.ToLower(strings.TrimSpace(name)); name {
	case "identity":
		h.Del(header)
		return
	case "x-gzip":
		name = "gzip"
	}
	h.Set(header, name)
}

// reply answers with a small document.
func reply(w http.ResponseWriter, r *http.Request, status int, body object) {
	f, ok := parseFilter(r.URL.Query().Get("filter_path"))
	if !ok {
		fail(w, r, errFilterPath)
		return
	}
	out := writer{filter: f, pretty: isPretty(r)}
	send(w, r, status, answerType(r), out.document(body))
}

// replyList answers with a table of _cat as JSON.
func replyList(w http.ResponseWriter, r *http.Request, list []any) {
	out := writer{pretty: isPretty(r)}
	out.value(list, 0)
	send(w, r, http.StatusOK, answerType(r), out.out)
}

// replyText answers with a table of _cat.
func replyText(w http.ResponseWriter, r *http.Request, text string) {
	send(w, r, http.StatusOK, textType, []byte(text))
}

func send(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// fail answers with an error.
func fail(w http.ResponseWriter, r *http.Request, f failure) {
	if f.allow != "" {
		w.Header().Set("Allow", f.allow)
	}
	if f.status == http.StatusUnauthorized {
		challenge(w.Header())
	}
	out := writer{pretty: isPretty(r)}
	intake.Refuse(w, r, f.status, answerType(r), string(out.document(f.answer())))
}

// challenge names the schemes of Elasticsearch: some clients send credentials
// only when they are asked for them.
func challenge(h http.Header) {
	h["Www-Authenticate"] = []string{`Basic realm="security", charset="UTF-8"`, `Bearer realm="security"`, "ApiKey"}
}

func isPretty(r *http.Request) bool {
	values, set := r.URL.Query()["pretty"]
	return set && values[0] != "false"
}

// refuseEarly is what the middleware in front of the receiver answers with: for
// 401 from the authenticator, and for 400 from the decompressor. Their texts may
// quote a header, and are not passed on.
func (e *bulkReceiver) refuseEarly(w http.ResponseWriter, r *http.Request, _ string, status int) {
	if status == http.StatusUnauthorized {
		e.refuse(w, r, errUnauthorized)
		return
	}
	e.refuse(w, r, errEncoding)
}
