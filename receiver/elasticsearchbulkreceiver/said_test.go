package elasticsearchbulkreceiver

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A line that repeats the one before means what it would mean on its own, and
// the answer is the one that it would get: blanks make each line another one.
func TestRepeatedActions(t *testing.T) {
	config := configure(t, `allow: {indices: ["audit-*"], pipelines: ["p*"]}`)
	actions := []string{
		`{"create":{"_index":"app"}}`, `{"index":{"_index":"app"}}`, `{"index":{"_index":"app","_id":"1"}}`, `{"create":{"_index":"audit-1","pipeline":"p"}}`,
		`{"delete":{"_index":"app","_id":"1"}}`, `{"update":{"_index":"app","_id":"1"}}`, `{"index":{"_index":"Bad"}}`, `{"index":{}}`,
	}
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		var repeated, distinct strings.Builder
		for i := range 30 {
			action := actions[r.IntN(len(actions))]
			document := fmt.Sprintf(`{"message":"m%d","service":{"name":"s%d"}}`, i, r.IntN(2))
			if r.IntN(8) == 0 {
				document = "no document"
			}
			for k := range 1 + r.IntN(4) {
				repeated.WriteString(action + "\n")
				distinct.WriteString(action + strings.Repeat(" ", k) + "\n")
				if !strings.Contains(action, "delete") {
					repeated.WriteString(document + "\n")
					distinct.WriteString(document + "\n")
				}
			}
		}
		d := defaults{index: []byte("audit-path")}
		a, err := read(t, config, strings.NewReader(repeated.String()), d)
		require.NoError(t, err)
		b, err := read(t, config, strings.NewReader(distinct.String()), d)
		require.NoError(t, err)
		assert.Equal(t, operations(b.batch.Logs()), operations(a.batch.Logs()))
		assert.Equal(t, b.refused, a.refused)
		for _, path := range []string{"", "items.*.status", "errors,items.*.error,items.*.status,items.*._index", "items.index"} {
			f, ok := parseFilter(path)
			require.True(t, ok)
			a.answer.shape, a.answer.items = newShape(f, false), &a.items
			w := httptest.NewRecorder()
			a.answer.send(w, newTestRequest(t))
			var want []string
			for i := range a.items.list {
				it := &a.items.list[i]
				leaves := takenLeaves
				if it.problem != taken {
					leaves = refusedLeaves
				}
				if leaves &= a.answer.shape.leaves[it.op]; leaves != 0 {
					alone := bulkAnswer{items: &a.items}
					alone.item(it, i, leaves)
					want = append(want, string(alone.out))
				}
			}
			require.Contains(t, w.Body.String(), `"items":[`+strings.Join(want, ",")+"]", "round %d, %q", round, path)
		}
	}
}

// An action without an index is told from one that has one, whichever comes last.
func TestRepeatedActionsWithoutIndex(t *testing.T) {
	const without, with = "{\"index\":{}}\n{\"message\":\"m\"}\n", "{\"index\":{\"_index\":\"app\"}}\n{\"message\":\"m\"}\n"
	for _, body := range []string{without + without + with, with + without + without, without + with + with} {
		_, err := read(t, configure(t, ""), strings.NewReader(body), defaults{})
		assert.Equal(t, errIndexMissing, err)
	}
}
