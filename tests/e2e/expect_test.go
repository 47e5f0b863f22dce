//go:build e2e

package e2e

import (
	"testing"
	"time"

	"github.com/lethe-otel/lethe/tests/backends/query"
)

// eventually polls until check returns nil and tells how long it took. At the
// limit the test fails with the last error.
func eventually(t *testing.T, limit time.Duration, check func() error) time.Duration {
	t.Helper()
	begin := time.Now()
	for {
		err := check()
		took := time.Since(begin)
		if err == nil {
			return took
		}
		if took > limit {
			t.Fatalf("after %s: %v", limit, err)
		}
		time.Sleep(250 * time.Millisecond)
	}
}

// settled waits a little and checks once more: a second copy may come late.
func settled(t *testing.T, check func() error) {
	t.Helper()
	time.Sleep(2 * time.Second)
	if err := check(); err != nil {
		t.Fatal("after a while: ", err)
	}
}

// of keeps the records of one signal.
func of(signal string, records []query.Record, err error) ([]query.Record, error) {
	var kept []query.Record
	for _, record := range records {
		if record.Signal == signal {
			kept = append(kept, record)
		}
	}
	return kept, err
}
