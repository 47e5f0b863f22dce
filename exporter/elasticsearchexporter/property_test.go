package elasticsearchexporter

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/consumer/consumererror"
	"go.opentelemetry.io/collector/pdata/ptrace"
	"pgregory.net/rapid"
)

// TestEveryRecordEndsOnce: whatever a server answers, attempt after attempt,
// each record of a batch is at the end of each attempt either done or in the
// error, and in the end is counted exactly once and stored exactly once with
// all its documents, or rejected.
func TestEveryRecordEndsOnce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(rt, "records")
		poison := map[string]bool{}
		f := newFakeServer(t)
		defer f.Close()
		cfg := testConfig(f.URL)
		cfg.ClientConfig.Compression = ""
		h := newHarness(t, cfg)
		// Below what Validate allows, so that small batches are split.
		h.traces.(*boundedTraces).e.cfg.FlushBytes = rapid.IntRange(1, 3000).Draw(rt, "flush bytes")

		td := ptrace.NewTraces()
		spans := td.ResourceSpans().AppendEmpty().ScopeSpans().AppendEmpty().Spans()
		documents := map[string]int{}
		for i := range n {
			s := spans.AppendEmpty()
			name := fmt.Sprintf("span-%03d", i)
			s.SetName(name)
			s.SetStartTimestamp(1_795_373_805_000_000_000)
			events := rapid.IntRange(0, 3).Draw(rt, "events")
			documents[name] = 1 + events
			for j := range events {
				s.Events().AppendEmpty().SetName(fmt.Sprintf("%s event-%d", name, j))
			}
			poison[name] = rapid.IntRange(0, 9).Draw(rt, "poison") == 0
		}
		bad := func(d fakeDoc) bool {
			for name, p := range poison {
				if p && strings.Contains(d.source, name) {
					return true
				}
			}
			return false
		}
		wholePoison := rapid.Bool().Draw(rt, "poison spoils the request")
		calm := false
		f.whole = func(_ int, r *fakeRequest, w http.ResponseWriter) bool {
			if !calm {
				switch rapid.IntRange(0, 9).Draw(rt, "whole") {
				case 0:
					w.WriteHeader(rapid.SampledFrom([]int{204, 301, 401, 403, 404, 429, 500, 503}).Draw(rt, "status"))
					return true
				case 1:
					if len(r.docs) > 1 {
						w.WriteHeader(http.StatusRequestEntityTooLarge)
						return true
					}
				}
			}
			refused := wholePoison && slices.ContainsFunc(r.docs, bad)
			if refused {
				w.WriteHeader(http.StatusBadRequest)
			}
			return refused
		}
		f.item = func(d fakeDoc) (int, string) {
			if !calm && rapid.IntRange(0, 4).Draw(rt, "item") == 0 {
				return rapid.SampledFrom([]int{403, 404, 429, 500, 503, 0}).Draw(rt, "item status"), "whatever"
			}
			if bad(d) && !wholePoison {
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

		pending := td
		for attempt := 0; ; attempt++ {
			calm = attempt >= 3
			before := total(h.outcomes(t))
			err := h.traces.ConsumeTraces(t.Context(), pending)
			done := total(h.outcomes(t)) - before
			if err == nil {
				require.Equal(rt, int64(pending.SpanCount()), done)
				break
			}
			var again consumererror.Traces
			require.ErrorAs(rt, err, &again)
			require.Equal(rt, int64(pending.SpanCount()-again.Data().SpanCount()), done)
			pending = again.Data()
			if calm {
				// Only what nothing has proven to be the culprit may be left.
				for _, s := range pending.ResourceSpans().At(0).ScopeSpans().At(0).Spans().All() {
					require.True(rt, wholePoison && poison[s.Name()])
				}
				h.traces.(*boundedTraces).e.proof.give()
			}
			require.Less(rt, attempt, 6)
		}

		outcomes := h.outcomes(t)
		require.Equal(rt, int64(n), total(outcomes))
		stored := map[string]int{}
		for _, s := range f.sources() {
			for name := range documents {
				if strings.Contains(s, name) {
					stored[name]++
				}
			}
		}
		var rejected int64
		for name, want := range documents {
			if poison[name] {
				rejected++
				continue
			}
			require.Equal(rt, want, stored[name], name)
		}
		require.Equal(rt, rejected, outcomes["rejected"])
	})
}

func total(outcomes map[string]int64) int64 {
	var n int64
	for _, v := range outcomes {
		n += v
	}
	return n
}
