//go:build e2e

package e2e

import (
	"errors"
	"fmt"
	"slices"
	"strings"
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

// exactlyOnce compares the ids of the records that a server gave back with the
// wanted ones: each of them once, and no other.
func exactlyOnce(where string, want []string, got []query.Record, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	seen := map[string]int{}
	for _, record := range got {
		seen[record.ID]++
	}
	var missing, doubled, strange []string
	for _, id := range want {
		switch seen[id] {
		case 0:
			missing = append(missing, id)
		case 1:
		default:
			doubled = append(doubled, fmt.Sprintf("%s (%d times)", id, seen[id]))
		}
		delete(seen, id)
	}
	for id := range seen {
		strange = append(strange, fmt.Sprintf("%q", id))
	}
	var errs []error
	for what, ids := range map[string][]string{"missing": missing, "doubled": doubled, "not expected": strange} {
		if len(ids) > 0 {
			slices.Sort(ids)
			shown := ids[:min(len(ids), 8)]
			errs = append(errs, fmt.Errorf("%s: %d of %d %s: %s", where, len(ids), len(want), what, strings.Join(shown, ", ")))
		}
	}
	return errors.Join(errs...)
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
