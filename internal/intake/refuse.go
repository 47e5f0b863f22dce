package intake

import (
	"io"
	"net/http"
	"strconv"
	"time"
)

// RetryAfter is the pause that a refused sender is asked for. Most back off on
// their own from there.
const RetryAfter = 5 * time.Second

// Refuse answers a request with an error. The body must be a fixed text: what
// the pipeline or a parser says may quote the data. 429 and 503 ask for a pause
// of RetryAfter.
//
// The rest of the request is read first, as far as it is bounded: a client that
// still sends when the connection closes sees a reset in place of the answer,
// and sends the same again.
func Refuse(w http.ResponseWriter, r *http.Request, status int, contentType, body string) {
	drain(w, r)
	h := w.Header()
	if status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(int(RetryAfter/time.Second)))
	}
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = io.WriteString(w, body)
	}
}
