package elasticsearchexporter

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/plog"
	"pgregory.net/rapid"

	"github.com/lethe-otel/lethe/internal/delivery"
)

// asked is an operation of the model, with the batch that it is in.
type asked struct {
	op    delivery.Operation
	batch int
	text  string
	bad   bool
}

// TestOperationsEndAsInOrder: clients index and create documents under few ids,
// in batches that are sent in any order, fail in parts and as a whole, and are
// sent again. In the end each id holds what it would hold had the operations
// been done one after the other, and each record came to one end.
func TestOperationsEndAsInOrder(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		f := newFakeServer(t)
		defer f.Close()
		cfg := testConfig(f.URL)
		cfg.ClientConfig.Compression = ""
		h := newHarness(t, cfg)
		e := h.logs.(*boundedLogs).e
		e.cfg.FlushBytes = rapid.IntRange(1, 3000).Draw(rt, "flush bytes")
		e.proof.give()

		var all []asked
		var batches []plog.Logs
		for b := range rapid.IntRange(1, 5).Draw(rt, "batches") {
			var ops []delivery.Operation
			first := len(all)
			for range rapid.IntRange(1, 12).Draw(rt, "operations") {
				op := delivery.Operation{
					Action:      rapid.SampledFrom([]delivery.Action{delivery.ActionIndex, delivery.ActionCreate}).Draw(rt, "action"),
					ID:          rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "id"),
					SourceIndex: "shop",
					Version:     firstVersion + int64(len(all)),
				}
				ops = append(ops, op)
				all = append(all, asked{
					op: op, batch: b, text: fmt.Sprintf("record %03d", len(all)),
					bad: rapid.IntRange(0, 5).Draw(rt, "bad") == 0,
				})
			}
			ld := operatedLogs(ops...)
			for i, lr := range ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().All() {
				lr.Body().SetStr(all[first+i].text)
			}
			batches = append(batches, ld)
		}
		bad := func(d fakeDoc) bool {
			return slices.ContainsFunc(all, func(r asked) bool { return r.bad && strings.Contains(d.source, r.text) })
		}
		spoils := rapid.Bool().Draw(rt, "a bad document spoils its request")
		calm := false
		f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
			if !calm {
				switch rapid.IntRange(0, 9).Draw(rt, "whole") {
				case 0:
					w.WriteHeader(rapid.SampledFrom([]int{401, 404, 429, 503}).Draw(rt, "status"))
					return true
				case 1:
					if len(r.docs) > 1 {
						w.WriteHeader(http.StatusRequestEntityTooLarge)
						return true
					}
				}
			}
			refused := spoils && slices.ContainsFunc(r.docs, bad)
			if refused {
				w.WriteHeader(http.StatusBadRequest)
			}
			return refused
		}
		f.item = func(d fakeDoc) (int, string) {
			if !calm && rapid.IntRange(0, 4).Draw(rt, "item") == 0 {
				return rapid.SampledFrom([]int{403, 429, 503}).Draw(rt, "item status"), "whatever"
			}
			if bad(d) && !spoils {
				return 400, "document_parsing_exception"
			}
			return 0, ""
		}
		f.answer = func(_ int, body []byte, w http.ResponseWriter) bool {
			if calm || rapid.IntRange(0, 5).Draw(rt, "answer") != 0 {
				return false
			}
			_, _ = w.Write(body[:rapid.IntRange(0, len(body)-1).Draw(rt, "cut")])
			return true
		}

		for step := 0; len(batches) > 0; step++ {
			require.Less(rt, step, 100)
			calm = step >= 15
			i := rapid.IntRange(0, len(batches)-1).Draw(rt, "consumer")
			before := total(h.outcomes(t))
			err := h.logs.ConsumeLogs(t.Context(), batches[i])
			done := total(h.outcomes(t)) - before
			if err == nil {
				require.Equal(rt, int64(batches[i].LogRecordCount()), done)
				batches = slices.Delete(batches, i, i+1)
				continue
			}
			var again consumererror.Logs
			require.ErrorAs(rt, err, &again)
			require.Equal(rt, int64(batches[i].LogRecordCount()-again.Data().LogRecordCount()), done)
			batches[i] = again.Data()
		}

		outcomes := h.outcomes(t)
		require.Equal(rt, int64(len(all)), total(outcomes))
		got := f.contents()
		var rejected int64
		for _, id := range []string{"a", "b", "c"} {
			want, free := inOrder(all, id)
			switch {
			case want == "":
				require.NotContains(rt, got, id)
			case free != nil:
				require.Contains(rt, free, got[id])
			default:
				require.Equal(rt, want, got[id])
			}
		}
		for _, r := range all {
			if r.bad {
				rejected++
			}
		}
		// A document that is bad and comes too late is never sent.
		require.LessOrEqual(rt, outcomes["rejected"], rejected)
	})
}

// inOrder does the operations on one id one after the other. Where nothing but
// creates of several batches fight for an id, the one that is sent first wins,
// as between the clients of Elasticsearch: free are all that may.
func inOrder(all []asked, id string) (want string, free []string) {
	indexes := false
	batches := map[int]bool{}
	for _, r := range all {
		if r.op.ID != id || r.bad {
			continue
		}
		switch {
		case r.op.Action == delivery.ActionIndex:
			indexes, want = true, r.text
		case want == "":
			want = r.text
		}
		if r.op.Action == delivery.ActionCreate && !batches[r.batch] {
			batches[r.batch] = true
			free = append(free, r.text)
		}
	}
	if indexes || len(batches) < 2 {
		free = nil
	}
	return want, free
}
