// Package expect compares what the servers gave back with what was sent.
package expect

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/lethe-otel/lethe/tests/backends/query"
)

// Once compares the ids of the records that a server gave back with the wanted
// ones: each of them once, and no other but the gateway's own pair records. err is the error of the query; where
// names the server in the errors.
func Once(where string, want []string, got []query.Record, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	seen := map[string]int{}
	for _, record := range got {
		if record.ID == "" && record.Service == query.GatewayService {
			continue
		}
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
	return errors.Join(
		list(where, "missing", missing, len(want)),
		list(where, "doubled", doubled, len(want)),
		list(where, "not expected", strange, len(want)),
	)
}

// list makes an error of ids; none without any.
func list(where, what string, ids []string, of int) error {
	if len(ids) == 0 {
		return nil
	}
	slices.Sort(ids)
	return fmt.Errorf("%s: %d of %d %s: %s", where, len(ids), of, what, strings.Join(ids[:min(len(ids), 8)], ", "))
}
