package elasticsearchexporter

import (
	"net/http"
	"strconv"
	"time"
)

// maxRetryAfter bounds the pause that a server can ask for: a wrong clock must
// not stop the delivery for a year.
const maxRetryAfter = 5 * time.Minute

// retryAfter returns the pause of the Retry-After header, in seconds or as a
// date (RFC 9110, section 10.2.3); zero without one.
func retryAfter(h http.Header, now time.Time) time.Duration {
	v := h.Get("Retry-After")
	if v == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(v, 10, 64); err == nil {
		if seconds > int64(maxRetryAfter/time.Second) {
			return maxRetryAfter
		}
		return max(0, time.Duration(seconds)*time.Second)
	}
	at, err := http.ParseTime(v)
	if err != nil {
		return 0
	}
	return min(max(0, at.Sub(now)), maxRetryAfter)
}
