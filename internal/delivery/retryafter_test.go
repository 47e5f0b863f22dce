package delivery

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                              0,
		"0":                             0,
		" 3 ":                           3 * time.Second,
		"-3":                            0,
		"1.5":                           0,
		"99999999999999999999":          0,
		"86400":                         MaxRetryAfter,
		"Sun, 22 Nov 2026 10:00:20 GMT": 20 * time.Second,
		"Sun, 22 Nov 2026 09:00:20 GMT": 0,
		"Sun, 22 Nov 2099 09:00:20 GMT": MaxRetryAfter,
		"soon":                          0,
	} {
		assert.Equal(t, want, RetryAfter(http.Header{"Retry-After": {value}}, now), "%q", value)
	}
	assert.Zero(t, RetryAfter(http.Header{}, now))
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120")
	f.Add("Sun, 22 Nov 2026 10:00:20 GMT")
	f.Fuzz(func(t *testing.T, value string) {
		pause := RetryAfter(http.Header{"Retry-After": {value}}, time.Unix(1_795_000_000, 0))
		if pause < 0 || pause > MaxRetryAfter {
			t.Fatalf("pause of %s", pause)
		}
	})
}
