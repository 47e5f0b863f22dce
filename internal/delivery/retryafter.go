package delivery

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MaxRetryAfter is the longest pause that a backend can ask for. A longer one
// is cut: a wrong clock or a typing error in a proxy must not stop an exporter
// for a day.
const MaxRetryAfter = 10 * time.Minute

// RetryAfter returns the pause that an answer asks for in its Retry-After
// header, in seconds or as a date (RFC 9110, section 10.2.3); zero when there
// is none, when it is in the past or when it cannot be read.
func RetryAfter(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0
	}
	pause := time.Duration(0)
	if seconds, err := strconv.ParseUint(value, 10, 32); err == nil {
		pause = time.Duration(seconds) * time.Second
	} else if at, err := http.ParseTime(value); err == nil {
		pause = at.Sub(now)
	}
	return min(max(pause, 0), MaxRetryAfter)
}
