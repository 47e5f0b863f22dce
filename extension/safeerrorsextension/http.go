package safeerrorsextension

import (
	"io"
	"mime"
	"net/http"
	"strconv"
)

// answerWriter passes on what is no error, untouched and unbuffered, and
// writes an error of its own in the place of any other. What the handler
// writes as the body of an error is never kept.
type answerWriter struct {
	http.ResponseWriter
	request *http.Request
	body    *watchedBody

	begun    bool
	replaced bool
}

// WriteHeader decides by the status. Informational answers may come before.
func (w *answerWriter) WriteHeader(code int) {
	if w.begun {
		return
	}
	w.begun = code >= http.StatusOK
	if code < http.StatusBadRequest {
		w.ResponseWriter.WriteHeader(code)
		return
	}
	w.replaced = true
	contentType, content := encode(w.Header().Get("Content-Type"), code, w.text(code))
	// They would describe the text that is not sent.
	for _, name := range []string{"Content-Encoding", "ETag", "Content-Language"} {
		w.Header().Del(name)
	}
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	w.ResponseWriter.WriteHeader(code)
	// The client is told by the status, should this not arrive.
	_, _ = w.ResponseWriter.Write(content)
}

// Write takes and forgets the body of an error.
func (w *answerWriter) Write(content []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	if w.replaced {
		return len(content), nil
	}
	return w.ResponseWriter.Write(content)
}

// Flush lets a handler stream its answer.
func (w *answerWriter) Flush() {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	_ = http.NewResponseController(w.ResponseWriter).Flush()
}

// Unwrap is for http.ResponseController.
func (w *answerWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *answerWriter) text(code int) string {
	if code == http.StatusBadRequest {
		return w.body.complaint(w.request.Header.Get("Content-Type"))
	}
	return httpText(code)
}

// watchedBody remembers how reading the body of a request ended.
type watchedBody struct {
	io.ReadCloser
	err error
}

func (b *watchedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.err = err
	}
	return n, err
}

// mediaType is the type without its parameters, or "" when there is none.
func mediaType(contentType string) string {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return media
}
